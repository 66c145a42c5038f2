package org.coesite.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.coesite.learn.ErrorRow;
import org.coesite.learn.FrameResult;
import org.coesite.learn.LearningPoint;
import org.coesite.learn.TrainingResult;

/** The numbers behind a training report, as CSV. */
final class TrainingTables {
  private static final String[] ERROR_COLUMNS = {
    "structures",
    "energy_rmse_meV_per_atom",
    "energy_mae_meV_per_atom",
    "force_rmse_eV_per_A",
    "force_mae_eV_per_A",
    "force_rms_eV_per_A",
    "stress_rmse_GPa"
  };

  private TrainingTables() {}

  static List<Path> write(TrainingResult result, Path directory) {
    return List.of(
        CsvTable.write(
            directory.resolve("errors.csv"), headings("set,group"), out -> errors(result, out)),
        CsvTable.write(
            directory.resolve("learning-curve.csv"),
            headings("trained_on,group"),
            out -> curve(result, out)),
        CsvTable.write(
            directory.resolve("energies.csv"),
            ("structure,kind,set,band,atoms,energy_eV,predicted_eV,error_meV_per_atom,"
                    + "uncertainty_meV_per_atom,atoms_outside")
                .split(","),
            out -> energies(result, out)),
        CsvTable.write(
            directory.resolve("forces.csv"),
            "structure,set,atom,axis,force_eV_per_A,predicted_eV_per_A".split(","),
            out -> forces(result, out)));
  }

  private static Object[] headings(String first) {
    return (first + "," + String.join(",", ERROR_COLUMNS)).split(",");
  }

  private static void errors(TrainingResult result, CsvTable out) throws IOException {
    for (ErrorRow row : result.errors()) {
      print(row.set(), row, out);
    }
  }

  private static void curve(TrainingResult result, CsvTable out) throws IOException {
    for (LearningPoint point : result.learningCurve()) {
      for (ErrorRow row : point.errors()) {
        print(Integer.toString(point.structures()), row, out);
      }
    }
  }

  private static void print(String first, ErrorRow row, CsvTable out) throws IOException {
    out.row(
        first,
        row.group(),
        row.structures(),
        number(row.energyRmse(), 3),
        number(row.energyMae(), 3),
        number(row.forceRmse(), 5),
        number(row.forceMae(), 5),
        number(row.forceRms(), 5),
        number(row.stressRmse(), 4));
  }

  private static void energies(TrainingResult result, CsvTable out) throws IOException {
    for (FrameResult frame : result.frames()) {
      out.row(
          frame.frame().index(),
          frame.frame().kind(),
          frame.test() ? "test" : "train",
          frame.band(),
          frame.frame().atoms(),
          number(frame.frame().energy(), 6),
          number(frame.energy(), 6),
          number(frame.energyError(), 3),
          number(1000 * frame.uncertainty() / frame.frame().atoms(), 3),
          frame.outside());
    }
  }

  private static void forces(TrainingResult result, CsvTable out) throws IOException {
    for (FrameResult frame : result.frames()) {
      for (int k = 0; frame.forces() != null && k < frame.forces().length; k++) {
        out.row(
            frame.frame().index(),
            frame.test() ? "test" : "train",
            k / 3,
            "xyz".charAt(k % 3),
            number(frame.frame().forces()[k], 5),
            number(frame.forces()[k], 5));
      }
    }
  }

  private static String number(double value, int decimals) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
