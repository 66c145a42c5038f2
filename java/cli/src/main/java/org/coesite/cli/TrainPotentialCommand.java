package org.coesite.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.coesite.backend.Backend;
import org.coesite.io.FileProblem;
import org.coesite.io.StructureReader;
import org.coesite.learn.Calibration;
import org.coesite.learn.ErrorRow;
import org.coesite.learn.PotentialConfig;
import org.coesite.learn.PotentialTrainer;
import org.coesite.learn.TrainingResult;
import org.coesite.models.Potential;
import org.coesite.report.PotentialReport;
import org.coesite.structure.Structure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Energies, forces and stresses to a potential. */
@Command(
    name = "potential",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Trains a potential on energies, forces and stresses.",
      "",
      "Prints errors by kind of configuration for the training set, for a cross-validation within"
          + " it, and for structures held out; writes the model, and with --report a page of"
          + " figures and tables."
    })
final class TrainPotentialCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;
  @Mixin private PropertyOptions properties;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "TRAIN.xyz",
      description = "Labelled structures, extended XYZ.")
  private Path data;

  @Option(
      names = "--test",
      paramLabel = "TEST.xyz",
      description = "Structures to test on (default: a share of the data is held out).")
  private Path test;

  @Option(
      names = "--config",
      paramLabel = "C.yaml",
      description = "Hyperparameters (default: sane ones).")
  private Path config;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "M.safetensors",
      description = "The model file; replaced if it exists.")
  private Path out;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Folder for report.html, its figures as PNG, and tables as CSV.")
  private Path report;

  @Option(
      names = "--phases",
      split = ",",
      paramLabel = "KIND",
      description =
          "Kinds whose physics the report shows (default: ordered ones in cells of up to 12"
              + " atoms).")
  private List<String> phases = List.of();

  @Override
  public Integer call() {
    InputFiles.requireExists(data);
    PotentialConfig settings = PotentialConfig.defaults();
    if (config != null) {
      InputFiles.requireExists(config);
      settings = PotentialConfig.read(config);
    }
    if (report != null) {
      createFolder(report);
    }
    List<Structure> structures = StructureReader.readAll(data, properties.readOptions());
    List<Structure> tests = List.of();
    if (test != null) {
      InputFiles.requireExists(test);
      tests = StructureReader.readAll(test, properties.readOptions());
    }
    try (Backend backend = common.openBackend()) {
      TrainingResult result;
      try (ProgressBars bars = new ProgressBars()) {
        result =
            new PotentialTrainer(settings, backend, common.threads(), bars)
                .train(structures, tests, data.getFileName().toString());
      }
      Potential.save(result.model(), out);
      print(result);
      if (report != null) {
        write(result, backend);
      }
    }
    return 0;
  }

  private static void createFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw FileProblem.writing(folder, e);
    }
  }

  private void write(TrainingResult result, Backend backend) {
    try (Potential potential = Potential.of(result.model(), backend)) {
      PotentialReport.write(result, potential, data.getFileName().toString(), phases, report);
    }
    spec.commandLine().getOut().println("report: " + report.resolve("report.html"));
  }

  private void print(TrainingResult result) {
    PrintWriter to = spec.commandLine().getOut();
    to.printf(
        "%-17s %-26s %5s  %17s  %26s  %6s%n",
        "", "", "", "energy meV/atom", "force eV/A", "stress");
    to.printf(
        "%-17s %-26s %5s  %8s %8s  %8s %8s %8s  %6s%n",
        "set", "kind", "count", "RMSE", "MAE", "RMSE", "MAE", "% of rms", "GPa");
    for (ErrorRow row : result.errors()) {
      to.printf(
          "%-17s %-26s %5d  %8.2f %8.2f  %8.4f %8.4f %8.1f  %6.2f%n",
          row.set(),
          row.group(),
          row.structures(),
          row.energyRmse(),
          row.energyMae(),
          row.forceRmse(),
          row.forceMae(),
          100 * row.relativeForceError(),
          row.stressRmse());
    }
    Calibration calibration = result.calibration();
    to.printf(
        "uncertainty: %.0f%% of the test errors within one standard deviation (68%% expected),"
            + " %.0f%% within two (95%%)%n",
        100 * calibration.test().one(), 100 * calibration.test().two());
    to.println("model: " + out);
  }
}
