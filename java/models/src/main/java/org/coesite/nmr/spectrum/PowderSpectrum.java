package org.coesite.nmr.spectrum;

import java.util.List;
import org.coesite.CoesiteException;
import org.coesite.nmr.AxisOrder;
import org.coesite.nmr.NmrTensor;
import org.coesite.nmr.Nucleus;
import org.coesite.nmr.PrincipalAxes;
import org.coesite.nmr.Quadrupole;

/**
 * Spectra of powders: of spin 1/2, and of the central transition of half-integer spins to second
 * order; static, spinning, and spinning fast.
 *
 * <p>Directions are refined until a spectrum changes by less than {@link #TOLERANCE}, site by site.
 * The order of summation is fixed, so the same input gives the same bits on any number of threads.
 * Thread-safe.
 */
public final class PowderSpectrum {
  /** The change by doubling the divisions at which a spectrum counts as converged. */
  public static final double TOLERANCE = 1e-3;

  private static final int FEWEST = 16;
  private static final int MOST_OCTANT = 512;
  private static final int MOST_HEMISPHERE = 256;

  /** Beside sidebands no more directions than fit into memory. */
  private static final int MOST_SIDEBANDS = 1 << 24;

  private static final int RANGE_DIVISIONS = 12;

  /** Sidebands below this part of a crystallite's intensity are not drawn. */
  private static final double FAINTEST = 1e-12;

  private final Experiment experiment;
  private final SpectralAxis axis;
  private final Broadening broadening;

  private PowderSpectrum(Experiment experiment, SpectralAxis axis, Broadening broadening) {
    this.experiment = experiment;
    this.axis = axis;
    this.broadening = broadening;
  }

  /**
   * The spectrum of some sites.
   *
   * @param sites of the nucleus observed
   * @return with the sum of the weights as integral, less what lies outside the axis
   * @throws CoesiteException if the nucleus has no central transition, or sidebands are too many
   */
  public static Spectrum of(
      List<Site> sites, Experiment experiment, SpectralAxis axis, Broadening broadening) {
    PowderSpectrum powder = new PowderSpectrum(experiment, axis, broadening);
    List<Spectrum> each = sites.parallelStream().map(powder::of).toList();
    Spectrum sum = new Spectrum(axis, new double[axis.count()], 0);
    for (Spectrum spectrum : each) {
      sum = sum.plus(spectrum);
    }
    return sum;
  }

  /** With a given number of divisions, whatever it changes. */
  static Spectrum of(
      Site site, Experiment experiment, SpectralAxis axis, Broadening broadening, int divisions) {
    PowderSpectrum powder = new PowderSpectrum(experiment, axis, broadening);
    Site turned = turned(site);
    Resonance resonance = resonance(turned, experiment);
    double[] bins = powder.bins(resonance, divisions);
    return new Spectrum(axis, powder.finished(bins, site.weight()), Double.NaN);
  }

