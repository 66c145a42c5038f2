package org.coesite.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToIntFunction;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.LinearPaths;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.Precision;
import org.coesite.dos.DosModel;
import org.coesite.dos.DosParameters;
import org.coesite.nmr.NmrModel;
import org.coesite.structure.Batch;

/**
 * The table of a run, in Markdown: times, and how they stand to the machine, to peers and to aims.
 */
final class Report {
  /** A row: its name, the benchmark's method, and what it needs. */
  private record Row(String name, String method, Work work) {}

  @FunctionalInterface
  private interface Work {
    long flops(Flops flops);
  }

  private static final List<Row> ROWS =
      List.of(
          new Row("neighbours", "neighbours", f -> 0),
          new Row("expansion", "expansion", Flops::expansion),
          new Row("power spectrum", "spectrum", Flops::spectrum),
          new Row("kernel values", "kernel", Flops::kernel),
          new Row("kernel values + adjoint", "kernelAdjoint", Flops::kernelAdjoint),
          new Row("power spectrum adjoint", "spectrumAdjoint", Flops::spectrumAdjoint),
          new Row("expansion adjoint", "expansionAdjoint", Flops::expansionAdjoint),
          new Row("forces from pairs", "accumulate", Flops::accumulate),
          new Row("**energies**", "energies", Flops::energies),
          new Row("**energies + forces**", "forces", Flops::forces));

  private final Timings timings;
  private final StringBuilder out = new StringBuilder();

  Report(Timings timings) {
    this.timings = timings;
  }

  /**
   * A row of the table of densities of states.
   *
   * @param atoms of the batch
   * @param counted how many of what is counted there are in the batch
   */
  private record DosRow(
      String name, String method, int atoms, ToIntFunction<DosParameters> counted) {}

  private static final List<DosRow> DOS_ROWS =
      List.of(
          new DosRow(
              "channels of atoms, committee included",
              "evaluate",
              DosBenchmark.atoms(),
              m -> DosBenchmark.atoms() * m.points().channels()),
          new DosRow(
              "local densities of states, atoms",
              "local",
              DosBenchmark.atoms(),
              m -> DosBenchmark.atoms()),
          new DosRow(
              "structures of 8 atoms with hot electrons: free energy, forces, stress, uncertainty",
              "heat",
              DosBenchmark.smallAtoms(),
              m -> DosBenchmark.SMALL));

  /** The whole text. */
  String text() {
    machine();
    for (String system : List.of("silica", "cells")) {
      if (timings.of("KernelBenchmark.neighbours", system, "F64", 1).isPresent()
          || timings.of("KernelBenchmark.forces", system, "F64", 1).isPresent()
          || timings.of("KernelBenchmark.expansion", system, "F64", 1).isPresent()) {
        table(system);
      }
    }
    dosTable();
    ProductShapes.NAMES.forEach(this::products);
    linear();
    shieldings();
    nmr();
    aims();
    return out.toString();
  }

  private void machine() {
    try (Backend backend = Backends.open("cpu", Precision.F64, 1)) {
      line(
          "%s; Java %s; %s"
              .formatted(
                  System.getProperty("os.arch"),
                  Runtime.version(),
                  backend.description().replaceFirst(".*vectors", "vectors")));
    }
    line(
        "OpenBLAS: dgemm %s GFLOP/s on one thread, %s on two; sgemm %s and %s (%d x %d)"
            .formatted(
                number(gemm("F64", 1)),
                number(gemm("F64", 2)),
                number(gemm("F32", 1)),
                number(gemm("F32", 2)),
                GemmBenchmark.SIZE,
                GemmBenchmark.SIZE));
    out.append('\n');
  }

  private OptionalDouble gemm(String precision, int threads) {
    return map(
        timings.of("GemmBenchmark.gemm", "", precision, threads),
        t -> 2 * Math.pow(GemmBenchmark.SIZE, 3) / t / 1e3);
  }

