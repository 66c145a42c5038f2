package org.coesite.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.coesite.dos.DosComparison.Combination;
import org.coesite.dos.DosComparisonTable.Verdict;
import org.coesite.dos.DosMeasure;

/** Says in words which models are best where, from numbers and their uncertainty alone. */
final class DosComparisonWords {
  private final List<Verdict> verdicts;

  DosComparisonWords(List<Verdict> verdicts) {
    this.verdicts = verdicts;
  }

  /** One sentence on representations, one on references. */
  List<String> summary() {
    List<String> out = new ArrayList<>();
    if (verdicts.isEmpty()) {
      return List.of("No combination was possible.");
    }
    out.add(summary("Of representations", c -> c.representation().toString()));
    out.add(summary("Of references", c -> "zero " + c.zero()));
    return out;
  }

  private String summary(String what, Function<Combination, String> part) {
    Map<String, Set<String>> worse = new LinkedHashMap<>();
    for (Verdict verdict : verdicts) {
      Set<String> good = new LinkedHashSet<>(List.of(part.apply(verdict.best())));
      verdict.asGood().forEach(c -> good.add(part.apply(c)));
      good.forEach(name -> worse.computeIfAbsent(name, key -> new LinkedHashSet<>()));
      for (Combination c : verdict.worse()) {
        if (!good.contains(part.apply(c))) {
          worse.computeIfAbsent(part.apply(c), key -> new LinkedHashSet<>()).add(place(verdict));
        }
      }
    }
    List<String> everywhere = new ArrayList<>();
    List<String> others = new ArrayList<>();
    worse.forEach(
        (name, places) -> {
          if (places.isEmpty()) {
            everywhere.add(name);
          } else {
            others.add(name + " is worse in " + places.size() + ": " + String.join(", ", places));
          }
        });
    return "%s, compared in %d places (measure, width, set): %s%s."
        .formatted(
            what,
            verdicts.size(),
            everywhere.isEmpty()
                ? "none is best or as good in all"
                : String.join(", ", everywhere) + " best or as good within the noise in all",
            others.isEmpty() ? "" : "; " + String.join("; ", others));
  }

  private static String place(Verdict verdict) {
    return verdict.measure().words() + " at " + verdict.width() + " eV (" + verdict.group() + ")";
  }

  /** The least error with its interval. */
  static String error(Verdict verdict) {
    DosMeasure measure = verdict.measure();
    String digits = measure == DosMeasure.FERMI ? "%.3f" : "%.1f";
    return String.format(
        Locale.ROOT,
        digits + " %s (" + digits + " to " + digits + ")",
        verdict.error().value(),
        measure.unit(),
        verdict.error().low(),
        verdict.error().high());
  }

  static String names(List<Combination> combinations) {
    return String.join(
        ", ", combinations.stream().map(c -> c.representation() + "/" + c.zero()).toList());
  }
}
