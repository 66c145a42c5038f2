package org.coesite.tensors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
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

  /**
   * Random combinations of these channels, with weights that are normal and independent for each l.
   *
   * @param count how many
   */
  ChannelMixing random(int count, long seed) {
    Random random = new Random(seed);
    double[][] mixed = new double[matrices.length][species * radial * count];
    for (int l = 0; l < matrices.length; l++) {
      double[] weights = new double[channels * count];
      Arrays.setAll(weights, _ -> random.nextGaussian() / Math.sqrt(channels));
      for (int row = 0; row < species * radial; row++) {
        for (int q = 0; q < channels; q++) {
          for (int k = 0; k < count; k++) {
            mixed[l][row * count + k] += matrices[l][row * channels + q] * weights[q * count + k];
          }
        }
      }
    }
    return new ChannelMixing(species, radial, count, mixed);
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
