package org.coesite.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.dispersion.D3Dispersion;
import org.coesite.dispersion.D3Parameters;
import org.coesite.dynamics.RelaxationResult;
import org.coesite.io.FileProblem;
import org.coesite.io.ReadOptions;
import org.coesite.models.Calculator;
import org.coesite.nmr.NmrModel;
import org.coesite.nmr.Referencing;
import org.coesite.report.ScreenReport;
import org.coesite.report.ScreenRow;
import org.coesite.screen.Assessment;
import org.coesite.screen.Evaluation;
import org.coesite.screen.Formula;
import org.coesite.screen.Frame;
import org.coesite.screen.Frames;
import org.coesite.screen.QuartzReference;
import org.coesite.screen.ScreenSettings;
import org.coesite.screen.Screening;
import org.coesite.screen.ShiftPrediction;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Screens frameworks: the main job. */
@Command(
    name = "screen",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Predicts energy, forces, stress and uncertainty of zeolite frameworks, and writes a table"
          + " and a report.",
      ""
    },
    footer = {
      "",
      "Writes OUT/screen.csv (a row per structure, in input order, as they finish),"
          + " OUT/report.html with its figures as PNG, with --relax also OUT/relaxed.xyz.",
      "Energies are compared with alpha-quartz relaxed with the same model. A run that was stopped"
          + " goes on with --resume and ends with the same table.",
      "PBE without dispersion favours open frameworks: calorimetry puts zeolites 7 to 14 kJ/mol"
          + " above quartz. With --dispersion d3bj the table shows both."
    })
final class ScreenCommand implements Callable<Integer> {
  /** Frames that are read while others are computed. */
  private static final int FRAMES_AHEAD = 1000;

