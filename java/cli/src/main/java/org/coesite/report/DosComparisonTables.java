package org.coesite.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.coesite.dos.DosComparison;
import org.coesite.dos.DosComparison.Combination;
import org.coesite.dos.DosComparison.Group;
import org.coesite.dos.DosComparison.LearningPoint;
import org.coesite.dos.DosComparison.Outcome;
import org.coesite.dos.DosComparisonTable;
import org.coesite.dos.DosComparisonTable.Row;
import org.coesite.dos.DosComparisonTable.Sure;
import org.coesite.dos.DosCoverage;
import org.coesite.dos.DosMeasure;

/** The numbers of a comparison of models of the density of states, as CSV. */
final class DosComparisonTables {
  private final DosComparison comparison;
  private final DosComparisonTable table;

  DosComparisonTables(DosComparison comparison, DosComparisonTable table) {
    this.comparison = comparison;
    this.table = table;
  }

  List<Path> write(Path directory) {
    return List.of(
        CsvTable.write(directory.resolve("compare.csv"), errorHeadings(), this::errors),
        CsvTable.write(directory.resolve("learning.csv"), learningHeadings(), this::learning),
        CsvTable.write(
            directory.resolve("uncertainty.csv"),
            ("representation,width_eV,reference,set,quantity,structures,within_one_percent,"
                    + "within_two_percent,factor_left")
                .split(","),
            this::coverage));
  }

  private static List<Object> of(Combination combination) {
    return new ArrayList<>(
        List.of(combination.representation(), combination.width(), combination.zero()));
  }

  private static Object[] errorHeadings() {
    List<Object> out =
        new ArrayList<>(
            List.of("representation", "width_eV", "reference", "set", "kind", "structures"));
    out.addAll(List.of("channels", "window_low_eV", "window_high_eV"));
    for (DosMeasure measure : DosMeasure.values()) {
      String name = measure.column();
      out.addAll(List.of(name, name + "_low", name + "_high", name + "_floor"));
    }
    out.add("impossible_because");
    return out.toArray();
  }

  private void errors(CsvTable out) throws IOException {
    List<Row> rows = table.rows();
    for (Outcome outcome : comparison.outcomes()) {
      if (!outcome.possible()) {
        List<Object> cells = of(outcome.combination());
        for (int k = 3; k < errorHeadings().length - 1; k++) {
          cells.add("");
        }
        cells.add(outcome.refusal());
        out.row(cells.toArray());
      }
      for (Row row : rows) {
        if (row.combination().equals(outcome.combination())) {
          out.row(cells(row, outcome));
        }
      }
    }
  }

  private static Object[] cells(Row row, Outcome outcome) {
    List<Object> cells = of(row.combination());
    cells.addAll(List.of(row.group(), row.kind(), row.structures(), outcome.channels()));
    cells.add(number(outcome.grid().start()));
    cells.add(number(outcome.grid().end()));
    for (DosMeasure measure : DosMeasure.values()) {
      Sure sure = row.errors().get(measure);
      cells.addAll(List.of(number(sure.value()), number(sure.low()), number(sure.high())));
      cells.add(number(row.floor().get(measure)));
    }
    cells.add("");
    return cells.toArray();
  }

  private static Object[] learningHeadings() {
    List<Object> out =
        new ArrayList<>(
            List.of(
                "representation", "width_eV", "reference", "trained_on", "subset", "tested_on"));
    for (DosMeasure measure : DosMeasure.values()) {
      out.add(measure.column());
    }
    return out.toArray();
  }

  private void learning(CsvTable out) throws IOException {
    for (LearningPoint point : comparison.learning()) {
      List<Object> cells = of(point.combination());
      cells.add(point.structures());
      cells.add(point.subset() == 0 ? "all" : point.subset());
      cells.add(point.errors().structures());
      for (DosMeasure measure : DosMeasure.values()) {
        cells.add(number(measure.of(point.errors())));
      }
      out.row(cells.toArray());
    }
  }

  private void coverage(CsvTable out) throws IOException {
    for (Outcome outcome : comparison.outcomes()) {
      for (Group group : Group.values()) {
        for (DosCoverage each : outcome.coverage(group)) {
          List<Object> cells = of(outcome.combination());
          cells.addAll(List.of(group, each.quantity(), each.structures()));
          cells.addAll(List.of(number(100 * each.one()), number(100 * each.two())));
          cells.add(number(each.factor()));
          out.row(cells.toArray());
        }
      }
    }
  }

  private static String number(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : "";
  }
}
