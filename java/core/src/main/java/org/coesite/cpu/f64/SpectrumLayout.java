package org.coesite.cpu.f64;

import org.coesite.math.SoapBasis;

/**
 * Where features stand and what they are multiplied by: pairs of species a &lt;= b, then l, then n,
 * n', folded to n &lt;= n' where a = b.
 */
final class SpectrumLayout {
  final int species;
  final int maxAngular;
  final int radial;

  /** Radial functions rounded up to whole vectors and to blocks of four rows. */
  final int stride;

  /** Features of all species pairs. */
  final int features;

  private final int[] pairOffset;
  private final int sameBlock;

  /**
   * Factors of a = b and of a != b, [maxAngular + 1, radial, stride]; zero where nothing stands.
   */
  private final double[] same;

  private final double[] different;

  SpectrumLayout(SoapBasis basis, int species) {
    this.species = species;
    maxAngular = basis.maxAngular();
    radial = basis.radialFunctions();
    stride = (Lanes.padded(radial, Lanes.NARROW) + 3) / 4 * 4;
    sameBlock = radial * (radial + 1) / 2;
    pairOffset = new int[species * species];
    int offset = 0;
    for (int a = 0; a < species; a++) {
      for (int b = a; b < species; b++) {
        pairOffset[a * species + b] = offset;
        int block = a == b ? sameBlock : radial * radial;
        offset = Math.addExact(offset, Math.multiplyExact(maxAngular + 1, block));
      }
    }
    features = offset;
    same = factors(true);
    different = factors(false);
  }

  private double[] factors(boolean folded) {
    double[] out = new double[(maxAngular + 1) * radial * stride];
    for (int l = 0; l <= maxAngular; l++) {
      /* wide */ double scale = (l % 2 == 0 ? 1 : -1) / Math.sqrt(2 * l + 1);
      for (int n = 0; n < radial; n++) {
        for (int other = folded ? n : 0; other < radial; other++) {
          boolean twice = !folded || other > n;
          out[factorRow(l, n) + other] = Lanes.round(scale * (twice ? Math.sqrt(2) : 1));
        }
      }
    }
    return out;
  }

  /** Start of a row of factors. */
  int factorRow(int l, int n) {
    return (l * radial + n) * stride;
  }

  double[] factors(int a, int b) {
    return a == b ? same : different;
  }

  /**
   * The feature that (a, b, l, n, 0) would be: row n's features are at this place plus n', where
   * they exist.
   */
  int row(int a, int b, int l, int n) {
    int start = pairOffset[a * species + b];
    return a == b
        ? start + l * sameBlock + n * radial - n * (n - 1) / 2 - n
        : start + (l * radial + n) * radial;
  }
}
