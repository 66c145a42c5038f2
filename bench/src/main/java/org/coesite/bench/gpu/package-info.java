/**
 * What {@code bench/gpu-check} runs on a machine with a GPU: whether the device computes what the
 * CPU does, and how near it comes to the machine's limits.
 */
package org.coesite.bench.gpu;
