package org.coesite.dos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.coesite.CoesiteException;
import org.coesite.dos.DosAssessment.Curve;
import org.coesite.dos.DosAssessment.Estimate;
import org.coesite.learn.SumRegression;

/** Asks a fit, and its committee if there is one, about structures that it has not seen. */
final class DosAssessor {
  private final DosData data;
  private final SumRegression regression;
  private final DosFit fit;
  private final DosCommittee committee;
  private final EnergyZero zero;

  /**
   * An assessor.
   *
   * @param committee may be null
   */
  DosAssessor(
      DosData data, SumRegression regression, DosFit fit, DosCommittee committee, EnergyZero zero) {
    this.data = data;
    this.regression = regression;
    this.fit = fit;
    this.committee = committee;
    this.zero = zero;
  }

  /** Each structure in training, predicted without it. */
  List<DosAssessment> leaveOneOut() {
    List<DosAssessment> out = new ArrayList<>();
    for (int t = 0; t < data.train().length; t++) {
      int i = data.train()[t];
      out.add(assess(i, data.zero(i), fit.leftOut()[t]));
    }
    return out;
  }

  /** The structures held out. */
  List<DosAssessment> heldOut() {
    List<DosAssessment> out = new ArrayList<>();
    for (int i : data.test()) {
      double[] channels = fit.predict(regression, i);
      double shift =
          zero == EnergyZero.ADAPTIVE
              ? AdaptiveZero.best(data, i, fit.curve(channels, data.atoms(i)))
              : 0;
      out.add(assess(i, data.zero(i) + shift, channels));
    }
    return out;
  }

  private DosAssessment assess(int i, double from, double[] channels) {
    double atoms = data.atoms(i);
    DosTruth truth = data.truth(i);
    double[] curve = fit.curve(channels, atoms);
    FixedDos dos = new FixedDos(data.grid(), curve, data.electrons(i));
    List<double[]> members = committee == null ? List.of() : committee.predict(i, channels);
    List<double[]> curves = members.stream().map(member -> fit.curve(member, atoms)).toList();
    List<FixedDos> filled = new ArrayList<>();
    for (double[] member : curves) {
      add(filled, member, i);
    }
    Estimate curveFermi =
        estimate(truth.fermi() - from, dos.fermiLevel(), filled, FixedDos::fermiLevel);
    Estimate fermi =
        zero == EnergyZero.NONE
            ? curveFermi
            : estimate(
                truth.fermi(),
                fit.level(channels, atoms),
                members,
                member -> fit.level(member, atoms));
    return new DosAssessment(
        data.frame(i),
        fermi,
        curveFermi,
        estimate(
            truth.dosAtFermi(),
            dos.dosAtFermiLevel() / atoms,
            filled,
            member -> member.dosAtFermiLevel() / atoms),
        estimate(
            truth.bandEnergy(),
            dos.bandEnergy() / atoms,
            filled,
            member -> member.bandEnergy() / atoms),
        curve(data.curve(i, from), curve, curves, atoms),
        truth.compare(dos, fermi.actual()));
  }

  /** A member whose window does not hold the electrons says nothing of numbers. */
  private void add(List<FixedDos> filled, double[] curve, int i) {
    try {
      filled.add(new FixedDos(data.grid(), curve, data.electrons(i)));
    } catch (CoesiteException tooFewStates) {
      return;
    }
  }

  private static <T> Estimate estimate(
      double expected, double actual, List<T> members, ToDoubleFunction<T> number) {
    double square =
        members.stream()
            .mapToDouble(number)
            .map(value -> (value - actual) * (value - actual))
            .average()
            .orElse(Double.NaN);
    return new Estimate(expected, actual, Math.sqrt(square));
  }

  private static Curve curve(
      double[] expected, double[] actual, List<double[]> members, double atoms) {
    double[] deviation = new double[actual.length];
    for (int e = 0; e < deviation.length; e++) {
      double variance = members.isEmpty() ? Double.NaN : 0;
      for (double[] member : members) {
        variance += (member[e] - actual[e]) * (member[e] - actual[e]) / members.size();
      }
      deviation[e] = Math.sqrt(variance);
    }
    return new Curve(perAtom(expected, atoms), perAtom(actual, atoms), perAtom(deviation, atoms));
  }

  private static double[] perAtom(double[] values, double atoms) {
    return Arrays.stream(values).map(value -> value / atoms).toArray();
  }
}