  private static final int FAILURES_SHOWN = 20;

  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE|DIR",
      description =
          "CIF, extended XYZ or POSCAR files, gzipped or not; folders are searched. None: the"
              + " bundled frameworks.")
  private List<Path> paths = List.of();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "OUT",
      defaultValue = "screen",
      description = "Folder for the results (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Mixin private ScreenOptions screening;

  @ArgGroup private ExistingOutput existing = new ExistingOutput();

  /** What to do with a folder that holds a run already. */
  private static final class ExistingOutput {
    @Option(names = "--resume", description = "Go on with the run in OUT.")
    private boolean resume;

    @Option(names = "--overwrite", description = "Replace the run in OUT.")
    private boolean overwrite;
  }

  @Override
  public Integer call() {
    List<Frames.InputFile> files =
        paths.isEmpty() ? BundledFrameworks.files() : InputFiles.find(paths, out);
    ScreenSettings settings = screening.settings();
    Referencing referencing = settings.referencing();
    Backends.Choice choice = common.chooseBackend();
    try (Backend backend = choice.backend();
        LoadedModel model = Models.open(screening.model(), backend);
        Calculator correction =
            settings.dispersion() ? new D3Dispersion(D3Parameters.PBE, common.threads()) : null;
        NmrModel shieldings =
            referencing == null ? null : NmrModels.open(screening.nmrModel(), backend);
        MeanSoap descriptor = new MeanSoap(backend)) {
      print("model:  " + model.name());
      ShiftPrediction shifts = screening.shifts(shieldings, referencing);
      if (referencing != null) {
        print("shifts: " + screening.describe(referencing));
      }
      print("device: " + backend.description() + note(choice.passedOver()));
      prepareFolder(new RunRecord(facts(files, backend, model)));
      return screen(files, backend, model, settings, correction, shifts, descriptor);
    }
  }

  private static String note(String text) {
    return text.isEmpty() ? "" : "; " + text;
  }

  private Map<String, String> facts(
      List<Frames.InputFile> files, Backend backend, LoadedModel model) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("version", Main.version());
    facts.put("model", model.name());
    facts.put("model_sha256", model.sha256());
    facts.put("device", backend.name());
    facts.put("precision", common.precision().name().toLowerCase(Locale.ROOT));
    facts.putAll(screening.facts());
    facts.put("files", Integer.toString(files.size()));
    facts.put("files_sha256", Digest.of(files));
    return facts;
  }

  private void prepareFolder(RunRecord record) {
    Path recordFile = out.resolve("run.json");
    boolean holdsRun = Files.exists(recordFile);
    if (holdsRun && existing.resume) {
      record.requireSame(recordFile);
      return;
    }
    try {
      Files.createDirectories(out);
    } catch (IOException e) {
      throw FileProblem.writing(out, e);
    }
    if (holdsRun && existing.overwrite) {
      removeRun();
    } else if (!isEmpty()) {
      throw new WrongCallException(
          out
              + ": "
              + (holdsRun
                  ? "the folder holds a run already; --resume goes on with it, --overwrite replaces"
                      + " it"
                  : "the folder is not empty; give another --out"));
    }
    record.write(recordFile);
  }

  private boolean isEmpty() {
    try (Stream<Path> entries = Files.list(out)) {
      return entries.findAny().isEmpty();
    } catch (IOException e) {
      throw FileProblem.reading(out, e);
    }
  }

  private void removeRun() {
    try (Stream<Path> entries = Files.list(out)) {
      for (Path file : (Iterable<Path>) entries::iterator) {
        String name = file.getFileName().toString();
        if (name.matches("screen\\.csv|relaxed\\.xyz|report\\.html|run\\.json|.*\\.png")) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw FileProblem.writing(out, e);
    }
  }

  private int screen(
      List<Frames.InputFile> files,
      Backend backend,
      LoadedModel model,
      ScreenSettings settings,
      Calculator correction,
      ShiftPrediction shifts,
      MeanSoap descriptor) {
    RelaxationResult quartz = relaxedQuartz(model.calculator());
    Assessment assessment = new Assessment(quartz.structure(), quartz.energy(), correction, shifts);
    int atomsInHand = Screening.atomsInHand(backend, common.threads());
    Evaluation evaluation =
        settings.relax()
            ? Evaluation.relaxed(model.calculator(), settings.relaxation(), atomsInHand)
            : Evaluation.asGiven(model.calculator(), atomsInHand);
    try (Farewell _ = Farewell.say(this::interrupted);
        ScreenRun run =
            new ScreenRun(out, settings.relax(), settings.columns(), assessment, descriptor)) {
      long start = System.nanoTime();
      double busy = backend.busySeconds();
      try (Frames frames = new Frames(files, ReadOptions.DEFAULT);
          ReadAhead<Frame> ahead = new ReadAhead<>(frames, FRAMES_AHEAD);
          Progress progress = Progress.start("screening", "files", files.size())) {
        run.run(ahead, evaluation, progress);
        progress.done(files.size());
      }
      double seconds = 1e-9 * (System.nanoTime() - start);
      printThroughput(run, seconds, (backend.busySeconds() - busy) / seconds);
      writeReport(run, model, settings, backend);
      return printFailures(run.rows());
    }
  }

  private RelaxationResult relaxedQuartz(Calculator calculator) {
    RelaxationResult quartz = QuartzReference.relaxed(calculator, BundledFrameworks.quartz());
    print(
        String.format(
            Locale.ROOT,
            "quartz: %.6f eV per SiO2, %s after %d steps",
            quartz.energy() / new Formula(quartz.structure()).silica(),
            quartz.converged() ? "relaxed" : quartz.message(),
            quartz.steps()));
    return quartz;
  }

  private void writeReport(
      ScreenRun run, LoadedModel model, ScreenSettings settings, Backend backend) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Device", backend.name() + ", " + common.precision());
    if (settings.shifts()) {
      facts.put("Shifts of 29Si", screening.describe(settings.referencing()));
    }
    facts.put("Structures", settings.relax() ? "relaxed, positions and cell" : "as given");
    ScreenReport report =
        new ScreenReport(
            new ScreenReport.Run(
                model.name(), model.functional(), settings.dispersion() ? "D3(BJ)" : "", facts));
    run.addTo(report);
    List<Path> written = report.write(out);
    print("wrote " + out.resolve("screen.csv") + " and " + written.get(0));
  }

  /**
   * Says how fast it went.
   *
   * @param busy fraction of the time that the device was at work; NaN where there is none
   */
  private void printThroughput(ScreenRun run, double seconds, double busy) {
    String rates =
        String.format(
            Locale.ROOT,
            "%d structures, %d atoms in %.1f s: %.2f structures/s, %.0f atoms/s",
            run.structures(),
            run.atoms(),
            seconds,
            run.structures() / seconds,
            run.atoms() / seconds);
    String device =
        Double.isNaN(busy)
            ? ""
            : String.format(Locale.ROOT, "; the device was busy %.0f%% of the time", 100 * busy);
    print(rates + device);
  }

  private int printFailures(List<ScreenRow> rows) {
    List<ScreenRow> failed = rows.stream().filter(row -> !row.predicted()).toList();
    if (failed.isEmpty()) {
      return 0;
    }
    PrintWriter err = spec.commandLine().getErr();
    err.printf("coesite screen: %d of %d structures failed:%n", failed.size(), rows.size());
    failed.stream().limit(FAILURES_SHOWN).forEach(row -> err.println("  " + row.message()));
    if (failed.size() > FAILURES_SHOWN) {
      err.println("  and more: see " + out.resolve("screen.csv"));
    }
    err.flush();
    return 1;
  }

  private String interrupted() {
    return "coesite screen: stopped; the rows that are done are in "
        + out.resolve("screen.csv")
        + ", the same command with --resume goes on";
  }

  private void print(String line) {
    PrintWriter writer = spec.commandLine().getOut();
    writer.println(line);
    writer.flush();
  }
}
