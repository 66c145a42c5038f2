package org.coesite.dos;

import org.coesite.linalg.Matrix;
import org.coesite.linalg.SingularValues;

/**
 * How a density of states is turned into the channels that a model learns, and back: Ben Mahmoud et
 * al., Phys. Rev. B 102, 235130 (2020), section II. Linear in the curve, so that what is learnt of
 * atoms sums to what is learnt of the structure. Immutable and thread-safe.
 */
public sealed interface CurveCode {
  /** The energies of the curves. */
  EnergyGrid grid();

  /** Number of channels. */
  int channels();

  /**
   * The channels of a structure's curve.
   *
   * @param curve states/eV of the whole structure, [grid]
   */
  double[] encode(double[] curve, double atoms);

  /**
   * The curve of channels; for a part of a structure, of as many atoms.
   *
   * @return states/eV, [grid]
   */
  double[] decode(double[] channels, double atoms);

  /**
   * Derivatives by the channels, from derivatives by the curve that they decode to.
   *
   * @param curveGradients [grid]
   * @return [channels]
   */
  double[] adjoint(double[] curveGradients);

  /** One channel for each energy. */
  record Pointwise(EnergyGrid grid) implements CurveCode {
    @Override
    public int channels() {
      return grid.count();
    }

    @Override
    public double[] encode(double[] curve, double atoms) {
      return curve.clone();
    }

    @Override
    public double[] decode(double[] channels, double atoms) {
      return channels.clone();
    }

    @Override
    public double[] adjoint(double[] curveGradients) {
      return curveGradients.clone();
    }
  }

  /**
   * The cumulative density of states at each energy, in states: what is learnt is smoother than its
   * derivative. Integrals are those of straight lines between energies; what is decoded is not made
   * positive.
   */
  record Cumulative(EnergyGrid grid) implements CurveCode {
    @Override
    public int channels() {
      return grid.count();
    }

    @Override
    public double[] encode(double[] curve, double atoms) {
      double[] out = new double[curve.length];
      for (int i = 1; i < out.length; i++) {
        out[i] = out[i - 1] + 0.5 * grid.step() * (curve[i - 1] + curve[i]);
      }
      return out;
    }

    @Override
    public double[] decode(double[] channels, double atoms) {
      int last = channels.length - 1;
      double[] out = new double[channels.length];
      for (int i = 1; i < last; i++) {
        out[i] = (channels[i + 1] - channels[i - 1]) / (2 * grid.step());
      }
      out[0] = (channels[1] - channels[0]) / grid.step();
      out[last] = (channels[last] - channels[last - 1]) / grid.step();
      return out;
    }

    @Override
    public double[] adjoint(double[] curveGradients) {
      int last = curveGradients.length - 1;
      double[] out = new double[curveGradients.length];
      for (int i = 0; i <= last; i++) {
        int below = Math.max(0, i - 1);
        int above = Math.min(last, i + 1);
        double share = curveGradients[i] / ((above - below) * grid.step());
        out[above] += share;
        out[below] -= share;
      }
      return out;
    }
  }

  /**
   * Coefficients of the principal components of the curves per atom.
   *
   * @param mean curve of an atom, states/eV, [grid]
   * @param components orthonormal, [channels x grid], the most important first
   * @param explained share of the variance that they explain
   */
  record Components(EnergyGrid grid, double[] mean, double[] components, double explained)
      implements CurveCode {
    @Override
    public int channels() {
      return components.length / grid.count();
    }

    @Override
    public double[] encode(double[] curve, double atoms) {
      double[] out = new double[channels()];
      for (int c = 0; c < out.length; c++) {
        for (int i = 0; i < curve.length; i++) {
          out[c] += components[c * curve.length + i] * (curve[i] - atoms * mean[i]);
        }
      }
      return out;
    }

    @Override
    public double[] decode(double[] channels, double atoms) {
      double[] out = new double[grid.count()];
      for (int i = 0; i < out.length; i++) {
        out[i] = atoms * mean[i];
        for (int c = 0; c < channels.length; c++) {
          out[i] += channels[c] * components[c * out.length + i];
        }
      }
      return out;
    }

    @Override
    public double[] adjoint(double[] curveGradients) {
      double[] out = new double[channels()];
      for (int c = 0; c < out.length; c++) {
        for (int i = 0; i < curveGradients.length; i++) {
          out[c] += components[c * curveGradients.length + i] * curveGradients[i];
        }
      }
      return out;
    }
  }

  /**
   * Principal components of some curves.
   *
   * @param curves states/eV of whole structures
   * @param atoms of each
   * @param explained share of the variance that the components kept explain at least
   */
  static Components principal(
      EnergyGrid grid, double[][] curves, double[] atoms, double explained) {
    int points = grid.count();
    double[] mean = new double[points];
    for (int s = 0; s < curves.length; s++) {
      for (int i = 0; i < points; i++) {
        mean[i] += curves[s][i] / atoms[s] / curves.length;
      }
    }
    try (Matrix centred = Matrix.zeros(curves.length, points)) {
      for (int s = 0; s < curves.length; s++) {
        for (int i = 0; i < points; i++) {
          centred.set(s, i, curves[s][i] / atoms[s] - mean[i]);
        }
      }
      try (SingularValues svd = SingularValues.of(centred)) {
        return kept(grid, mean, svd, explained);
      }
    }
  }

  private static Components kept(
      EnergyGrid grid, double[] mean, SingularValues svd, double explained) {
    double all = 0;
    for (double value : svd.values()) {
      all += value * value;
    }
    int count = 0;
    double sum = 0;
    while (count < svd.values().length && sum < explained * all) {
      sum += svd.values()[count] * svd.values()[count];
      count++;
    }
    double[] components = new double[count * grid.count()];
    for (int c = 0; c < count; c++) {
      for (int i = 0; i < grid.count(); i++) {
        components[c * grid.count() + i] = svd.rightTransposed().get(c, i);
      }
    }
    return new Components(grid, mean, components, all == 0 ? 1 : sum / all);
  }
}
