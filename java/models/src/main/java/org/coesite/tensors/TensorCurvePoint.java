package org.coesite.tensors;

/**
 * A point of a learning curve.
 *
 * @param sites that were trained on
 * @param tensors predicted of the sites held out, spherical, [test][9]
 */
public record TensorCurvePoint(int sites, double[][] tensors) {}
