package org.coesite.plot;

/**
 * How a line is drawn.
 *
 * @param ink its colour
 * @param width in pixels
 * @param dash length of dashes and of the gaps between them in pixels; 0 for a solid line
 */
record Stroke(Ink ink, double width, double dash) {
  static Stroke solid(Ink ink, double width) {
    return new Stroke(ink, width, 0);
  }
}
