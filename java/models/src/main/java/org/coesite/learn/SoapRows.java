package org.coesite.learn;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.coesite.backend.PairList;
import org.coesite.backend.SparsePoints;
import org.coesite.linalg.Blas;
import org.coesite.math.RadialTable;
import org.coesite.math.SoapBasis;

/**
 * The columns of the least-squares problem that belong to one many-body term: energies, forces and
 * virial of a structure for a unit weight on each sparse point.
 *
 * <p>For one centre and sparse point M, d(p . p_M)/dc_(alpha l m) = 2 s_l sum_beta P_M^l(alpha,
 * beta) c_(beta l m), with alpha = (species, n), P_M^l the unfolded symmetric spectrum and s_l =
 * (-1)^l / sqrt(2 l + 1). For all M together this is one matrix product per l; a second one with
 * {@link ExpansionJacobian} gives the derivatives. The centre's own normalised spectrum rides along
 * as one more point, for the derivative of the norm. Not thread-safe: one object per thread.
 */
final class SoapRows implements AutoCloseable {
  private final Arena arena = newArena();
  private final SoapBasis basis;
  private final int[] species;
  private final SparsePoints points;
  private final ExpansionJacobian jacobian;
  private final Group[] groups;
  private final int alphas;

  private MemorySegment jacobianRows = MemorySegment.NULL;
  private MemorySegment derivatives = MemorySegment.NULL;
  private final MemorySegment coefficients;

  /** Sparse points of one centre species. */
  private final class Group {
    final int first;
    final int count;

    /** Unfolded spectra for each l, [count + 1, alpha, beta]; the last is the centre's own. */
    final MemorySegment[] spectra = new MemorySegment[basis.maxAngular() + 1];

    /** Their products with the coefficients for each l, [count + 1, alpha, 2 l + 1]. */
    final MemorySegment[] products = new MemorySegment[basis.maxAngular() + 1];

    Group(int first, int count) {
      this.first = first;
      this.count = count;
      for (int l = 0; l <= basis.maxAngular(); l++) {
        spectra[l] = doubles((count + 1L) * alphas * alphas);
        products[l] = doubles((count + 1L) * alphas * (2 * l + 1));
      }
      for (int k = 0; k < count; k++) {
        unfold(points.features(), (first + k) * points.featureCount(), 1, this, k);
      }
    }
  }

  @SuppressWarnings("MustBeClosedChecker")
  private static Arena newArena() {
    return Arena.ofShared();
  }

  SoapRows(SoapBasis basis, RadialTable radial, int[] species, SparsePoints points) {
    this.basis = basis;
    this.species = species;
    this.points = points;
    alphas = species.length * basis.radialFunctions();
    jacobian = new ExpansionJacobian(basis, radial);
    coefficients = doubles((long) alphas * (2 * basis.maxAngular() + 1));
    groups = new Group[species.length];
    for (int a = 0; a < species.length; a++) {
      int first = 0;
      while (first < points.points() && points.species()[first] != species[a]) {
        first++;
      }
      int last = first;
      while (last < points.points() && points.species()[last] == species[a]) {
        last++;
      }
      groups[a] = new Group(first, last - first);
    }
  }

  private MemorySegment doubles(long count) {
    return arena.allocate(Math.max(1, count) * Double.BYTES, 64);
  }

  /** From columns (a, b, l, n, n') to a symmetric matrix for each l. */
  private void unfold(double[] folded, int from, double scale, Group group, int k) {
    int n = basis.radialFunctions();
    int at = from;
    for (int a = 0; a < species.length; a++) {
      for (int b = a; b < species.length; b++) {
        for (int l = 0; l <= basis.maxAngular(); l++) {
          for (int n1 = 0; n1 < n; n1++) {
            for (int n2 = a == b ? n1 : 0; n2 < n; n2++) {
              int row = a * n + n1;
              int column = b * n + n2;
              double value = folded[at++] * scale * (row == column ? 1 : Math.sqrt(0.5));
              long base = (long) k * alphas * alphas;
              group.spectra[l].setAtIndex(JAVA_DOUBLE, base + (long) row * alphas + column, value);
              group.spectra[l].setAtIndex(JAVA_DOUBLE, base + (long) column * alphas + row, value);
            }
          }
        }
      }
    }
  }

  /**
   * Computes the rows of a structure.
   *
   * @param pairs its neighbours, out to the cutoff or further; not used where the frame has neither
   *     forces nor stress
   * @param target receives energy, forces and virial, [frame rows x points], row by row; zero on
   *     entry
   */
  void fill(TrainingFrame frame, Environments environments, PairList pairs, double[] target) {
    double[] similarity = new double[points.points()];
    for (int i = 0; i < environments.atoms(); i++) {
      Group group = groups[Arrays.binarySearch(species, environments.species()[i])];
      if (group.count == 0) {
        continue;
      }
      double scale = scale(environments.features(), i);
      similarities(environments.features(), i, scale, group, similarity);
      for (int k = 0; k < group.count; k++) {
        target[group.first + k] += Math.pow(similarity[group.first + k], points.zeta());
      }
      if (frame.hasDerivatives()) {
        unfold(environments.features(), i * points.featureCount(), scale, group, group.count);
        contract(environments, i, group);
        differentiate(frame, environments, pairs, i, scale, similarity, target);
      }
    }
  }

