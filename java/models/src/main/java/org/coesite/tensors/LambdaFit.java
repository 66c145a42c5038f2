package org.coesite.tensors;

/**
 * What was learnt of one lambda.
 *
 * @param baseline constant of lambda = 0, else 0
 * @param amplitude prior standard deviation of a component
 * @param weights of the sparse points' components, [points x (2 lambda + 1)]
 * @param deviations of the committee's members from them, before any calibration, [members][...]
 * @param errors of each site in training, predicted without its part of the groups, [sites][2
 *     lambda + 1]
 * @param variances of those errors as the model has them: of what was learnt, without the label's
 *     own error, [sites][2 lambda + 1]
 * @param noise as it was found to be
 */
record LambdaFit(
    double baseline,
    double amplitude,
    double[] weights,
    double[][] deviations,
    double[][] errors,
    double[][] variances,
    OffsetNoise noise) {}
