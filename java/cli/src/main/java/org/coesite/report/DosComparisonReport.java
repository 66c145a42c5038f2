package org.coesite.report;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.coesite.dos.DosAssessment;
import org.coesite.dos.DosComparison;
import org.coesite.dos.DosComparison.Combination;
import org.coesite.dos.DosComparison.Group;
import org.coesite.dos.DosComparison.Outcome;
import org.coesite.dos.DosComparisonTable;
import org.coesite.dos.DosComparisonTable.Row;
import org.coesite.dos.DosComparisonTable.Verdict;
import org.coesite.dos.DosCoverage;
import org.coesite.dos.DosMeasure;
import org.coesite.io.AtomicFile;
import org.coesite.report.HtmlReport.Captioned;
import org.coesite.report.HtmlTable.Column;

/** Puts compared models of the density of states on one page. */
public final class DosComparisonReport {
  /** Curves of so many kinds are shown. */
  private static final int KINDS = 4;

  private final DosComparison comparison;
  private final String data;
  private final List<Row> rows;
  private final List<Verdict> verdicts;
  private final DosComparisonFigures figures;
  private final List<Captioned> drawn = new ArrayList<>();

  /**
   * Of a comparison.
   *
   * @param data its name
   */
  public DosComparisonReport(DosComparison comparison, String data) {
    this.comparison = comparison;
    this.data = data;
    DosComparisonTable table = new DosComparisonTable(comparison);
    rows = table.rows();
    verdicts = table.verdicts();
    figures = new DosComparisonFigures(comparison, rows);
  }

  /** Which models are best where, in a few sentences that follow from the numbers. */
  public List<String> summary() {
    return new DosComparisonWords(verdicts).summary();
  }

  /**
   * Writes {@code report.html}, its figures as SVG and PNG, and the numbers as CSV.
   *
   * @param directory where; it exists
   * @return the files written
   */
  public List<Path> write(Path directory) {
    HtmlReport page = page();
    List<Path> files = new ArrayList<>(page.write(directory, drawn));
    for (Captioned each : drawn) {
      Path file = directory.resolve(each.figure().id() + ".svg");
      byte[] svg = each.figure().svg().getBytes(StandardCharsets.UTF_8);
      AtomicFile.write(file, stream -> stream.write(svg));
      files.add(file);
    }
    files.addAll(
        new DosComparisonTables(comparison, new DosComparisonTable(comparison)).write(directory));
    return files;
  }

  private HtmlReport page() {
    drawn.clear();
    HtmlReport page = new HtmlReport("Models of the density of states compared").facts(facts());
    page.section("Best where");
    summary().forEach(page::paragraph);
    page.paragraph(
        "Best is what has the least error. Another is worse where its error on the same structures"
            + " is larger in 97.5% of the draws of a bootstrap over structures; else the two are"
            + " not told apart.");
    page.table(verdictTable());
    refusals(page);
    page.section("Errors");
    for (DosMeasure measure : DosMeasure.values()) {
      for (Group group : groups()) {
        show(page, figures.errors(measure, group));
      }
    }
    page.table(errorTable());
    learning(page);
    predictions(page);
    page.section("Stated uncertainties");
    page.paragraph(
        "Shares of errors within one and two standard deviations as the committee states them; 68%"
            + " and 95% if errors were normal. Structures left out in turn are judged by the"
            + " members that had not seen them.");
    page.table(coverageTable());
    return page;
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Data", data);
    facts.put("Trained on", comparison.train().size() + " structures, left out in turn");
    facts.put("Held out", comparison.test().size() + " structures, the same for all");
    facts.put("Combinations", String.valueOf(comparison.outcomes().size()));
    return facts;
  }

  private List<Group> groups() {
    return comparison.test().isEmpty() ? List.of(Group.LEAVE_ONE_OUT) : List.of(Group.values());
  }

  private void show(HtmlReport page, Captioned... added) {
    page.figures(List.of(added));
    drawn.addAll(List.of(added));
  }

  private void refusals(HtmlReport page) {
    for (Outcome outcome : comparison.outcomes()) {
      if (!outcome.possible()) {
        page.caution("Impossible: " + outcome.combination() + ": " + outcome.refusal());
      }
    }
  }

