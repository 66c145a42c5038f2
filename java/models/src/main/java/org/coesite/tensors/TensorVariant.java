package org.coesite.tensors;

/**
 * One way to learn tensors, to be compared with others.
 *
 * @param name for tables
 * @param chemistry how alike elements are taken to be
 * @param channels that species and radial functions are mixed to
 * @param channelwise whether channels are multiplied with themselves alone, as networks multiply
 *     their channels, or each with each
 * @param zeta power of the kernel; 1 is ridge regression
 */
public record TensorVariant(
    String name, ChemicalSimilarity chemistry, int channels, boolean channelwise, int zeta) {
  /** What a configuration describes. */
  static TensorVariant of(TensorConfig config) {
    return new TensorVariant(
        config.name(),
        config.chemistry().similarity(),
        config.products().channels(),
        false,
        config.soap().zeta());
  }
}
