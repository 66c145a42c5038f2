package org.coesite.tensors;

import java.util.List;

/**
 * A model, and what it says of sites that it was not trained on. Tensors are spherical, (l, m) at
 * l^2 + l + m.
 *
 * @param parameters the model
 * @param data it was made from
 * @param train sites in training, by number in the data
 * @param leftOut predicted of each of those without a fifth of the groups, its own among them, in
 *     training and among the sparse points, [train][9]
 * @param leftOutDeviations standard deviations of that, calibrated, [train][9]
 * @param test sites held out, by number
 * @param predicted of those by the model and its committee, [test][members + 1][9]
 * @param scales by how much the committee's spread was multiplied, for each lambda
 * @param amplitudes prior standard deviations that were chosen, for each lambda
 * @param curve what models trained on less say of the sites held out
 */
public record TensorTrainingResult(
    TensorParameters parameters,
    TensorData data,
    int[] train,
    double[][] leftOut,
    double[][] leftOutDeviations,
    int[] test,
    double[][][] predicted,
    double[] scales,
    double[] amplitudes,
    List<TensorCurvePoint> curve) {}
