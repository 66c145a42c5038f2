package org.coesite.examples.silica;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.coesite.dynamics.Sample;
import org.coesite.nmr.NmrTensor;
import org.coesite.nmr.Referencing;
import org.coesite.nmr.spectrum.Spectrum;
import org.coesite.plot.Axis;
import org.coesite.plot.Bars;
import org.coesite.plot.Figure;
import org.coesite.plot.Ink;
import org.coesite.plot.Line;
import org.coesite.plot.Marker;
import org.coesite.plot.Points;
import org.coesite.plot.Rule;

/** Pictures of silica as NMR sees it, and the spectra in them. */
final class SilicaFigures {
  private static final String SHIFT = "29Si shift / ppm";
  private static final String INTENSITY = "intensity / (1/ppm)";
  private static final String TEMPERATURE = "temperature / K";

  /** Of the frameworks' spectra, ppm: what silica without defects has. */
  private static final double LOW = -130;

  private static final double HIGH = -95;

  /** Beside the outermost sites of the glass, ppm. */
  private static final double GLASS_MARGIN = 20;

  /** Of those of cristobalite, whose lines are narrow, ppm. */
  private static final double CRYSTAL_MARGIN = 12;

  /** And where its atoms stand still. */
  private static final double FROZEN_MARGIN = 50;

  private static final double NARROWEST_ANGLE = 110;
  private static final double WIDEST_ANGLE = 180;
  private static final int ANGLE_BINS = 28;

  /** Between lines of spectra above each other, in which the highest is 1. */
  private static final double HEIGHT = 0.84;

  private final Results results;
  private final Referencing referencing;

  SilicaFigures(Results results) {
    this.results = results;
    referencing = results.spectrometer().referencing();
  }

  /** Si-O-Si angles of the glass, with what others deduced from spectra. */
  Figure angles() {
    Sample bridges = new SilicaMeasures(results.glass().structure()).bridges();
    double width = (WIDEST_ANGLE - NARROWEST_ANGLE) / ANGLE_BINS;
    double[] edges = new double[ANGLE_BINS + 1];
    for (int b = 0; b <= ANGLE_BINS; b++) {
      edges[b] = NARROWEST_ANGLE + b * width;
    }
    double[] heights = bridges.histogram(NARROWEST_ANGLE, WIDEST_ANGLE, ANGLE_BINS);
    Figure figure =
        Figure.of(
                "glass-angles",
                "Distribution of Si-O-Si angles in the glass",
                Axis.of("Si-O-Si angle / degrees"),
                Axis.of("density / (1/degree)").between(0, Double.NaN))
            .add(Bars.of("glass of this example", edges, heights).ink(Ink.BLUE.opacity(0.6)));
    return figure
        .add(normal("from spectra: Mauri et al. 2000", Literature.MAURI, Ink.VERMILION))
        .add(normal("Charpentier et al. 2009", Literature.CHARPENTIER, Ink.GREEN));
  }

  /** A normal distribution of angles. */
  private static Line normal(String name, Literature.Angles angles, Ink ink) {
    int points = 200;
    double[] x = new double[points];
    double[] y = new double[points];
    for (int i = 0; i < points; i++) {
      x[i] = NARROWEST_ANGLE + (WIDEST_ANGLE - NARROWEST_ANGLE) * i / (points - 1);
      double z = (x[i] - angles.mean()) / angles.deviation();
      y[i] = Math.exp(-z * z / 2) / (angles.deviation() * Math.sqrt(2 * Math.PI));
    }
    return Line.of(name, x, y).ink(ink);
  }

  /** Spectra of the glass under their names. */
  Map<String, Spectrum> glassSpectra() {
    Spectrometer spectrometer = results.spectrometer();
    Shielded glass = results.glass();
    double width = Spectrometer.GLASS_WIDTH;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (NmrTensor tensor : glass.shieldings()) {
      double shift = referencing.shift(tensor.isotropic());
      low = Math.min(low, Math.rint(shift - GLASS_MARGIN));
      high = Math.max(high, Math.rint(shift + GLASS_MARGIN));
    }
    Map<String, Spectrum> spectra = new LinkedHashMap<>();
    spectra.put("spinning", spectrometer.spinning(glass, width, low, high));
    spectra.put("static", spectrometer.still(glass, width, low, high));
    return spectra;
  }

