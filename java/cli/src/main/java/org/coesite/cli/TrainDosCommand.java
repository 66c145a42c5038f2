package org.coesite.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.dos.DosErrors;
import org.coesite.dos.DosFrame;
import org.coesite.dos.DosMethod;
import org.coesite.dos.DosModel;
import org.coesite.dos.DosSettings;
import org.coesite.dos.DosTrainer;
import org.coesite.dos.DosTrainingResult;
import org.coesite.dos.EnergyZero;
import org.coesite.learn.PotentialConfig;
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
  /** What is sane for silicon: basis and kernel where no configuration is given. */
  static final PotentialConfig.SoapTerm SOAP =
      new PotentialConfig.SoapTerm(
          7.0,
          1.0,
          8,
          5,
          0.5,
          new PotentialConfig.Scaling(1.0, 3.0, 4.0),
          2,
          1.0,
          Map.of("default", 800),
          null);

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
      names = "--explained",
      paramLabel = "SHARE",
      defaultValue = "0.999",
      description = "With pca: share of the variance that is kept (default: ${DEFAULT-VALUE}).")
  private double explained;

  @Option(
      names = "--width",
      paramLabel = "EV",
      defaultValue = "0.3",
      description = "Standard deviation of the Gaussians, eV (default: ${DEFAULT-VALUE}).")
  private double width;

  @Option(
      names = "--step",
      paramLabel = "EV",
      defaultValue = "0.05",
      description = "Step of the energies, eV (default: ${DEFAULT-VALUE}).")
  private double step;

  @Option(
      names = "--reference",
      paramLabel = "REF",
      defaultValue = "fermi",
      description =
          "none, fermi or adaptive: what energies count from (default: ${DEFAULT-VALUE}).")
  private String reference;

  @Option(
      names = "--method",
      paramLabel = "M",
      defaultValue = "gaussian",
      description = "gaussian or interpolated: from eigenvalues to curves (${DEFAULT-VALUE}).")
  private DosMethod method;

  @Option(
      names = "--config",
      paramLabel = "C.yaml",
      description =
          "name, description, soap (one term), test and committee, as for potentials (default: sane"
              + " ones for silicon).")
  private Path config;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "M.safetensors",
      description = "The model file; replaced if it exists.")
  private Path out;

  @Override
  public Integer call() {
    DosSettings settings = settings();
    List<DosFrame> frames = data.read();
    try (Backend backend = common.openBackend()) {
      DosTrainingResult result;
      try (ProgressBars bars = new ProgressBars()) {
        result =
            new DosTrainer(settings, data.valenceElectrons(), backend, bars)
                .train(frames, data.source());
      }
      DosModel.save(result.parameters(), out);
      print(result);
    }
    return 0;
  }

  private DosSettings settings() {
    PotentialConfig.SoapTerm soap = SOAP;
    PotentialConfig given = PotentialConfig.defaults();
    if (config != null) {
      InputFiles.requireExists(config);
      given = PotentialConfig.read(config);
      if (given.soap().size() != 1) {
        throw new WrongCallException(config + ": a density of states takes one soap term");
      }
      soap = given.soap().get(0);
    }
    try {
      return new DosSettings(
          config == null ? "dos" : given.name(),
          given.description(),
          soap,
          representation,
          explained,
          EnergyZero.parse(reference),
          method,
          width,
          step,
          given.test().fraction(),
          given.test().seed(),
          given.committee().members());
    } catch (CoesiteException e) {
      throw new WrongCallException(e.getMessage());
    }
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
      to.printf(
          "uncertainty: %.0f%% of the points of the test curves within one standard deviation,"
              + " %.0f%% within two%n",
          100 * result.coverage()[0], 100 * result.coverage()[1]);
    }
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
}
