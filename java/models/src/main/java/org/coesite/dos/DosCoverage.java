package org.coesite.dos;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.coesite.dos.DosAssessment.Estimate;
import org.coesite.learn.Calibration;

/**
 * Whether the uncertainties that a committee states are true. If errors were normal, 68.3% of them
 * would lie within one standard deviation, 95.4% within two.
 *
 * @param quantity what is stated, for people
 * @param structures how many
 * @param one share of the errors within one standard deviation; of curves, of their points
 * @param two share within two
 * @param factor by which standard deviations would have to grow for 68.3% to lie within one
 */
public record DosCoverage(String quantity, int structures, double one, double two, double factor) {
  /** Of the curve and of what follows from it; none without structures or without a committee. */
  static List<DosCoverage> of(List<DosAssessment> assessed, EnergyZero zero) {
    List<DosCoverage> out = new ArrayList<>();
    if (assessed.stream().allMatch(one -> Double.isNaN(one.fermi().deviation()))) {
      return out;
    }
    out.add(ofCurves(assessed));
    out.add(of("Fermi level", assessed, DosAssessment::fermi));
    if (zero != EnergyZero.NONE) {
      out.add(of("Fermi level of the curve", assessed, DosAssessment::curveFermi));
    }
    out.add(of("DOS at the Fermi level", assessed, DosAssessment::dosAtFermi));
    out.add(of("band energy", assessed, DosAssessment::bandEnergy));
    return out;
  }

  private static DosCoverage ofCurves(List<DosAssessment> assessed) {
    List<Double> ratios = new ArrayList<>();
    for (DosAssessment each : assessed) {
      DosAssessment.Curve curve = each.curve();
      for (int e = 0; e < curve.actual().length; e++) {
        double error = Math.abs(curve.actual()[e] - curve.expected()[e]);
        ratios.add(error / curve.deviation()[e]);
      }
    }
    return of("curve", assessed.size(), ratios);
  }

  private static DosCoverage of(
      String quantity, List<DosAssessment> assessed, Function<DosAssessment, Estimate> part) {
    List<Double> ratios = assessed.stream().map(part).map(Estimate::ratio).toList();
    return of(quantity, assessed.size(), ratios);
  }

  private static DosCoverage of(String quantity, int structures, List<Double> ratios) {
    List<Double> known = ratios.stream().filter(ratio -> !Double.isNaN(ratio)).toList();
    double one = known.stream().mapToInt(ratio -> ratio <= 1 ? 1 : 0).average().orElse(0);
    double two = known.stream().mapToInt(ratio -> ratio <= 2 ? 1 : 0).average().orElse(0);
    return new DosCoverage(quantity, structures, one, two, factor(known));
  }

  /**
   * The factor at which as many errors lie within one standard deviation as of a normal
   * distribution; 1 where nothing is known.
   *
   * @param ratios of errors to standard deviations; NaN where neither is there
   */
  static double factor(List<Double> ratios) {
    double[] sorted =
        ratios.stream().filter(r -> !Double.isNaN(r)).mapToDouble(r -> r).sorted().toArray();
    if (sorted.length == 0) {
      return 1;
    }
    int rank = (int) Math.ceil(Calibration.WITHIN_ONE * sorted.length) - 1;
    double factor = sorted[Math.clamp(rank, 0, sorted.length - 1)];
    return Double.isFinite(factor) && factor > 0 ? factor : 1;
  }
}
