package org.coesite.learn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Groups structures by how far they lie above the lowest structure of their polymorph: a set that
 * spans an electronvolt per atom of strain and heat cannot be judged by one number.
 */
final class Bands {
  private final PotentialConfig.Report report;
  private final Map<String, Double> lowest = new HashMap<>();

  Bands(PotentialConfig.Report report, List<TrainingFrame> frames) {
    this.report = report;
    for (TrainingFrame frame : frames) {
      lowest.merge(polymorph(frame.kind()), frame.energy() / frame.atoms(), Math::min);
    }
  }

  /** The kind without what tells strained from hot. */
  private String polymorph(String kind) {
    for (String suffix : report.variants()) {
      if (kind.endsWith("-" + suffix)) {
        return kind.substring(0, kind.length() - suffix.length() - 1);
      }
    }
    return kind;
  }

  String of(TrainingFrame frame) {
    String polymorph = polymorph(frame.kind());
    if (report.disordered().stream().anyMatch(polymorph::startsWith)) {
      return "melts and glasses";
    }
    double above = frame.energy() / frame.atoms() - lowest.get(polymorph);
    double below = 0;
    for (double edge : report.bands()) {
      if (above <= edge) {
        return below == 0
            ? "within %.0f meV/atom".formatted(1000 * edge)
            : "%.0f to %.0f meV/atom".formatted(1000 * below, 1000 * edge);
      }
      below = edge;
    }
    return "beyond %.0f meV/atom".formatted(1000 * below);
  }

  /** Errors for all, by band and by kind. */
  static List<ErrorRow> table(String set, List<FrameResult> results) {
    List<ErrorRow> rows = new ArrayList<>();
    if (results.isEmpty()) {
      return rows;
    }
    rows.add(ErrorRow.of(set, "all", results));
    Map<String, List<FrameResult>> bands = new LinkedHashMap<>();
    Map<String, List<FrameResult>> kinds = new TreeMap<>();
    for (FrameResult result : results) {
      bands.computeIfAbsent(result.band(), band -> new ArrayList<>()).add(result);
      kinds.computeIfAbsent(result.frame().kind(), kind -> new ArrayList<>()).add(result);
    }
    bands.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> rows.add(ErrorRow.of(set, entry.getKey(), entry.getValue())));
    kinds.forEach((kind, members) -> rows.add(ErrorRow.of(set, kind, members)));
    return rows;
  }
}
