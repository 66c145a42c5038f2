package org.coesite.backend;

/**
 * Environments against sparse points. Prepared once, used for any batch; owned and closed by the
 * caller.
 */
public interface SparseKernel extends AutoCloseable {
  /** The points and weights it was made from. */
  SparsePoints points();

  /**
   * Kernel values.
   *
   * @param features [centres, F]
   * @param centreSpecies atomic number of each centre
   * @return k(i, M), [centres, points]
   */
  Tensor kernel(Tensor features, int[] centreSpecies);

  /**
   * The channels' values of each centre, and how near the nearest sparse point is.
   *
   * @param features [centres, F]
   * @param centreSpecies atomic number of each centre
   */
  KernelValues values(Tensor features, int[] centreSpecies);

  /**
   * Values, and their adjoint d(sum over centres and channels of g_ic value_ic)/dp_i in the same
   * pass.
   *
   * @param channelGradients g, the same for all centres or each its own
   * @param featureGradients receives dE/dp, [centres, F], overwritten; a tensor of this backend
   */
  KernelValues valuesAndAdjoint(
      Tensor features,
      int[] centreSpecies,
      ChannelGradients channelGradients,
      Tensor featureGradients);

  /**
   * Adds the channels' values to those of the atoms of a slice.
   *
   * @param features [atoms of the slice, F]
   * @param centreSpecies atomic number of each
   * @param sums with this kernel's number of channels, at that slice
   * @return the similarity, as {@link KernelValues} has it
   */
  Doubles addValues(Tensor features, int[] centreSpecies, AtomSums sums);

  /** {@link #addValues}, and the adjoint of {@link #valuesAndAdjoint} in the same pass. */
  Doubles addValuesAndAdjoint(
      Tensor features,
      int[] centreSpecies,
      ChannelGradients channelGradients,
      Tensor featureGradients,
      AtomSums sums);

  /** An uninitialised tensor [centres, F] to receive gradients. */
  Tensor featureGradients(int centres);

  @Override
  void close();
}
