package org.coesite.nmr.spectrum;

import java.util.List;
import org.coesite.CoesiteException;
import org.coesite.nmr.Nucleus;

/**
 * Sheared triple-quantum spectra of half-integer spins that spin fast (L. Frydman, J. S. Harwood,
 * J. Am. Chem. Soc. 117, 5367 (1995)): the horizontal axis is the central transition, the vertical
 * one free of anisotropy.
 *
 * <p>With f_3 and f_1 the frequencies of the transitions 3/2 to -3/2 and 1/2 to -1/2 and R the
 * ratio of their parts of rank 4, f_3 - R f_1 does not depend on the direction. Divided by 3 - R it
 * is
 *
 * <pre>  delta_1 = delta_cs - (10/17) delta_qis,</pre>
 *
 * delta_qis the shift that the coupling induces in the central transition, for every half-integer
 * spin (the scale of D. Massiot et al., Solid State Nucl. Magn. Reson. 6, 73 (1996)). All sites are
 * excited alike, which in experiments they are not.
 */
public final class TripleQuantum {
  private static final int QUANTA = 3;

  private TripleQuantum() {}

  /** Position of a site on the axis free of anisotropy, ppm. */
  public static double isotropicPosition(Site site, Nucleus nucleus, double larmorFrequency) {
    requireQuadrupolar(nucleus);
    double ratio = Resonance.rank4Ratio(nucleus, QUANTA);
    double three = Resonance.of(site, nucleus, QUANTA, larmorFrequency).isotropic();
    double one = Resonance.of(site, nucleus, 1, larmorFrequency).isotropic();
    return (three - ratio * one) / (QUANTA - ratio);
  }

  /**
   * The map of some sites.
   *
   * @param experiment spinning fast
   * @param x the central transition, ppm
   * @param y free of anisotropy, ppm
   * @param broadening of both axes
   * @throws CoesiteException if the spin is not 3/2, 5/2, 7/2 or 9/2
   */
  public static SpectrumMap of(
      List<Site> sites,
      Experiment experiment,
      SpectralAxis x,
      SpectralAxis y,
      Broadening broadening) {
    requireQuadrupolar(experiment.nucleus());
    SpectrumMap map = new SpectrumMap(x, y);
    for (Site site : sites) {
      double[] along = PowderSpectrum.of(List.of(site), experiment, x, broadening).values();
      double place = isotropicPosition(site, experiment.nucleus(), experiment.larmorFrequency());
      map.add(along, SpectrumMap.line(y, place, broadening), 1);
    }
    return map;
  }

  private static void requireQuadrupolar(Nucleus nucleus) {
    if (!nucleus.halfIntegerQuadrupolar()) {
      throw new CoesiteException(
          nucleus.name()
              + " has no triple quanta: a spin of 3/2, 5/2, 7/2 or 9/2 was expected, such as 17O or"
              + " 27Al");
    }
  }
}
