package org.coesite.backend;

import org.coesite.math.SoapBasis;
import org.coesite.structure.Batch;

/**
 * Where kernels run: the four kernel families, and the arrays they work on.
 *
 * <p>A backend works in one {@link Precision}. Objects made by a backend belong to it and are
 * closed before it. A backend may be used by one thread at a time; what it does inside with threads
 * of its own does not change a bit of any result.
 */
public interface Backend extends AutoCloseable {
  /** Short name, as in {@code --device}. */
  String name();

  /** One line for people: which device, how many threads, how wide. */
  String description();

  Precision precision();

  /** A tensor with these values (rounded to the backend's precision), last index fastest. */
  Tensor tensor(double[] values, long... shape);

  /** Kernel family one: neighbour lists of a batch, and their adjoint. */
  NeighbourSearch neighbours(Batch batch, double cutoff);

  /** Kernel family two: spherical expansion and power spectrum in a basis, and their adjoints. */
  Soap soap(SoapBasis basis, int[] species);

  /** Kernel family three: environments against sparse points, and the adjoint. */
  SparseKernel sparseKernel(SparsePoints points);

  /** Pair potentials given as splines, and their adjoint. */
  PairPotential pairPotential(PairSplines splines);

  @Override
  void close();
}