  /**
   * An axis that shows some sites' spectra, sidebands included as far as they reach beyond the
   * static width, with a margin.
   */
  public static SpectralAxis range(
      List<Site> sites, Experiment experiment, Broadening broadening, int points) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    OctahedralMesh mesh = OctahedralMesh.hemisphere(RANGE_DIVISIONS);
    for (Site site : sites) {
      double[] range = extremes(resonance(site, experiment), mesh);
      low = Math.min(low, range[0]);
      high = Math.max(high, range[1]);
    }
    if (!(low <= high)) {
      throw new CoesiteException("no site to draw a spectrum of");
    }
    double sidebands = experiment.spinning().hasSidebands() ? 1.5 * experiment.rotorFrequency() : 0;
    double margin = broadening.reach() + sidebands + 0.1 * (high - low);
    double least = 1e-3 * Math.max(1, Math.abs(low) + Math.abs(high));
    return SpectralAxis.between(
        low - Math.max(margin, least), high + Math.max(margin, least), points);
  }

  /** The resonance observed; of a fast rotor's axis where the sample spins fast. */
  private static Resonance resonance(Site site, Experiment experiment) {
    Nucleus nucleus = experiment.nucleus();
    if (site.quadrupole().isPresent() && !site.quadrupole().get().nucleus().equals(nucleus)) {
      throw new CoesiteException(
          "a coupling of "
              + site.quadrupole().get().nucleus().name()
              + " cannot act on "
              + nucleus.name());
    }
    Resonance still = Resonance.of(site, nucleus, 1, experiment.larmorFrequency());
    return Double.isInfinite(experiment.spinning().rate()) ? still.fast() : still;
  }

  /**
   * The site turned into its principal axes: those of the coupling, unless the coupling leaves a
   * choice that the shift makes.
   */
  private static Site turned(Site site) {
    PrincipalAxes axes = site.shift().principalAxes(AxisOrder.HAEBERLEN);
    if (site.quadrupole().isPresent()) {
      PrincipalAxes coupling =
          site.quadrupole().get().tensor().principalAxes(AxisOrder.FIELD_GRADIENT);
      boolean choice = coupling.shape() != PrincipalAxes.Shape.GENERAL;
      boolean none = coupling.shape() == PrincipalAxes.Shape.ISOTROPIC;
      if (!none && !(choice && axes.shape() == PrincipalAxes.Shape.GENERAL)) {
        axes = coupling;
      }
    }
    double[] back = NmrTensor.of(axes.axes()).transposed().toArray();
    return new Site(
        site.shift().rotated(back),
        site.quadrupole().map(q -> new Quadrupole(q.nucleus(), q.tensor().rotated(back), q.axes())),
        site.weight());
  }

  private Spectrum of(Site site) {
    Resonance resonance = resonance(turned(site), experiment);
    if (resonance.isIsotropic()) {
      Histogram line = new Histogram(axis);
      line.line(resonance.isotropic(), 1);
      return new Spectrum(axis, finished(line.bins(), site.weight()), 0);
    }
    int most = resonance.hasOctantSymmetry() ? MOST_OCTANT : MOST_HEMISPHERE;
    double[] before = finished(bins(resonance, FEWEST), site.weight());
    double change = Double.NaN;
    for (int divisions = 2 * FEWEST; divisions <= most; divisions *= 2) {
      if (tooMany(resonance, divisions)) {
        break;
      }
      double[] after = finished(bins(resonance, divisions), site.weight());
      change = difference(before, after) * axis.step() / Math.max(site.weight(), 1e-300);
      before = after;
      if (change <= TOLERANCE) {
        break;
      }
    }
    return new Spectrum(axis, before, change);
  }

  private boolean tooMany(Resonance resonance, int divisions) {
    if (!experiment.spinning().hasSidebands()) {
      return false;
    }
    long points = 2L * (divisions + 1) * (divisions + 2);
    return points * sidebands(resonance).count() > MOST_SIDEBANDS;
  }

  private static double difference(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs(a[i] - b[i]);
    }
    return sum;
  }

  private double[] finished(double[] bins, double weight) {
    double[] values = broadening.apply(bins, axis.step());
    for (int i = 0; i < values.length; i++) {
      values[i] *= weight / axis.step();
    }
    return values;
  }

  private double[] bins(Resonance resonance, int divisions) {
    OctahedralMesh mesh =
        resonance.hasOctantSymmetry()
            ? OctahedralMesh.octant(divisions)
            : OctahedralMesh.hemisphere(divisions);
    Histogram histogram = new Histogram(axis);
    if (experiment.spinning().hasSidebands()) {
      fillSidebands(resonance, mesh, histogram);
    } else {
      fill(resonance, mesh, histogram);
    }
    return histogram.bins();
  }

  private static void fill(Resonance resonance, OctahedralMesh mesh, Histogram histogram) {
    double[] f = new double[mesh.points()];
    for (int p = 0; p < f.length; p++) {
      f[p] = resonance.at(mesh.x(p), mesh.y(p), mesh.z(p));
    }
    for (int t = 0; t < mesh.triangles(); t++) {
      histogram.triangle(
          f[mesh.corner(t, 0)], f[mesh.corner(t, 1)], f[mesh.corner(t, 2)], mesh.weight(t));
    }
  }

  private Sidebands sidebands(Resonance resonance) {
    double[] range = extremes(resonance, OctahedralMesh.hemisphere(RANGE_DIVISIONS));
    return new Sidebands(experiment.rotorFrequency(), range[1] - range[0]);
  }

  private static double[] extremes(Resonance resonance, OctahedralMesh mesh) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int p = 0; p < mesh.points(); p++) {
      double f = resonance.at(mesh.x(p), mesh.y(p), mesh.z(p));
      low = Math.min(low, f);
      high = Math.max(high, f);
    }
    return new double[] {low, high};
  }

  private void fillSidebands(Resonance resonance, OctahedralMesh mesh, Histogram histogram) {
    Sidebands sidebands = sidebands(resonance);
    int count = sidebands.count();
    double[] centre = new double[mesh.points()];
    double[] intensity = new double[mesh.points() * count];
    for (int p = 0; p < centre.length; p++) {
      centre[p] = sidebands.of(resonance, mesh.x(p), mesh.y(p), mesh.z(p), intensity, p * count);
    }
    for (int t = 0; t < mesh.triangles(); t++) {
      int a = mesh.corner(t, 0);
      int b = mesh.corner(t, 1);
      int c = mesh.corner(t, 2);
      for (int k = 0; k < count; k++) {
        double mean =
            (intensity[a * count + k] + intensity[b * count + k] + intensity[c * count + k]) / 3;
        if (mean < FAINTEST) {
          continue;
        }
        double offset = sidebands.order(k) * experiment.rotorFrequency();
        histogram.triangle(
            centre[a] + offset, centre[b] + offset, centre[c] + offset, mesh.weight(t) * mean);
      }
    }
  }
}
