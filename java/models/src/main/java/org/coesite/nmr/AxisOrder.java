package org.coesite.nmr;

/** The order in which principal values become x, y and z (or 11, 22 and 33). */
public enum AxisOrder {
  /** s_11 &lt;= s_22 &lt;= s_33: IUPAC's and Mehring's for shieldings. */
  INCREASING,
  /** d_11 &gt;= d_22 &gt;= d_33: IUPAC's and Mehring's for shifts. */
  DECREASING,
  /**
   * |zz - iso| &gt;= |xx - iso| &gt;= |yy - iso| (U. Haeberlen, High Resolution NMR in Solids,
   * 1976). Where the first two are equal (asymmetry 1), zz is the larger value.
   */
  HAEBERLEN,
  /**
   * |zz| &gt;= |yy| &gt;= |xx|, of the traceless part: for field gradients (Soprano's NQR). Where
   * the first two are equal (asymmetry 1), zz is the positive one.
   */
  FIELD_GRADIENT;

  /**
   * Which of three ascending values is x, which y, which z.
   *
   * @return places among the ascending values
   */
  int[] places(double low, double middle, double high) {
    double iso = (low + middle + high) / 3;
    boolean highest = high - iso >= iso - low;
    return switch (this) {
      case INCREASING -> new int[] {0, 1, 2};
      case DECREASING -> new int[] {2, 1, 0};
      case HAEBERLEN -> highest ? new int[] {0, 1, 2} : new int[] {2, 1, 0};
      case FIELD_GRADIENT -> highest ? new int[] {1, 0, 2} : new int[] {1, 2, 0};
    };
  }
}
