package org.coesite.io;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Splits the comment line of extended XYZ into keys and values: {@code key=value}, values in double
 * or single quotes with backslash escapes, in braces or in brackets, and bare keys, which are true.
 */
final class CommentLine {
  private final String text;
  private int position;

  private CommentLine(String text) {
    this.text = text;
  }

  /**
   * Keys and the text of their values, in order; a key given twice keeps its last value.
   *
   * @throws IllegalArgumentException if a quote or bracket is not closed
   */
  static Map<String, String> parse(String line) {
    return new CommentLine(line).entries();
  }

  private Map<String, String> entries() {
    Map<String, String> entries = new LinkedHashMap<>();
    skipSpace();
    while (position < text.length()) {
      String key = part(true);
      int afterKey = position;
      skipSpace();
      if (position < text.length() && text.charAt(position) == '=') {
        position++;
        skipSpace();
        entries.put(key, part(false));
      } else {
        position = afterKey;
        entries.put(key, "T");
      }
      skipSpace();
    }
    return entries;
  }

  private void skipSpace() {
    while (position < text.length() && text.charAt(position) <= ' ') {
      position++;
    }
  }

  /** A key or a value: runs to white space outside quotes and brackets, a key also to its '='. */
  private String part(boolean key) {
    StringBuilder out = new StringBuilder();
    while (position < text.length()) {
      char c = text.charAt(position);
      if (c <= ' ' || (key && c == '=')) {
        break;
      }
      switch (c) {
        case '"', '\'' -> quoted(c, out);
        case '{' -> bracketed('{', '}', out);
        case '[' -> bracketed('[', ']', out);
        case '\\' -> {
          position++;
          escaped(out);
        }
        default -> {
          out.append(c);
          position++;
        }
      }
    }
    return out.toString();
  }

  private void quoted(char quote, StringBuilder out) {
    int start = position++;
    while (position < text.length() && text.charAt(position) != quote) {
      if (text.charAt(position) == '\\') {
        position++;
        escaped(out);
      } else {
        out.append(text.charAt(position++));
      }
    }
    close(start);
  }

  private void escaped(StringBuilder out) {
    if (position < text.length()) {
      char c = text.charAt(position++);
      out.append(c == 'n' ? '\n' : c);
    }
  }

  /**
   * A flat list loses its brackets; nested lists and those of quoted texts are kept as they are.
   */
  private void bracketed(char open, char shut, StringBuilder out) {
    int start = position;
    int depth = 0;
    boolean nested = false;
    do {
      char c = text.charAt(position);
      depth += c == open ? 1 : c == shut ? -1 : 0;
      nested |= depth > 1 || c == '"';
      position++;
    } while (depth > 0 && position < text.length());
    if (depth > 0) {
      position = text.length();
      close(start);
    }
    out.append(nested ? text.substring(start, position) : text.substring(start + 1, position - 1));
  }

  private void close(int start) {
    if (position >= text.length()) {
      throw new IllegalArgumentException(
          "the " + text.charAt(start) + " at column " + (start + 1) + " is not closed");
    }
    if (text.charAt(start) == '"' || text.charAt(start) == '\'') {
      position++;
    }
  }
}
