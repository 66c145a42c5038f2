package org.coesite.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.coesite.plot.Axis;
import org.coesite.plot.Band;
import org.coesite.plot.Density;
import org.coesite.plot.Figure;
import org.coesite.plot.Ink;
import org.coesite.plot.Line;
import org.coesite.plot.Marker;
import org.coesite.plot.Note;
import org.coesite.plot.Points;
import org.coesite.plot.Rule;
import org.coesite.report.HtmlReport.Captioned;
import org.coesite.report.TrainingReport.Compared;
import org.coesite.report.TrainingReport.Curve;
import org.coesite.report.TrainingReport.Errors;
import org.coesite.report.TrainingReport.LearningCurve;
import org.coesite.report.TrainingReport.Quantity;

/** The figures and tables of a training. */
final class TrainingFigures {
  /** From this many points on, a cloud is shown by its density. */
  private static final int MANY = 3000;

  private static final int SQUARE = 480;

  private TrainingFigures() {}

  static HtmlTable errorTable(List<Errors> rows) {
    HtmlTable table =
        new HtmlTable(
            "errors",
            "Errors by kind of configuration; click on a heading to sort by it.",
            List.of(
                HtmlTable.Column.text("Kind"),
                HtmlTable.Column.text("Set"),
                HtmlTable.Column.number("Structures", "", 0),
                HtmlTable.Column.number("Energy RMSE", "meV/atom", 2),
                HtmlTable.Column.number("Energy MAE", "meV/atom", 2),
                HtmlTable.Column.number("Force RMSE", "eV/Å", 3),
                HtmlTable.Column.number("Force MAE", "eV/Å", 3),
                HtmlTable.Column.number("Force RMSE", "% of rms", 1),
                HtmlTable.Column.number("Stress RMSE", "GPa", 3)));
    for (Errors row : rows) {
      table.row(
          row.kind(),
          row.split(),
          row.structures(),
          row.energyRmse(),
          row.energyMae(),
          row.forceRmse(),
          row.forceMae(),
          row.forceRms() > 0 ? 100 * row.forceRmse() / row.forceRms() : Double.NaN,
          row.stressRmse());
    }
    return table;
  }

  static Captioned parity(Quantity quantity, List<Compared> given) {
    List<Compared> splits = counted(quantity, given);
    double[] all = new double[0];
    for (Compared split : splits) {
      all = joined(joined(all, split.reference()), split.predicted());
    }
    double low = Arrays.stream(all).filter(Double::isFinite).min().orElse(0);
    double high = Arrays.stream(all).filter(Double::isFinite).max().orElse(1);
    double margin = high > low ? 0.04 * (high - low) : 1;
    Figure figure =
        Figure.of(
                quantity.id() + "-parity",
                quantity.name() + ": predicted against reference",
                Axis.of("DFT: " + label(quantity)).between(low - margin, high + margin),
                Axis.of("Model: " + label(quantity)).between(low - margin, high + margin))
            .size(SQUARE, SQUARE);
    figure.add(Rule.diagonal());
    addClouds(figure, splits, Compared::predicted);
    figure.add(Note.of(splits.stream().map(one -> score(quantity, one)).toArray(String[]::new)));
    return new Captioned(figure, about(quantity) + ": model against DFT.");
  }

  static Captioned errors(Quantity quantity, List<Compared> given) {
    List<Compared> splits = counted(quantity, given);
    Figure figure =
        Figure.of(
                quantity.id() + "-errors",
                quantity.name() + ": errors against the reference value",
                Axis.of("DFT: " + label(quantity)),
                Axis.of("Model − DFT (" + quantity.errorUnit() + ")"))
            .size(SQUARE, SQUARE);
    addClouds(figure, splits, one -> differences(quantity, one));
    figure.add(Rule.horizontal(0, ""));
    return new Captioned(figure, about(quantity) + ": the errors alone.");
  }

  private static String about(Quantity quantity) {
    return quantity.equals(Quantity.ENERGY)
        ? "Energy above the lowest structure of the data"
        : quantity.name();
  }

