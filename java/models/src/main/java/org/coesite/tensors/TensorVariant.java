package org.coesite.tensors;

/**
 * One way to learn tensors, to be compared with others.
 *
 * @param name for tables
 * @param chemistry how alike elements are taken to be
 * @param channels principal components that species and radial functions are mixed to, each of
 *     which is multiplied with each
 * @param productChannels of networks: so many random combinations of the channels, each multiplied
 *     with itself alone; 0 for products of each channel with each
 * @param zeta power of the kernel; 1 is ridge regression
 */
public record TensorVariant(
    String name, ChemicalSimilarity chemistry, int channels, int productChannels, int zeta) {
  /** What a configuration describes. */
  static TensorVariant of(TensorConfig config) {
    return new TensorVariant(
        config.name(),
        config.chemistry().similarity(),
        config.products().channels(),
        0,
        config.soap().zeta());
  }
}
