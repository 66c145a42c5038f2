package org.coesite.models;

import java.util.ArrayList;
import java.util.List;
import org.coesite.structure.Batch;

/**
 * Adds calculators: a potential and its dispersion correction, say. Uncertainties add in squares,
 * with a part that has none taken as exact; one part may have a committee, whose members are
 * shifted by the energies of the others; an atom is outside if it is for any part.
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

  private static Prediction sum(Prediction a, Prediction b) {
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

  private static double[] committee(Prediction a, Prediction b) {
    if (a.committee().length > 0 && b.committee().length > 0) {
      throw new IllegalArgumentException("only one part of a sum may have a committee");
    }
    boolean first = a.committee().length > 0;
    double[] members = (first ? a : b).committee().clone();
    double shift = (first ? b : a).energy();
    for (int m = 0; m < members.length; m++) {
      members[m] += shift;
    }
    return members;
  }

  @Override
  public void close() {
    parts.forEach(Calculator::close);
  }
}
