package org.coesite.nmr.spectrum;

import java.util.Arrays;
import java.util.Locale;
import org.coesite.nmr.Nucleus;

/**
 * A spectrum as JCAMP-DX 5.01 (P. Lampen et al., Appl. Spectrosc. 48, 1545 (1994)): positions in Hz
 * from the reference, high frequency first, intensities as whole numbers. Intensities are right to
 * 1e-8 of the highest.
 */
public final class JcampDx {
  private static final double RANGE = 1e8;
  private static final int LONGEST_LINE = 76;

  private JcampDx() {}

  /** The text of a file. */
  public static String text(String title, Spectrum spectrum, Nucleus nucleus, double larmor) {
    SpectralAxis axis = spectrum.axis();
    double[] values = spectrum.values();
    int n = values.length;
    double highest = Arrays.stream(values).map(Math::abs).max().orElse(1);
    double yFactor = highest > 0 ? highest / RANGE : 1;
    StringBuilder out = new StringBuilder();
    label(out, "TITLE", title.replaceAll("\\s+", " "));
    label(out, "JCAMP-DX", "5.01");
    label(out, "DATA TYPE", "NMR SPECTRUM");
    label(out, "DATA CLASS", "XYDATA");
    label(out, "ORIGIN", "Coesite, calculated");
    label(out, "OWNER", "");
    label(out, ".OBSERVE FREQUENCY", number(larmor));
    label(out, ".OBSERVE NUCLEUS", "^" + nucleus.name());
    label(out, "XUNITS", "HZ");
    label(out, "YUNITS", "ARBITRARY UNITS");
    label(out, "XFACTOR", "1");
    label(out, "YFACTOR", number(yFactor));
    label(out, "FIRSTX", number(axis.high() * larmor));
    label(out, "LASTX", number(axis.low() * larmor));
    label(out, "DELTAX", number(-axis.step() * larmor));
    label(out, "NPOINTS", Integer.toString(n));
    label(out, "FIRSTY", number(values[n - 1]));
    label(out, "MAXY", number(Arrays.stream(values).max().orElse(0)));
    label(out, "MINY", number(Arrays.stream(values).min().orElse(0)));
    label(out, "XYDATA", "(X++(Y..Y))");
    StringBuilder line = new StringBuilder();
    for (int i = n - 1; i >= 0; i--) {
      String y = Long.toString(Math.round(values[i] / yFactor));
      if (line.length() + y.length() + 1 > LONGEST_LINE) {
        out.append(line).append('\n');
        line.setLength(0);
      }
      if (line.isEmpty()) {
        line.append(String.format(Locale.ROOT, "%.6f", axis.position(i) * larmor));
      }
      line.append(' ').append(y);
    }
    out.append(line).append('\n');
    label(out, "END", "");
    return out.toString();
  }

  private static void label(StringBuilder out, String name, String value) {
    out.append("##").append(name).append("= ").append(value).append('\n');
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.10g", value);
  }
}
