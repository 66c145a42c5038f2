package org.coesite.soap;

import org.coesite.backend.Soap;

/**
 * A power spectrum in featomic's full columns, ordered by (a, b, l, n, n') with species a &lt;= b
 * and all n, n'; the kernels keep only n &lt;= n' where a = b.
 */
public final class FullSpectrum {
  /** Folded column of each full column. */
  private final int[] source;

  private final double[] factor;

  /** The columns of power spectra of a basis and species. */
  public FullSpectrum(Soap soap) {
    int species = soap.species().length;
    int angular = soap.basis().maxAngular() + 1;
    int radial = soap.basis().radialFunctions();
    int full = species * (species + 1) / 2 * angular * radial * radial;
    source = new int[full];
    factor = new double[full];
    int column = 0;
    int folded = 0;
    for (int a = 0; a < species; a++) {
      for (int b = a; b < species; b++) {
        for (int l = 0; l < angular; l++) {
          column = a == b ? unfold(column, folded, radial) : copy(column, folded, radial);
          folded += a == b ? radial * (radial + 1) / 2 : radial * radial;
        }
      }
    }
  }

  private int copy(int first, int folded, int radial) {
    for (int k = 0; k < radial * radial; k++) {
      source[first + k] = folded + k;
      factor[first + k] = 1;
    }
    return first + radial * radial;
  }

  private int unfold(int first, int folded, int radial) {
    int k = folded;
    for (int n = 0; n < radial; n++) {
      for (int m = n; m < radial; m++, k++) {
        double share = n == m ? 1 : Math.sqrt(0.5);
        source[first + n * radial + m] = k;
        source[first + m * radial + n] = k;
        factor[first + n * radial + m] = share;
        factor[first + m * radial + n] = share;
      }
    }
    return first + radial * radial;
  }

  /** Number of columns. */
  public int columns() {
    return source.length;
  }

  /** Column {@code k} of a row of folded features that starts at {@code offset}. */
  public double value(double[] folded, int offset, int k) {
    return factor[k] * folded[offset + source[k]];
  }
}
