package org.coesite.capi;

/** What became of a call: {@code coesite_status} of {@code coesite.h}, in its numbers. */
enum Status {
  OK(0),
  ARGUMENT(1),
  MODEL(2),
  STRUCTURE(3),
  DEVICE(4),
  MEMORY(5),
  // 6, no Java, is the library's to say
  INTERNAL(7);

  private final int code;

  Status(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