  /** 1/|p_i|, or 1 where spectra are not normalised. */
  private double scale(double[] features, int i) {
    if (!points.normalise()) {
      return 1;
    }
    double square = 0;
    int count = points.featureCount();
    for (int f = i * count; f < (i + 1) * count; f++) {
      square += features[f] * features[f];
    }
    return 1 / Math.sqrt(square);
  }

  private void similarities(
      double[] features, int i, double scale, Group group, double[] similarity) {
    int count = points.featureCount();
    for (int k = group.first; k < group.first + group.count; k++) {
      double dot = 0;
      for (int f = 0; f < count; f++) {
        dot += features[i * count + f] * points.features()[k * count + f];
      }
      similarity[k] = dot * scale;
    }
  }

  private void contract(Environments environments, int i, Group group) {
    int n = basis.radialFunctions();
    int harmonics = basis.harmonics();
    for (int l = 0; l <= basis.maxAngular(); l++) {
      int width = 2 * l + 1;
      for (int a = 0; a < species.length; a++) {
        for (int m = 0; m < width; m++) {
          int from = ((i * species.length + a) * harmonics + l * l + m) * n;
          for (int r = 0; r < n; r++) {
            coefficients.setAtIndex(
                JAVA_DOUBLE, (long) (a * n + r) * width + m, environments.coefficients()[from + r]);
          }
        }
      }
      double sign = 2 / Math.sqrt(width) * (l % 2 == 0 ? 1 : -1);
      Blas.dgemm(
          false,
          false,
          (group.count + 1) * alphas,
          width,
          alphas,
          sign,
          group.spectra[l],
          alphas,
          coefficients,
          width,
          0,
          group.products[l],
          width);
    }
  }

  private void differentiate(
      TrainingFrame frame,
      Environments environments,
      PairList pairs,
      int i,
      double scale,
      double[] similarity,
      double[] target) {
    Group group = groups[Arrays.binarySearch(species, environments.species()[i])];
    int width = group.count + 1;
    for (int a = 0; a < species.length; a++) {
      jacobian.differentiate(pairs, i, environments.species(), species[a]);
      if (jacobian.atomCount() == 0) {
        continue;
      }
      int rows = jacobian.rowCount();
      multiply(a, rows, group);
      double[] change = derivatives.asSlice(0, 8L * rows * width).toArray(JAVA_DOUBLE);
      toKernel(change, rows, group, scale, similarity);
      scatter(frame, i, change, width, group, target);
    }
  }

  private void multiply(int a, int rows, Group group) {
    int columns = jacobian.columns();
    int width = group.count + 1;
    jacobianRows = atLeast(jacobianRows, (long) rows * columns);
    derivatives = atLeast(derivatives, (long) rows * width);
    MemorySegment.copy(jacobian.rows(), 0, jacobianRows, JAVA_DOUBLE, 0, rows * columns);
    int n = basis.radialFunctions();
    for (int l = 0; l <= basis.maxAngular(); l++) {
      int block = n * (2 * l + 1);
      Blas.dgemm(
          false,
          true,
          rows,
          width,
          block,
          1,
          jacobianRows.asSlice(8L * n * l * l),
          columns,
          group.products[l].asSlice(8L * a * block),
          species.length * block,
          l == 0 ? 0 : 1,
          derivatives,
          width);
    }
  }

  private MemorySegment atLeast(MemorySegment segment, long count) {
    return segment.byteSize() >= 8 * count ? segment : doubles(2 * count);
  }

  /** From d(p . P_M) to d(k_M): the chain through the power and the norm. */
  private void toKernel(double[] change, int rows, Group group, double scale, double[] similarity) {
    int width = group.count + 1;
    int zeta = points.zeta();
    for (int k = 0; k < group.count; k++) {
      double s = similarity[group.first + k];
      double outer = zeta * Math.pow(s, zeta - 1) * scale;
      double own = points.normalise() ? s : 0;
      for (int r = 0; r < rows; r++) {
        change[r * width + k] =
            outer * (change[r * width + k] - own * change[r * width + group.count]);
      }
    }
  }

  private void scatter(
      TrainingFrame frame, int i, double[] change, int width, Group group, double[] target) {
    int total = points.points();
    if (frame.forces() != null) {
      for (int u = 0; u < jacobian.atomCount(); u++) {
        for (int axis = 0; axis < 3; axis++) {
          int from = (3 * u + axis) * width;
          int other = (frame.firstForceRow() + 3 * jacobian.atom(u) + axis) * total + group.first;
          int own = (frame.firstForceRow() + 3 * i + axis) * total + group.first;
          for (int k = 0; k < group.count; k++) {
            target[other + k] -= change[from + k];
            target[own + k] += change[from + k];
          }
        }
      }
    }
    if (frame.stress() != null) {
      for (int v = 0; v < 6; v++) {
        int from = (3 * jacobian.atomCount() + v) * width;
        int to = (frame.firstStressRow() + v) * total + group.first;
        for (int k = 0; k < group.count; k++) {
          target[to + k] += change[from + k];
        }
      }
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