  Figure glass(Map<String, Spectrum> spectra) {
    return overlaid("glass-nmr", "Static and spinning 29Si spectra of the glass", spectra);
  }

  /** Of alpha- and beta-cristobalite and as much of one as of the other. */
  Map<String, Spectrum> mixture(boolean spinning) {
    Map<String, Spectrum> spectra = new LinkedHashMap<>();
    Spectrum alpha = cristobalite(results.cold().mean(), spinning);
    Spectrum beta = cristobalite(results.hot().mean(), spinning);
    spectra.put(String.format(Locale.ROOT, "alpha, %.0f K", results.cold().kelvin()), alpha);
    spectra.put(String.format(Locale.ROOT, "beta, %.0f K", results.hot().kelvin()), beta);
    spectra.put("half and half", alpha.plus(beta).scaled(0.5));
    return spectra;
  }

  private Spectrum cristobalite(Shielded sample, boolean spinning) {
    return cristobalite(sample, spinning, CRYSTAL_MARGIN);
  }

  /** On an axis that holds all temperatures. */
  private Spectrum cristobalite(Shielded sample, boolean spinning, double margin) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (HeatedPoint point : results.heated()) {
      low = Math.min(low, point.shift(referencing));
      high = Math.max(high, point.shift(referencing));
    }
    double from = Math.rint(low - margin);
    double to = Math.rint(high + margin);
    Spectrometer spectrometer = results.spectrometer();
    return spinning
        ? spectrometer.spinning(sample, Spectrometer.SPINNING_WIDTH, from, to)
        : spectrometer.still(sample, Spectrometer.STATIC_WIDTH, from, to);
  }

  Figure mixture(boolean spinning, Map<String, Spectrum> spectra) {
    String how = spinning ? "spinning" : "static";
    return overlaid(
        "cristobalite-" + how,
        "Alpha- and beta-cristobalite, " + how + ", and their mixture",
        spectra);
  }

  /** Static patterns or lines of cristobalite at every temperature. */
  Map<String, Spectrum> heated(boolean spinning) {
    Map<String, Spectrum> spectra = new LinkedHashMap<>();
    for (HeatedPoint point : results.heated()) {
      spectra.put(kelvin(point), cristobalite(point.mean(), spinning));
    }
    return spectra;
  }

  /** The hottest crystal as it is, and as it would be if nothing moved. */
  Map<String, Spectrum> frozen() {
    Map<String, Spectrum> spectra = new LinkedHashMap<>();
    spectra.put("mean tensors", cristobalite(results.hot().mean(), false, FROZEN_MARGIN));
    spectra.put(
        "tensors of one moment", cristobalite(results.hot().moment(), false, FROZEN_MARGIN));
    return spectra;
  }

  Figure frozen(Map<String, Spectrum> spectra) {
    return overlaid(
        "cristobalite-frozen",
        "Static pattern of the hottest crystal with and without its motion",
        spectra);
  }

  private static String kelvin(HeatedPoint point) {
    return String.format(Locale.ROOT, "%.0f K", point.kelvin());
  }

  /** Lines of the frameworks. */
  Map<String, Spectrum> frameworks() {
    Map<String, Spectrum> spectra = new LinkedHashMap<>();
    double width = Spectrometer.SPINNING_WIDTH;
    results
        .frameworks()
        .forEach(
            (name, sample) ->
                spectra.put(name, results.spectrometer().spinning(sample, width, LOW, HIGH)));
    return spectra;
  }

  /** Spectra one above the other, each as high as the next. */
  static Figure stacked(String id, String description, Map<String, Spectrum> spectra) {
    List<String> names = new ArrayList<>(spectra.keySet());
    Spectrum any = spectra.get(names.get(0));
    Figure figure =
        Figure.of(id, description, shifts(any), Axis.categories("", names))
            .size(580, 120 + 55 * names.size());
    for (int k = 0; k < names.size(); k++) {
      double[] values = spectra.get(names.get(k)).values();
      double highest = 0;
      for (double value : values) {
        highest = Math.max(highest, value);
      }
      double[] y = new double[values.length];
      for (int i = 0; i < y.length; i++) {
        y[i] = k + HEIGHT / 3 - (highest > 0 ? HEIGHT * values[i] / highest : 0);
      }
      figure.add(Line.of("", any.axis().positions(), y).ink(Ink.series(k)).width(1.5));
    }
    return figure;
  }

  private static Figure overlaid(String id, String description, Map<String, Spectrum> spectra) {
    Figure figure =
        Figure.of(
            id,
            description,
            shifts(spectra.values().iterator().next()),
            Axis.of(INTENSITY).between(0, Double.NaN));
    int k = 0;
    for (Map.Entry<String, Spectrum> entry : spectra.entrySet()) {
      Spectrum spectrum = entry.getValue();
      figure.add(
          Line.of(entry.getKey(), spectrum.axis().positions(), spectrum.values())
              .ink(Ink.series(k++))
              .width(1.5));
    }
    return figure;
  }

  private static Axis shifts(Spectrum spectrum) {
    return Axis.of(SHIFT).between(spectrum.axis().low(), spectrum.axis().high()).reversed();
  }

  /** Edges of the box against temperature. */
  Figure edges() {
    double[] kelvin = results.column(HeatedPoint::kelvin);
    Figure figure =
        Figure.of(
            "cristobalite-box",
            "Edges of the box of cristobalite against temperature",
            Axis.of(TEMPERATURE),
            Axis.of("edge of a box of 24 atoms / angstrom"));
    Marker[] markers = {Marker.CIRCLE, Marker.DIAMOND, Marker.SQUARE};
    for (int k = 0; k < 3; k++) {
      int axis = k;
      double[] edge = results.column(p -> p.shape().length(axis) / boxes(p));
      String name = List.of("along x", "along y", "along z").get(k);
      figure.add(Line.of("", kelvin, edge).ink(Ink.series(k)));
      figure.add(Points.of(name, kelvin, edge).marker(markers[k]).ink(Ink.series(k)));
    }
    return figure.add(transition());
  }

  /** Boxes of 24 atoms along each edge. */
  private static double boxes(HeatedPoint point) {
    return Math.rint(Math.cbrt(point.mean().structure().atoms() / 24.0));
  }

  private static Rule transition() {
    return Rule.vertical(Literature.TRANSITION, "transition, experiment");
  }

  /** The isotropic shift against temperature. */
  Figure shifts() {
    double[] kelvin = results.column(HeatedPoint::kelvin);
    double[] shift = results.column(p -> p.shift(referencing));
    return Figure.of(
            "cristobalite-shift",
            "Isotropic 29Si shift of cristobalite against temperature",
            Axis.of(TEMPERATURE),
            Axis.of(SHIFT))
        .add(Line.of("", kelvin, shift))
        .add(
            Points.of("mean over the trajectory, with its standard error", kelvin, shift)
                .errors(results.column(p -> p.shiftError(referencing))))
        .add(transition());
  }

  /** The span against temperature. */
  Figure spans() {
    double[] kelvin = results.column(HeatedPoint::kelvin);
    double[] mean = results.column(p -> p.span(referencing));
    double[] moment = results.column(p -> p.momentarySpan(referencing));
    return Figure.of(
            "cristobalite-span",
            "Span of the 29Si shift tensors of cristobalite against temperature",
            Axis.of(TEMPERATURE),
            Axis.of("span / ppm").between(0, Double.NaN))
        .add(Line.of("", kelvin, moment).ink(Ink.GREY))
        .add(Points.of("of tensors at one moment", kelvin, moment).ink(Ink.GREY))
        .add(Line.of("", kelvin, mean))
        .add(Points.of("of tensors averaged over the trajectory", kelvin, mean))
        .add(transition());
  }
}
