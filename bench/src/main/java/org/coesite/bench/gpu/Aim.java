package org.coesite.bench.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.coesite.backend.Precision;

/**
 * What was set out to be reached.
 *
 * @param reached empty where it was not measured
 * @param atLeast whether more is better
 */
record Aim(String what, double wanted, OptionalDouble reached, boolean atLeast) {
  /** All aims, beside what a run measured. */
  static List<Aim> all(Report report) {
    List<Aim> aims = new ArrayList<>();
    for (Precision precision : List.of(Precision.F32, Precision.F64)) {
      String p = precision.name().toLowerCase(Locale.ROOT);
      aims.add(
          atMost(
              "neighbours of 100,000 atoms, positions on the device, ms, " + p,
              0.7,
              map(report.row(Cases.SILICON, precision, "neighbours"), row -> row.seconds() * 1e3)));
    }
    aims.add(
        atMost(
            "energy + forces of 100,000 silicon atoms, times the roofline, f32",
            2,
            map(
                report.row(Cases.SILICON, Precision.F32, Cases.DEVICE),
                row -> row.seconds() / row.bound())));
    aims.add(
        atMost(
            "the same in double over single precision",
            2,
            ratio(
                report.row(Cases.SILICON, Precision.F64, Cases.DEVICE),
                report.row(Cases.SILICON, Precision.F32, Cases.DEVICE))));
    for (Precision precision : List.of(Precision.F32, Precision.F64)) {
      aims.add(
          new Aim(
              "1,000 zeolite cells, times 2 threads of this CPU, "
                  + precision.name().toLowerCase(Locale.ROOT),
              150,
              ratio(
                  report.row(Cases.ZEOLITES, precision, Cases.CPU),
                  report.row(Cases.ZEOLITES, precision, Cases.WALL)),
              true));
    }
    return aims;
  }

  private static Aim atMost(String what, double wanted, OptionalDouble reached) {
    return new Aim(what, wanted, reached, false);
  }

  @FunctionalInterface
  private interface Value {
    double of(Row row);
  }

  private static OptionalDouble map(Optional<Row> row, Value value) {
    return row.isPresent() ? OptionalDouble.of(value.of(row.get())) : OptionalDouble.empty();
  }

  private static OptionalDouble ratio(Optional<Row> above, Optional<Row> below) {
    return above.isPresent() && below.isPresent()
        ? OptionalDouble.of(above.get().seconds() / below.get().seconds())
        : OptionalDouble.empty();
  }
}
