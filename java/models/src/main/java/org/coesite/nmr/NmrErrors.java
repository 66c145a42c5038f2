package org.coesite.nmr;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far predicted tensors are from known ones. Errors of tensors in their unit; mean absolute
 * ones unless said otherwise; NaN where there is nothing to take a mean of.
 *
 * @param group of sites
 * @param sites how many
 * @param isotropic of the isotropic value
 * @param isotropicRmse root mean square
 * @param centred of the isotropic value, less the mean error of its structure; of structures with
 *     several sites
 * @param traceless of the nine elements of the traceless symmetric part
 * @param tracelessRmse root mean square
 * @param antisymmetric of the nine elements of the antisymmetric part
 * @param span of the span
 * @param skew of the skew
 * @param anisotropy of the anisotropy (Haeberlen)
 * @param asymmetry of the asymmetry
 * @param angle between the axes of the component farthest from the isotropic value, degrees, median
 */
public record NmrErrors(
    String group,
    int sites,
    double isotropic,
    double isotropicRmse,
    double centred,
    double traceless,
    double tracelessRmse,
    double antisymmetric,
    double span,
    double skew,
    double anisotropy,
    double asymmetry,
    double angle) {
  /**
   * One site.
   *
   * @param structure number of its structure
   */
  public record Pair(int structure, NmrTensor known, NmrTensor predicted) {}

  /** The errors of some sites. */
  public static NmrErrors of(String group, List<Pair> pairs) {
    return new NmrErrors(
        group,
        pairs.size(),
        mean(pairs, pair -> Math.abs(isotropicError(pair))),
        Math.sqrt(mean(pairs, pair -> Math.pow(isotropicError(pair), 2))),
        centred(pairs),
        mean(pairs, pair -> meanElement(difference(pair).tracelessSymmetric())),
        Math.sqrt(mean(pairs, pair -> meanSquare(difference(pair).tracelessSymmetric()))),
        mean(pairs, pair -> meanElement(difference(pair).antisymmetric())),
        meanError(pairs, tensor -> shieldingSpan(tensor).span()),
        meanError(pairs, tensor -> shieldingSpan(tensor).skew()),
        meanError(pairs, tensor -> Haeberlen.of(tensor).anisotropy()),
        meanError(pairs, tensor -> Haeberlen.of(tensor).asymmetry()),
        medianAngle(pairs));
  }

  private static HerzfeldBerger shieldingSpan(NmrTensor tensor) {
    return HerzfeldBerger.of(tensor, Quantity.SHIELDING);
  }

  @FunctionalInterface
  private interface Of<T> {
    double value(T of);
  }

  private static double isotropicError(Pair pair) {
    return pair.predicted.isotropic() - pair.known.isotropic();
  }

  private static NmrTensor difference(Pair pair) {
    return pair.predicted.plus(pair.known.scaled(-1));
  }

  private static double meanError(List<Pair> pairs, Of<NmrTensor> quantity) {
    return mean(
        pairs, pair -> Math.abs(quantity.value(pair.predicted) - quantity.value(pair.known)));
  }

  private static double mean(List<Pair> pairs, Of<Pair> of) {
    double sum = 0;
    for (Pair pair : pairs) {
      sum += of.value(pair);
    }
    return sum / pairs.size();
  }

  private static double meanElement(NmrTensor tensor) {
    double sum = 0;
    for (double x : tensor.toArray()) {
      sum += Math.abs(x);
    }
    return sum / 9;
  }

  private static double meanSquare(NmrTensor tensor) {
    return Math.pow(tensor.norm(), 2) / 9;
  }

  private static double centred(List<Pair> pairs) {
    Map<Integer, List<Double>> byStructure = new HashMap<>();
    for (Pair pair : pairs) {
      byStructure.computeIfAbsent(pair.structure, _ -> new ArrayList<>()).add(isotropicError(pair));
    }
    double sum = 0;
    int count = 0;
    for (List<Double> errors : byStructure.values()) {
      double mean = errors.stream().mapToDouble(x -> x).sum() / errors.size();
      for (double error : errors) {
        sum += errors.size() > 1 ? Math.abs(error - mean) : 0;
        count += errors.size() > 1 ? 1 : 0;
      }
    }
    return sum / count;
  }

  private static double medianAngle(List<Pair> pairs) {
    double[] angles =
        pairs.stream()
            .mapToDouble(pair -> axes(pair.known).angle(axes(pair.predicted), 2))
            .sorted()
            .toArray();
    int half = angles.length / 2;
    return angles.length == 0
        ? Double.NaN
        : Math.toDegrees((angles[half] + angles[(angles.length - 1) / 2]) / 2);
  }

  private static PrincipalAxes axes(NmrTensor tensor) {
    return tensor.principalAxes(AxisOrder.HAEBERLEN);
  }
}
