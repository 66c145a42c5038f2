package org.coesite.io;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** JSON as extended XYZ files hold it: one text, or one list of texts, numbers or truth values. */
final class FlatJson {
  private final String text;
  private int position;

  private FlatJson(String text) {
    this.text = text;
  }

  /** A String, List of String, long[], double[] or boolean[]; null for any other JSON. */
  static Object decode(String json) {
    FlatJson parser = new FlatJson(json.strip());
    Object value = parser.value();
    return parser.position == parser.text.length() ? value : null;
  }

  private Object value() {
    if (text.startsWith("\"")) {
      return string();
    }
    return text.startsWith("[") ? list() : null;
  }

  private Object list() {
    position++;
    List<String> strings = new ArrayList<>();
    List<String> words = new ArrayList<>();
    skipSpace();
    while (position < text.length() && text.charAt(position) != ']') {
      if (text.charAt(position) == '"') {
        String string = string();
        if (string == null) {
          return null;
        }
        strings.add(string);
      } else {
        words.add(word());
      }
      skipSpace();
      if (position < text.length() && text.charAt(position) == ',') {
        position++;
        skipSpace();
      } else {
        break;
      }
    }
    if (position >= text.length() || text.charAt(position) != ']') {
      return null;
    }
    position++;
    if (words.isEmpty()) {
      return strings.isEmpty() ? new double[0] : List.copyOf(strings);
    }
    return strings.isEmpty() ? InfoValue.typed(words) : null;
  }

  private String word() {
    int start = position;
    while (position < text.length() && ",] \t".indexOf(text.charAt(position)) < 0) {
      position++;
    }
    return text.substring(start, position);
  }

  private void skipSpace() {
    while (position < text.length() && text.charAt(position) <= ' ') {
      position++;
    }
  }

  private String string() {
    StringBuilder out = new StringBuilder();
    position++;
    while (position < text.length()) {
      char c = text.charAt(position++);
      if (c == '"') {
        return out.toString();
      }
      if (c != '\\') {
        out.append(c);
      } else if (!escape(out)) {
        return null;
      }
    }
    return null;
  }

  private boolean escape(StringBuilder out) {
    if (position == text.length()) {
      return false;
    }
    char c = text.charAt(position++);
    if (c != 'u') {
      int known = "bfnrt\"\\/".indexOf(c);
      if (known < 0) {
        return false;
      }
      out.append("\b\f\n\r\t\"\\/".charAt(known));
      return true;
    }
    try {
      out.append((char) Integer.parseInt(text.substring(position, position + 4), 16));
      position += 4;
      return true;
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      return false;
    }
  }

  static String encode(List<?> strings) {
    return strings.stream()
        .map(string -> encode(String.valueOf(string)))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  static String encode(String string) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
