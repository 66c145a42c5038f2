package org.coesite.report;

import java.util.List;
import java.util.Locale;

/**
 * One structure of a screening run: a row of {@code screen.csv} and of the report's table. What is
 * not known is NaN.
 *
 * @param file the input as the user named it, with its frame where a file holds several
 * @param formula chemical formula of the cell, e.g. {@code Si46O92}; empty where it could not be
 *     read
 * @param atoms atoms in the cell; 0 where it could not be read
 * @param volume of the cell, angstrom^3
 * @param frameworkDensity T atoms per 1000 angstrom^3
 * @param energy eV per SiO2
 * @param relativeToQuartz energy above alpha-quartz relaxed with the same model, kJ per mol SiO2
 * @param relativeWithDispersion the same with the dispersion correction that was asked for, on both
 *     sides; NaN where none was
 * @param uncertainty calibrated standard deviation of the energy, meV/atom
 * @param maxForce largest length of a force, eV/angstrom
 * @param pressure GPa, positive in compression
 * @param siO mean Si-O distance, angstrom
 * @param siOSi mean Si-O-Si angle, degrees
 * @param shifts predicted of 29Si, highest first; empty where none were asked for or predicted
 * @param status how it went
 * @param message one line that explains the status; empty where there is nothing to say
 */
public record ScreenRow(
    String file,
    String formula,
    int atoms,
    double volume,
    double frameworkDensity,
    double energy,
    double relativeToQuartz,
    double relativeWithDispersion,
    double uncertainty,
    double maxForce,
    double pressure,
    double siO,
    double siOSi,
    List<SiteShift> shifts,
    Status status,
    String message) {
  public ScreenRow {
    shifts = List.copyOf(shifts);
  }

  /** How the prediction of one structure went. */
  public enum Status {
    /** Predicted, and relaxed where that was asked for. */
    OK,
    /** Predicted, but some environments are unlike any in the training set. */
    EXTRAPOLATED,
    /** Predicted, but the relaxation stopped before it had converged. */
    UNCONVERGED,
    /** Nothing could be predicted; the message says why. */
    FAILED;

    /** As written in tables. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The status with that text.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Status of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }

  /** Whether there is a prediction. */
  public boolean predicted() {
    return status != Status.FAILED;
  }

  /** A row of something that could not be predicted, with everything unknown. */
  public static ScreenRow failed(String file, String formula, int atoms, String message) {
    double none = Double.NaN;
    return new ScreenRow(
        file,
        formula,
        atoms,
        none,
        none,
        none,
        none,
        none,
        none,
        none,
        none,
        none,
        none,
        List.of(),
        Status.FAILED,
        message);
  }
}
