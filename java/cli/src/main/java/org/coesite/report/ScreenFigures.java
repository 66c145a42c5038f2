package org.coesite.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.coesite.plot.Axis;
import org.coesite.plot.Band;
import org.coesite.plot.Bars;
import org.coesite.plot.ColourScale;
import org.coesite.plot.Figure;
import org.coesite.plot.Ink;
import org.coesite.plot.Line;
import org.coesite.plot.Marker;
import org.coesite.plot.Note;
import org.coesite.plot.Points;
import org.coesite.plot.Rule;
import org.coesite.plot.Span;
import org.coesite.report.HtmlReport.Captioned;
import org.coesite.report.ScreenReport.Screened;

/** The figures of a screening run: every structure by name when they are few, clouds when many. */
final class ScreenFigures {
  private static final int FEW = 40;
  private static final int FEW_ROWS = 40;
  private static final double KJ_PER_MOL = 96.48533212;
  private static final String ENERGY = "Energy above quartz (kJ/mol SiO₂)";

  private final ScreenReport.Run run;
  private final List<Screened> all;
  private final List<Captioned> energies = new ArrayList<>();
  private final List<Captioned> geometry = new ArrayList<>();
  private final List<Captioned> spectra;

  ScreenFigures(ScreenReport.Run run, List<Screened> predicted) {
    this.run = run;
    all = predicted;
    spectra = new ShiftFigures(all.stream().map(Screened::row).toList()).all();
    if (!all.isEmpty()) {
      energies.add(energyAgainstDensity());
      energies.add(all.size() <= FEW_ROWS ? eachUncertainty() : uncertaintyHistogram());
      addAngles();
      addMap();
    }
  }

  List<Captioned> energies() {
    return energies;
  }

  List<Captioned> geometry() {
    return geometry;
  }

  /** Of shifts, where there are some. */
  List<Captioned> spectra() {
    return spectra;
  }

  List<Captioned> all() {
    List<Captioned> both = new ArrayList<>(energies);
    both.addAll(geometry);
    both.addAll(spectra);
    return both;
  }

  private Captioned energyAgainstDensity() {
    double[] values = values(all, ScreenRow::relativeToQuartz);
    double ceiling = ceiling(values);
    Figure figure =
        Figure.of(
                "energy-density",
                "Energy above quartz against framework density",
                Axis.of("Framework density (T atoms / 1000 Å³)"),
                Axis.of(ENERGY).between(Double.NaN, ceiling))
            .add(Span.horizontal("calorimetry, 7–14 kJ/mol", 7, 14))
            .add(Rule.horizontal(0, "α-quartz, relaxed"));
    boolean dispersed = !run.dispersion().isEmpty();
    String name = dispersed ? "without dispersion" : "";
    addEnergies(figure, name, one -> !extrapolated(one), Ink.BLUE, Marker.CIRCLE);
    addEnergies(figure, "extrapolated", ScreenFigures::extrapolated, Ink.ORANGE, Marker.DIAMOND);
    if (dispersed) {
      figure.add(
          Points.of(
                  "with " + run.dispersion(),
                  values(all, ScreenRow::frameworkDensity),
                  values(all, ScreenRow::relativeWithDispersion))
              .ink(Ink.VERMILION)
              .marker(Marker.TRIANGLE)
              .radius(radius())
              .names(labels(all)));
    }
    noteAbove(figure, ceiling);
    return new Captioned(
        figure,
        "Energy per SiO₂ above α-quartz relaxed with the same model. Bars: one calibrated standard"
            + " deviation of the structure's energy.");
  }

