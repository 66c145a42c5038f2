package org.coesite.io;

import java.util.ArrayList;
import java.util.List;

/** Numbers and words as programs write them into text files. */
final class Numbers {
  private Numbers() {}

  /**
   * A real number: what {@code Double.parseDouble} takes, less Java's suffixes and hexadecimals,
   * plus Fortran's exponents ({@code 1.0D-3}) and {@code nan} and {@code inf} in any case.
   *
   * @throws NumberFormatException if it is none
   */
  static double real(String text) {
    int length = text.length();
    boolean fortran = false;
    boolean letters = length == 0;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      fortran |= c == 'D' || c == 'd';
      letters |= (c < '0' || c > '9') && "+-.eEdD".indexOf(c) < 0;
    }
    if (letters) {
      return special(text);
    }
    char last = text.charAt(length - 1);
    if (last != '.' && (last < '0' || last > '9')) {
      throw new NumberFormatException(text);
    }
    return Double.parseDouble(fortran ? text.replace('D', 'E').replace('d', 'E') : text);
  }

  private static double special(String text) {
    String unsigned = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
    double sign = text.startsWith("-") ? -1 : 1;
    if (unsigned.equalsIgnoreCase("inf") || unsigned.equalsIgnoreCase("infinity")) {
      return sign * Double.POSITIVE_INFINITY;
    }
    if (unsigned.equalsIgnoreCase("nan")) {
      return Double.NaN;
    }
    throw new NumberFormatException(text);
  }

  /** The words of a line, separated by white space. */
  static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    int length = line.length();
    int i = 0;
    while (i < length) {
      while (i < length && line.charAt(i) <= ' ') {
        i++;
      }
      int start = i;
      while (i < length && line.charAt(i) > ' ') {
        i++;
      }
      if (i > start) {
        words.add(line.substring(start, i));
      }
    }
    return words;
  }

  /** A truth value as Fortran and Python write it, or null. */
  static Boolean truth(String text) {
    return switch (text) {
      case "T", "True", "true", "TRUE", ".TRUE.", ".true.", ".T." -> Boolean.TRUE;
      case "F", "False", "false", "FALSE", ".FALSE.", ".false.", ".F." -> Boolean.FALSE;
      default -> null;
    };
  }

  /** A whole number, or null. */
  static Long whole(String text) {
    int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    if (text.length() == start || text.length() > 20) {
      return null;
    }
    for (int i = start; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return null;
      }
    }
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException tooLarge) {
      return null;
    }
  }
}
