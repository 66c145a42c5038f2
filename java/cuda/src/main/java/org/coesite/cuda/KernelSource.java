package org.coesite.cuda;

/**
 * Where compiled kernels come from: for GPUs from the jar, for the emulated driver from its
 * libraries.
 */
@FunctionalInterface
public interface KernelSource {
  /**
   * The compiled kernels of one family.
   *
   * @param family name of a source file, such as {@code expansion}
   * @throws org.coesite.CoesiteException if there are none
   */
  byte[] image(String family);
}
