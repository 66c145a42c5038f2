package org.coesite.spark;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.coesite.report.ScreenRow;
import org.coesite.report.SiteShift;
import org.coesite.screen.ScreenColumns;

/**
 * Screening tables as Parquet: the columns of the CSV, by the same names and with the same digits.
 * What is empty there is null; lists of shifts are lists.
 */
final class ScreenParquet {
  private final ScreenColumns columns;
  private final ParquetTable table;

  ScreenParquet(ScreenColumns columns) {
    this.columns = columns;
    table =
        new ParquetTable(
            columns.names().stream()
                .map(ScreenParquet::column)
                .collect(Collectors.joining(" ", "message screen { ", " }")));
  }

  private static String column(String name) {
    return switch (name) {
      case "file", "status" -> "required binary " + name + " (STRING);";
      case "formula", "message" -> "optional binary " + name + " (STRING);";
      case "atoms" -> "optional int32 " + name + ";";
      case "si29_sites" -> list(name, "int32");
      case "si29_shifts_ppm", "si29_shift_uncertainties_ppm" -> list(name, "double");
      default -> "optional double " + name + ";";
    };
  }

  private static String list(String name, String type) {
    return "optional group "
        + name
        + " (LIST) { repeated group list { optional "
        + type
        + " element; } }";
  }

  /** Writes rows, each given as its line in the CSV. */
  void write(List<String> lines, Path file, OutputFolder folder) throws IOException {
    table.write(lines.stream().map(line -> group(columns.parse(line))).toList(), file, folder);
  }

  private Group group(ScreenRow row) {
    Group group = table.row();
    group.add("file", row.file());
    text(group, "formula", row.formula());
    if (row.atoms() > 0) {
      group.add("atoms", row.atoms());
    }
    number(group, "volume_A3", row.volume());
    number(group, "framework_density_T_per_1000A3", row.frameworkDensity());
    number(group, "energy_eV_per_SiO2", row.energy());
    number(group, "relative_to_quartz_kJ_per_mol", row.relativeToQuartz());
    if (columns.dispersion()) {
      number(group, "relative_to_quartz_d3bj_kJ_per_mol", row.relativeWithDispersion());
    }
    number(group, "uncertainty_meV_per_atom", row.uncertainty());
    number(group, "max_force_eV_per_A", row.maxForce());
    number(group, "pressure_GPa", row.pressure());
    number(group, "si_o_mean_A", row.siO());
    number(group, "si_o_si_mean_deg", row.siOSi());
    if (columns.shifts() && !row.shifts().isEmpty()) {
      shifts(group, row.shifts());
    }
    group.add("status", row.status().text());
    text(group, "message", row.message());
    return group;
  }

  private static void shifts(Group group, List<SiteShift> shifts) {
    Group values = group.addGroup("si29_shifts_ppm");
    Group uncertainties = group.addGroup("si29_shift_uncertainties_ppm");
    Group sites = group.addGroup("si29_sites");
    for (SiteShift shift : shifts) {
      ParquetTable.add(values, shift.shift());
      ParquetTable.add(
          uncertainties, Double.isFinite(shift.uncertainty()) ? shift.uncertainty() : null);
      ParquetTable.add(sites, shift.sites());
    }
  }

  private static void text(Group group, String name, String value) {
    if (!value.isEmpty()) {
      group.add(name, value);
    }
  }

  private static void number(Group group, String name, double value) {
    if (Double.isFinite(value)) {
      group.add(name, value);
    }
  }
}
