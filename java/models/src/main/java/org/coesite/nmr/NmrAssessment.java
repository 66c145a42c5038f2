package org.coesite.nmr;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.coesite.math.RankTwo;
import org.coesite.tensors.TensorCurvePoint;
import org.coesite.tensors.TensorData;
import org.coesite.tensors.TensorTrainingResult;

/**
 * How good a model of tensors is on sites that it was not trained on.
 *
 * @param leftOut errors of sites in training, predicted without their fifth of the groups
 * @param test errors of sites held out, by groups
 * @param coverage of uncertainties
 * @param curve errors of the sites held out against the number of sites trained on, the whole last
 */
public record NmrAssessment(
    List<NmrErrors> leftOut,
    List<NmrErrors> test,
    List<Coverage> coverage,
    Map<Integer, NmrErrors> curve) {
  /**
   * Shares of errors within one and two standard deviations; 0.683 and 0.954 if normal.
   *
   * @param set cross-validation or test
   * @param quantity of what
   */
  public record Coverage(String set, String quantity, double one, double two) {}

  /** The assessment of a training. */
  public static NmrAssessment of(TensorTrainingResult result) {
    TensorData data = result.data();
    List<NmrErrors.Pair> leftOut = new ArrayList<>();
    for (int r = 0; r < result.train().length; r++) {
      leftOut.add(pair(data, result.train()[r], result.leftOut()[r]));
    }
    List<NmrErrors.Pair> test = new ArrayList<>();
    for (int r = 0; r < result.test().length; r++) {
      test.add(pair(data, result.test()[r], result.predicted()[r][0]));
    }
    Map<Integer, NmrErrors> curve = new TreeMap<>();
    for (TensorCurvePoint point : result.curve()) {
      List<NmrErrors.Pair> pairs = new ArrayList<>();
      for (int r = 0; r < result.test().length; r++) {
        pairs.add(pair(data, result.test()[r], point.tensors()[r]));
      }
      curve.put(point.sites(), NmrErrors.of("all", pairs));
    }
    if (!test.isEmpty()) {
      curve.put(leftOut.size(), NmrErrors.of("all", test));
    }
    return new NmrAssessment(
        byGroup(data, result.train(), leftOut),
        byGroup(data, result.test(), test),
        coverage(result, test),
        curve);
  }

  private static NmrErrors.Pair pair(TensorData data, int site, double[] predicted) {
    return new NmrErrors.Pair(data.structureOf(site), tensor(data.tensor(site)), tensor(predicted));
  }

  private static NmrTensor tensor(double[] spherical) {
    return NmrTensor.of(RankTwo.toCartesian(spherical));
  }

  private static List<NmrErrors> byGroup(TensorData data, int[] sites, List<NmrErrors.Pair> pairs) {
    Map<String, List<NmrErrors.Pair>> groups = new TreeMap<>();
    for (int r = 0; r < sites.length; r++) {
      for (String group : Surroundings.of(data.structure(sites[r]), data.atom(sites[r]))) {
        groups.computeIfAbsent(group, _ -> new ArrayList<>()).add(pairs.get(r));
      }
    }
    List<NmrErrors> out = new ArrayList<>();
    if (!pairs.isEmpty()) {
      out.add(NmrErrors.of("all", pairs));
    }
    groups.forEach((group, own) -> out.add(NmrErrors.of(group, own)));
    return out;
  }

  private static List<Coverage> coverage(TensorTrainingResult result, List<NmrErrors.Pair> test) {
    List<Coverage> out = new ArrayList<>();
    out.add(leftOut(result, "isotropic", 0, 1));
    out.add(leftOut(result, "traceless", 4, 9));
    if (result.parameters().members() > 0 && !test.isEmpty()) {
      Map<String, ToDoubleFunction<NmrTensor>> quantities = new LinkedHashMap<>();
      quantities.put("isotropic", NmrTensor::isotropic);
      quantities.put("anisotropy", tensor -> Haeberlen.of(tensor).anisotropy());
      quantities.put("span", tensor -> HerzfeldBerger.of(tensor, Quantity.SHIELDING).span());
      quantities.forEach((name, of) -> out.add(test(result, test, name, of)));
    }
    return out;
  }

  private static Coverage leftOut(TensorTrainingResult result, String quantity, int from, int to) {
    List<Double> ratios = new ArrayList<>();
    for (int r = 0; r < result.train().length; r++) {
      double[] known = result.data().tensor(result.train()[r]);
      for (int k = from; k < to; k++) {
        double error = result.leftOut()[r][k] - known[k];
        ratios.add(Math.abs(error) / result.leftOutDeviations()[r][k]);
      }
    }
    return coverage("cross-validation", quantity, ratios);
  }

  private static Coverage test(
      TensorTrainingResult result,
      List<NmrErrors.Pair> pairs,
      String quantity,
      ToDoubleFunction<NmrTensor> of) {
    List<Double> ratios = new ArrayList<>();
    for (int r = 0; r < pairs.size(); r++) {
      double mean = of.applyAsDouble(pairs.get(r).predicted());
      double[][] outputs = result.predicted()[r];
      double square =
          Arrays.stream(outputs)
              .skip(1)
              .mapToDouble(member -> Math.pow(of.applyAsDouble(tensor(member)) - mean, 2))
              .average()
              .orElse(0);
      double error = mean - of.applyAsDouble(pairs.get(r).known());
      ratios.add(Math.abs(error) / Math.sqrt(square));
    }
    return coverage("test", quantity, ratios);
  }

  private static Coverage coverage(String set, String quantity, List<Double> ratios) {
    double one = ratios.stream().filter(ratio -> ratio <= 1).count();
    double two = ratios.stream().filter(ratio -> ratio <= 2).count();
    return new Coverage(set, quantity, one / ratios.size(), two / ratios.size());
  }

  /** What model files say of it. */
  public Map<String, Object> summary() {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("cross_validation", rows(leftOut));
    out.put("test", rows(test));
    List<Object> shares = new ArrayList<>();
    for (Coverage each : coverage) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("set", each.set());
      row.put("quantity", each.quantity());
      row.put("within_one_percent", rounded(100 * each.one()));
      row.put("within_two_percent", rounded(100 * each.two()));
      shares.add(row);
    }
    out.put("coverage", shares);
    return out;
  }

  private static List<Object> rows(List<NmrErrors> errors) {
    List<Object> rows = new ArrayList<>();
    for (NmrErrors each : errors) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("group", each.group());
      row.put("sites", each.sites());
      row.put("isotropic_mae", rounded(each.isotropic()));
      row.put("isotropic_rmse", rounded(each.isotropicRmse()));
      row.put("centred_mae", rounded(each.centred()));
      row.put("traceless_mae", rounded(each.traceless()));
      rows.add(row);
    }
    return rows;
  }

  private static Object rounded(double value) {
    return Double.isFinite(value) ? Math.round(1e4 * value) / 1e4 : "none";
  }
}
