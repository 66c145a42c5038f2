package org.coesite.examples.silica;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;
import org.coesite.dispersion.D3Dispersion;
import org.coesite.dispersion.D3Parameters;
import org.coesite.examples.dynamics.Cost;
import org.coesite.io.FileProblem;
import org.coesite.io.StructureReader;
import org.coesite.models.Calculator;
import org.coesite.models.Potential;
import org.coesite.models.SumCalculator;
import org.coesite.nmr.NmrModel;
import org.coesite.nmr.Referencing;
import org.coesite.structure.Structure;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the stages. */
@Command(
    name = "examples/silica-nmr",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Makes a glass of silica, heats cristobalite, relaxes zeolites and draws their 29Si"
            + " spectra.",
    footer = {
      "",
      "DIR/glass and DIR/cristobalite hold the molecular dynamics, DIR/frameworks what was relaxed:"
          + " what is there is not computed again. DIR/tensors holds shielding tensors as coesite"
          + " nmr reads them, DIR/nmr figures, tables and report.html; both are always made anew."
    })
public final class SilicaNmr implements Callable<Integer> {
  /**
   * Pairs of the dispersion in molecular dynamics are summed so far, angstrom: a third of the cost
   * of the default, and 0.2 per cent more volume.
   */
  private static final double DISPERSION_CUTOFF = 10;

  /** Parts of the work, in their order. */
  enum Stage {
    GLASS,
    HEAT,
    RELAX,
    TENSORS,
    REPORT
  }

  /** Frameworks of which spectra are drawn. */
  private static final List<String> FRAMEWORKS =
      List.of("quartz", "cristobalite", "SOD", "LTA", "FAU", "CHA", "FER", "MFI");

  private static final List<String> SMALL_FRAMEWORKS = List.of("quartz", "SOD");

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "STAGE",
      description = "glass, heat, relax, tensors, report (default: all, in this order).")
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
      names = "--glass",
      paramLabel = "FILE",
      description =
          "A relaxed glass, such as examples/data/silica-glass.xyz.gz, in place of one's own.")
  private Path earlier;

  @Option(
      names = "--model",
      paramLabel = "M",
      description = "Of shieldings (default: silicon-29, bundled).")
  private Path model;

  @Option(
      names = "--reference",
      paramLabel = "PPM",
      description = "shift = reference + slope x shielding (default: 289).")
  private double reference = NmrModel.TETRAMETHYLSILANE.reference();

  @Option(names = "--slope", paramLabel = "NUMBER", description = "Of the same (default: -0.9).")
  private double slope = NmrModel.TETRAMETHYLSILANE.slope();

  @Option(names = "--device", defaultValue = "cpu", description = "As of coesite.")
  private String device;

  @Option(
      names = "--threads",
      defaultValue = "1",
      paramLabel = "N",
      description = "CPU threads (default: ${DEFAULT-VALUE}).")
  private int threads;

  private final Source source;

  /** Where shieldings come from. */
  @FunctionalInterface
  interface Source {
    SiliconShielding open(Path file, Backend backend);
  }

  SilicaNmr(Source source) {
    this.source = source;
  }

  /** See {@code --help}. */
  public static void main(String[] arguments) {
    System.exit(commandLine(ModelShielding::new).execute(arguments));
  }

  static CommandLine commandLine(Source source) {
    return new CommandLine(new SilicaNmr(source))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (failure, line, parsed) -> {
              if (failure instanceof CoesiteException) {
                line.getErr().println("silica-nmr: " + failure.getMessage());
                return 1;
              }
              throw failure;
            });
  }

  @Override
  public Integer call() {
    SilicaPlan plan = tiny ? SilicaPlan.tiny() : SilicaPlan.full();
    try (Backend backend = Backends.open(device, Precision.F64, threads)) {
      for (Stage stage : Stage.values()) {
        if (stages.contains(stage)) {
          Cost.Start start = Cost.Start.now();
          run(stage, plan, backend);
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
    }
    return 0;
  }

  private void run(Stage stage, SilicaPlan plan, Backend backend) {
    switch (stage) {
      case TENSORS -> tensors(plan, backend);
      case REPORT -> report(plan);
      default -> structures(stage, plan, backend);
    }
  }

  private void structures(Stage stage, SilicaPlan plan, Backend backend) {
    try (Potential potential = Potential.bundled("silica", backend);
        D3Dispersion dispersion = new D3Dispersion(D3Parameters.PBE, DISPERSION_CUTOFF, threads)) {
      // the parts are closed by themselves
      Calculator dispersed = new SumCalculator(potential, dispersion);
      switch (stage) {
        case GLASS -> {
          Calculator walled = new SumCalculator(potential, new Walls());
          new Glass(folder("glass"), walled, dispersed, seed, this::say).make(plan);
        }
        case HEAT ->
            new HeatedCrystal(folder("cristobalite"), dispersed, seed, this::say).heat(plan);
        default -> new Frameworks(folder("frameworks"), dispersed, this::say).relax(frameworks());
      }
    }
  }

  private List<String> frameworks() {
    return tiny ? SMALL_FRAMEWORKS : FRAMEWORKS;
  }

  private void tensors(SilicaPlan plan, Backend backend) {
    Path to = folder("tensors");
    Path glass = earlier == null ? Glass.file(folder("glass")) : earlier;
    try (SiliconShielding shielding = source.open(model, backend)) {
      Shielded.of(read(glass).getFirst(), shielding).write(tensorFile(to, "glass"));
      for (double kelvin : plan.kelvin()) {
        List<Structure> moments = read(HeatedCrystal.file(folder("cristobalite"), kelvin));
        Shielded.mean(moments, Cristobalite.CELL, shielding).write(tensorFile(to, crystal(kelvin)));
        Shielded.of(moments.getLast(), shielding).write(tensorFile(to, moment(kelvin)));
      }
      for (String name : frameworks()) {
        Structure framework = read(Frameworks.file(folder("frameworks"), name)).getFirst();
        Shielded.of(framework, shielding).write(tensorFile(to, name));
      }
    }
  }

  private static Path tensorFile(Path folder, String name) {
    return folder.resolve(name + ".xyz.gz");
  }

  private static String crystal(double kelvin) {
    return String.format(Locale.ROOT, "heated-%04.0fK", kelvin);
  }

  private static String moment(double kelvin) {
    return crystal(kelvin) + "-moment";
  }

  private void report(SilicaPlan plan) {
    Path from = folder("tensors");
    List<HeatedPoint> heated = new ArrayList<>();
    for (double kelvin : plan.kelvin()) {
      heated.add(
          new HeatedPoint(
              kelvin,
              Shielded.read(tensorFile(from, crystal(kelvin))),
              Shielded.read(tensorFile(from, moment(kelvin)))));
    }
    Map<String, Shielded> zeolites = new LinkedHashMap<>();
    for (String name : frameworks()) {
      zeolites.put(name, Shielded.read(tensorFile(from, name)));
    }
    Results results =
        new Results(
            Shielded.read(tensorFile(from, "glass")),
            heated,
            zeolites,
            new Spectrometer(new Referencing(reference, slope)));
    Path folder = folder("nmr");
    new SilicaReport(results, folder).write();
    say("wrote " + folder.resolve("report.html"));
  }

  private static List<Structure> read(Path file) {
    if (!Files.exists(file)) {
      throw new CoesiteException(file + ": is not there; the stage before makes it");
    }
    return StructureReader.readAll(file);
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
