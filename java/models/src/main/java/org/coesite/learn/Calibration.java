package org.coesite.learn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How the committee's spread compares with errors of structures that took no part in the fit.
 *
 * @param scale what the spread of posterior samples was multiplied with
 * @param crossValidation share of cross-validated errors within one and two standard deviations,
 *     after scaling
 * @param test the same for the held-out structures; NaN where there are none
 */
public record Calibration(double scale, Coverage crossValidation, Coverage test) {
  /** Share of a normal distribution within one standard deviation. */
  public static final double WITHIN_ONE = 0.6827;

  /** Shares of errors within one and within two standard deviations; 0.683 and 0.954 if normal. */
  public record Coverage(double one, double two, int structures) {
    static Coverage of(List<Double> ratios, double scale) {
      double one = 0;
      double two = 0;
      for (double ratio : ratios) {
        one += ratio <= scale ? 1 : 0;
        two += ratio <= 2 * scale ? 1 : 0;
      }
      return new Coverage(one / ratios.size(), two / ratios.size(), ratios.size());
    }
  }

  /**
   * The scale at which as many errors lie within one standard deviation as of a normal
   * distribution.
   *
   * @param ratios |error| / spread of structures left out
   */
  public static double scale(List<Double> ratios) {
    if (ratios.isEmpty()) {
      return 1;
    }
    List<Double> sorted = new ArrayList<>(ratios);
    Collections.sort(sorted);
    int rank = (int) Math.ceil(WITHIN_ONE * sorted.size()) - 1;
    return Math.max(1e-6, sorted.get(Math.clamp(rank, 0, sorted.size() - 1)));
  }
}