  private HtmlTable verdictTable() {
    HtmlTable table =
        new HtmlTable(
            "verdicts",
            "The best combination by measure, width and set of structures.",
            List.of(
                Column.text("Measure"),
                Column.number("Width", "eV", 2),
                Column.text("Set"),
                Column.text("Best"),
                Column.text("Error, 95% interval"),
                Column.text("Not told from it"),
                Column.text("Worse")));
    for (Verdict verdict : verdicts) {
      table.row(
          verdict.measure().words(),
          verdict.width(),
          verdict.group(),
          DosComparisonWords.names(List.of(verdict.best())),
          DosComparisonWords.error(verdict),
          DosComparisonWords.names(verdict.asGood()),
          DosComparisonWords.names(verdict.worse()));
    }
    return table;
  }

  private HtmlTable errorTable() {
    List<Column> columns =
        new ArrayList<>(
            List.of(
                Column.text("Representation"),
                Column.number("Width", "eV", 2),
                Column.text("Reference"),
                Column.text("Set"),
                Column.text("Kind"),
                Column.number("Structures", "", 0)));
    for (DosMeasure measure : DosMeasure.values()) {
      int decimals = measure == DosMeasure.FERMI ? 3 : 1;
      columns.add(Column.number(measure.words(), measure.unit(), decimals));
      columns.add(Column.number("floor", measure.unit(), decimals));
    }
    HtmlTable table =
        new HtmlTable(
            "errors",
            "Errors by kind of configuration, and the k-point floor of the same structures.",
            columns);
    for (Row row : rows) {
      Combination c = row.combination();
      List<Object> cells =
          new ArrayList<>(
              List.of(
                  c.representation(),
                  c.width(),
                  c.zero(),
                  row.group(),
                  row.kind(),
                  row.structures()));
      for (DosMeasure measure : DosMeasure.values()) {
        cells.add(row.errors().get(measure).value());
        cells.add(row.floor().get(measure));
      }
      table.row(cells.toArray());
    }
    return table;
  }

  private void learning(HtmlReport page) {
    if (comparison.learning().isEmpty()) {
      return;
    }
    page.section("Learning curves");
    for (DosMeasure measure : DosMeasure.values()) {
      for (double width : comparison.floors().keySet()) {
        if (comparison.learning().stream().anyMatch(p -> p.combination().width() == width)) {
          show(page, figures.learning(measure, width));
        }
      }
    }
  }

  private void predictions(HtmlReport page) {
    Outcome shown = figures.shown();
    if (shown == null) {
      return;
    }
    page.section("Predictions against the reference");
    page.paragraph(
        "Of "
            + shown.combination()
            + ": of the middle width, the combination whose curves are best when left out.");
    show(
        page,
        DosComparisonFigures.parity(
            shown, "parity-fermi", "Fermi level (eV)", DosAssessment::fermi),
        DosComparisonFigures.parity(
            shown, "parity-dos", "DOS at the Fermi level (1/eV/atom)", DosAssessment::dosAtFermi));
    Map<String, DosAssessment> kinds = new LinkedHashMap<>();
    shown.test().forEach(one -> kinds.putIfAbsent(one.frame().kind(), one));
    kinds.values().stream()
        .limit(KINDS)
        .forEach(one -> show(page, DosComparisonFigures.curve(shown, one)));
  }

  private HtmlTable coverageTable() {
    HtmlTable table =
        new HtmlTable(
            "coverage",
            "How often errors lie within what is stated.",
            List.of(
                Column.text("Representation"),
                Column.number("Width", "eV", 2),
                Column.text("Reference"),
                Column.text("Set"),
                Column.text("Quantity"),
                Column.number("Structures", "", 0),
                Column.number("Within one", "%", 0),
                Column.number("Within two", "%", 0),
                Column.number("Factor left", "", 2)));
    for (Outcome outcome : comparison.outcomes()) {
      Combination c = outcome.combination();
      for (Group group : Group.values()) {
        for (DosCoverage each : outcome.coverage(group)) {
          table.row(
              c.representation(),
              c.width(),
              c.zero(),
              group,
              each.quantity(),
              each.structures(),
              100 * each.one(),
              100 * each.two(),
              each.factor());
        }
      }
    }
    return table;
  }
}
