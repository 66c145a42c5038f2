package org.coesite.cuda;

/** A list had more pairs than room was made for: what was computed from it is void. */
final class CapacityExceededException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CapacityExceededException(long pairs, long capacity) {
    super(pairs + " pairs where room was made for " + capacity);
  }
}
