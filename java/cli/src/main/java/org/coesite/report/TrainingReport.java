package org.coesite.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.coesite.learn.CompressionCurve;
import org.coesite.report.HtmlReport.Captioned;

/**
 * The report of a training: how large the errors are, whether the stated uncertainties are true,
 * and what physics the model gives.
 *
 * <p>Built up from top to bottom; sections for which there is nothing are simply not asked for.
 * Used by one thread.
 */
public final class TrainingReport {
  /**
   * Errors on one kind of configurations. NaN where there are no labels.
   *
   * @param kind group of configurations; {@code all} for their sum
   * @param split {@code train} or {@code test}
   * @param structures how many
   * @param energyRmse meV/atom
   * @param energyMae meV/atom
   * @param forceRmse of the components, eV/angstrom
   * @param forceMae of the components, eV/angstrom
   * @param forceRms root mean square of the reference components, eV/angstrom
   * @param stressRmse of the components, GPa
   */
  public record Errors(
      String kind,
      String split,
      int structures,
      double energyRmse,
      double energyMae,
      double forceRmse,
      double forceMae,
      double forceRms,
      double stressRmse) {}

  /**
   * A quantity that is compared with its reference.
   *
   * @param id starts the names of its figures, e.g. {@code energy}
   * @param name for axes, e.g. {@code Energy}
   * @param unit of the values
   * @param errorUnit of their errors
   * @param errorScale what turns errors in {@code unit} into {@code errorUnit}
   */
  public record Quantity(String id, String name, String unit, String errorUnit, double errorScale) {
    /** Energies per atom, in eV/atom. */
    public static final Quantity ENERGY =
        new Quantity("energy", "Energy", "eV/atom", "meV/atom", 1000);

    /** Components of forces, in eV/angstrom. */
    public static final Quantity FORCE =
        new Quantity("force", "Force component", "eV/Å", "eV/Å", 1);

    /** Components of the stress, in GPa. */
    public static final Quantity STRESS =
        new Quantity("stress", "Stress component", "GPa", "GPa", 1);
  }

  /** Reference and predicted values of one split, one for one. */
  public record Compared(String split, double[] reference, double[] predicted) {}

  /**
   * Errors of models trained on growing parts of the data.
   *
   * @param structures how many each was trained on, ascending
   * @param train RMSE on these, in the quantity's error unit; NaN where not known
   * @param test RMSE on the held-out structures
   */
  public record LearningCurve(Quantity quantity, int[] structures, double[] train, double[] test) {}

  /**
   * A phase under compression and expansion; the two need not be at the same volumes.
   *
   * @param phase its name
   * @param referenceVolume angstrom^3 per formula unit or atom
   * @param referenceEnergy eV, per the same
   * @param modelVolume angstrom^3
   * @param modelEnergy eV
   */
  public record EnergyVolume(
      String phase,
      double[] referenceVolume,
      double[] referenceEnergy,
      double[] modelVolume,
      double[] modelEnergy) {}

  /** A named curve. */
  public record Curve(String name, double[] x, double[] y) {}

  private final HtmlReport page;
  private final List<Captioned> figures = new ArrayList<>();

  /**
   * Starts a report.
   *
   * @param facts what was trained on what, by name, shown in this order
   */
  public TrainingReport(String title, Map<String, String> facts) {
    page = new HtmlReport(title).facts(facts);
  }

  /** Starts a section, with a few words on it; empty for none. */
  public TrainingReport section(String heading, String words) {
    page.section(heading);
    if (!words.isEmpty()) {
      page.paragraph(words);
    }
    return this;
  }

  /** A table of errors. */
  public TrainingReport errors(List<Errors> rows) {
    return table(TrainingFigures.errorTable(rows));
  }

  /** Any table, e.g. of cell parameters. */
  public TrainingReport table(HtmlTable table) {
    page.table(table);
    return this;
  }

  /** Predictions against references, and the errors of the predictions. */
  public TrainingReport parity(Quantity quantity, List<Compared> splits) {
    return figures(
        TrainingFigures.parity(quantity, splits), TrainingFigures.errors(quantity, splits));
  }

  /** Learning curves beside each other. */
  public TrainingReport learningCurves(List<LearningCurve> curves) {
    return figures(curves.stream().map(TrainingFigures::learningCurve).toArray(Captioned[]::new));
  }

  /**
   * Whether the stated uncertainties are true.
   *
   * @param deviations stated standard deviations, in the quantity's error unit
   * @param errors what the errors really were, in the same unit, one for one
   */
  public TrainingReport calibration(Quantity quantity, double[] deviations, double[] errors) {
    return figures(
        TrainingFigures.coverage(quantity, deviations, errors),
        TrainingFigures.reliability(quantity, deviations, errors));
  }

  /**
   * How well a potential follows its reference through compression and expansion, in a section of
   * its own.
   */
  public TrainingReport compression(List<CompressionCurve> curves) {
    if (curves.isEmpty()) {
      return this;
    }
    section(
        "Energy and volume",
        "All lengths of a crystal are scaled alike and its fractional coordinates kept, as in the"
            + " reference calculations.");
    List<EnergyVolume> phases =
        curves.stream()
            .map(
                curve ->
                    new EnergyVolume(
                        curve.phase(),
                        curve.referenceVolumes(),
                        curve.referenceEnergies(),
                        curve.volumes(),
                        curve.energies()))
            .toList();
    figures(
        PhysicsFigures.energyVolume(
            "compression",
            curves.getFirst().unit(),
            phases,
            "Energy against volume: lines from the model, points from DFT."));
    return table(PhysicsFigures.compressionTable(curves));
  }

  /**
   * Energies of relaxed phases over their volumes.
   *
   * @param per what energies and volumes belong to, e.g. {@code SiO₂} or {@code atom}
   */
  public TrainingReport energyVolume(String per, List<EnergyVolume> phases) {
    boolean referred = phases.stream().anyMatch(phase -> phase.referenceVolume().length > 0);
    return figures(
        PhysicsFigures.energyVolume(
            "energy-volume",
            per,
            phases,
            "Energy against volume"
                + (referred ? ": lines from the model, points from DFT." : ", atoms relaxed.")));
  }

  /**
   * Curves over a common axis: a radial distribution, a histogram, a density of states.
   *
   * @param id names the figure and its file
   * @param xLabel with its unit
   * @param yLabel with its unit
   */
  public TrainingReport curves(
      String id, String xLabel, String yLabel, List<Curve> curves, String caption) {
    return figures(TrainingFigures.curves(id, xLabel, yLabel, curves, caption));
  }

  private TrainingReport figures(Captioned... added) {
    page.figures(List.of(added));
    figures.addAll(List.of(added));
    return this;
  }

  String html() {
    return page.html();
  }

  /**
   * Writes {@code report.html} and each figure as PNG.
   *
   * @param directory where; it exists
   * @return the files written
   * @throws org.coesite.CoesiteException if a file cannot be written
   */
  public List<Path> write(Path directory) {
    return page.write(directory, figures);
  }
}
