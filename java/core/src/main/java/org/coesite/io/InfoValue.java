package org.coesite.io;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The values in the comment line of extended XYZ: text to value and back. {@code parse(format(v))}
 * is {@code v} for every type that {@code Structure.info} holds.
 */
final class InfoValue {
  private static final String JSON = "_JSON ";

  private InfoValue() {}

  /**
   * A value by the rules of ASE: whole numbers, else real numbers, else truth values, one or a list
   * separated by white space or commas; else text, in which {@code _JSON} announces JSON. JSON
   * other than a text or a flat list stays as it is.
   */
  static Object parse(String text) {
    if (text.startsWith(JSON)) {
      Object decoded = FlatJson.decode(text.substring(JSON.length()));
      return decoded == null ? text : decoded;
    }
    if (text.startsWith("[\"") && FlatJson.decode(text) instanceof List<?> texts) {
      return texts;
    }
    List<String> words = Numbers.words(text.replace(',', ' '));
    Object list = words.isEmpty() ? null : typed(words);
    if (list == null) {
      return text;
    }
    return words.size() == 1 ? only(list) : list;
  }

  /** An array of the first type that fits all words, or null. */
  static Object typed(List<String> words) {
    Object whole = wholes(words);
    if (whole != null) {
      return whole;
    }
    Object real = reals(words);
    return real == null ? truths(words) : real;
  }

  private static Object only(Object list) {
    return switch (list) {
      case long[] wholes -> (Object) wholes[0];
      case double[] reals -> reals[0];
      case boolean[] truths -> truths[0];
      default -> list;
    };
  }

  private static long[] wholes(List<String> words) {
    long[] values = new long[words.size()];
    for (int i = 0; i < values.length; i++) {
      Long value = Numbers.whole(words.get(i));
      if (value == null) {
        return null;
      }
      values[i] = value;
    }
    return values;
  }

  private static double[] reals(List<String> words) {
    double[] values = new double[words.size()];
    for (int i = 0; i < values.length; i++) {
      String word = words.get(i);
      boolean dateLike = word.indexOf('.') < 0 && (word.indexOf('d') > 0 || word.indexOf('D') > 0);
      try {
        values[i] = Numbers.real(dateLike ? "" : word);
      } catch (NumberFormatException e) {
        return null;
      }
    }
    return values;
  }

  private static boolean[] truths(List<String> words) {
    boolean[] values = new boolean[words.size()];
    for (int i = 0; i < values.length; i++) {
      Boolean value = Numbers.truth(words.get(i));
      if (value == null) {
        return null;
      }
      values[i] = value;
    }
    return values;
  }

  /** A value as it stands after {@code key=}, quoted where needed. */
  static String format(Object value) {
    return switch (value) {
      case String text -> quoted(text);
      case Double real -> real(real);
      case Boolean truth -> truth(truth);
      case double[] reals -> list(Arrays.stream(reals).mapToObj(InfoValue::real).toList());
      case long[] wholes -> list(Arrays.stream(wholes).mapToObj(Long::toString).toList());
      case boolean[] truths -> list(words(truths));
      case List<?> texts -> escaped(JSON + FlatJson.encode(texts));
      case Number number -> number.toString();
      default ->
          throw new IllegalArgumentException(
              "extended XYZ cannot hold a " + value.getClass().getSimpleName());
    };
  }

  private static List<String> words(boolean[] truths) {
    List<String> words = new ArrayList<>();
    for (boolean truth : truths) {
      words.add(truth(truth));
    }
    return words;
  }

  /** Lists of one would be read as a number, so they are written as JSON. */
  private static String list(List<String> words) {
    if (words.size() > 1) {
      return '"' + String.join(" ", words) + '"';
    }
    String json = String.join("", words).replace("T", "true").replace("F", "false");
    return escaped(JSON + '[' + json + ']');
  }

  static String real(double value) {
    if (Double.isFinite(value)) {
      return Double.toString(value);
    }
    return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  }

  static String truth(boolean value) {
    return value ? "T" : "F";
  }

  private static String quoted(String text) {
    boolean readAsText = text.startsWith(JSON) || parse(text) instanceof String;
    return escaped(readAsText ? text : JSON + FlatJson.encode(text));
  }

  /** In double quotes, unless the text is plain. */
  static String escaped(String text) {
    boolean plain = !text.isEmpty();
    for (int i = 0; i < text.length(); i++) {
      plain &= text.charAt(i) > ' ' && "\"'\\{}[]=,".indexOf(text.charAt(i)) < 0;
    }
    if (plain) {
      return text;
    }
    return '"'
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", " ")
        + '"';
  }
}
