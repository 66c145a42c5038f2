package org.coesite.plot;

/** A rectangle on the canvas; y grows downwards. */
record Box(double left, double top, double width, double height) {
  double right() {
    return left + width;
  }

  double bottom() {
    return top + height;
  }

  boolean overlaps(Box other) {
    return left < other.right()
        && other.left < right()
        && top < other.bottom()
        && other.top < bottom();
  }

  boolean contains(Box other) {
    return other.left >= left
        && other.top >= top
        && other.right() <= right()
        && other.bottom() <= bottom();
  }
}
