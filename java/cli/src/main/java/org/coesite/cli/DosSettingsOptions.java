package org.coesite.cli;

import java.nio.file.Path;
import java.util.Map;
import org.coesite.CoesiteException;
import org.coesite.dos.DosMethod;
import org.coesite.dos.DosSettings;
import org.coesite.dos.EnergyZero;
import org.coesite.dos.WindowLimits;
import org.coesite.learn.PotentialConfig;
import picocli.CommandLine.Option;

/** What all models of the density of states that a command trains have in common. */
final class DosSettingsOptions {
  /** What is sane for silicon: basis and kernel where no configuration is given. */
  static final PotentialConfig.SoapTerm SILICON =
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

  @Option(
      names = "--explained",
      paramLabel = "SHARE",
      defaultValue = "0.999",
      description = "With pca: share of the variance that is kept (default: ${DEFAULT-VALUE}).")
  private double explained;

  @Option(
      names = "--step",
      paramLabel = "EV",
      defaultValue = "0.05",
      description = "Step of the energies, eV (default: ${DEFAULT-VALUE}).")
  private double step;

  @Option(
      names = "--window",
      paramLabel = "LOW:HIGH",
      defaultValue = ":",
      description =
          "Energies that are learnt, eV from the model's zero, as --window=-17:5 or --window=:5;"
              + " must hold all occupied states and lack no band (default: as far down as there"
              + " are states, as far up as no structure lacks bands).")
  private String window;

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

  /**
   * The settings of one model.
   *
   * @throws WrongCallException if they make no sense
   */
  DosSettings settings(DosSettings.Representation representation, double width, String reference) {
    PotentialConfig given = PotentialConfig.defaults();
    if (config != null) {
      InputFiles.requireExists(config);
      given = PotentialConfig.read(config);
      if (given.soap().size() != 1) {
        throw new WrongCallException(config + ": a density of states takes one soap term");
      }
    }
    try {
      return new DosSettings(
          config == null ? "dos" : given.name(),
          given.description(),
          config == null ? SILICON : given.soap().get(0),
          representation,
          explained,
          EnergyZero.parse(reference),
          method,
          width,
          step,
          WindowLimits.parse(window),
          given.test().fraction(),
          given.test().seed(),
          given.committee().members());
    } catch (CoesiteException e) {
      throw new WrongCallException(e.getMessage());
    }
  }
}
