/**
 * The CUDA driver, as far as Coesite uses it: a device, its memory, kernels and a queue of work.
 *
 * <p>Everything goes through JCuda's driver API, and nothing outside this package does. Every
 * status is checked ({@link org.coesite.cuda.driver.Status}). The same code drives a GPU and the
 * emulated driver, which is a library that takes the place of {@code libcuda.so.1}.
 */
package org.coesite.cuda.driver;
