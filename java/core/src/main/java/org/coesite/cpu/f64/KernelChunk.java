package org.coesite.cpu.f64;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.coesite.backend.ChannelGradients;
import org.coesite.backend.SparsePoints;

/**
 * Kernel evaluation of some centres of one species. Holds scratch memory: one per thread.
 *
 * <p>Two matrix products, p P^T and (in the adjoint) q P, with everything between them done row by
 * row while it is in cache. Powers and sums are taken in double.
 */
final class KernelChunk {
  /**
   * Most centres at a time: eight groups of rows, so that a panel of sparse points in the
   * second-level cache serves eight times.
   */
  static final int ROWS = 8 * PackedMatrix.ROWS;

  private final SparsePoints points;
  private final int featureCount;

  private final /* wide */ double[] norms = new /* wide */ double[ROWS];

  /** Features of one centre. */
  private final double[] environment;

  /** Rows packed for a product, in groups. */
  private double[] packed = new double[0];

  private double[] products = new double[0];
  private double[] packedWeights = new double[0];
  private double[] adjoints = new double[0];
  private /* wide */ double[] k = new /* wide */ double[0];
  private /* wide */ double[] sums = new /* wide */ double[0];

  KernelChunk(SparsePoints points) {
    this.points = points;
    featureCount = points.featureCount();
    environment = new double[featureCount];
  }

  private static int groups(int rows) {
    return (rows + PackedMatrix.ROWS - 1) / PackedMatrix.ROWS;
  }

  /** Place of element (row, column) in rows packed by groups. */
  private static int place(int row, int column, int depth) {
    return (row / PackedMatrix.ROWS * depth + column) * PackedMatrix.ROWS + row % PackedMatrix.ROWS;
  }

  /** Reads the features of some centres and multiplies them with the sparse points. */
  void multiply(SpeciesPoints species, MemorySegment features, int[] centres, int from, int rows) {
    int groups = groups(rows);
    packed = grown(packed, groups * PackedMatrix.ROWS * featureCount);
    products = grown(products, groups * PackedMatrix.ROWS * species.transposed.width);
    Arrays.fill(
        packed,
        (groups - 1) * PackedMatrix.ROWS * featureCount,
        groups * PackedMatrix.ROWS * featureCount,
        0);
    for (int row = 0; row < rows; row++) {
      load(features, centres[from + row], row);
    }
    species.transposed.multiply(packed, groups, products);
  }

  private static double[] grown(double[] array, int size) {
    return array.length >= size ? array : new double[size];
  }

  private void load(MemorySegment features, int centre, int row) {
    long at = (long) centre * featureCount;
    MemorySegment.copy(
        features,
        ValueLayout.JAVA_DOUBLE,
        at * ValueLayout.JAVA_DOUBLE.byteSize(),
        environment,
        0,
        featureCount);
    // four sums: one would wait for itself, addition after addition
    /* wide */ double sum0 = 0;
    /* wide */ double sum1 = 0;
    /* wide */ double sum2 = 0;
    /* wide */ double sum3 = 0;
    int f4 = 0;
    for (; f4 + 3 < featureCount; f4 += 4) {
      sum0 += square(environment[f4]);
      sum1 += square(environment[f4 + 1]);
      sum2 += square(environment[f4 + 2]);
      sum3 += square(environment[f4 + 3]);
    }
    for (; f4 < featureCount; f4++) {
      sum0 += square(environment[f4]);
    }
    /* wide */ double square = (sum0 + sum1) + (sum2 + sum3);
    norms[row] = Math.sqrt(square);
    double scale = points.normalise() ? Lanes.round(square == 0 ? 0 : 1 / norms[row]) : 1;
    int target = place(row, 0, featureCount);
    for (int f = 0; f < featureCount; f++) {
      packed[target + f * PackedMatrix.ROWS] = environment[f] * scale;
    }
  }

  private static /* wide */ double square(/* wide */ double x) {
    return x * x;
  }

  /** Writes k(i, M) of one row to a table [centres, points]. */
  void writeKernel(SpeciesPoints species, int row, MemorySegment out, int centre) {
    long at = (long) centre * points.points() + species.first;
    for (int m = 0; m < species.count; m++) {
      /* wide */ double product = products[row * species.transposed.width + m];
      out.setAtIndex(ValueLayout.JAVA_DOUBLE, at + m, Lanes.round(power(product, points.zeta())));
    }
  }

