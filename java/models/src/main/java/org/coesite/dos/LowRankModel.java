package org.coesite.dos;

import java.util.Arrays;
import org.coesite.backend.SparsePoints;
import org.coesite.linalg.Matrix;
import org.coesite.linalg.SingularValues;

/**
 * A model's curves rewritten in the few directions that they can take. However many energies a
 * model learns, its curves are sums of the curves it was trained on, so that as many components as
 * there were structures carry all it can say: the same predictions, a smaller file, and fewer
 * channels to sum.
 */
final class LowRankModel {
  /** Directions are dropped in which no weight reaches this part of the largest. */
  private static final double NEGLIGIBLE = 1e-12;

  private final DosParameters model;
  private final int energies;
  private final int rows;

  private LowRankModel(DosParameters model) {
    this.model = model;
    energies = model.code().grid().count();
    rows = model.points().points() * (model.members() + 1) + model.species().length;
  }

  /** The same model on components. */
  static DosParameters of(DosParameters model) {
    return new LowRankModel(model).rewritten();
  }

  private DosParameters rewritten() {
    try (Matrix curves = curves();
        SingularValues svd = SingularValues.of(curves)) {
      int rank = rank(svd.values());
      double[] components = new double[rank * energies];
      for (int c = 0; c < rank; c++) {
        for (int e = 0; e < energies; e++) {
          components[c * energies + e] = svd.rightTransposed().get(c, e);
        }
      }
      CurveCode code =
          new CurveCode.Components(model.code().grid(), new double[energies], components, 1);
      return with(code, channels(svd, rank));
    }
  }

  /** Curves of all weights, the members' after the model's, then those of the baseline. */
  private Matrix curves() {
    Matrix out = Matrix.zeros(rows, energies);
    for (int row = 0; row < rows; row++) {
      double[] curve = model.code().decode(curveChannels(row), 0);
      for (int e = 0; e < energies; e++) {
        out.set(row, e, curve[e]);
      }
    }
    return out;
  }

  private double[] curveChannels(int row) {
    int from = row * model.block();
    double[] all = source(row);
    return Arrays.copyOfRange(all, from - start(row), from - start(row) + model.block() - 1);
  }

  /** Weights and baseline both are blocks, one after the other. */
  private double[] source(int row) {
    return start(row) == 0 ? model.points().weights() : model.baseline();
  }

  private int start(int row) {
    int weights = model.points().weights().length;
    return row * model.block() < weights ? 0 : weights;
  }

  private static int rank(double[] values) {
    int rank = 0;
    while (rank < values.length && values[rank] > NEGLIGIBLE * values[0]) {
      rank++;
    }
    return Math.max(1, rank);
  }

  /** The components of every row, followed by its level. */
  private double[][] channels(SingularValues svd, int rank) {
    double[][] out = new double[rows][rank + 1];
    for (int row = 0; row < rows; row++) {
      for (int c = 0; c < rank; c++) {
        out[row][c] = svd.left().get(row, c) * svd.values()[c];
      }
      int level = (row + 1) * model.block() - 1;
      out[row][rank] = source(row)[level - start(row)];
    }
    return out;
  }

  private DosParameters with(CurveCode code, double[][] channels) {
    int block = code.channels() + 1;
    int weightRows = model.points().points() * (model.members() + 1);
    double[] weights = new double[weightRows * block];
    double[] baseline = new double[model.species().length * block];
    for (int row = 0; row < rows; row++) {
      boolean weight = row < weightRows;
      System.arraycopy(
          channels[row],
          0,
          weight ? weights : baseline,
          (weight ? row : row - weightRows) * block,
          block);
    }
    SparsePoints points = model.points();
    return new DosParameters(
        model.name(),
        model.description(),
        model.species(),
        model.electrons(),
        model.width(),
        model.zero(),
        code,
        model.basis(),
        new SparsePoints(
            points.species(),
            points.features(),
            points.featureCount(),
            points.zeta(),
            points.normalise(),
            weights,
            (model.members() + 1) * block),
        baseline,
        model.similarity(),
        model.members(),
        model.training());
  }
}
