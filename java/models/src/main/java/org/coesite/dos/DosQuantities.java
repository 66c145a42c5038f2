package org.coesite.dos;

/**
 * What follows from a predicted density of states, each with the spread over the committee.
 *
 * @param fermiLevel eV, on the curve's zero
 * @param levelInData the Fermi level as the data have it, eV; that of the curve where its zero is
 *     that of the data
 * @param dosAtFermiLevel states/eV/atom
 * @param bandEnergy relative to the Fermi level, eV/atom
 * @param valenceWidth eV, see {@link BandEdges}
 * @param gap eV, see {@link BandEdges}
 * @param pseudogap eV, see {@link BandEdges}
 * @param heatCapacityCoefficient Sommerfeld's, mJ/(mol K^2), a mole of atoms
 * @param outside how many atoms have environments unlike any in training
 */
public record DosQuantities(
    Estimate fermiLevel,
    Estimate levelInData,
    Estimate dosAtFermiLevel,
    Estimate bandEnergy,
    Estimate valenceWidth,
    Estimate gap,
    Estimate pseudogap,
    Estimate heatCapacityCoefficient,
    int outside) {
  /** One eV per atom in mJ per mole: the Faraday constant. */
  private static final double MILLIJOULE_PER_MOLE = 96485.33212 * 1000;

  /**
   * From a filled prediction.
   *
   * @param zero what its energies count from
   */
  public static DosQuantities of(FilledPrediction p, EnergyZero zero) {
    int atoms = p.atoms();
    Estimate fermi = p.estimate(FixedDos::fermiLevel);
    int outside = 0;
    for (boolean flag : p.prediction().outside()) {
      outside += flag ? 1 : 0;
    }
    return new DosQuantities(
        fermi,
        zero == EnergyZero.NONE ? fermi : p.levelInData(),
        p.estimate(dos -> dos.dosAtFermiLevel() / atoms),
        p.estimate(dos -> dos.bandEnergy() / atoms),
        p.estimate(dos -> new BandEdges(dos, atoms).valenceWidth()),
        p.estimate(dos -> new BandEdges(dos, atoms).gap()),
        p.estimate(dos -> new BandEdges(dos, atoms).pseudogap()),
        p.estimate(dos -> dos.sommerfeldCoefficient() / atoms * MILLIJOULE_PER_MOLE),
        outside);
  }
}
