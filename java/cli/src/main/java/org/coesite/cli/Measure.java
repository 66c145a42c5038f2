package org.coesite.cli;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Numbers with units on the command line: {@code 9.4T}, {@code 400 MHz}, {@code 12.5kHz}. */
final class Measure {
  private Measure() {}

  /** A number and the unit that followed it, lower case; empty where there was none. */
  record Value(double number, String unit) {}

  /**
   * Splits a number from its unit.
   *
   * @param option named in messages
   * @param units that are possible, and what each means
   * @throws WrongCallException if it is no finite number, or has another unit
   */
  static Value parse(String option, String text, Map<String, String> units) {
    String stripped = text.strip();
    int end = stripped.length();
    while (end > 0 && Character.isLetter(stripped.charAt(end - 1))) {
      end--;
    }
    String unit = stripped.substring(end).toLowerCase(Locale.ROOT);
    double number;
    try {
      number = Double.parseDouble(stripped.substring(0, end));
    } catch (NumberFormatException e) {
      number = Double.NaN;
    }
    if (!Double.isFinite(number) || !units.containsKey(unit)) {
      String possible =
          units.entrySet().stream()
              .map(entry -> entry.getValue())
              .sorted()
              .distinct()
              .collect(Collectors.joining(" or "));
      throw new WrongCallException(
          option + " " + text + ": a finite number was expected, " + possible);
    }
    return new Value(number, unit);
  }
}
