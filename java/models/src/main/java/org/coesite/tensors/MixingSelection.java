package org.coesite.tensors;

import org.coesite.linalg.Blas;
import org.coesite.linalg.Factorisations;
import org.coesite.linalg.Matrix;
import org.coesite.math.SoapBasis;

/**
 * Chooses which combinations of species and radial functions are multiplied: chemically like
 * species are mixed into one another, then for each l the leading principal components are kept
 * (Goscinski, Musil, Pozdnyakov, Nigam and Ceriotti, J. Chem. Phys. 155, 104106 (2021)).
 */
final class MixingSelection {
  private final SiteExpansions expansions;
  private final int species;
  private final int radial;

  /** B of {@link ChemicalSimilarity#mixing}. */
  private final double[] alike;

  /**
   * A selection.
   *
   * @param expansions of the sites that are looked at
   */
  MixingSelection(SiteExpansions expansions, ChemicalSimilarity chemistry) {
    this.expansions = expansions;
    species = expansions.species().length;
    radial = expansions.basis().radialFunctions();
    alike = chemistry.mixing(expansions.species());
  }

  /**
   * Chooses.
   *
   * @param wanted channels of each l, at most
   */
  ChannelMixing choose(int wanted) {
    int channels = Math.min(wanted, species * radial);
    double[][] matrices = new double[expansions.basis().maxAngular() + 1][];
    for (int l = 0; l < matrices.length; l++) {
      try (Matrix covariance = covariance(l)) {
        Factorisations.eigen(covariance);
        matrices[l] = components(covariance, channels);
      }
    }
    return new ChannelMixing(species, radial, channels, matrices);
  }

  /** Sum over sites and m of x x^T, with x the chemically mixed coefficients of one l. */
  private Matrix covariance(int l) {
    Matrix out = Matrix.zeros(species * radial, species * radial);
    try (Matrix columns = Matrix.zeros(species * radial, 2 * l + 1)) {
      for (double[] coefficients : expansions.values()) {
        for (int m = 0; m < 2 * l + 1; m++) {
          columns.setColumn(m, mixed(coefficients, l * l + m));
        }
        Blas.rankUpdate(1, columns, false, 1, out);
      }
    }
    return out;
  }

  private double[] mixed(double[] coefficients, int harmonic) {
    SoapBasis basis = expansions.basis();
    double[] x = new double[species * radial];
    for (int b = 0; b < species; b++) {
      for (int a = 0; a < species; a++) {
        int from = (a * basis.harmonics() + harmonic) * radial;
        for (int n = 0; n < radial; n++) {
          x[b * radial + n] += alike[b * species + a] * coefficients[from + n];
        }
      }
    }
    return x;
  }

  /**
   * From coefficients to the last, largest components.
   *
   * @param vectors eigenvectors in columns
   */
  private double[] components(Matrix vectors, int channels) {
    double[] out = new double[species * radial * channels];
    for (int a = 0; a < species; a++) {
      for (int n = 0; n < radial; n++) {
        for (int q = 0; q < channels; q++) {
          double sum = 0;
          for (int b = 0; b < species; b++) {
            sum += alike[b * species + a] * vectors.get(b * radial + n, vectors.columns() - 1 - q);
          }
          out[(a * radial + n) * channels + q] = sum;
        }
      }
    }
    return out;
  }
}
