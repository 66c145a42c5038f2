package org.coesite.report;

import java.util.ArrayList;
import java.util.List;
import org.coesite.plot.Axis;
import org.coesite.plot.Figure;
import org.coesite.plot.Ink;
import org.coesite.plot.Line;
import org.coesite.report.HtmlReport.Captioned;

/** Spectra of many frameworks, one above the other, a few in each figure. */
final class ShiftFigures {
  private static final int ROWS = 15;
  private static final int MOST_FIGURES = 5;
  private static final int POINTS = 1200;

  /** Full width of a line at half its height, ppm: of a well crystallised zeolite. */
  private static final double WIDTH = 0.5;

  private static final double MARGIN = 2;

  private final List<ScreenRow> rows;

  ShiftFigures(List<ScreenRow> all) {
    rows = all.stream().filter(row -> !row.shifts().isEmpty()).toList();
  }

  List<Captioned> all() {
    List<Captioned> figures = new ArrayList<>();
    for (int first = 0; first < rows.size() && figures.size() < MOST_FIGURES; first += ROWS) {
      List<ScreenRow> some = rows.subList(first, Math.min(rows.size(), first + ROWS));
      figures.add(figure(figures.size() + 1, some));
    }
    return figures;
  }

  private Captioned figure(int number, List<ScreenRow> some) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (ScreenRow row : rows) {
      for (SiteShift shift : row.shifts()) {
        low = Math.min(low, shift.shift() - MARGIN);
        high = Math.max(high, shift.shift() + MARGIN);
      }
    }
    Figure figure =
        Figure.of(
                "si29-" + number,
                "Simulated 29Si MAS spectra of frameworks",
                Axis.of("29Si shift (ppm)").between(low, high).reversed(),
                Axis.categories(
                    "", some.stream().map(row -> ScreenFigures.label(row.file())).toList()))
            .size(720, 90 + 44 * some.size());
    double[] x = new double[POINTS];
    for (int k = 0; k < POINTS; k++) {
      x[k] = low + (high - low) * k / (POINTS - 1);
    }
    for (int r = 0; r < some.size(); r++) {
      figure.add(Line.of("", x, curve(some.get(r).shifts(), x, r)).ink(Ink.BLUE).width(1.2));
    }
    String rest =
        rows.size() > MOST_FIGURES * ROWS
            ? " Shown are the first %d of %d.".formatted(MOST_FIGURES * ROWS, rows.size())
            : "";
    return new Captioned(
        figure,
        "Predicted 29Si spectra, fast spinning, lines of %s ppm, each scaled to its highest."
                .formatted(WIDTH)
            + rest);
  }

  private static double[] curve(List<SiteShift> shifts, double[] x, int row) {
    double[] y = new double[x.length];
    double highest = 0;
    for (int k = 0; k < x.length; k++) {
      for (SiteShift shift : shifts) {
        double off = (x[k] - shift.shift()) / WIDTH;
        y[k] += shift.sites() * Math.exp(-4 * Math.log(2) * off * off);
      }
      highest = Math.max(highest, y[k]);
    }
    for (int k = 0; k < y.length; k++) {
      // rows are counted downwards, each around its number
      y[k] = row + 0.4 - 0.85 * y[k] / highest;
    }
    return y;
  }
}
