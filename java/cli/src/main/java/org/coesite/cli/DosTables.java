package org.coesite.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.coesite.dos.EnergyGrid;
import org.coesite.dos.EnergyZero;
import org.coesite.io.AtomicFile;
import org.coesite.report.PredictedDos;

/** Predicted curves as tables: a row for each energy, a column for each structure. */
final class DosTables {
  private final double width;
  private final EnergyZero zero;
  private final EnergyGrid grid;
  private final List<PredictedDos> predictions;

  /**
   * Tables of predictions.
   *
   * @param width of the Gaussians, eV
   * @param zero what energies count from
   * @param grid energies of all curves
   */
  DosTables(double width, EnergyZero zero, EnergyGrid grid, List<PredictedDos> predictions) {
    this.width = width;
    this.zero = zero;
    this.grid = grid;
    this.predictions = predictions;
  }

  /** With so many digits, zero without a sign; empty where there is no number. */
  static String number(double value, int digits) {
    if (!Double.isFinite(value)) {
      return "";
    }
    String text = String.format(Locale.ROOT, "%." + digits + "f", value);
    return text.startsWith("-") && Double.parseDouble(text) == 0 ? text.substring(1) : text;
  }

  /** Densities of states; empty without atoms, and where bands are missing. */
  void writeDos(Path file) {
    StringBuilder text = new StringBuilder("# states/eV/atom; zero of energy: ");
    text.append(zero.description())
        .append("; Gaussian width ")
        .append(width)
        .append(" eV\nenergy_eV");
    for (int s = 1; s <= predictions.size(); s++) {
      text.append(",structure_").append(s);
    }
    text.append('\n');
    for (int e = 0; e < grid.count(); e++) {
      text.append(number(grid.energy(e), 4));
      for (PredictedDos p : predictions) {
        text.append(',').append(p.curve() == null ? "" : number(p.curve()[e], 6));
      }
      text.append('\n');
    }
    AtomicFile.write(file, text.toString());
  }

  /** Joint densities of states, each with its uncertainty; empty where one is not complete. */
  void writeJoint(Path file) {
    StringBuilder text =
        new StringBuilder(
            "# k-random joint density of states at 0 K, states^2/eV/atom^2; energy of the"
                + " transition; Gaussian width ");
    text.append(width).append(" eV; empty where the window lacks final states\nenergy_eV");
    int rows = 0;
    for (int s = 0; s < predictions.size(); s++) {
      text.append(",structure_").append(s + 1);
      text.append(",structure_").append(s + 1).append("_uncertainty");
      PredictedDos p = predictions.get(s);
      rows = Math.max(rows, p.known() ? p.joint().energies().length : 0);
    }
    text.append('\n');
    for (int e = 0; e < rows; e++) {
      text.append(number(e * grid.step(), 4));
      for (PredictedDos p : predictions) {
        boolean there = p.known() && e < p.joint().energies().length;
        text.append(',').append(there ? number(p.joint().values()[e], 6) : "");
        text.append(',').append(there ? number(p.joint().uncertainty()[e], 6) : "");
      }
      text.append('\n');
    }
    AtomicFile.write(file, text.toString());
  }
}
