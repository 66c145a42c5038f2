package org.coesite.tensors;

import java.util.List;
import java.util.Map;

/**
 * The numbers of a model of tensors of one element's atoms. Immutable.
 *
 * @param name short name
 * @param description one line
 * @param property name of the column that it learnt, {@code ms} say
 * @param unit of the tensors
 * @param element atomic number of the atoms that have tensors
 * @param features of their environments
 * @param zeta power of the kernel
 * @param points of each lambda: features of the sparse points, [points][2 lambda + 1, features]
 * @param weights of each lambda, [points x (2 lambda + 1)][members + 1], the model's own first
 * @param baseline constant of the component lambda = 0
 * @param members of the committee
 * @param similarity the least cosine to its nearest sparse point of an environment that counts as
 *     known
 * @param training what is to be said of the training
 */
public record TensorParameters(
    String name,
    String description,
    String property,
    String unit,
    int element,
    TensorFeatures features,
    int zeta,
    List<double[][]> points,
    List<double[][]> weights,
    double baseline,
    int members,
    double similarity,
    Map<String, Object> training) {
  public TensorParameters {
    points = List.copyOf(points);
    weights = List.copyOf(weights);
    int lambdas = features.lambdas().size();
    if (points.size() != lambdas || weights.size() != lambdas || points.get(0).length == 0) {
      throw new IllegalArgumentException("a model has sparse points for every lambda");
    }
    for (int k = 0; k < lambdas; k++) {
      if (points.get(k).length != points.get(0).length) {
        throw new IllegalArgumentException("every lambda has the same sparse points");
      }
      int components = features.lambdas().get(k).components();
      if (weights.get(k).length != points.get(k).length * components) {
        throw new IllegalArgumentException("weights are not points x components");
      }
    }
    if (zeta < 1) {
      throw new IllegalArgumentException("zeta is at least 1, not " + zeta);
    }
  }

  /** The same with another account of the training. */
  public TensorParameters withTraining(Map<String, Object> other) {
    return new TensorParameters(
        name,
        description,
        property,
        unit,
        element,
        features,
        zeta,
        points,
        weights,
        baseline,
        members,
        similarity,
        other);
  }
}
