package org.coesite.capi;

import org.coesite.soap.SoapFeatures;

/** {@code coesite_soap_kind}: which features, in its numbers; and what their columns are. */
enum SoapKind {
  /** Power spectra in the columns of the kernels. */
  SPECTRUM(0),
  /** Power spectra in featomic's columns. */
  FULL(1),
  /** Spherical expansions. */
  EXPANSION(2);

  private final int code;

  SoapKind(int code) {
    this.code = code;
  }

  /**
   * From the host's number.
   *
   * @throws CallException if there is none such
   */
  static SoapKind of(int code) {
    for (SoapKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw CallException.argument("there is no kind of features " + code);
  }

  /** What each column is, [columns][labels]. */
  int[][] labels(SoapFeatures features) {
    return this == EXPANSION ? ofExpansion(features) : ofSpectrum(features);
  }

  /** Species, l, m, n. */
  private static int[][] ofExpansion(SoapFeatures features) {
    int[][] labels = new int[features.expansionColumns()][];
    int column = 0;
    for (int species : features.species()) {
      for (int l = 0; l <= features.basis().maxAngular(); l++) {
        for (int m = -l; m <= l; m++) {
          for (int n = 0; n < features.basis().radialFunctions(); n++) {
            labels[column++] = new int[] {species, l, m, n};
          }
        }
      }
    }
    return labels;
  }

  /** Species a, species b, l, n, n'. */
  private int[][] ofSpectrum(SoapFeatures features) {
    int[] species = features.species();
    int radial = features.basis().radialFunctions();
    int angular = features.basis().maxAngular() + 1;
    int pairs = species.length * (species.length + 1) / 2;
    int columns = this == FULL ? pairs * angular * radial * radial : features.soap().features();
    int[][] labels = new int[columns][];
    int column = 0;
    for (int a = 0; a < species.length; a++) {
      for (int b = a; b < species.length; b++) {
        for (int l = 0; l < angular; l++) {
          for (int n = 0; n < radial; n++) {
            for (int other = a == b && this == SPECTRUM ? n : 0; other < radial; other++) {
              labels[column++] = new int[] {species[a], species[b], l, n, other};
            }
          }
        }
      }
    }
    return labels;
  }
}
