package org.coesite.dos;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A predicted density of states filled with its structure's electrons, and each curve of the
 * committee likewise: what follows from the curve is found for each, so that the uncertainty
 * carries over into every derived number. Immutable and thread-safe.
 *
 * @param mean the model's curve
 * @param members the committee's
 */
public record FilledPrediction(FixedDos mean, List<FixedDos> members) {
  /** Fills the curves as they were predicted. */
  public static FilledPrediction of(DosPrediction prediction) {
    return of(prediction, new BroadeningCorrection(prediction.grid(), 0));
  }

  /**
   * Fills the curves with a bias of their broadening taken off first.
   *
   * @throws org.coesite.CoesiteException if a curve holds too few states for the electrons
   */
  public static FilledPrediction of(DosPrediction prediction, BroadeningCorrection correction) {
    List<FixedDos> members = new ArrayList<>(prediction.members().length);
    for (double[] member : prediction.members()) {
      // how hot it may be is for the model's own curve to say
      members.add(
          new FixedDos(
              prediction.grid(),
              correction.apply(member),
              prediction.electrons(),
              Double.POSITIVE_INFINITY));
    }
    FixedDos mean =
        new FixedDos(
            prediction.grid(), correction.apply(prediction.curve()), prediction.electrons());
    return new FilledPrediction(mean, members);
  }

  /** What a number that follows from the curve is in each member of the committee, [members]. */
  public double[] ofMembers(ToDoubleFunction<FixedDos> number) {
    return members.stream().mapToDouble(number).toArray();
  }

  /**
   * The standard deviation of a number that follows from the curve: the committee's root mean
   * square deviation from the model; NaN without a committee.
   */
  public double uncertainty(ToDoubleFunction<FixedDos> number) {
    return spread(number.applyAsDouble(mean), ofMembers(number));
  }

  /** The root mean square deviation of some numbers from one; NaN where there are none. */
  public static double spread(double mean, double[] members) {
    double square = 0;
    for (double member : members) {
      square += (member - mean) * (member - mean);
    }
    return members.length == 0 ? Double.NaN : Math.sqrt(square / members.length);
  }
}
