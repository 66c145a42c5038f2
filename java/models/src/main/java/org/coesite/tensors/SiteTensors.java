package org.coesite.tensors;

/**
 * What a model says of the atoms of one structure that are of its element.
 *
 * @param atoms which they are, ascending
 * @param tensors spherical components of each and of each member of the committee, (l, m) at l^2 +
 *     l + m: [atoms][members + 1][9], the model's own first
 * @param outside whether an atom's environment is unlike all that the model was trained on
 */
public record SiteTensors(int[] atoms, double[][][] tensors, boolean[] outside) {}
