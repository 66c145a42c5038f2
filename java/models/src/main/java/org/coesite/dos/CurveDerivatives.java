package org.coesite.dos;

/**
 * How a weighted sum over a structure's density of states, sum over energies of w_e D(e), stands on
 * its atoms. Arrays belong to the caller.
 *
 * @param shares what each atom's local density of states adds to the sum, [atoms]
 * @param forces minus the derivative by the positions, 1/angstrom times the unit of the sum, [atoms
 *     x 3]; null where no derivatives were asked for
 * @param virial the derivative by a strain of cell and positions, symmetric, [9]; null likewise
 */
public record CurveDerivatives(double[] shares, double[] forces, double[] virial) {}
