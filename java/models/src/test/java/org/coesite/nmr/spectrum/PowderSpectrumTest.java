package org.coesite.nmr.spectrum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.coesite.CoesiteException;
import org.coesite.nmr.EulerAngles;
import org.coesite.nmr.NmrTensor;
import org.coesite.nmr.Nucleus;
import org.coesite.nmr.Quadrupole;
import org.coesite.nmr.Rotations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PowderSpectrumTest {
  private static final Nucleus SILICON = Nucleus.of("29Si");
  private static final Nucleus OXYGEN = Nucleus.of("17O");
  private static final Nucleus ALUMINIUM = Nucleus.of("27Al");
  private static final double FIELD = 9.4;

  private final Random random = new Random(13);

  private static Experiment experiment(Nucleus nucleus, Spinning spinning) {
    return new Experiment(nucleus, FIELD, spinning);
  }

  /** The part of an axial tensor's powder below x is sqrt of the part of the width below x. */
  @ParameterizedTest
  @ValueSource(doubles = {60, -45})
  void axialPatternsAreInverseSquareRoots(double anisotropy) {
    double across = -anisotropy / 3;
    double along = 2 * anisotropy / 3;
    NmrTensor delta = NmrTensor.diagonal(across, across, along).rotated(Rotations.random(random));
    SpectralAxis axis = SpectralAxis.between(-60, 60, 601);
    Spectrum spectrum =
        PowderSpectrum.of(
            List.of(Site.of(delta)), experiment(SILICON, Spinning.STATIC), axis, Broadening.NONE);
    assertTrue(spectrum.change() <= PowderSpectrum.TOLERANCE, "" + spectrum.change());
    double difference = 0;
    for (int i = 0; i < axis.count(); i++) {
      double x = axis.position(i);
      double step = axis.step();
      double expected =
          twice(x + step, across, along)
              - 2 * twice(x, across, along)
              + twice(x - step, across, along);
      difference += Math.abs(expected / step - spectrum.values()[i] * step);
    }
    assertEquals(0, difference, 1e-3);
    assertEquals(1, spectrum.integral(), 1e-9);
  }

  /** The second integral of the pattern along t = x - across, towards the unique axis. */
  private static double twice(double x, double across, double along) {
    double width = along - across;
    double part = (x - across) / width;
    double integral =
        part <= 0 ? 0 : part >= 1 ? 2.0 / 3 + part - 1 : 2.0 / 3 * Math.pow(part, 1.5);
    return Math.abs(width) * integral;
  }

  /** N. Bloembergen and T. J. Rowland, Phys. Rev. 97, 1679 (1955). */
  @Test
  void generalPatternsAreEllipticIntegrals() {
    double[] s = {-50, 10, 40};
    NmrTensor delta = NmrTensor.diagonal(s[2], s[0], s[1]).rotated(Rotations.random(random));
    SpectralAxis axis = SpectralAxis.between(-60, 60, 1201);
    Spectrum spectrum =
        PowderSpectrum.of(
            List.of(Site.of(delta)), experiment(SILICON, Spinning.STATIC), axis, Broadening.NONE);
    for (double x : new double[] {-48, -30, -10, 0, 5, 15, 20, 30, 38}) {
      int point = (int) Math.round((x - axis.low()) / axis.step());
      assertEquals(pattern(x, s), spectrum.values()[point], 1e-2 * pattern(x, s), "at " + x);
    }
    assertEquals(0, spectrum.values()[0]);
    assertEquals(1, spectrum.integral(), 1e-9);
  }

  private static double pattern(double x, double[] s) {
    if (x > s[1]) {
      double k2 = (s[1] - s[0]) * (s[2] - x) / ((s[2] - s[1]) * (x - s[0]));
      return complete(k2) / (Math.PI * Math.sqrt((x - s[0]) * (s[2] - s[1])));
    }
    double k2 = (x - s[0]) * (s[2] - s[1]) / ((s[2] - x) * (s[1] - s[0]));
    return complete(k2) / (Math.PI * Math.sqrt((s[2] - x) * (s[1] - s[0])));
  }

  /** K(k) by the arithmetic-geometric mean. */
  private static double complete(double k2) {
    double a = 1;
    double g = Math.sqrt(1 - k2);
    for (int n = 0; n < 30; n++) {
      double next = (a + g) / 2;
      g = Math.sqrt(a * g);
      a = next;
    }
    return Math.PI / (2 * a);
  }

  /** Second moments of a static pattern and of its sidebands are 2/15 of the tensor's norm. */
  @Test
  void momentsAreKnown() {
    NmrTensor delta = Rotations.tensor(random).scaled(4).symmetric();
    double traceless = delta.tracelessSymmetric().norm();
    double expected = 2.0 / 15 * traceless * traceless;
    SpectralAxis axis = SpectralAxis.between(-400, 400, 8001);
    for (Spinning spinning :
        List.of(Spinning.STATIC, Spinning.at(3000), Spinning.at(1500), Spinning.at(700))) {
      Spectrum s =
          PowderSpectrum.of(
              List.of(Site.of(delta)), experiment(SILICON, spinning), axis, Broadening.NONE);
      assertEquals(1, s.integral(), 1e-9, "sidebands add up to the isotropic line");
      assertEquals(delta.isotropic(), s.centre(), 2e-3 * traceless, "the first moment vanishes");
      double second = 0;
      for (int i = 0; i < axis.count(); i++) {
        double d = axis.position(i) - delta.isotropic();
        second += s.values()[i] * axis.step() * d * d;
      }
      assertEquals(expected, second, 5e-3 * expected, spinning.toString());
    }
  }

  /** Intensities by integrating the signal of many crystallites turned about the rotor's axis. */
  @Test
  void sidebandsAreThoseOfTheSignal() {
    Site site =
        Site.of(
            Rotations.tensor(random).scaled(5),
            Quadrupole.of(OXYGEN, 4, 0.6, EulerAngles.of(Rotations.random(random))));
    Resonance f = Resonance.of(site, OXYGEN, 1, 54);
    double rotor = 60; // ppm
    double[] r = Rotations.random(random);
    Sidebands sidebands = new Sidebands(rotor, 600);
    double[] intensities = new double[sidebands.count()];
    double mean = sidebands.of(f, r[2], r[5], r[8], intensities, 0);
    assertEquals(f.fast().at(r[2], r[5], r[8]), mean, 1e-10);
    int n = 512;
    double[] frequency = new double[n];
    for (int k = 0; k < n; k++) {
      double psi = 2 * Math.PI * (k + 0.5) / n;
      double c = Math.sqrt(2.0 / 3) * Math.cos(psi);
      double s = Math.sqrt(2.0 / 3) * Math.sin(psi);
      double a = Math.sqrt(1.0 / 3);
      frequency[k] =
          f.at(
              c * r[0] + s * r[1] + a * r[2],
              c * r[3] + s * r[4] + a * r[5],
              c * r[6] + s * r[7] + a * r[8]);
    }
    for (int k = 0; k < sidebands.count(); k++) {
      int order = sidebands.order(k);
      if (Math.abs(order) <= 8) {
        double expected = intensity(frequency, mean, rotor, order);
        assertEquals(expected, intensities[k], 2e-4, "sideband " + order);
      }
    }
  }

  /** The line at mean + order rotor of the signal averaged over all starts, by plain sums. */
  private static double intensity(double[] frequency, double mean, double rotor, int order) {
    int n = frequency.length;
    double[] phase = new double[2 * n + 1];
    for (int k = 0; k < 2 * n; k++) {
      phase[k + 1] = phase[k] + 2 * Math.PI / n * (frequency[k % n] - mean) / rotor;
    }
    double total = 0;
    for (int start = 0; start < n; start += 8) {
      for (int t = 0; t < n; t++) {
        double angle = phase[start + t] - phase[start] - 2 * Math.PI * order * t / n;
        total += Math.cos(angle) / n * 8 / n;
      }
    }
    return total;
  }

  /** Singularities and edge for asymmetry 0 (E. Kundla, A. Samoson, E. Lippmaa 1981). */
  @Test
  void singularitiesOfTheCentralTransitionUnderSpinning() {
    double larmor = experiment(ALUMINIUM, Spinning.FAST).larmorFrequency();
    Quadrupole q = Quadrupole.of(ALUMINIUM, 6, 0, EulerAngles.of(Rotations.random(random)));
    double splitting = q.splitting() / larmor;
    double unit = 1e6 * splitting * splitting * (2.5 * 3.5 - 0.75);
    double first = -unit / 84;
    double second = -unit * 5 / 96;
    double edge = -unit / 12;
    SpectralAxis axis = SpectralAxis.between(edge * 1.1, 0, 2001);
    Spectrum s =
        PowderSpectrum.of(
            List.of(Site.of(NmrTensor.ZERO, q)),
            experiment(ALUMINIUM, Spinning.FAST),
            axis,
            Broadening.NONE);
    assertEquals(q.inducedShift(larmor), s.centre(), 1e-3 * unit);
    int highest = 0;
    for (int i = 0; i < axis.count(); i++) {
      highest = s.values()[i] > s.values()[highest] ? i : highest;
    }
    double top = axis.position(highest);
    assertTrue(
        Math.abs(top - first) < 3 * axis.step() || Math.abs(top - second) < 3 * axis.step(),
        top + " is neither " + first + " nor " + second);
    assertTrue(peak(s, first) > 3 * value(s, (first + second) / 2), "the singularity at -1/84");
    assertTrue(peak(s, second) > 2 * value(s, (first + second) / 2), "the one at -5/96");
    assertEquals(0, value(s, first + 0.01 * unit));
    assertTrue(value(s, edge + 0.001 * unit) > 0 && value(s, edge - 0.002 * unit) == 0, "edge");
  }

  private static double value(Spectrum s, double position) {
    return s.values()[(int) Math.round((position - s.axis().low()) / s.axis().step())];
  }

  private static double peak(Spectrum s, double position) {
    double peak = 0;
    for (int k = -2; k <= 2; k++) {
      peak = Math.max(peak, value(s, position + k * s.axis().step()));
    }
    return peak;
  }

  /** Static, asymmetry 0: f = (A/16)(1 - c^2)(1 - 9 c^2), c the cosine to the axis. */
  @Test
  void staticCentralTransition() {
    double larmor = experiment(ALUMINIUM, Spinning.STATIC).larmorFrequency();
    Quadrupole q = Quadrupole.of(ALUMINIUM, 6, 0, EulerAngles.of(Rotations.random(random)));
    double splitting = q.splitting() / larmor;
    double unit = 1e6 * splitting * splitting * (2.5 * 3.5 - 0.75);
    SpectralAxis axis = SpectralAxis.between(-unit * 0.15, unit * 0.1, 501);
    Spectrum s =
        PowderSpectrum.of(
            List.of(Site.of(NmrTensor.ZERO, q)),
            experiment(ALUMINIUM, Spinning.STATIC),
            axis,
            new Broadening(unit * 0.002, 0));
    Histogram expected = new Histogram(axis);
    int n = 200_000;
    for (int k = 0; k < n; k++) {
      double c = (k + 0.5) / n;
      expected.line(unit / 16 * (1 - c * c) * (1 - 9 * c * c), 1.0 / n / axis.step());
    }
    double[] values = new Broadening(unit * 0.002, 0).apply(expected.bins(), axis.step());
    double difference = 0;
    for (int i = 0; i < values.length; i++) {
      difference += Math.abs(values[i] - s.values()[i]) * axis.step();
    }
    assertEquals(0, difference, 2e-3);
  }

  /** The same to 1e-3 as with 100 times the directions. */
  @ParameterizedTest
  @CsvSource({"0, 0", "Infinity, 0", "12000, 0", "0, 1", "4000, 2", "0, 2"})
  void convergedToOneInAThousand(double rate, int kind) {
    EulerAngles angles = EulerAngles.degrees(20, 50, 70);
    Nucleus nucleus = kind == 2 ? SILICON : OXYGEN;
    NmrTensor shift = NmrTensor.diagonal(-40, 10, 60).rotated(EulerAngles.ZERO.matrix());
    Site site =
        new Site(
            shift,
            kind == 2
                ? Optional.empty()
                : Optional.of(
                    Quadrupole.of(nucleus, 3, 0.3, kind == 0 ? angles : EulerAngles.ZERO)),
            1);
    Experiment experiment = experiment(nucleus, new Spinning(rate));
    Broadening broadening = new Broadening(0.5, 0.5);
    SpectralAxis axis = PowderSpectrum.range(List.of(site), experiment, broadening, 1024);
    Spectrum s = PowderSpectrum.of(List.of(site), experiment, axis, broadening);
    assertTrue(s.change() <= PowderSpectrum.TOLERANCE, "change " + s.change());
    Spectrum fine = PowderSpectrum.of(site, experiment, axis, broadening, 320);
    double difference = 0;
    for (int i = 0; i < axis.count(); i++) {
      difference += Math.abs(s.values()[i] - fine.values()[i]) * axis.step();
    }
    assertEquals(0, difference, 1e-3);
    assertEquals(1, s.integral(), 2e-2, "what the tails of Lorentzians lose");
  }

  @Test
  void aTurnedCrystalHasTheSamePowder() {
    Site site =
        Site.of(
            NmrTensor.diagonal(-40, 10, 60),
            Quadrupole.of(OXYGEN, 4, 0.7, EulerAngles.degrees(10, 20, 30)));
    double[] r = Rotations.random(random);
    Quadrupole q = site.quadrupole().orElseThrow();
    Site turned =
        Site.of(site.shift().rotated(r), new Quadrupole(OXYGEN, q.tensor().rotated(r), q.axes()));
    for (Spinning spinning : List.of(Spinning.STATIC, Spinning.FAST, Spinning.at(10_000))) {
      Experiment experiment = experiment(OXYGEN, spinning);
      Broadening broadening = new Broadening(2, 0);
      SpectralAxis axis = PowderSpectrum.range(List.of(site), experiment, broadening, 512);
      double[] a = PowderSpectrum.of(List.of(site), experiment, axis, broadening).values();
      double[] b = PowderSpectrum.of(List.of(turned), experiment, axis, broadening).values();
      double difference = 0;
      for (int i = 0; i < a.length; i++) {
        difference += Math.abs(a[i] - b[i]) * axis.step();
      }
      assertEquals(0, difference, 2e-3, spinning.toString());
    }
  }

  @Test
  void manySitesAddUpAndFastSpinningLeavesLines() {
    Site a = Site.of(NmrTensor.diagonal(-110, -100, -90)).times(3);
    Site b = Site.of(NmrTensor.isotropic(-80));
    SpectralAxis axis = SpectralAxis.between(-120, -60, 601);
    Experiment experiment = experiment(SILICON, Spinning.FAST);
    Spectrum s = PowderSpectrum.of(List.of(a, b), experiment, axis, Broadening.NONE);
    assertEquals(4, s.integral(), 1e-9);
    assertEquals(-95, s.centre(), 1e-9);
    assertEquals(3 / axis.step(), value(s, -100), 1e-6);
    double[] again = PowderSpectrum.of(List.of(a, b), experiment, axis, Broadening.NONE).values();
    assertArrayEquals(again, s.values(), 0.0);
    Spectrum none = PowderSpectrum.of(List.of(), experiment, axis, Broadening.NONE);
    assertEquals(0, none.integral());
    assertEquals(
        0, PowderSpectrum.of(List.of(a.times(0)), experiment, axis, Broadening.NONE).integral());
  }

  @Test
  void wrongCallsAreRefused() {
    Experiment static29 = experiment(SILICON, Spinning.STATIC);
    SpectralAxis axis = SpectralAxis.between(-1, 1, 10);
    Site oxygen = Site.of(NmrTensor.ZERO, Quadrupole.of(OXYGEN, 4, 0, EulerAngles.ZERO));
    assertThrows(
        CoesiteException.class,
        () -> PowderSpectrum.of(List.of(oxygen), static29, axis, Broadening.NONE));
    assertThrows(
        CoesiteException.class,
        () -> PowderSpectrum.range(List.of(), static29, Broadening.NONE, 10));
    Site wide = Site.of(NmrTensor.diagonal(0, 0, 1e4));
    Experiment slow = experiment(SILICON, Spinning.at(1e-3));
    assertThrows(
        CoesiteException.class,
        () -> PowderSpectrum.of(List.of(wide), slow, axis, Broadening.NONE));
    assertThrows(CoesiteException.class, () -> new Experiment(SILICON, 0, Spinning.STATIC));
    assertThrows(
        CoesiteException.class, () -> new Experiment(SILICON, Double.NaN, Spinning.STATIC));
  }
}
