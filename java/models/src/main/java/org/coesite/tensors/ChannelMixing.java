package org.coesite.tensors;

import java.util.ArrayList;
import java.util.List;
import org.coesite.math.Irrep;
import org.coesite.math.Irreps;
import org.coesite.math.SoapBasis;

/**
 * Which combinations of species and radial functions are multiplied: for each l a matrix from the
 * channels (a, n) of expansion coefficients to fewer ones. Immutable.
 *
 * @param species number of neighbour species
 * @param radial functions of each
 * @param channels that are made
 * @param matrices for each l, [species x radial, channels] row by row; not to be written to
 */
public record ChannelMixing(int species, int radial, int channels, double[][] matrices) {
  public ChannelMixing {
    for (double[] matrix : matrices) {
      if (matrix.length != species * radial * channels) {
        throw new IllegalArgumentException("a matrix is not (species x radial) x channels");
      }
    }
  }

  int maxAngular() {
    return matrices.length - 1;
  }

  double weight(int l, int a, int n, int channel) {
    return matrices[l][(a * radial + n) * channels + channel];
  }

  /** Expansion coefficients of a centre as the kernels give them. */
  static Irreps coefficients(SoapBasis basis, int species) {
    List<Irreps.Block> blocks = new ArrayList<>();
    for (int a = 0; a < species; a++) {
      for (int l = 0; l <= basis.maxAngular(); l++) {
        blocks.add(new Irreps.Block(basis.radialFunctions(), Irrep.harmonic(l)));
      }
    }
    return new Irreps(blocks);
  }
}