  /** Energies counted from the lowest reference: their absolute values mean nothing. */
  private static List<Compared> counted(Quantity quantity, List<Compared> splits) {
    if (!quantity.equals(Quantity.ENERGY)) {
      return splits;
    }
    double lowest =
        splits.stream().flatMapToDouble(split -> Arrays.stream(split.reference())).min().orElse(0);
    return splits.stream()
        .map(
            split ->
                new Compared(
                    split.split(),
                    Arrays.stream(split.reference()).map(e -> e - lowest).toArray(),
                    Arrays.stream(split.predicted()).map(e -> e - lowest).toArray()))
        .toList();
  }

  private static void addClouds(
      Figure figure,
      List<Compared> splits,
      java.util.function.Function<Compared, double[]> vertical) {
    long points = splits.stream().mapToLong(one -> one.reference().length).sum();
    if (points > MANY) {
      double[] x = new double[0];
      double[] y = new double[0];
      for (Compared split : splits) {
        x = joined(x, split.reference());
        y = joined(y, vertical.apply(split));
      }
      figure.add(Density.of("one to many points", x, y));
      return;
    }
    for (Compared split : splits) {
      boolean held = split.split().equals("test");
      figure.add(
          Points.of(split.split(), split.reference(), vertical.apply(split))
              .ink(held ? Ink.VERMILION : Ink.SKY)
              .marker(held ? Marker.DIAMOND : Marker.CIRCLE)
              .radius(held ? 3.2 : 3));
    }
  }

  private static String score(Quantity quantity, Compared compared) {
    double[] errors = differences(quantity, compared);
    double squares = 0;
    double sizes = 0;
    for (double error : errors) {
      squares += error * error;
      sizes += Math.abs(error);
    }
    return String.format(
        Locale.ROOT,
        "%s: RMSE %.3g, MAE %.3g %s",
        compared.split(),
        Math.sqrt(squares / errors.length),
        sizes / errors.length,
        quantity.errorUnit());
  }

  private static double[] differences(Quantity quantity, Compared compared) {
    double[] out = new double[compared.reference().length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (compared.predicted()[i] - compared.reference()[i]) * quantity.errorScale();
    }
    return out;
  }

  static Captioned learningCurve(LearningCurve curve) {
    double[] x = IntStream.of(curve.structures()).asDoubleStream().toArray();
    Figure figure =
        Figure.of(
                curve.quantity().id() + "-learning",
                "Learning curve: " + curve.quantity().name(),
                Axis.of("Structures trained on").logarithmic(),
                Axis.of(curve.quantity().name() + " RMSE (" + curve.quantity().errorUnit() + ")")
                    .logarithmic())
            .add(Line.of("", x, curve.test()).ink(Ink.VERMILION))
            .add(
                Points.of("test", x, curve.test())
                    .ink(Ink.VERMILION)
                    .marker(Marker.DIAMOND)
                    .radius(5));
    if (Arrays.stream(curve.train()).anyMatch(Double::isFinite)) {
      figure
          .add(Line.of("", x, curve.train()).ink(Ink.SKY).dashed())
          .add(Points.of("train", x, curve.train()).ink(Ink.SKY).radius(5));
    }
    return new Captioned(
        figure,
        "RMSE against the number of structures trained on; the test set is always the same.");
  }

  static Captioned coverage(Quantity quantity, double[] deviations, double[] errors) {
    double[] ratios = new double[errors.length];
    for (int i = 0; i < errors.length; i++) {
      ratios[i] = Math.abs(errors[i]) / deviations[i];
    }
    Arrays.sort(ratios);
    int steps = 80;
    double[] expected = new double[steps + 1];
    double[] observed = new double[steps + 1];
    double[] lower = new double[steps + 1];
    double[] upper = new double[steps + 1];
    for (int i = 0; i <= steps; i++) {
      double z = 4.0 * i / steps;
      expected[i] = 100 * within(z);
      observed[i] = 100.0 * atMost(ratios, z) / ratios.length;
      double spread =
          Math.sqrt(expected[i] * Math.max(0, 100 - expected[i]) / Math.max(1, ratios.length));
      lower[i] = Math.max(0, expected[i] - 2 * spread);
      upper[i] = Math.min(100, expected[i] + 2 * spread);
    }
    Figure figure =
        Figure.of(
                quantity.id() + "-coverage",
                "How often the error lies within the stated uncertainty",
                Axis.of("Expected within z standard deviations (%)").between(0, 100),
                Axis.of("Observed (%)").between(0, 100))
            .size(SQUARE, SQUARE)
            .add(
                Band.of("chance (±2σ of " + ratios.length + ")", expected, lower, upper)
                    .ink(Ink.GREY.opacity(0.2)))
            .add(Rule.diagonal())
            .add(Line.of("held-out", expected, observed).ink(Ink.BLUE).width(2.5));
    return new Captioned(
        figure,
        String.format(
            Locale.ROOT,
            "Coverage on held-out data: %.0f%% of the errors lie within one stated standard"
                + " deviation (68%% expected), %.0f%% within two (95%%).",
            100.0 * atMost(ratios, 1) / ratios.length,
            100.0 * atMost(ratios, 2) / ratios.length));
  }