  private static Flops flops(String system) {
    Batch batch = Systems.named(system);
    try (Backend backend = Backends.open("cpu", Precision.F64, 1);
        NeighbourSearch search = backend.neighbours(batch, Workload.BASIS.cutoff());
        Neighbours pairs = search.pairs(0, batch.atoms())) {
      return new Flops(
          Workload.BASIS,
          Systems.SPECIES.length,
          pairs.count(),
          batch.atoms(),
          (long) batch.atoms() * Workload.POINTS_PER_SPECIES,
          Workload.ZETA,
          Workload.CHANNELS);
    }
  }

  private void table(String system) {
    Flops flops = flops(system);
    Batch batch = Systems.named(system);
    String size = number(OptionalDouble.of((double) flops.pairs() / flops.centres()));
    line(
        "| %s: %d structures, %d atoms, %s pairs/atom | µs/atom f64 | f32 | GFLOP/s f64 | f32 | of dgemm | of sgemm | x scalar | x peer | f32 gains | 2 threads gain | of dgemm's gain |"
            .formatted(system, batch.size(), batch.atoms(), size));
    line("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    for (Row row : ROWS) {
      if (time(row, system, "F64", 1).isPresent()) {
        row(system, row, flops);
      }
    }
    out.append('\n');
  }

  /** How much of what densities of states are made of there is in a second. */
  private void dosTable() {
    List<DosRow> rows =
        DOS_ROWS.stream().filter(row -> dosTime(row, "F64", 1).isPresent()).toList();
    if (rows.isEmpty()) {
      return;
    }
    DosParameters model = dosParameters();
    line(
        "| densities of states: %d atoms of silicon, %d channels, %d energies | µs/atom f64 | per second f64 | per second f32 | f32 gains | 2 threads gain |"
            .formatted(
                DosBenchmark.atoms(), model.points().channels(), model.code().grid().count()));
    line("|---|--:|--:|--:|--:|--:|");
    for (DosRow row : rows) {
      OptionalDouble wide = dosTime(row, "F64", 1);
      OptionalDouble narrow = dosTime(row, "F32", 1);
      double count = row.counted.applyAsInt(model);
      List<String> cells =
          List.of(
              row.name,
              number(map(wide, t -> t / row.atoms)),
              rate(map(wide, t -> count / t * 1e6)),
              rate(map(narrow, t -> count / t * 1e6)),
              number(ratio(wide, narrow)),
              number(ratio(wide, dosTime(row, "F64", 2))));
      line("| " + String.join(" | ", cells) + " |");
    }
    out.append('\n');
  }

  private OptionalDouble dosTime(DosRow row, String precision, int threads) {
    return timings.of("DosBenchmark." + row.method, "", precision, threads);
  }

  private static DosParameters dosParameters() {
    try (Backend backend = Backends.open("cpu", Precision.F64, 1);
        DosModel model = DosModel.bundled("silicon", backend)) {
      return model.parameters();
    }
  }

  private static String rate(OptionalDouble value) {
    return value.isEmpty() ? "" : String.format(Locale.ROOT, "%,.0f", value.getAsDouble());
  }

