package org.coesite.examples.amorphous;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.coesite.io.AtomicFile;
import org.coesite.plot.Axis;
import org.coesite.plot.Band;
import org.coesite.plot.ColourScale;
import org.coesite.plot.Figure;
import org.coesite.plot.Ink;
import org.coesite.plot.Line;
import org.coesite.plot.Marker;
import org.coesite.plot.Panels;
import org.coesite.plot.Points;
import org.coesite.plot.Rule;

/** Pictures of the glass under pressure. */
final class Figures {
  /** Below the Fermi level, eV: where the valence band begins. */
  private static final double LOWEST = -14;

  private static final double BAND_OPACITY = 0.15;

  /** Coordinations shown, and their colours. */
  private static final int[] COORDINATIONS = {4, 5, 6};

  /** Fewer atoms than this make no mean curve worth a line. */
  private static final int FEWEST = 5;

  private final List<PressurePoint> points;

  Figures(List<PressurePoint> points) {
    this.points = points;
  }

  void write(Path folder) {
    Figure average = average();
    Figure local = local(mostMixed());
    Figure shares = shares();
    Figure atFermi = atFermi();
    for (Figure figure : List.of(average, local, shares, atFermi)) {
      write(folder, figure.id(), figure.svg(), figure.png());
    }
    Panels all =
        Panels.of(
            "amorphous-silicon",
            "Amorphous silicon under pressure: densities of states and coordination",
            List.of(List.of(average, local), List.of(shares, atFermi)));
    write(folder, "amorphous-silicon", all.svg(), all.png());
  }

  private static void write(Path folder, String name, String svg, byte[] png) {
    AtomicFile.write(
        folder.resolve(name + ".svg"),
        stream -> stream.write(svg.getBytes(StandardCharsets.UTF_8)));
    AtomicFile.write(folder.resolve(name + ".png"), stream -> stream.write(png));
  }

  private Figure average() {
    double[] pressures = column(PressurePoint::pressure);
    ColourScale colours = ColourScale.spanning("pressure / GPa", pressures);
    Figure figure =
        Figure.of(
                "dos-against-pressure",
                "Average density of states at several pressures",
                Axis.of("energy - Fermi level / eV").between(LOWEST, end()),
                Axis.of("states / (eV atom)").between(0, Double.NaN))
            .add(Rule.vertical(0, ""));
    for (PressurePoint p : points) {
      figure.add(Line.of("", p.energies(), p.curve()).ink(colours.at(p.pressure())));
    }
    return figure.colourBar(colours);
  }

  private double end() {
    return points.stream().mapToDouble(p -> p.energies()[p.energies().length - 1]).min().orElse(0);
  }

  /** The point where the rarest of the coordinations shown is most frequent. */
  private PressurePoint mostMixed() {
    PressurePoint best = points.get(0);
    for (PressurePoint p : points) {
      best = rarest(p) > rarest(best) ? p : best;
    }
    return best;
  }

  private static int rarest(PressurePoint p) {
    int rarest = Integer.MAX_VALUE;
    for (int c : COORDINATIONS) {
      rarest = Math.min(rarest, p.local().count(c));
    }
    return rarest;
  }

  private Figure local(PressurePoint p) {
    Figure figure =
        Figure.of(
                "local-dos",
                "Local densities of states of atoms with four, five and six neighbours",
                Axis.of(
                        String.format(
                            Locale.ROOT, "energy - Fermi level / eV, at %.1f GPa", p.pressure()))
                    .between(LOWEST, end()),
                Axis.of("local states / (eV atom)"))
            .add(Rule.vertical(0, ""));
    for (int k = 0; k < COORDINATIONS.length; k++) {
      int c = COORDINATIONS[k];
      if (p.local().count(c) < FEWEST) {
        continue;
      }
      double[] mean = p.local().mean(c);
      double[] deviation = p.local().deviation(c);
      double[] low = new double[mean.length];
      double[] high = new double[mean.length];
      for (int e = 0; e < mean.length; e++) {
        low[e] = mean[e] - deviation[e];
        high[e] = mean[e] + deviation[e];
      }
      String name = String.format(Locale.ROOT, "%d-fold: %,d atoms", c, p.local().count(c));
      figure.add(Band.of("", p.energies(), low, high).ink(Ink.series(k).opacity(BAND_OPACITY)));
      figure.add(Line.of(name, p.energies(), mean).ink(Ink.series(k)));
    }
    return figure;
  }

  private Figure shares() {
    double[] pressures = column(PressurePoint::pressure);
    Figure figure =
        Figure.of(
            "coordination",
            "Shares of atoms by coordination against pressure",
            Axis.of("pressure / GPa"),
            Axis.of("share of the atoms / %").between(0, 100));
    Marker[] markers = {Marker.CIRCLE, Marker.DIAMOND, Marker.SQUARE};
    for (int k = 0; k < COORDINATIONS.length; k++) {
      int c = COORDINATIONS[k];
      double[] share = column(p -> 100 * p.measures().share(c));
      figure.add(Line.of("", pressures, share).ink(Ink.series(k)));
      figure.add(Points.of(c + "-fold", pressures, share).marker(markers[k]).ink(Ink.series(k)));
    }
    return figure;
  }

  private Figure atFermi() {
    double[] pressures = column(PressurePoint::pressure);
    double[] density = column(p -> p.filling().dosAtFermi());
    return Figure.of(
            "dos-at-fermi",
            "Density of states at the Fermi level against pressure",
            Axis.of("pressure / GPa"),
            Axis.of("states at the Fermi level / (eV atom)").between(0, Double.NaN))
        .add(Line.of("", pressures, density))
        .add(
            Points.of("with the committee's standard deviation", pressures, density)
                .errors(column(p -> p.filling().dosAtFermiSpread())));
  }

  private double[] column(ToDoubleFunction<PressurePoint> number) {
    return points.stream().mapToDouble(number).toArray();
  }
}
