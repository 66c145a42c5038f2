package org.coesite.report;

import java.util.Map;
import org.coesite.nmr.spectrum.SpectralAxis;
import org.coesite.nmr.spectrum.Spectrum;
import org.coesite.nmr.spectrum.SpectrumMap;
import org.coesite.plot.Axis;
import org.coesite.plot.Contour;
import org.coesite.plot.Figure;
import org.coesite.plot.Ink;
import org.coesite.plot.Line;

/** Spectra as NMR draws them: shifts fall from left to right. */
public final class NmrFigures {
  /** More curves than these hide each other. */
  private static final int MOST_CURVES = 8;

  private static final int SQUARE = 520;

  private NmrFigures() {}

  /** Curves over one another, the first few, the last one black where there are several. */
  public static Figure spectra(String nucleus, Map<String, Spectrum> curves) {
    Spectrum any = curves.values().iterator().next();
    Figure figure =
        Figure.of(
            "spectrum",
            "Simulated NMR spectrum of " + nucleus,
            shifts(nucleus + " shift (ppm)", any.axis()),
            Axis.of("intensity (1/ppm)"));
    int k = 0;
    for (Map.Entry<String, Spectrum> curve : curves.entrySet()) {
      boolean sum = curves.size() > 1 && k == curves.size() - 1;
      if (k < MOST_CURVES || sum) {
        Line line =
            Line.of(
                curves.size() == 1 ? "" : curve.getKey(),
                curve.getValue().axis().positions(),
                curve.getValue().values());
        figure.add(line.ink(sum ? Ink.BLACK : Ink.series(k)).width(1.5));
      }
      k++;
    }
    return figure;
  }

  /**
   * Contours of a map.
   *
   * @param shiftUp whether the vertical axis is a shift, too
   */
  public static Figure map(SpectrumMap map, String x, String y, boolean shiftUp) {
    Axis up = shiftUp ? shifts(y, map.y()) : Axis.of(y).between(map.y().low(), map.y().high());
    return Figure.of("map", "Two-dimensional spectrum: " + x + ", " + y, shifts(x, map.x()), up)
        .size(SQUARE, SQUARE)
        .add(Contour.of("", map.x().positions(), map.y().positions(), map.values()));
  }

  private static Axis shifts(String label, SpectralAxis axis) {
    return Axis.of(label).between(axis.low(), axis.high()).reversed();
  }
}
