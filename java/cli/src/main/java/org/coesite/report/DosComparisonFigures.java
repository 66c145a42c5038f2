package org.coesite.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.coesite.dos.DosAssessment;
import org.coesite.dos.DosAssessment.Estimate;
import org.coesite.dos.DosComparison;
import org.coesite.dos.DosComparison.Combination;
import org.coesite.dos.DosComparison.Group;
import org.coesite.dos.DosComparison.LearningPoint;
import org.coesite.dos.DosComparison.Outcome;
import org.coesite.dos.DosComparisonTable.Row;
import org.coesite.dos.DosComparisonTable.Sure;
import org.coesite.dos.DosMeasure;
import org.coesite.dos.EnergyZero;
import org.coesite.plot.Axis;
import org.coesite.plot.Band;
import org.coesite.plot.Figure;
import org.coesite.plot.Ink;
import org.coesite.plot.Line;
import org.coesite.plot.Marker;
import org.coesite.plot.Points;
import org.coesite.plot.Rule;
import org.coesite.report.HtmlReport.Captioned;

/** Figures of compared models of the density of states. */
final class DosComparisonFigures {
  private static final int SQUARE = 480;

  /** Room between the points of one width, in parts of the distance of widths. */
  private static final double APART = 0.075;

  private final DosComparison comparison;
  private final List<Row> rows;
  private final List<Double> widths;

  DosComparisonFigures(DosComparison comparison, List<Row> rows) {
    this.comparison = comparison;
    this.rows = rows.stream().filter(row -> row.kind().equals("all")).toList();
    widths = new ArrayList<>(comparison.floors().keySet());
  }

