package org.coesite.io;

import java.util.Locale;

/**
 * Splits a CIF into tokens (CIF 1.1: S. R. Hall et al., Acta Cryst. A47, 655 (1991); International
 * Tables G, chapter 2.2).
 */
final class CifTokens {
  private final TextLines lines;
  private String line = "";
  private int position;
  private CifToken ahead;

  CifTokens(TextLines lines) {
    this.lines = lines;
  }

  /** The next token, or null at the end of the file. */
  CifToken next() {
    CifToken token = peek();
    ahead = null;
    return token;
  }

  /** The token that {@link #next} will return. */
  CifToken peek() {
    if (ahead == null) {
      ahead = read();
    }
    return ahead;
  }

  private CifToken read() {
    while (true) {
      while (position < line.length() && line.charAt(position) <= ' ') {
        position++;
      }
      if (position < line.length() && line.charAt(position) != '#') {
        return token();
      }
      line = lines.next();
      position = 0;
      if (line == null) {
        line = "";
        return null;
      }
      if (line.startsWith(";")) {
        return textField();
      }
    }
  }

  private CifToken textField() {
    long start = lines.line();
    StringBuilder text = new StringBuilder(line.substring(1));
    while (true) {
      line = lines.next();
      if (line == null) {
        line = "";
        throw lines.errorAt(start, "the text that starts with ; in the first column does not end");
      }
      if (line.startsWith(";")) {
        position = 1;
        return new CifToken(CifToken.Kind.QUOTED, text.toString(), start);
      }
      text.append('\n').append(line);
    }
  }

  private CifToken token() {
    char first = line.charAt(position);
    if (first == '\'' || first == '"') {
      return quoted(first);
    }
    int start = position;
    while (position < line.length() && line.charAt(position) > ' ') {
      position++;
    }
    String word = line.substring(start, position);
    String lower = word.toLowerCase(Locale.ROOT);
    if (first == '_') {
      return token(CifToken.Kind.TAG, lower.replace('.', '_'));
    }
    if (lower.startsWith("data_")) {
      return token(CifToken.Kind.DATA, word.substring(5));
    }
    if (lower.equals("loop_")) {
      return token(CifToken.Kind.LOOP, word);
    }
    if (lower.startsWith("save_") || lower.equals("global_") || lower.equals("stop_")) {
      return token(CifToken.Kind.RESERVED, word);
    }
    return token(CifToken.Kind.VALUE, word);
  }

  private CifToken token(CifToken.Kind kind, String text) {
    return new CifToken(kind, text, lines.line());
  }

  /** A quote ends a value only before white space: 'a dog's life' is one value. */
  private CifToken quoted(char quote) {
    int start = position + 1;
    for (int i = start; i < line.length(); i++) {
      boolean last = i + 1 == line.length() || line.charAt(i + 1) <= ' ';
      if (line.charAt(i) == quote && last) {
        position = i + 1;
        return token(CifToken.Kind.QUOTED, line.substring(start, i));
      }
    }
    throw lines.error("the quote at column " + start + " is not closed on its line");
  }
}
