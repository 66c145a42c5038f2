package org.coesite.plot;

/**
 * How a text is set. Its place is the left end, middle or right end of its base line.
 *
 * @param size of the font in pixels
 * @param anchor which part of the text is at its place
 * @param ink its colour
 * @param upright false where it runs from the bottom to the top
 */
record TextStyle(double size, Anchor anchor, Ink ink, boolean upright) {
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  static TextStyle of(double size, Anchor anchor, Ink ink) {
    return new TextStyle(size, anchor, ink, true);
  }

  TextStyle turned() {
    return new TextStyle(size, anchor, ink, false);
  }

  /**
   * About how wide a text is. An estimate from the proportions of common sans-serif fonts, on the
   * large side: the layout must not depend on which fonts a machine has.
   */
  static double width(String text, double size) {
    double ems = 0;
    for (int i = 0; i < text.length(); i++) {
      ems += ems(text.charAt(i));
    }
    return ems * size;
  }

  private static double ems(char c) {
    if ("ijlI|!'.,:; ()[]/tf".indexOf(c) >= 0) {
      return 0.34;
    }
    if ("mwMW%@".indexOf(c) >= 0) {
      return 0.9;
    }
    return Character.isUpperCase(c) ? 0.72 : 0.59;
  }
}
