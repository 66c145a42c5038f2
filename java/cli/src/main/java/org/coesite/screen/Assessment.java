package org.coesite.screen;

import java.util.List;
import org.coesite.CoesiteException;
import org.coesite.dynamics.BondStatistics;
import org.coesite.models.Calculator;
import org.coesite.models.Prediction;
import org.coesite.report.ScreenRow;
import org.coesite.report.SiteShift;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;

/** Turns the outcome of a prediction into a row of the table. */
public final class Assessment {
  private static final double KJ_PER_MOL = 96.485332123310;
  private static final double GPA = 160.2176634;

  private final Calculator dispersion;
  private final ShiftPrediction shifts;
  private final double quartz;
  private final double quartzDispersion;

  /**
   * An assessment relative to a reference.
   *
   * @param quartz alpha-quartz relaxed with the model
   * @param quartzEnergy the model's energy of it, eV
   * @param dispersion the correction to show beside the model's energies; null for none
   * @param shifts predicts those of NMR; null for none
   */
  public Assessment(
      Structure quartz, double quartzEnergy, Calculator dispersion, ShiftPrediction shifts) {
    int units = new Formula(quartz).silica();
    this.dispersion = dispersion;
    this.shifts = shifts;
    this.quartz = quartzEnergy / units;
    quartzDispersion = dispersion(quartz) / units;
  }

  private double dispersion(Structure structure) {
    return dispersion == null
        ? Double.NaN
        : dispersion.evaluate(Batch.of(structure), Calculator.Derivatives.NONE).get(0).energy();
  }

  /** The row of a frame. */
  public ScreenRow row(Frame frame, Outcome outcome) {
    String formula = frame.readable() ? new Formula(frame.structure()).toString() : "";
    int atoms = frame.readable() ? frame.structure().atoms() : 0;
    if (outcome.prediction() == null) {
      return ScreenRow.failed(frame.label(), formula, atoms, outcome.message());
    }
    Structure structure = outcome.structure();
    Prediction prediction = outcome.prediction();
    Formula composition = new Formula(structure);
    BondStatistics bonds = BondStatistics.siliconOxygen(structure);
    double volume = structure.cell().volume();
    double units = composition.silica() == 0 ? Double.NaN : composition.silica();
    double energy = prediction.energy() / units;
    double relative = (energy - quartz) * KJ_PER_MOL;
    Shifts found = shifts(structure);
    Outcome said = outcome.followedBy(found.remark);
    return new ScreenRow(
        frame.label(),
        formula,
        atoms,
        volume,
        1000 * composition.tetrahedral() / volume,
        energy,
        relative,
        relative + (dispersion(structure) / units - quartzDispersion) * KJ_PER_MOL,
        1000 * prediction.uncertainty() / atoms,
        prediction.maxForce(),
        prediction.pressure() * GPA,
        bonds.lengths().mean(),
        bonds.anglesAtSecond().mean(),
        found.shifts,
        outcome.status(),
        units > 0 ? said.message() : said.after("not SiO2, so no energy per SiO2").message());
  }

  /** Shifts, and what is to be said of them. */
  private record Shifts(List<SiteShift> shifts, String remark) {}

  private Shifts shifts(Structure structure) {
    if (shifts == null) {
      return new Shifts(List.of(), "");
    }
    try {
      ShiftPrediction.Found found = shifts.of(structure);
      String remark =
          found.outside() == 0
              ? ""
              : found.outside() + " of the T sites unlike any that shifts were learnt from";
      return new Shifts(found.shifts(), remark);
    } catch (CoesiteException e) {
      return new Shifts(List.of(), "no shifts: " + e.getMessage());
    }
  }
}
