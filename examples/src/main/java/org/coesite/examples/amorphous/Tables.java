package org.coesite.examples.amorphous;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.coesite.examples.dynamics.Averages;
import org.coesite.io.AtomicFile;

/** The numbers behind the figures. */
final class Tables {
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get();

  private static final int LEAST = 3;

  private final List<PressurePoint> points;

  Tables(List<PressurePoint> points) {
    this.points = points;
  }

  void write(Path folder) {
    write(folder.resolve("summary.csv"), summary());
    write(folder.resolve("dos.csv"), curves());
    write(folder.resolve("local-dos.csv"), local());
    write(folder.resolve("cost.csv"), cost());
    write(folder.resolve("table.md"), page());
  }

  private static void write(Path file, String text) {
    AtomicFile.write(file, stream -> stream.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static void write(Path file, List<Object[]> rows) {
    StringBuilder text = new StringBuilder();
    for (Object[] row : rows) {
      text.append(FORMAT.format(row)).append('\n');
    }
    write(file, text.toString());
  }

  private static String number(double value, int digits) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + digits + "f", value) : "";
  }

  private List<Object[]> summary() {
    List<Object[]> rows = new ArrayList<>();
    rows.add(
        ("structure,atoms,pressure_GPa,temperature_K,density_g_cm3,volume_per_atom_A3,"
                + "mean_coordination,share_3,share_4,share_5,share_6,share_7_and_more,"
                + "first_peak_A,bond_angle_deg,bond_angle_deviation_deg,"
                + "fermi_as_in_data_eV,fermi_uncertainty_eV,fermi_shift_eV,"
                + "dos_at_fermi_per_eV_atom,dos_at_fermi_uncertainty,"
                + "share_outside_potential,share_outside_dos")
            .split(","));
    for (PressurePoint p : points) {
      Measures m = p.measures();
      double few = 0;
      for (int c = 0; c <= 6; c++) {
        few += m.share(c);
      }
      rows.add(
          new Object[] {
            p.name(),
            p.structure().atoms(),
            number(p.pressure(), 2),
            number(p.number(Averages.TEMPERATURE), 0),
            number(m.density(), 4),
            number(m.volumePerAtom(), 3),
            number(m.meanCoordination(), 3),
            number(m.share(3), 4),
            number(m.share(4), 4),
            number(m.share(5), 4),
            number(m.share(6), 4),
            number(Math.abs(1 - few), 4),
            number(m.firstPeak(), 3),
            number(m.angles().mean(), 1),
            number(m.angles().deviation(), 1),
            number(p.filling().level(), 3),
            number(p.filling().levelSpread(), 3),
            number(p.filling().level() - points.get(0).filling().level(), 3),
            number(p.filling().dosAtFermi(), 4),
            number(p.filling().dosAtFermiSpread(), 4),
            number(p.number(Averages.OUTSIDE), 4),
            number(p.outside(), 4)
          });
    }
    return rows;
  }

  /** One curve of all after the other, for each structure on energies of its own. */
  private List<Object[]> curves() {
    List<Object[]> rows = new ArrayList<>();
    rows.add("structure,energy_minus_fermi_eV,states_per_eV_atom,standard_deviation".split(","));
    for (PressurePoint p : points) {
      for (int e = 0; e < p.energies().length; e++) {
        rows.add(
            new Object[] {
              p.name(),
              number(p.energies()[e], 3),
              number(p.curve()[e], 5),
              number(p.spread()[e], 5)
            });
      }
    }
    return rows;
  }

  private List<Object[]> local() {
    List<Object[]> rows = new ArrayList<>();
    rows.add(
        ("structure,coordination,atoms,energy_minus_fermi_eV,states_per_eV_atom,"
                + "deviation_among_atoms")
            .split(","));
    for (PressurePoint p : points) {
      for (int c = LEAST; c <= LocalCurves.MOST; c++) {
        if (p.local().count(c) > 0) {
          addLocal(p, c, rows);
        }
      }
    }
    return rows;
  }

  private static void addLocal(PressurePoint p, int c, List<Object[]> rows) {
    double[] mean = p.local().mean(c);
    double[] deviation = p.local().deviation(c);
    for (int e = 0; e < mean.length; e++) {
      rows.add(
          new Object[] {
            p.name(),
            c,
            p.local().count(c),
            number(p.energies()[e], 3),
            number(mean[e], 5),
            number(deviation[e], 5)
          });
    }
  }

  private List<Object[]> cost() {
    List<Object[]> rows = new ArrayList<>();
    rows.add("structure,atoms,wall_s,processor_s,peak_memory_MB".split(","));
    for (PressurePoint p : points) {
      rows.add(
          new Object[] {
            p.name(),
            p.structure().atoms(),
            number(p.cost().wall(), 2),
            number(p.cost().processor(), 2),
            number(p.cost().memory(), 0)
          });
    }
    return rows;
  }

  /** The most important columns, for docs/amorphous-silicon.md. */
  private String page() {
    StringBuilder text =
        new StringBuilder(
            "| pressure, GPa | density, g/cm³ | 3-, 4-, 5-, 6-fold, more, % | mean |"
                + " states at E_F, 1/(eV atom) | E_F shift, eV | seconds (of one core) | MB |\n"
                + "|--:|--:|--:|--:|--:|--:|--:|--:|\n");
    for (PressurePoint p : points) {
      Measures m = p.measures();
      double more = 100 * (1 - m.share(3) - m.share(4) - m.share(5) - m.share(6));
      text.append(
          String.format(
              Locale.ROOT,
              "| %.1f | %.3f | %.1f, %.1f, %.1f, %.1f, %.1f | %.2f | %.3f ± %.3f | %.2f |"
                  + " %.0f (%.0f) | %.0f |%n",
              p.pressure(),
              m.density(),
              100 * m.share(3),
              100 * m.share(4),
              100 * m.share(5),
              100 * m.share(6),
              Math.abs(more),
              m.meanCoordination(),
              p.filling().dosAtFermi(),
              p.filling().dosAtFermiSpread(),
              p.filling().level() - points.get(0).filling().level(),
              p.cost().wall(),
              p.cost().processor(),
              p.cost().memory()));
    }
    return text.toString();
  }
}
