package org.coesite.examples.silica;

import java.util.List;
import org.coesite.nmr.Nucleus;
import org.coesite.nmr.Referencing;
import org.coesite.nmr.spectrum.Broadening;
import org.coesite.nmr.spectrum.Experiment;
import org.coesite.nmr.spectrum.PowderSpectrum;
import org.coesite.nmr.spectrum.Site;
import org.coesite.nmr.spectrum.SpectralAxis;
import org.coesite.nmr.spectrum.Spectrum;
import org.coesite.nmr.spectrum.Spinning;

/**
 * Spectra of 29Si, static and spinning fast. With spin 1/2 and a scale in ppm the field decides
 * nothing but what a hertz is.
 *
 * @param referencing from shieldings to shifts
 */
record Spectrometer(Referencing referencing) {
  /** Of 400 MHz for protons, tesla. */
  static final double FIELD = Nucleus.fieldOf(400);

  private static final Nucleus SILICON = Nucleus.of("29Si");
  private static final int POINTS = 1024;

  /** Full width at half maximum of a crystal's lines under the magic angle, ppm. */
  static final double SPINNING_WIDTH = 0.4;

  /** And without spinning. */
  static final double STATIC_WIDTH = 1.0;

  /** Of a glass, whose few dozen sites stand for many, ppm. */
  static final double GLASS_WIDTH = 2.5;

  /**
   * The line of a sample under the magic angle, of integral 1.
   *
   * @param width full width at half maximum, ppm
   */
  Spectrum spinning(Shielded sample, double width, double low, double high) {
    return of(sample.sites(referencing), Spinning.FAST, width, low, high);
  }

  /**
   * The pattern of a sample at rest, of integral 1.
   *
   * @param width full width at half maximum, ppm
   */
  Spectrum still(Shielded sample, double width, double low, double high) {
    return of(sample.sites(referencing), Spinning.STATIC, width, low, high);
  }

  private static Spectrum of(
      List<Site> sites, Spinning spinning, double width, double low, double high) {
    return PowderSpectrum.of(
        sites,
        new Experiment(SILICON, FIELD, spinning),
        SpectralAxis.between(low, high, POINTS),
        new Broadening(width, 0));
  }
}
