package org.coesite.capi;

/** What a model predicts: {@code coesite_property} of {@code coesite.h}, in its numbers. */
enum Property {
  /** Whatever there is. */
  ANY(0),
  ENERGY(1),
  DOS(2);

  private final int code;

  Property(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /**
   * From the host's number.
   *
   * @throws CallException if this version knows none such
   */
  static Property of(int code) {
    for (Property property : values()) {
      if (property.code == code) {
        return property;
      }
    }
    throw CallException.argument("there is no property " + code);
  }
}