  /** Writes the channels' sums of one row, and the largest cosine. */
  void writeValues(
      SpeciesPoints species,
      int row,
      /* wide */ double[] values,
      int centre,
      /* wide */ double[] similarity) {
    if (k.length < species.count) {
      k = new /* wide */ double[species.count];
    }
    if (sums.length < species.weights.stride()) {
      sums = new /* wide */ double[species.weights.stride()];
    }
    int at = row * species.transposed.width;
    // nothing is similar to an environment without features
    /* wide */ double length = points.normalise() || norms[row] == 0 ? 1 : norms[row];
    /* wide */ double largest = -length;
    for (int m = 0; m < species.count; m++) {
      k[m] = products[at + m];
      // a comparison, not Math.max: there are no NaN and no signed zeros to care for
      /* wide */ double cosine = k[m] * species.inverseNorms[m];
      largest = cosine > largest ? cosine : largest;
    }
    largest /= length;
    raise(k, species.count, points.zeta());
    species.weights.of(k, sums);
    System.arraycopy(sums, 0, values, centre * points.channels(), points.channels());
    similarity[centre] = largest;
  }

  /** Raises some numbers to a whole power, in the order of {@link #power}. */
  private static void raise(/* wide */ double[] x, int count, int exponent) {
    switch (exponent) {
      case 0 -> Arrays.fill(x, 0, count, 1);
      case 1 -> {}
      case 2 -> {
        for (int m = 0; m < count; m++) {
          x[m] = x[m] * x[m];
        }
      }
      case 3 -> {
        for (int m = 0; m < count; m++) {
          x[m] = x[m] * x[m] * x[m];
        }
      }
      case 4 -> {
        for (int m = 0; m < count; m++) {
          x[m] = x[m] * x[m] * x[m] * x[m];
        }
      }
      default -> {
        for (int m = 0; m < count; m++) {
          x[m] = power(x[m], exponent);
        }
      }
    }
  }

  static /* wide */ double power(/* wide */ double x, int exponent) {
    /* wide */ double out = x;
    for (int i = 1; i < exponent; i++) {
      out *= x;
    }
    return out;
  }

  /**
   * Writes dE/dp of the rows last multiplied.
   *
   * @param combined sum over channels of g_c w_Mc, [sets x all sparse points]
   * @param sets which of them each centre takes
   */
  void writeAdjoint(
      SpeciesPoints species,
      int[] centres,
      int from,
      int rows,
      /* wide */ double[] combined,
      ChannelGradients sets,
      MemorySegment gradients) {
    int groups = groups(rows);
    packedWeights = grown(packedWeights, groups * PackedMatrix.ROWS * species.count);
    adjoints = grown(adjoints, groups * PackedMatrix.ROWS * species.plain.width);
    for (int row = 0; row < groups * PackedMatrix.ROWS; row++) {
      int source = row * species.transposed.width;
      for (int m = 0; m < species.count; m++) {
        k[m] = products[source + m];
      }
      raise(k, species.count, points.zeta() - 1);
      int target = place(row, 0, species.count);
      // rows that only fill a group are all zeros, whatever multiplies them
      int set = row < rows ? sets.setOf(centres[from + row]) : 0;
      int own = set * points.points() + species.first;
      for (int m = 0; m < species.count; m++) {
        packedWeights[target + m * PackedMatrix.ROWS] =
            Lanes.round(points.zeta() * k[m] * combined[own + m]);
      }
    }
    species.plain.multiply(packedWeights, groups, adjoints);
    for (int row = 0; row < rows; row++) {
      writeRow(species, row, centres[from + row], gradients);
    }
  }

  /** Where environments are normalised, dE/dp = (h - q (q . h)) / |p| with q = p / |p|. */
  private void writeRow(SpeciesPoints species, int row, int centre, MemorySegment gradients) {
    long at = (long) centre * featureCount;
    int source = row * species.plain.width;
    if (!points.normalise()) {
      MemorySegment.copy(
          adjoints,
          source,
          gradients,
          ValueLayout.JAVA_DOUBLE,
          at * ValueLayout.JAVA_DOUBLE.byteSize(),
          featureCount);
      return;
    }
    int q = place(row, 0, featureCount);
    double share = Lanes.round(along(q, source));
    double scale = Lanes.round(norms[row] == 0 ? 0 : 1 / norms[row]);
    for (int f = 0; f < featureCount; f++) {
      double value = (adjoints[source + f] - share * packed[q + f * PackedMatrix.ROWS]) * scale;
      gradients.setAtIndex(ValueLayout.JAVA_DOUBLE, at + f, value);
    }
  }

  /** q . h of a packed row and a row of adjoints, in four sums as in {@link #load}. */
  private /* wide */ double along(int q, int h) {
    /* wide */ double sum0 = 0;
    /* wide */ double sum1 = 0;
    /* wide */ double sum2 = 0;
    /* wide */ double sum3 = 0;
    int f = 0;
    for (; f + 3 < featureCount; f += 4) {
      sum0 += product(q, h, f);
      sum1 += product(q, h, f + 1);
      sum2 += product(q, h, f + 2);
      sum3 += product(q, h, f + 3);
    }
    for (; f < featureCount; f++) {
      sum0 += product(q, h, f);
    }
    return (sum0 + sum1) + (sum2 + sum3);
  }

  private /* wide */ double product(int q, int h, int f) {
    /* wide */ double factor = packed[q + f * PackedMatrix.ROWS];
    return factor * adjoints[h + f];
  }
}
