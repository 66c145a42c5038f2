package org.coesite.plot;

/** Text for XML and HTML. Names of files are whatever someone called them: markup included. */
public final class Markup {
  private Markup() {}

  /** Text that stands for itself, between tags and inside quoted attributes. */
  public static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        default -> safe.appendCodePoint(shown(c) ? c : '\uFFFD');
      }
    }
    return safe.toString();
  }

  /**
   * Controls have no place in a page, and marks that turn the direction of text can forge names.
   */
  private static boolean shown(int c) {
    boolean control = Character.isISOControl(c) && c != '\t' && c != '\n';
    boolean turning = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    boolean broken = c >= 0xD800 && c <= 0xDFFF;
    return !control && !turning && !broken && c != 0xFFFE && c != 0xFFFF;
  }
}
