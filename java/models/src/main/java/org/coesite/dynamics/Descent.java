package org.coesite.dynamics;

/** An optimiser of one structure, asked for its next point after every evaluation. */
interface Descent {
  /**
   * The point to evaluate next.
   *
   * @param x the point just evaluated, rows of three; not kept
   * @param force minus the gradient there
   * @param energy the function there, eV
   */
  double[] next(double[] x, double[] force, double energy);

  /** Scales a step down, if need be, so that no row of three is longer than the limit. */
  static void limit(double[] step, double longest) {
    double length = longestRow(step);
    if (length > longest) {
      for (int i = 0; i < step.length; i++) {
        step[i] *= longest / length;
      }
    }
  }

  /** Length of the longest row of three. */
  static double longestRow(double[] step) {
    double square = 0;
    for (int i = 0; i < step.length; i += 3) {
      square =
          Math.max(
              square, step[i] * step[i] + step[i + 1] * step[i + 1] + step[i + 2] * step[i + 2]);
    }
    return Math.sqrt(square);
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