  private void addEnergies(
      Figure figure, String name, Predicate<Screened> which, Ink ink, Marker marker) {
    List<Screened> some = all.stream().filter(which).toList();
    if (some.isEmpty()) {
      return;
    }
    Points points =
        Points.of(
                name,
                values(some, ScreenRow::frameworkDensity),
                values(some, ScreenRow::relativeToQuartz))
            .ink(ink)
            .marker(marker)
            .radius(radius());
    if (all.size() <= FEW) {
      points.labels(labels(some));
    } else {
      points.names(labels(some));
    }
    if (all.size() <= 200) {
      points.errors(values(some, ScreenFigures::energyError));
    }
    figure.add(points);
  }

  private double radius() {
    return all.size() > 1500 ? 1.8 : all.size() > 200 ? 3 : 4.5;
  }

  /** The standard deviation of the energy in kJ per mol SiO2, one T atom to each. */
  private static double energyError(ScreenRow row) {
    double tAtoms = row.frameworkDensity() * row.volume() / 1000;
    return row.uncertainty() / 1000 * KJ_PER_MOL * row.atoms() / tAtoms;
  }

  /** Says which structures lie beyond the figure: the first few by name. */
  private void noteAbove(Figure figure, double ceiling) {
    List<Screened> above =
        all.stream()
            .filter(one -> one.row().relativeToQuartz() > ceiling)
            .sorted(Comparator.comparingDouble(one -> -one.row().relativeToQuartz()))
            .toList();
    if (!above.isEmpty()) {
      String names =
          above.stream()
              .limit(3)
              .map(
                  one ->
                      String.format(
                          Locale.ROOT,
                          "%s %.0f",
                          label(one.row().file()),
                          one.row().relativeToQuartz()))
              .collect(Collectors.joining(", "));
      figure.add(Note.of(above.size() + " above: " + names + (above.size() > 3 ? ", …" : "")));
    }
  }

  /** Above which energies only squeeze all others together; NaN where there are none such. */
  private static double ceiling(double[] values) {
    double[] sorted = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
    if (sorted.length < 8) {
      return Double.NaN;
    }
    double median = sorted[sorted.length / 2];
    double[] distances = Arrays.stream(sorted).map(v -> Math.abs(v - median)).sorted().toArray();
    double limit = median + 6 * distances[distances.length / 2] + 10;
    return sorted[sorted.length - 1] > limit ? limit : Double.NaN;
  }

  private Captioned eachUncertainty() {
    List<Screened> sorted =
        all.stream()
            .sorted(Comparator.comparingDouble((Screened one) -> -one.row().uncertainty()))
            .toList();
    double[] x = values(sorted, ScreenRow::uncertainty);
    double[] y = count(sorted.size());
    Figure figure =
        Figure.of(
                "uncertainty",
                "Uncertainty of each structure's energy",
                Axis.of("Uncertainty of the energy (meV/atom)").between(0, Double.NaN),
                Axis.categories("", labels(sorted)))
            .size(580, rowsHeight(sorted.size()))
            .add(stems(x));
    addUncertainties(figure, "", sorted, y, one -> !extrapolated(one), Ink.BLUE, Marker.CIRCLE);
    addUncertainties(
        figure, "extrapolated", sorted, y, ScreenFigures::extrapolated, Ink.ORANGE, Marker.DIAMOND);
    return new Captioned(
        figure, "Calibrated standard deviation of the energy, the least certain at the top.");
  }

  private static Line stems(double[] lengths) {
    double[] x = new double[3 * lengths.length];
    double[] y = new double[3 * lengths.length];
    for (int i = 0; i < lengths.length; i++) {
      x[3 * i + 1] = lengths[i];
      x[3 * i + 2] = Double.NaN;
      y[3 * i] = i;
      y[3 * i + 1] = i;
      y[3 * i + 2] = Double.NaN;
    }
    return Line.of("", x, y).ink(Ink.GREY.opacity(0.5)).width(1.5);
  }

