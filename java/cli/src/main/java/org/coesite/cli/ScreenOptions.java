package org.coesite.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.coesite.CoesiteException;
import org.coesite.nmr.NmrModel;
import org.coesite.nmr.Referencing;
import org.coesite.screen.ScreenSettings;
import org.coesite.screen.ShiftPrediction;
import picocli.CommandLine.Option;

/** What is found out of each structure in a screening, whoever runs it. */
public final class ScreenOptions {
  @Option(
      names = {"-m", "--model"},
      paramLabel = "M",
      description = "Model file, or silica or silicon (default: silica, bundled).")
  private Path model;

  @Option(names = "--relax", description = "Relax positions and cell first.")
  private boolean relax;

  @Option(
      names = "--max-force",
      paramLabel = "F",
      defaultValue = "0.01",
      description = "With --relax: converged below this force, eV/angstrom (${DEFAULT-VALUE}).")
  private double maxForce;

  @Option(
      names = "--max-steps",
      paramLabel = "N",
      defaultValue = "500",
      description = "With --relax: at most so many steps (${DEFAULT-VALUE}).")
  private int maxSteps;

  @Option(
      names = "--dispersion",
      paramLabel = "D",
      description = "d3bj: also a column with the PBE-D3(BJ) correction.")
  private DispersionChoice dispersion;

  @Option(
      names = "--nmr",
      description =
          "Also shifts of 29Si of each T site, by the bundled model silicon-29 or --nmr-model: in"
              + " the table, and as spectra in the report.")
  private boolean nmr;

  @Option(
      names = "--nmr-model",
      paramLabel = "M",
      description =
          "With --nmr: a model of 29Si shieldings (default: silicon-29, bundled); needs"
              + " --nmr-reference.")
  private Path nmrModel;

  @Option(
      names = "--nmr-reference",
      paramLabel = "PPM",
      description = "shift = reference + slope x shielding (bundled model: 289).")
  private Double reference;

  @Option(
      names = "--nmr-slope",
      paramLabel = "S",
      description = "See --nmr-reference (bundled model: -0.90; else -1).")
  private Double slope;

  enum DispersionChoice {
    D3BJ
  }

  /** The model file, or the name of a bundled model; null for the bundled one of silica. */
  public Path model() {
    return model;
  }

  /** The model of shieldings, or the name of a bundled one; null for that of 29Si. */
  public Path nmrModel() {
    return nmrModel;
  }

  /**
   * All but the models.
   *
   * @throws WrongCallException if the options do not go together
   */
  public ScreenSettings settings() {
    Referencing referencing = referencing();
    return new ScreenSettings(
        relax,
        maxForce,
        maxSteps,
        dispersion != null,
        nmr,
        referencing == null ? Double.NaN : referencing.reference(),
        referencing == null ? Double.NaN : referencing.slope());
  }

  private Referencing referencing() {
    if (!nmr) {
      if (nmrModel != null || reference != null || slope != null) {
        throw new WrongCallException("--nmr-model, --nmr-reference and --nmr-slope go with --nmr");
      }
      return null;
    }
    return NmrModels.referencing(nmrModel, "--nmr-", reference, slope)
        .orElseThrow(
            () ->
                new WrongCallException(
                    "--nmr-model "
                        + nmrModel
                        + " needs --nmr-reference: shift = reference + slope x shielding"));
  }

  /**
   * Shifts by a model.
   *
   * @param shieldings null where none are asked for
   * @return null likewise
   * @throws WrongCallException if it is no model of shieldings of silicon
   */
  public ShiftPrediction shifts(NmrModel shieldings, Referencing referencing) {
    if (shieldings == null) {
      return null;
    }
    try {
      return new ShiftPrediction("--nmr-model " + nmrModel, shieldings, referencing);
    } catch (CoesiteException e) {
      throw new WrongCallException(e.getMessage());
    }
  }

  /** The referencing, and whose, for people. */
  public String describe(Referencing referencing) {
    return "%s, %s %s %s x shielding"
        .formatted(
            NmrModels.describe(nmrModel),
            referencing.reference(),
            referencing.slope() < 0 ? "-" : "+",
            Math.abs(referencing.slope()));
  }

  /** What decides the results, for the record of a run. */
  public Map<String, String> facts() {
    Referencing referencing = referencing();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        "relax",
        relax
            ? String.format(Locale.ROOT, "to %s eV/angstrom in %d steps", maxForce, maxSteps)
            : "no");
    facts.put("dispersion", dispersion == null ? "none" : "d3bj");
    if (referencing != null) {
      facts.put("shifts", describe(referencing));
      facts.put("shifts_model_sha256", ModelSource.shieldings(nmrModel).sha256());
    }
    return facts;
  }
}