  private static String id(Object... parts) {
    List<String> words = new ArrayList<>();
    for (Object part : parts) {
      words.add(part.toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"));
    }
    return String.join("-", words);
  }

  /** Errors by representation, width and reference, with the floor. */
  Captioned errors(DosMeasure measure, Group group) {
    Figure figure =
        Figure.of(
            id(measure, group),
            "Errors of the " + measure.words() + " by representation, width and reference",
            Axis.categories("width", widths.stream().map(width -> width + " eV").toList()),
            Axis.of(measure.words() + ": error (" + measure.unit() + ")").between(0, Double.NaN));
    List<Row> own = rows.stream().filter(row -> row.group() == group).toList();
    double[] x = new double[2 * widths.size()];
    double[] floor = new double[x.length];
    Map<String, List<Row>> series = new LinkedHashMap<>();
    for (Row row : own) {
      int place = widths.indexOf(row.combination().width());
      for (int side = 0; side < 2; side++) {
        x[2 * place + side] = place + (side == 0 ? -0.45 : 0.45);
        floor[2 * place + side] = row.floor().get(measure);
      }
      String name = row.combination().representation() + ", " + row.combination().zero();
      series.computeIfAbsent(name, key -> new ArrayList<>()).add(row);
    }
    List<String> names = new ArrayList<>(series.keySet());
    List<Object> representations =
        new ArrayList<>(
            new LinkedHashSet<>(own.stream().map(r -> r.combination().representation()).toList()));
    for (String name : names) {
      double offset = APART * (names.indexOf(name) - 0.5 * (names.size() - 1));
      figure.add(points(name, series.get(name), measure, offset, representations));
    }
    for (int place = 0; place < widths.size(); place++) {
      double[] ends = {x[2 * place], x[2 * place + 1]};
      double[] level = {floor[2 * place], floor[2 * place + 1]};
      figure.add(
          Line.of(place == 0 ? "k-point floor" : "", ends, level)
              .ink(Ink.BLACK)
              .dashed()
              .width(1.5));
    }
    return new Captioned(
        figure,
        "Error of the %s, %s (%d structures), with 95%% intervals of a bootstrap over structures; dashed: the noise that the reference has of its own from its finite k-meshes."
            .formatted(measure.words(), group, own.isEmpty() ? 0 : own.get(0).structures()));
  }

  private Points points(
      String name,
      List<Row> series,
      DosMeasure measure,
      double offset,
      List<Object> representations) {
    double[] x = new double[series.size()];
    double[] y = new double[series.size()];
    double[] bars = new double[series.size()];
    for (int k = 0; k < x.length; k++) {
      Sure sure = series.get(k).errors().get(measure);
      x[k] = widths.indexOf(series.get(k).combination().width()) + offset;
      y[k] = sure.value();
      bars[k] = 0.5 * (sure.high() - sure.low());
    }
    Combination first = series.get(0).combination();
    return Points.of(name, x, y)
        .ink(Ink.series(representations.indexOf(first.representation())))
        .marker(Marker.series(List.of(EnergyZero.values()).indexOf(first.zero())))
        .radius(5)
        .errors(bars);
  }

  /** Learning curves of one width. */
  Captioned learning(DosMeasure measure, double width) {
    Figure figure =
        Figure.of(
            id("learning", measure, width),
            "Errors of the " + measure.words() + " against structures trained on",
            Axis.of("structures trained on").logarithmic(),
            Axis.of(measure.words() + ": error (" + measure.unit() + ")").logarithmic());
    Map<Combination, List<LearningPoint>> series = new LinkedHashMap<>();
    for (LearningPoint point : comparison.learning()) {
      if (point.combination().width() == width) {
        series.computeIfAbsent(point.combination(), key -> new ArrayList<>()).add(point);
      }
    }
    int n = 0;
    for (Map.Entry<Combination, List<LearningPoint>> each : series.entrySet()) {
      add(figure, each.getKey(), each.getValue(), measure, n++);
    }
    rows.stream()
        .filter(row -> row.group() == Group.TEST && row.combination().width() == width)
        .map(row -> row.floor().get(measure))
        .filter(Double::isFinite)
        .findFirst()
        .ifPresent(floor -> figure.add(Rule.horizontal(floor, "k-point floor")));
    return new Captioned(
        figure,
        "Error of the %s on the structures held out, width %s eV: each random subset of the training structures, and the root mean square over subsets of a size. Sparse points, components and regularisation are those of the subset."
            .formatted(measure.words(), width));
  }

  private static void add(
      Figure figure,
      Combination combination,
      List<LearningPoint> points,
      DosMeasure measure,
      int n) {
    Ink ink = Ink.series(n);
    double[] x = points.stream().mapToDouble(LearningPoint::structures).toArray();
    double[] y = points.stream().mapToDouble(point -> measure.of(point.errors())).toArray();
    Map<Integer, List<Double>> sizes = new TreeMap<>();
    for (int k = 0; k < x.length; k++) {
      sizes.computeIfAbsent((int) x[k], key -> new ArrayList<>()).add(y[k] * y[k]);
    }
    double[] sizesX = sizes.keySet().stream().mapToDouble(size -> size).toArray();
    double[] means =
        sizes.values().stream()
            .mapToDouble(all -> Math.sqrt(all.stream().mapToDouble(v -> v).average().orElse(0)))
            .toArray();
    figure.add(Points.of("", x, y).ink(ink.opacity(0.4)).marker(Marker.series(n)).radius(2.5));
    figure.add(Line.of("", sizesX, means).ink(ink));
    figure.add(
        Points.of(combination.representation() + ", " + combination.zero(), sizesX, means)
            .ink(ink)
            .marker(Marker.series(n))
            .radius(5));
  }

  /** Predicted against true numbers, left out in turn and held out. */
  static Captioned parity(
      Outcome outcome, String id, String label, Function<DosAssessment, Estimate> part) {
    Figure figure =
        Figure.of(
                id,
                "Predicted against true: " + label,
                Axis.of("DFT: " + label),
                Axis.of("model: " + label))
            .size(SQUARE, SQUARE)
            .add(Rule.diagonal());
    for (Group group : Group.values()) {
      List<Estimate> all = outcome.of(group).stream().map(part).toList();
      boolean held = group == Group.TEST;
      figure.add(
          Points.of(
                  group.toString(),
                  all.stream().mapToDouble(Estimate::expected).toArray(),
                  all.stream().mapToDouble(Estimate::actual).toArray())
              .errors(all.stream().mapToDouble(Estimate::deviation).toArray())
              .ink(held ? Ink.VERMILION : Ink.SKY)
              .marker(held ? Marker.DIAMOND : Marker.CIRCLE)
              .radius(held ? 4 : 3.2));
    }
    return new Captioned(
        figure,
        "%s, with one standard deviation as stated; %s.".formatted(label, outcome.combination()));
  }

  /** The curve of one structure held out. */
  static Captioned curve(Outcome outcome, DosAssessment one) {
    double[] energies = outcome.grid().energies();
    DosAssessment.Curve curve = one.curve();
    double[] low = new double[energies.length];
    double[] high = new double[energies.length];
    for (int e = 0; e < energies.length; e++) {
      double reach = Double.isNaN(curve.deviation()[e]) ? 0 : 2 * curve.deviation()[e];
      low[e] = curve.actual()[e] - reach;
      high[e] = curve.actual()[e] + reach;
    }
    Figure figure =
        Figure.of(
                id("curve", one.frame().kind().isEmpty() ? "structure" : one.frame().kind()),
                "Density of states of a structure held out",
                Axis.of("energy (eV), zero: " + outcome.combination().zero().description()),
                Axis.of("states / (eV atom)"))
            .add(Band.of("model, two standard deviations", energies, low, high))
            .add(Line.of("model", energies, curve.actual()).ink(Ink.BLUE))
            .add(Line.of("DFT", energies, curve.expected()).ink(Ink.BLACK).width(1.5).dashed());
    if (outcome.combination().zero() == EnergyZero.FERMI) {
      figure.add(Rule.vertical(0, "Fermi level"));
    }
    String kind = one.frame().kind().isEmpty() ? "" : one.frame().kind() + ", ";
    return new Captioned(
        figure,
        "%sframe %d, held out; %s.".formatted(kind, one.frame().number(), outcome.combination()));
  }

  /** The possible combination of the middle width whose curves are best when left out. */
  Outcome shown() {
    List<Double> sorted = new ArrayList<>(widths);
    sorted.sort(Comparator.naturalOrder());
    double middle = sorted.get(sorted.size() / 2);
    List<Row> own = rows.stream().filter(row -> row.group() == Group.LEAVE_ONE_OUT).toList();
    Combination best =
        own.stream()
            .filter(row -> row.combination().width() == middle)
            .min(Comparator.comparingDouble(row -> row.errors().get(DosMeasure.CURVE).value()))
            .or(() -> own.stream().findFirst())
            .map(Row::combination)
            .orElse(null);
    return comparison.outcomes().stream()
        .filter(outcome -> outcome.combination().equals(best))
        .findFirst()
        .orElse(null);
  }
}
