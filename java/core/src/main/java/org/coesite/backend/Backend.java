package org.coesite.backend;

import java.util.function.Supplier;
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

  /** A tensor of zeros. */
  Tensor zeros(long... shape);

  /**
   * Some rows of a tensor, copied: of the centres of one species, say.
   *
   * @param x of any rank above 0; the first dimension counts rows
   * @param which numbers of rows, in the order wanted; the same may come again
   * @throws IllegalArgumentException if there is no such row
   */
  Tensor rows(Tensor x, int[] which);

  /** Kernel family one: neighbour lists of a batch, and their adjoint. */
  NeighbourSearch neighbours(Batch batch, double cutoff);

  /**
   * Kernel family one where somebody else has found the pairs: those of the list that are shorter
   * than the cutoff, sorted as a search sorts them, and their adjoint.
   *
   * @throws org.coesite.CoesiteException if the list does not fit the batch; what is wrong with
   *     single rows is found when they are asked for
   */
  NeighbourSearch neighbours(Batch batch, GivenPairs given, double cutoff);

  /** Kernel family two: spherical expansion and power spectrum in a basis, and their adjoints. */
  Soap soap(SoapBasis basis, int[] species);

  /** Kernel family three: environments against sparse points, and the adjoint. */
  SparseKernel sparseKernel(SparsePoints points);

  /** Kernel family four: messages of equivariant networks, summed over edges. */
  Convolution convolution(ProductPaths paths);

  /** Kernel family four: products of equivariant arrays, row by row. */
  TensorProduct tensorProduct(ProductPaths paths);

  /**
   * Linear layers: channels of equal irreps are mixed.
   *
   * @param weights {@link LinearPaths#weights()} of them
   */
  Linear linear(LinearPaths paths, double[] weights);

  /** Pair potentials given as splines, and their adjoint. */
  PairPotential pairPotential(PairSplines splines);

  /**
   * How many centres are best worked on at a time.
   *
   * @param bytesPerCentre what one of them needs, all arrays that are alive together
   */
  int centresAtOnce(long bytesPerCentre);

  /**
   * Runs work from a batch to its results. A backend may have to run it twice: where it guessed the
   * size of something too small, it starts over. So the work changes nothing outside and reads its
   * results before it returns. A backend may also notice that the same work comes again and again,
   * as in molecular dynamics, and prepare for it.
   *
   * @throws OutOfDeviceMemoryException if the device's memory is too small for it; everything the
   *     work had taken must be closed by then, and smaller pieces may succeed
   */
  <T> T run(Supplier<T> work);

  /**
   * Seconds that a device has been at work for this backend since it was opened; NaN for a backend
   * without a device of its own.
   */
  double busySeconds();

  @Override
  void close();
}