  private static void addUncertainties(
      Figure figure,
      String name,
      List<Screened> sorted,
      double[] y,
      Predicate<Screened> which,
      Ink ink,
      Marker marker) {
    if (sorted.stream().noneMatch(which)) {
      return;
    }
    double[] x = values(sorted, ScreenRow::uncertainty);
    for (int i = 0; i < x.length; i++) {
      if (!which.test(sorted.get(i))) {
        x[i] = Double.NaN;
      }
    }
    figure.add(Points.of(name, x, y).ink(ink).marker(marker).radius(5).names(labels(sorted)));
  }

  private Captioned uncertaintyHistogram() {
    double[] values = values(all, ScreenRow::uncertainty);
    double[] sorted = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
    double most = sorted.length == 0 ? 1 : sorted[(int) (0.995 * (sorted.length - 1))] * 1.05;
    double high = most > 0 ? most : 1;
    long beyond = Arrays.stream(sorted).filter(value -> value > high).count();
    int bins = Math.clamp((int) (2 * Math.sqrt(sorted.length)), 10, 50);
    List<Screened> outside = all.stream().filter(ScreenFigures::extrapolated).toList();
    Figure figure =
        Figure.of(
                "uncertainty",
                "Distribution of the uncertainty of the energies",
                Axis.of("Uncertainty of the energy (meV/atom)").between(0, high),
                Axis.counting("Structures"))
            .add(Bars.counting(outside.isEmpty() ? "" : "all", values, 0, high, bins));
    if (!outside.isEmpty()) {
      figure.add(
          Bars.counting("extrapolated", values(outside, ScreenRow::uncertainty), 0, high, bins)
              .ink(Ink.ORANGE));
    }
    return new Captioned(
        figure,
        "Calibrated standard deviation of the energy."
            + (beyond > 0 ? " " + beyond + " more lie to the right of this figure." : ""));
  }

  private void addAngles() {
    AngleHistogram total = new AngleHistogram();
    all.forEach(one -> total.addAll(one.angles()));
    if (total.total() == 0) {
      return;
    }
    geometry.add(all.size() <= FEW_ROWS ? eachAngles() : allAngles(total));
    if (all.size() > FEW_ROWS) {
      geometry.add(energyAgainstAngle());
    }
  }

  private Captioned eachAngles() {
    List<Screened> sorted =
        all.stream()
            .filter(one -> one.angles().total() > 0)
            .sorted(Comparator.comparingDouble((Screened one) -> one.row().siOSi()))
            .toList();
    Figure figure =
        Figure.of(
                "angles",
                "Distribution of the Si-O-Si angles of each structure",
                Axis.of("Si–O–Si angle (°)").between(lowestAngle(sorted), 180),
                Axis.categories("", labels(sorted)).between(-0.9, sorted.size() - 0.6))
            .size(580, rowsHeight(sorted.size()));
    double[] places = AngleHistogram.places();
    for (int i = 0; i < sorted.size(); i++) {
      double[] shape = sorted.get(i).angles().smooth();
      double[] base = new double[shape.length];
      Arrays.fill(base, i + 0.3);
      double[] top = new double[shape.length];
      for (int k = 0; k < shape.length; k++) {
        top[k] = i + 0.3 - 1.0 * shape[k];
      }
      figure.add(Band.of("", places, base, top).ink(Ink.SKY.opacity(0.55)));
      figure.add(Line.of("", places, top).ink(Ink.BLUE).width(1.1));
    }
    figure.add(
        Points.of("mean", values(sorted, ScreenRow::siOSi), count(sorted.size()))
            .ink(Ink.VERMILION)
            .radius(4)
            .names(labels(sorted)));
    return new Captioned(
        figure,
        "Si–O–Si angles, broadened by 2°, each distribution to its own maximum; sorted by the"
            + " mean.");
  }

  private static double lowestAngle(List<Screened> some) {
    double lowest = 130;
    double[] places = AngleHistogram.places();
    for (Screened one : some) {
      double[] shape = one.angles().smooth();
      for (int k = 0; places[k] < lowest; k++) {
        if (shape[k] > 0.01) {
          lowest = places[k];
        }
      }
    }
    return Math.max(90, 10 * Math.floor(lowest / 10));
  }

