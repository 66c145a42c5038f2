/**
 * The emulated CUDA driver: it runs the kernels on the host, where there is no GPU, and checks
 * them.
 */
package org.coesite.cuda.emulated;