  /** Convolutions of one shape. */
  private void products(String shape) {
    if (timings.of("ProductBenchmark.messages", shape, "F64", 1).isEmpty()) {
      return;
    }
    ProductFlops flops = productFlops(shape);
    line(
        "| %s: %d edges, %s | µs/edge f64 | f32 | GFLOP/s f64 | f32 | of dgemm | of sgemm | GB/s f64 | f32 | x dense by dgemm | f32 gains | 2 threads gain |"
            .formatted(shape, flops.edges(), ProductShapes.named(shape).x()));
    line("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    product(shape, "messages", flops.messages(), flops.messagesNumbers(), flops.edges());
    product(
        shape, "nodesAdjoint", flops.nodesAdjoint(), flops.nodesAdjointNumbers(), flops.edges());
    product(
        shape, "edgesAdjoint", flops.edgesAdjoint(), flops.edgesAdjointNumbers(), flops.edges());
    out.append('\n');
  }

  private static ProductFlops productFlops(String shape) {
    Batch batch = ProductShapes.batch();
    try (Backend backend = Backends.open("cpu", Precision.F64, 1);
        NeighbourSearch search = backend.neighbours(batch, ProductShapes.CUTOFF);
        Neighbours pairs = search.pairs(0, batch.atoms())) {
      return new ProductFlops(ProductShapes.named(shape), batch.atoms(), pairs.count());
    }
  }

  private void product(String shape, String method, long flops, long numbers, long edges) {
    product(
        method.replace("Adjoint", " adjoint"),
        "ProductBenchmark." + method,
        "DenseProductBenchmark." + method,
        shape,
        flops,
        numbers,
        edges);
  }

  /**
   * A row with rates of operations and of memory.
   *
   * @param peer the benchmark of the same by BLAS
   * @param pieces what the time is given for
   */
  private void product(
      String title, String name, String peer, String shape, long flops, long numbers, long pieces) {
    OptionalDouble wide = timings.of(name, shape, "F64", 1);
    OptionalDouble narrow = timings.of(name, shape, "F32", 1);
    OptionalDouble wideRate = map(wide, t -> flops / t / 1e3);
    OptionalDouble narrowRate = map(narrow, t -> flops / t / 1e3);
    List<String> cells = new ArrayList<>();
    cells.add(title);
    cells.add(number(map(wide, t -> t / pieces)));
    cells.add(number(map(narrow, t -> t / pieces)));
    cells.add(number(wideRate));
    cells.add(number(narrowRate));
    cells.add(percent(ratio(wideRate, gemm("F64", 1))));
    cells.add(percent(ratio(narrowRate, gemm("F32", 1))));
    cells.add(number(map(wide, t -> 8 * numbers / t / 1e3)));
    cells.add(number(map(narrow, t -> 4 * numbers / t / 1e3)));
    cells.add(number(ratio(timings.of(peer, shape, "", 1), wide)));
    cells.add(number(ratio(wide, narrow)));
    cells.add(number(ratio(wide, timings.of(name, shape, "F64", 2))));
    line("| " + String.join(" | ", cells) + " |");
  }

  /** Linear layers of all shapes. */
  private void linear() {
    List<String> shapes =
        LinearShapes.NAMES.stream()
            .filter(shape -> timings.of("LinearBenchmark.apply", shape, "F64", 1).isPresent())
            .toList();
    if (shapes.isEmpty()) {
      return;
    }
    line(
        "| linear layers, %d rows | µs/row f64 | f32 | GFLOP/s f64 | f32 | of dgemm | of sgemm | GB/s f64 | f32 | x dgemm for each m | f32 gains | 2 threads gain |"
            .formatted(LinearShapes.ROWS));
    line("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    for (String shape : shapes) {
      LinearPaths paths = LinearShapes.named(shape);
      long numbers = LinearShapes.numbers(paths, LinearShapes.ROWS);
      linear(shape, "apply", LinearShapes.flops(paths, LinearShapes.ROWS), numbers);
      linear(
          shape,
          "adjoint",
          LinearShapes.flops(paths, LinearShapes.ROWS),
          numbers + (long) LinearShapes.ROWS * paths.x().size());
    }
    out.append('\n');
  }

  private void linear(String shape, String method, long flops, long numbers) {
    product(
        shape + ", " + method,
        "LinearBenchmark." + method,
        "LinearDgemmBenchmark." + method,
        shape,
        flops,
        numbers,
        LinearShapes.ROWS);
  }

  private OptionalDouble time(Row row, String system, String precision, int threads) {
    return timings.of("KernelBenchmark." + row.method, system, precision, threads);
  }

  private void row(String system, Row row, Flops flops) {
    OptionalDouble wide = time(row, system, "F64", 1);
    OptionalDouble narrow = time(row, system, "F32", 1);
    OptionalDouble two = time(row, system, "F64", 2);
    double work = row.work.flops(flops);
    OptionalDouble wideRate = work == 0 ? OptionalDouble.empty() : map(wide, t -> work / t / 1e3);
    OptionalDouble narrowRate =
        work == 0 ? OptionalDouble.empty() : map(narrow, t -> work / t / 1e3);
    List<String> cells = new ArrayList<>();
    cells.add(row.name);
    cells.add(number(map(wide, t -> t / flops.centres())));
    cells.add(number(map(narrow, t -> t / flops.centres())));
    cells.add(number(wideRate));
    cells.add(number(narrowRate));
    cells.add(percent(ratio(wideRate, gemm("F64", 1))));
    cells.add(percent(ratio(narrowRate, gemm("F32", 1))));
    cells.add(number(ratio(timings.of("ScalarBenchmark." + row.method, system, "", 1), wide)));
    cells.add(number(ratio(peer(row, system), wide)));
    cells.add(number(ratio(wide, narrow)));
    cells.add(number(ratio(wide, two)));
    cells.add(percent(ratio(ratio(wide, two), ratio(gemm("F64", 2), gemm("F64", 1)))));
    line("| " + String.join(" | ", cells) + " |");
  }

  /** The peer's time on one thread: its spectrum takes an expansion first, which is taken off. */
  private OptionalDouble peer(Row row, String system) {
    if (row.method.equals("neighbours")) {
      return timings.of("VesinBenchmark.neighbours", system, "", 1);
    }
    OptionalDouble expansion = timings.of("SoapPeerBenchmark.expansion", "", "", 1);
    if (!system.equals("silica") || expansion.isEmpty()) {
      return OptionalDouble.empty();
    }
    return switch (row.method) {
      case "expansion" -> expansion;
      case "spectrum" ->
          map(
              timings.of("SoapPeerBenchmark.spectrum", "", "", 1),
              both -> both - expansion.getAsDouble());
      default -> OptionalDouble.empty();
    };
  }

  /** Shielding tensors by the bundled model. */
  private void shieldings() {
    String name = "NmrModelBenchmark.evaluate";
    OptionalDouble wide = timings.of(name, "", "F64", 1);
    if (wide.isEmpty()) {
      return;
    }
    OptionalDouble narrow = timings.of(name, "", "F32", 1);
    int sites = NmrModelBenchmark.sites();
    long flops;
    try (Backend backend = Backends.open("cpu", Precision.F64, 1);
        NmrModel model = NmrModel.bundled(NmrModel.SILICON_29, backend)) {
      flops = sites * NmrModelBenchmark.flops(model.parameters());
    }
    line(
        "| shielding tensors of %d sites in cells of silica, with the committee's | µs/site f64 | tensors per second f64 | f32 | of dgemm | f32 gains | 2 threads gain |"
            .formatted(sites));
    line("|---|--:|--:|--:|--:|--:|--:|");
    List<String> cells =
        List.of(
            "",
            number(map(wide, t -> t / sites)),
            rate(map(wide, t -> sites / t * 1e6)),
            rate(map(narrow, t -> sites / t * 1e6)),
            percent(ratio(map(wide, t -> flops / t / 1e3), gemm("F64", 1))),
            number(ratio(wide, narrow)),
            number(ratio(wide, timings.of(name, "", "F64", 2))));
    line("| " + String.join(" | ", cells) + " |");
    out.append('\n');
  }

  /** What a method of {@link NmrBenchmark} does, and how many of it in one call. */
  private record NmrRow(String name, String method, int count) {}

  private static final List<NmrRow> NMR_ROWS =
      List.of(
          new NmrRow("tensors in all conventions", "tensors", NmrBenchmark.TENSORS),
          new NmrRow("spectra: shift, static", "shiftStatic", 1),
          new NmrRow("spectra: shift, sidebands", "shiftSidebands", 1),
          new NmrRow("spectra: central transition, fast", "quadrupoleFast", 1),
          new NmrRow("spectra: central transition and shift, static", "quadrupoleStatic", 1),
          new NmrRow("spectra: central transition and shift, sidebands", "quadrupoleSidebands", 1));

  private void nmr() {
    if (NMR_ROWS.stream().allMatch(row -> nmr(row).isEmpty())) {
      return;
    }
    line("| NMR, one thread, one site | per second |");
    line("|---|--:|");
    for (NmrRow row : NMR_ROWS) {
      nmr(row).ifPresent(t -> line("| %s | %.0f |".formatted(row.name, 1e6 * row.count / t)));
    }
    out.append('\n');
  }

  private OptionalDouble nmr(NmrRow row) {
    return timings.of("NmrBenchmark." + row.method, "", "", 1);
  }

  private void aims() {
    Row neighbours = ROWS.get(0);
    for (String system : List.of("silica", "cells")) {
      aim(
          "neighbours no slower than vesin, " + system,
          ratio(peer(neighbours, system), time(neighbours, system, "F64", 1)),
          1,
          true);
      aim(
          "energies + forces at most 2.3 times energies, " + system,
          ratio(
              timings.of("KernelBenchmark.forces", system, "F64", 1),
              timings.of("KernelBenchmark.energies", system, "F64", 1)),
          2.3,
          false);
    }
    Row expansion = ROWS.get(1);
    OptionalDouble time = time(expansion, "silica", "F64", 1);
    if (time.isPresent()) {
      double rate = flops("silica").expansion() / time.getAsDouble() / 1e3;
      aim(
          "expansion at a quarter of dgemm",
          ratio(OptionalDouble.of(rate), gemm("F64", 1)),
          0.25,
          true);
    }
    for (String method : List.of("energies", "forces")) {
      OptionalDouble wide = timings.of("KernelBenchmark." + method, "silica", "F64", 1);
      aim(
          method + ", float 1.8 times double",
          ratio(wide, timings.of("KernelBenchmark." + method, "silica", "F32", 1)),
          1.8,
          true);
      aim(
          method + ", two threads at 0.9 of what dgemm gains",
          ratio(
              ratio(wide, timings.of("KernelBenchmark." + method, "silica", "F64", 2)),
              ratio(gemm("F64", 2), gemm("F64", 1))),
          0.9,
          true);
    }
  }

  private void aim(String what, OptionalDouble value, double wanted, boolean atLeast) {
    value.ifPresent(
        v ->
            line(
                "- "
                    + what
                    + ": "
                    + number(value)
                    + ((atLeast ? v >= wanted : v <= wanted) ? " (reached)" : " (missed)")));
  }

  @FunctionalInterface
  private interface Change {
    double of(double value);
  }

  private static OptionalDouble map(OptionalDouble value, Change change) {
    return value.isPresent()
        ? OptionalDouble.of(change.of(value.getAsDouble()))
        : OptionalDouble.empty();
  }

  private static OptionalDouble ratio(OptionalDouble a, OptionalDouble b) {
    return a.isPresent() && b.isPresent()
        ? OptionalDouble.of(a.getAsDouble() / b.getAsDouble())
        : OptionalDouble.empty();
  }

  private static String number(OptionalDouble value) {
    if (value.isEmpty()) {
      return "";
    }
    double v = value.getAsDouble();
    return String.format(Locale.ROOT, v < 10 ? "%.2f" : v < 100 ? "%.1f" : "%.0f", v);
  }

  private static String percent(OptionalDouble value) {
    return value.isEmpty() ? "" : String.format(Locale.ROOT, "%.0f%%", 100 * value.getAsDouble());
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