  private static int atMost(double[] sorted, double limit) {
    int place = 0;
    while (place < sorted.length && sorted[place] <= limit) {
      place++;
    }
    return place;
  }

  /** Chance that a normal deviate lies within z standard deviations, by Simpson's rule. */
  private static double within(double z) {
    int pieces = 200;
    double sum = 0;
    for (int i = 0; i <= pieces; i++) {
      double t = z * i / pieces;
      double weight = i == 0 || i == pieces ? 1 : i % 2 == 1 ? 4 : 2;
      sum += weight * Math.exp(-0.5 * t * t);
    }
    return sum * z / pieces / 3 * Math.sqrt(2 / Math.PI);
  }

  static Captioned reliability(Quantity quantity, double[] deviations, double[] errors) {
    double[] sizes = Arrays.stream(errors).map(Math::abs).toArray();
    double[][] binned = binned(deviations, errors);
    double[] ends = range(deviations);
    Figure figure =
        Figure.of(
                quantity.id() + "-reliability",
                "Errors against the stated uncertainty",
                Axis.of("Stated standard deviation (" + quantity.errorUnit() + ")").logarithmic(),
                Axis.of("|Model − DFT| (" + quantity.errorUnit() + ")")
                    .between(ends[0] / 30, Double.NaN)
                    .logarithmic())
            .size(SQUARE, SQUARE)
            .add(
                Points.of("each structure", deviations, sizes)
                    .ink(Ink.SKY.opacity(0.7))
                    .radius(2.8))
            .add(Line.of("RMSE = stated", ends, ends).ink(Ink.GREY).width(1.3).dashed())
            .add(
                Points.of("RMSE of a bin", binned[0], binned[1])
                    .ink(Ink.VERMILION)
                    .marker(Marker.SQUARE)
                    .radius(5));
    return new Captioned(
        figure, "Absolute errors against what was stated, and their RMSE in bins of equal size.");
  }

  private static double[] range(double[] values) {
    double low = Arrays.stream(values).filter(v -> v > 0).min().orElse(0.1);
    double high = Arrays.stream(values).filter(v -> v > 0).max().orElse(1);
    return new double[] {low, high};
  }

  /** Root mean squares of deviations and of errors, in bins of equal size by deviation. */
  private static double[][] binned(double[] deviations, double[] errors) {
    Integer[] order =
        IntStream.range(0, errors.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> deviations[i]))
            .toArray(Integer[]::new);
    int bins = Math.clamp(errors.length / 8, 1, 10);
    double[][] means = new double[2][bins];
    for (int bin = 0; bin < bins; bin++) {
      int from = bin * order.length / bins;
      int to = (bin + 1) * order.length / bins;
      for (int k = from; k < to; k++) {
        means[0][bin] += deviations[order[k]] * deviations[order[k]] / (to - from);
        means[1][bin] += errors[order[k]] * errors[order[k]] / (to - from);
      }
      means[0][bin] = Math.sqrt(means[0][bin]);
      means[1][bin] = Math.sqrt(means[1][bin]);
    }
    return means;
  }

  static Captioned curves(
      String id, String xLabel, String yLabel, List<Curve> curves, String caption) {
    Figure figure = Figure.of(id, caption, Axis.of(xLabel), Axis.of(yLabel));
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < curves.size(); i++) {
      Curve curve = curves.get(i);
      lines.add(Line.of(curve.name(), curve.x(), curve.y()).ink(Ink.series(i)));
    }
    lines.forEach(figure::add);
    return new Captioned(figure, caption);
  }

  private static String label(Quantity quantity) {
    return quantity.name().toLowerCase(Locale.ROOT) + " (" + quantity.unit() + ")";
  }

  private static double[] joined(double[] first, double[] second) {
    double[] out = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, out, first.length, second.length);
    return out;
  }
}