  private Captioned allAngles(AngleHistogram total) {
    Figure figure =
        Figure.of(
                "angles",
                "Distribution of the Si-O-Si angles of all structures",
                Axis.of("Si–O–Si angle (°)").between(90, 180),
                Axis.of("Angles in 2° (%)").between(0, Double.NaN))
            .add(total.bars(""));
    return new Captioned(
        figure,
        String.format(Locale.ROOT, "All %,d Si–O–Si angles of all structures.", total.total()));
  }

  private Captioned energyAgainstAngle() {
    Figure figure =
        Figure.of(
                "energy-angle",
                "Energy above quartz against the mean Si-O-Si angle",
                Axis.of("Mean Si–O–Si angle (°)"),
                Axis.of(ENERGY)
                    .between(Double.NaN, ceiling(values(all, ScreenRow::relativeToQuartz))))
            .add(
                Points.of(
                        "", values(all, ScreenRow::siOSi), values(all, ScreenRow::relativeToQuartz))
                    .names(labels(all)));
    return new Captioned(figure, "Energy above quartz against the mean Si–O–Si angle.");
  }

  private void addMap() {
    List<Screened> known = all.stream().filter(one -> one.descriptor() != null).toList();
    if (known.size() < 3) {
      return;
    }
    PrincipalComponents map =
        PrincipalComponents.of(known.stream().map(Screened::descriptor).toList());
    double[] energies = values(known, ScreenRow::relativeToQuartz);
    ColourScale colours = colours(energies);
    Points points = Points.of("", map.first(), map.second()).coloured(energies, colours);
    if (known.size() <= FEW) {
      points.radius(6).labels(labels(known));
    } else {
      points.names(labels(known));
    }
    Figure figure =
        Figure.of(
                "map",
                "Principal components of the mean SOAP vectors, coloured by energy above quartz",
                Axis.of("Principal component 1" + share(map.firstShare())),
                Axis.of("Principal component 2" + share(map.secondShare())))
            .add(points)
            .colourBar(colours);
    geometry.add(
        new Captioned(
            figure,
            "Map of the structures: principal components of their mean SOAP vectors. Structures"
                + " close to each other have similar environments. The brightest colour stands for"
                + " all higher energies too."));
  }

  private static String share(double fraction) {
    return String.format(Locale.ROOT, " (%.0f%% of variance)", 100 * fraction);
  }

  /** Colours for all but the absurd: the brightest stands for those too. */
  private static ColourScale colours(double[] values) {
    ColourScale all = ColourScale.spanning(ENERGY, values);
    double ceiling = ceiling(values);
    return Double.isNaN(ceiling) ? all : new ColourScale(ENERGY, all.low(), ceiling);
  }

  private static boolean extrapolated(Screened one) {
    return one.row().status() == ScreenRow.Status.EXTRAPOLATED;
  }

  private static int rowsHeight(int rows) {
    return Math.max(240, 80 + (rows > 24 ? 18 : 26) * rows);
  }

  private static double[] values(List<Screened> some, ToDoubleFunction<ScreenRow> of) {
    return some.stream().mapToDouble(one -> of.applyAsDouble(one.row())).toArray();
  }

  private static double[] count(int n) {
    double[] numbers = new double[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = i;
    }
    return numbers;
  }

  private static List<String> labels(List<Screened> some) {
    return some.stream().map(one -> label(one.row().file())).toList();
  }

  /** The name of a file without its folders and its ending: what a person calls it. */
  static String label(String file) {
    String name = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    String bare =
        name.replaceFirst("(?i)\\.(cif|xyz|extxyz|vasp|poscar)(\\.gz)?(?=$|[^A-Za-z0-9])", "");
    return bare.isEmpty() ? name : bare;
  }
}
