package org.coesite.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.coesite.backend.Backend;
import org.coesite.dos.DosCoverage;
import org.coesite.dos.DosErrors;
import org.coesite.dos.DosFrame;
import org.coesite.dos.DosModel;
import org.coesite.dos.DosSettings;
import org.coesite.dos.DosTrainer;
import org.coesite.dos.DosTrainingResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Kohn-Sham eigenvalues to a model of the density of states. */
@Command(
    name = "dos",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Trains a model of the electronic density of states on Kohn-Sham eigenvalues.",
      "",
      "Prints errors by kind of configuration, each structure of the training set predicted"
          + " without it, and of structures held out; writes the model."
    })
final class TrainDosCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;
  @Mixin private DosDataOptions data;

  @Option(
      names = "--representation",
      paramLabel = "R",
      defaultValue = "pca",
      description = "pointwise, pca or cdf: what is learnt of a curve (default: ${DEFAULT-VALUE}).")
  private DosSettings.Representation representation;

  @Option(
      names = "--width",
      paramLabel = "EV",
      defaultValue = "0.3",
      description = "Standard deviation of the Gaussians, eV (default: ${DEFAULT-VALUE}).")
  private double width;

  @Option(
      names = "--reference",
      paramLabel = "REF",
      defaultValue = "fermi",
      description =
          "none, fermi or adaptive: what energies count from (default: ${DEFAULT-VALUE}).")
  private String reference;

  @Mixin private DosSettingsOptions options;

  @Mixin private DosTestOptions test;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "M.safetensors",
      description = "The model file; replaced if it exists.")
  private Path out;

  @Override
  public Integer call() {
    DosSettings settings = options.settings(representation, width, reference);
    List<DosFrame> frames = data.read();
    List<DosFrame> tests = test.read(data);
    try (Backend backend = common.openBackend()) {
      DosTrainingResult result;
      try (ProgressBars bars = new ProgressBars()) {
        DosTrainer trainer = new DosTrainer(settings, data.valenceElectrons(), backend, bars);
        result =
            test.given()
                ? trainer.train(test.trained(frames, tests), tests, data.source())
                : trainer.train(frames, data.source());
      }
      DosModel.save(result.parameters(), out);
      print(result);
    }
    return 0;
  }

  private void print(DosTrainingResult result) {
    PrintWriter to = spec.commandLine().getOut();
    to.printf(
        "%d channels on energies %s eV, zero is %s%n",
        result.parameters().code().channels(),
        result.parameters().code().grid(),
        result.parameters().zero().description());
    to.printf(
        "%-13s %-18s %5s %8s %9s %9s %12s%n",
        "set", "kind", "count", "curve %", "Fermi eV", "D(E_F) %", "band meV/atom");
    rows(to, "leave-one-out", result.train());
    rows(to, "test", result.test());
    if (!result.test().isEmpty()) {
      to.printf(
          "Fermi levels from the volume alone (three parameters): %.3f eV%n",
          result.volumeBaseline());
    }
    coverage(to, "leave-one-out", result.coverage());
    coverage(to, "test", result.testCoverage());
    to.println("model: " + out);
    to.flush();
  }

  private static void rows(PrintWriter to, String set, List<DosErrors> errors) {
    for (DosErrors error : errors) {
      to.printf(
          "%-13s %-18s %5d %8.1f %9.3f %9.1f %12.1f%n",
          set,
          error.group(),
          error.structures(),
          100 * error.curve(),
          error.fermi(),
          100 * error.dosAtFermi(),
          1000 * error.bandEnergy());
    }
  }

  private static void coverage(PrintWriter to, String set, List<DosCoverage> coverage) {
    if (coverage.isEmpty()) {
      return;
    }
    to.printf(
        "%-13s %-26s %9s %9s %13s%n", "uncertainty", "of", "within 1", "within 2", "factor left");
    for (DosCoverage each : coverage) {
      to.printf(
          "%-13s %-26s %8.0f%% %8.0f%% %13.2f%n",
          set, each.quantity(), 100 * each.one(), 100 * each.two(), each.factor());
    }
  }
}
