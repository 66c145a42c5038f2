package org.coesite.examples.amorphous;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;
import org.coesite.dos.DosModel;
import org.coesite.examples.dynamics.Cost;
import org.coesite.examples.dynamics.Leg;
import org.coesite.io.FileProblem;
import org.coesite.io.StructureReader;
import org.coesite.io.StructureWriter;
import org.coesite.models.Potential;
import org.coesite.structure.Structure;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the stages. */
@Command(
    name = "examples/amorphous-silicon",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Quenches silicon from the melt, compresses it, makes a large cell of it at each pressure"
            + " and predicts local densities of states.",
    footer = {
      "",
      "DIR/small holds the molecular dynamics of the small cell, DIR/large the large cells, and"
          + " DIR/dos tables and figures. What is in the first two is not computed again; the"
          + " prediction always is."
    })
public final class AmorphousSilicon implements Callable<Integer> {
  /** Parts of the work, in their order. */
  enum Stage {
    QUENCH,
    COMPRESS,
    ENLARGE,
    PREDICT
  }

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "STAGE",
      description = "quench, compress, enlarge, predict (default: all, in this order).")
  private List<Stage> stages = List.of(Stage.values());

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "DIR",
      description = "Folder for everything.")
  private Path out;

  @Option(names = "--tiny", description = "A toy that takes seconds: nothing physical comes out.")
  private boolean tiny;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Of all random numbers (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--small",
      paramLabel = "FILE",
      description =
          "Small cells of an earlier run, such as examples/data/amorphous-silicon.xyz.gz.")
  private Path earlier;

  @Option(
      names = "--copies",
      paramLabel = "N",
      description = "Of the small cell along each edge of the large one (default: 8).")
  private Integer copies;

  @Option(
      names = "--model",
      paramLabel = "M",
      description = "Of the density of states (default: silicon, bundled).")
  private Path model;

  @Option(names = "--device", defaultValue = "cpu", description = "As of coesite.")
  private String device;

  @Option(
      names = "--threads",
      defaultValue = "1",
      paramLabel = "N",
      description = "CPU threads (default: ${DEFAULT-VALUE}).")
  private int threads;

  AmorphousSilicon() {}

  /** See {@code --help}. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new AmorphousSilicon())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (failure, line, parsed) -> {
              if (failure instanceof CoesiteException) {
                line.getErr().println("amorphous-silicon: " + failure.getMessage());
                return 1;
              }
              throw failure;
            });
  }

  @Override
  public Integer call() {
    Plan plan = tiny ? Plan.tiny() : Plan.full();
    if (copies != null) {
      plan = plan.withCopies(copies);
    }
    try (Backend backend = Backends.open(device, Precision.F64, threads)) {
      for (Stage stage : Stage.values()) {
        if (stages.contains(stage)) {
          run(stage, plan, backend);
        }
      }
    }
    return 0;
  }

  private void run(Stage stage, Plan plan, Backend backend) {
    if (stage == Stage.PREDICT) {
      predict(plan, backend);
      return;
    }
    try (Potential potential = Potential.bundled("silicon", backend)) {
      SmallCell small = new SmallCell(folder("small"), potential, seed, this::say);
      if (earlier != null) {
        small.unpack(earlier);
      }
      Cost.Start start = Cost.Start.now();
      switch (stage) {
        case QUENCH -> small.relax(small.run(SmallCell.crystal(plan.cells()), plan.quench()));
        case COMPRESS -> small.run(small(plan.quench().getLast()), plan.compression());
        default -> enlarge(plan, potential);
      }
      Cost cost = start.until();
      say(
          String.format(
              Locale.ROOT,
              "%s: %.0f s, %.0f s of processors",
              stage.name().toLowerCase(Locale.ROOT),
              cost.wall(),
              cost.processor()));
    }
  }

  private void enlarge(Plan plan, Potential potential) {
    for (Leg leg : plan.compression()) {
      Path file = large(leg);
      if (!Files.exists(file)) {
        LargeCell cell = new LargeCell(small(leg), plan.copies());
        long own = 31 * seed + leg.name().hashCode();
        Structure shaken = cell.shaken(potential, plan.shakeSteps(), leg.endKelvin(), own);
        StructureWriter.writeAll(file, List.of(shaken));
      }
      Structure shaken = read(file);
      say(leg.name() + ": " + new Measures(shaken));
      say(
          String.format(
              Locale.ROOT,
              "  copies differ by %.3f angstrom, rms",
              LargeCell.difference(shaken, small(leg), plan.copies())));
    }
  }

  private void predict(Plan plan, Backend backend) {
    List<PressurePoint> points = new ArrayList<>();
    try (DosModel dos =
        model == null ? DosModel.bundled("silicon", backend) : DosModel.load(model, backend)) {
      for (Leg leg : plan.compression()) {
        PressurePoint point = PressurePoint.predict(leg.name(), read(large(leg)), dos);
        points.add(point);
        say(
            String.format(
                Locale.ROOT,
                "%s: %d atoms in %.1f s (%.1f s of processors), at most %.0f MB so far",
                leg.name(),
                point.structure().atoms(),
                point.cost().wall(),
                point.cost().processor(),
                point.cost().memory()));
      }
    }
    Path folder = folder("dos");
    new Tables(points).write(folder);
    new Figures(points).write(folder);
    say("wrote " + folder);
  }

  private Structure small(Leg leg) {
    return read(folder("small").resolve(leg.name() + ".xyz"));
  }

  private Path large(Leg leg) {
    return folder("large").resolve(leg.name() + ".xyz.gz");
  }

  private static Structure read(Path file) {
    if (!Files.exists(file)) {
      throw new CoesiteException(file + ": is not there; the stage before makes it");
    }
    return StructureReader.readAll(file).get(0);
  }

  private Path folder(String name) {
    Path folder = out.resolve(name);
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw FileProblem.writing(folder, e);
    }
  }

  private void say(String line) {
    PrintWriter to = spec.commandLine().getOut();
    to.println(line);
    to.flush();
  }
}
