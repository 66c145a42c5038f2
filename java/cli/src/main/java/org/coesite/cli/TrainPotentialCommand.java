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
import org.coesite.backend.Backend;
import org.coesite.io.FileProblem;
import org.coesite.io.StructureReader;
import org.coesite.learn.ErrorRow;
import org.coesite.learn.PotentialConfig;
import org.coesite.learn.PotentialTrainer;
import org.coesite.learn.TrainingListener;
import org.coesite.learn.TrainingResult;
import org.coesite.models.Potential;
import org.coesite.structure.Structure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains an interatomic potential. */
@Command(
    name = "potential",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Trains a potential on energies, forces and stresses.",
      "",
      "Prints the errors by group of structures, and writes OUT and, into OUT's name with -report"
          + " in place of .safetensors, a page with learning curve, parity and calibration plots."
    })
final class TrainPotentialCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "TRAIN.xyz",
      description = "Labelled structures.")
  private Path data;

  @Option(
      names = "--test",
      paramLabel = "TEST.xyz",
      description = "Structures to test on (default: a share of the data is held out).")
  private Path test;

  @Option(
      names = "--config",
      paramLabel = "C.yaml",
      description = "Hyperparameters (default: those that suit silica).")
  private Path configFile;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "OUT.safetensors",
      description = "The model file; replaced if it exists.")
  private Path out;

  @Override
  public Integer call() {
    InputFiles.requireExists(data);
    PotentialConfig config =
        configFile == null ? PotentialConfig.defaults() : PotentialConfig.read(configFile);
    List<Structure> structures = StructureReader.readAll(data);
    List<Structure> held = test == null ? List.of() : StructureReader.readAll(test);
    TrainingResult result;
    try (Backend backend = common.openBackend();
        StagedProgress progress = new StagedProgress()) {
      result =
          new PotentialTrainer(config, backend, common.threads(), progress)
              .train(structures, held, data.toString());
    }
    printErrors(result.errors());
    Potential.save(result.model(), out);
    writeReport(result);
    return 0;
  }

  private void printErrors(List<ErrorRow> errors) {
    PrintWriter writer = spec.commandLine().getOut();
    writer.printf(
        "%-18s %-28s %6s %9s %9s %9s %9s %8s %9s%n",
        "set", "group", "frames", "E rmse", "E mae", "F rmse", "F mae", "F rel.", "S rmse");
    writer.printf(
        "%-18s %-28s %6s %9s %9s %9s %9s %8s %9s%n",
        "", "", "", "meV/atom", "meV/atom", "eV/A", "eV/A", "%", "GPa");
    for (ErrorRow row : errors) {
      writer.println(
          String.format(
              Locale.ROOT,
              "%-18s %-28s %6d %9.2f %9.2f %9.4f %9.4f %8.1f %9.3f",
              row.set(),
              row.group(),
              row.structures(),
              row.energyRmse(),
              row.energyMae(),
              row.forceRmse(),
              row.forceMae(),
              100 * row.relativeForceError(),
              row.stressRmse()));
    }
    writer.flush();
  }

  private void writeReport(TrainingResult result) {
    String name = out.getFileName().toString().replaceFirst("\\.safetensors$", "");
    Path folder = out.resolveSibling(name + "-report");
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw FileProblem.writing(folder, e);
    }
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Data", data.getFileName().toString());
    facts.put("Model", result.model().description());
    List<Path> written = new TrainingSummary(result).report(facts).write(folder);
    PrintWriter writer = spec.commandLine().getOut();
    writer.println("wrote " + out + " and " + written.get(0));
    writer.flush();
  }

  /** A bar, or lines, for each stage of training. */
  private static final class StagedProgress implements TrainingListener, AutoCloseable {
    private String stage = "";
    private Progress progress;

    @Override
    public void progress(String name, long done, long total) {
      if (!name.equals(stage)) {
        close();
        stage = name;
        progress = Progress.start(name, "steps", total);
      }
      progress.done(done);
    }

    @Override
    public void close() {
      if (progress != null) {
        progress.close();
        progress = null;
      }
    }
  }
}
