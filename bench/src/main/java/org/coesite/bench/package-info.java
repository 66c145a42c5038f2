/**
 * Benchmarks of the kernels: against a scalar reference, the machine's own limit and peers.
 *
 * <p>{@code bench/run} prints one table. Each number is the shortest of many single calls, since a
 * kernel does the same work each time and whatever else the machine does only adds.
 */
package org.coesite.bench;
