package org.coesite.dos;

/**
 * Curves of a model whose energies count from the Fermi level, put where the data have them: each
 * at the absolute Fermi level that the model learnt beside it. Immutable and thread-safe.
 */
public final class DataZero {
  private final DosPrediction prediction;
  private final double shift;
  private final double[] memberShifts;

  private DataZero(DosPrediction prediction, double shift, double[] memberShifts) {
    this.prediction = prediction;
    this.shift = shift;
    this.memberShifts = memberShifts;
  }

  /**
   * Finds how far a prediction of one atom or more is to be shifted.
   *
   * @param zero what the energies of the model count from
   * @throws org.coesite.CoesiteException if a curve holds fewer states than electrons
   */
  public static DataZero of(DosPrediction p, EnergyZero zero) {
    double[] shifts = new double[p.members().length];
    if (zero == EnergyZero.NONE) {
      return new DataZero(p, 0, shifts);
    }
    for (int m = 0; m < shifts.length; m++) {
      shifts[m] = p.memberLevels()[m] - fermiLevel(p, p.members()[m]);
    }
    return new DataZero(p, p.level() - fermiLevel(p, p.curve()), shifts);
  }

  private static double fermiLevel(DosPrediction p, double[] curve) {
    return new FixedDos(p.grid(), curve, p.electrons()).fermiLevel();
  }

  /** How far energies are shifted, eV. */
  public double shift() {
    return shift;
  }

  /**
   * The prediction with energies as in the data: on a grid of its own, shifted. The committee's
   * curves, which are shifted each by its own amount, are interpolated on it.
   */
  public DosPrediction prediction() {
    EnergyGrid grid = prediction.grid().shifted(shift);
    double[][] members = new double[memberShifts.length][];
    for (int m = 0; m < members.length; m++) {
      EnergyGrid own = prediction.grid().shifted(memberShifts[m]);
      double[] member = prediction.members()[m];
      members[m] = own.resampled(member, grid, member[0], member[member.length - 1]);
    }
    return new DosPrediction(
        grid,
        prediction.atoms(),
        prediction.electrons(),
        prediction.curve(),
        members,
        prediction.level(),
        prediction.memberLevels(),
        prediction.outside());
  }
}
