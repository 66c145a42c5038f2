package org.coesite.backend;

/**
 * What a kernel model says of some centres.
 *
 * @param values sum_M k(i, M) w_Mc, [centres x channels], in double
 * @param similarity the largest cosine p_i . p_M / (|p_i| |p_M|) over the sparse points of the
 *     centre's species, [centres]; -1 where there is no such point
 */
public record KernelValues(Doubles values, Doubles similarity) {}
