package org.coesite.nmr.spectrum;

/**
 * A spectrum in SIMPSON's text format (M. Bak, J. T. Rasmussen, N. C. Nielsen, J. Magn. Reson. 147,
 * 296 (2000)): real and imaginary parts of points from -SW/2 upwards; REF is the position of point
 * NP/2 from the reference. Both in Hz.
 */
public final class SimpsonText {
  private SimpsonText() {}

  /**
   * The text of a file.
   *
   * @param larmor MHz
   */
  public static String text(Spectrum spectrum, double larmor) {
    SpectralAxis axis = spectrum.axis();
    StringBuilder out = new StringBuilder("SIMP\n");
    out.append("NP=").append(axis.count()).append('\n');
    out.append("SW=").append(axis.step() * larmor * axis.count()).append('\n');
    out.append("REF=").append(axis.position(axis.count() / 2) * larmor).append('\n');
    out.append("TYPE=SPE\nDATA\n");
    for (double value : spectrum.values()) {
      out.append(value).append(" 0\n");
    }
    return out.append("END\n").toString();
  }
}
