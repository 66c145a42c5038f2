package org.coesite.models;

import java.util.ArrayList;
import java.util.List;
import org.coesite.structure.Batch;

/**
 * Adds calculators: a potential and its dispersion correction, say. Uncertainties add in squares,
 * with a part that has none taken as exact. Members of committees are paired in turn: each is a
 * sample of a part's errors, which do not depend on the other parts'. An atom is outside if it is
 * for any part.
 *
 * <p>Closing it closes the parts.
 */
public final class SumCalculator implements Calculator {
  private final List<Calculator> parts;

  /**
   * @throws IllegalArgumentException if there is nothing to add
   */
  public SumCalculator(Calculator... parts) {
    if (parts.length == 0) {
      throw new IllegalArgumentException("a sum needs at least one calculator");
    }
    this.parts = List.of(parts);
  }

  @Override
  public List<Prediction> evaluate(Batch batch, Derivatives derivatives) {
    List<Prediction> sums = new ArrayList<>(parts.get(0).evaluate(batch, derivatives));
    for (Calculator part : parts.subList(1, parts.size())) {
      List<Prediction> terms = part.evaluate(batch, derivatives);
      for (int s = 0; s < sums.size(); s++) {
        sums.set(s, sum(sums.get(s), terms.get(s)));
      }
    }
    return sums;
  }

  /** Adds two predictions of one structure, as a sum of their calculators does. */
  public static Prediction sum(Prediction a, Prediction b) {
    boolean[] outside = new boolean[a.outside().length];
    for (int i = 0; i < outside.length; i++) {
      outside[i] = a.outside()[i] || b.outside()[i];
    }
    return new Prediction(
        a.energy() + b.energy(),
        sum(a.atomEnergies(), b.atomEnergies()),
        sum(a.forces(), b.forces()),
        sum(a.stress(), b.stress()),
        combined(a.uncertainty(), b.uncertainty()),
        committee(a, b),
        outside);
  }

  private static double[] sum(double[] a, double[] b) {
    if (a == null || b == null) {
      return null;
    }
    double[] c = new double[a.length];
    for (int i = 0; i < c.length; i++) {
      c[i] = a[i] + b[i];
    }
    return c;
  }

  private static double combined(double a, double b) {
    if (Double.isNaN(a)) {
      return b;
    }
    return Double.isNaN(b) ? a : Math.hypot(a, b);
  }

  /**
   * Members of both, paired in turn, as errors of different models are independent; with one
   * committee, its members shifted by the energy of the other part.
   */
  private static double[] committee(Prediction a, Prediction b) {
    double[] members = new double[Math.max(a.committee().length, b.committee().length)];
    for (int m = 0; m < members.length; m++) {
      members[m] = member(a, m) + member(b, m);
    }
    return members;
  }

  private static double member(Prediction part, int m) {
    double[] committee = part.committee();
    return committee.length == 0 ? part.energy() : committee[m % committee.length];
  }

  @Override
  public void close() {
    parts.forEach(Calculator::close);
  }
}
