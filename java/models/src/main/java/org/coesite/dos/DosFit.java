package org.coesite.dos;

import java.util.Arrays;
import org.coesite.learn.SumRegression;

/**
 * The channels of the curves, and after them the Fermi level times the number of atoms, learnt.
 *
 * @param code of the channels
 * @param targets what was to be learnt, [structures][channels + 1]
 * @param baseline constants of an atom, [species x (channels + 1)]
 * @param weights of the sparse points, [points x (channels + 1)]
 * @param lambdas regularisation, relative to the largest squared singular value, [channels + 1]
 * @param leftOut predicted of each structure in training without it, [train][channels + 1]
 */
record DosFit(
    CurveCode code,
    double[][] targets,
    double[] baseline,
    double[] weights,
    double[] lambdas,
    double[][] leftOut) {
  /** Fits the structures in training. */
  static DosFit of(DosData data, SumRegression regression, DosSettings settings) {
    CurveCode code = code(data, settings);
    int block = code.channels() + 1;
    double[][] channels = channels(data, code);
    double[][] levels = levels(data);
    boolean together = settings.representation() != DosSettings.Representation.PCA;
    SumRegression.Fit curve = regression.fit(data.train(), channels, together);
    SumRegression.Fit level = regression.fit(data.train(), levels, true);
    return new DosFit(
        code,
        joined(channels, levels),
        joined(curve.baseline(), level.baseline(), block),
        joined(curve.weights(), level.weights(), block),
        joined(curve.lambdas(), level.lambdas(), block),
        joined(curve.leftOut(), level.leftOut()));
  }

  private static CurveCode code(DosData data, DosSettings settings) {
    return switch (settings.representation()) {
      case POINTWISE -> new CurveCode.Pointwise(data.grid());
      case CDF -> new CurveCode.Cumulative(data.grid());
      case PCA -> {
        int[] train = data.train();
        double[][] curves = new double[train.length][];
        double[] atoms = new double[train.length];
        for (int t = 0; t < train.length; t++) {
          curves[t] = data.curve(train[t]);
          atoms[t] = data.atoms(train[t]);
        }
        yield CurveCode.principal(data.grid(), curves, atoms, settings.explained());
      }
    };
  }

  /** The channels of the curves of all structures. */
  static double[][] channels(DosData data, CurveCode code) {
    double[][] out = new double[data.size()][];
    Arrays.setAll(out, i -> code.encode(data.curve(i), data.atoms(i)));
    return out;
  }

  private static double[][] levels(DosData data) {
    double[][] out = new double[data.size()][];
    Arrays.setAll(out, i -> new double[] {data.atoms(i) * data.fermi(i)});
    return out;
  }

  /** Rows of a curve's channels, each followed by the level's. */
  private static double[][] joined(double[][] curves, double[][] levels) {
    double[][] out = new double[curves.length][];
    Arrays.setAll(out, i -> joined(curves[i], levels[i], curves[i].length + 1));
    return out;
  }

  private static double[] joined(double[] curves, double[] levels, int block) {
    double[] out = new double[levels.length * block];
    for (int r = 0; r < levels.length; r++) {
      System.arraycopy(curves, r * (block - 1), out, r * block, block - 1);
      out[r * block + block - 1] = levels[r];
    }
    return out;
  }

  /** Channels of one member, of its curve and the level. */
  int block() {
    return code.channels() + 1;
  }

  /** What is predicted of a structure, [channels + 1]. */
  double[] predict(SumRegression regression, int i) {
    return regression.predict(i, baseline, weights);
  }

  /** The curve of predicted channels, states/eV, [grid]; with no atoms, of deviations. */
  double[] curve(double[] channels, double atoms) {
    return code.decode(Arrays.copyOf(channels, code.channels()), atoms);
  }

  /** The Fermi level of predicted channels, eV as the data have it. */
  double level(double[] channels, double atoms) {
    return channels[code.channels()] / atoms;
  }
}
