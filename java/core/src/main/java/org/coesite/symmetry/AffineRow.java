package org.coesite.symmetry;

/** One component of an affine map in crystallographers' notation, such as {@code -x+y/2+1/4}. */
final class AffineRow {
  private final String text;
  private final String whole;
  private int position;

  private AffineRow(String text, String whole) {
    this.text = text;
    this.whole = whole;
  }

  /**
   * The factors of x, y and z and the constant.
   *
   * @param text the component in lower case without white space
   * @param whole what to name in an error
   */
  static double[] parse(String text, String whole) {
    return new AffineRow(text, whole).parse();
  }

  private double[] parse() {
    double[] row = new double[4];
    if (text.isEmpty()) {
      throw SymmetryOperation.wrong(whole);
    }
    while (position < text.length()) {
      double sign = 1;
      boolean signed = false;
      while (position < text.length() && "+-".indexOf(text.charAt(position)) >= 0) {
        sign = text.charAt(position) == '-' ? -sign : sign;
        signed = true;
        position++;
      }
      if (position > 0 && !signed) {
        throw SymmetryOperation.wrong(whole);
      }
      term(sign, row);
    }
    return row;
  }

  private void term(double sign, double[] row) {
    double factor = sign * (isNumber() ? number() : 1);
    boolean hadNumber = position > 0 && Character.isDigit(text.charAt(position - 1));
    skip('*');
    int axis = position < text.length() ? "xyz".indexOf(text.charAt(position)) : -1;
    if (axis >= 0) {
      position++;
      if (skip('/')) {
        factor /= number();
      }
      row[axis] += factor;
    } else if (hadNumber) {
      row[3] += factor;
    } else {
      throw SymmetryOperation.wrong(whole);
    }
  }

  private boolean isNumber() {
    return position < text.length()
        && (Character.isDigit(text.charAt(position)) || text.charAt(position) == '.');
  }

  private boolean skip(char c) {
    boolean found = position < text.length() && text.charAt(position) == c;
    position += found ? 1 : 0;
    return found;
  }

  private double number() {
    double value = decimal();
    return skip('/') ? value / decimal() : value;
  }

  private double decimal() {
    int start = position;
    while (isNumber()) {
      position++;
    }
    try {
      double value = Double.parseDouble(text.substring(start, position));
      if (value >= 0 && value < 1e6) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw SymmetryOperation.wrong(whole);
    }
    throw SymmetryOperation.wrong(whole);
  }
}
