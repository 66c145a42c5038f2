package org.coesite.cpu.f64;

import org.coesite.backend.SparsePoints;
import org.coesite.cpu.MemoryPool;
import org.coesite.cpu.WeightedSums;

/**
 * The sparse points of one centre species, packed for both products: p P^T, and its adjoint q P.
 */
final class SpeciesPoints implements AutoCloseable {
  final int first;
  final int count;

  /** P^T, [features, points]. */
  final PackedMatrix transposed;

  /** P, [points, features]. */
  final PackedMatrix plain;

  final WeightedSums weights;

  /** 1 / |p_M|; 0 for a point without features. */
  final /* wide */ double[] inverseNorms;

  SpeciesPoints(MemoryPool memory, SparsePoints points, int first, int count) {
    this.first = first;
    this.count = count;
    int width = points.featureCount();
    /* wide */ double[] p = points.features();
    transposed = new PackedMatrix(memory, width, count, (f, m) -> p[(first + m) * width + f]);
    plain = new PackedMatrix(memory, count, width, (m, f) -> p[(first + m) * width + f]);
    weights = new WeightedSums(points.weights(), points.channels(), first, count);
    inverseNorms = new /* wide */ double[count];
    for (int m = 0; m < count; m++) {
      /* wide */ double square = 0;
      for (int f = 0; f < width; f++) {
        square += p[(first + m) * width + f] * p[(first + m) * width + f];
      }
      inverseNorms[m] = square == 0 ? 0 : 1 / Math.sqrt(square);
    }
  }

  @Override
  public void close() {
    transposed.close();
    plain.close();
  }
}
