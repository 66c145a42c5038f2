package org.coesite.screen;

import java.io.Serializable;
import org.coesite.dynamics.RelaxationSettings;
import org.coesite.nmr.Referencing;

/**
 * What is found out of each structure, besides by which model: sent to wherever structures are
 * screened.
 *
 * @param relax whether positions and cell are relaxed first
 * @param maxForce with it: converged below this force, eV/angstrom
 * @param maxSteps with it: at most so many steps
 * @param dispersion whether the PBE-D3(BJ) correction is computed too
 * @param shifts whether shifts of 29Si are predicted too
 * @param reference of these, ppm: shift = reference + slope x shielding
 * @param slope likewise
 */
public record ScreenSettings(
    boolean relax,
    double maxForce,
    int maxSteps,
    boolean dispersion,
    boolean shifts,
    double reference,
    double slope)
    implements Serializable {
  /** How structures are relaxed. */
  public RelaxationSettings relaxation() {
    return RelaxationSettings.positionsAndCell()
        .withCriteria(maxForce, maxForce * 0.01)
        .withMaxSteps(maxSteps);
  }

  /** What the table shows. */
  public ScreenColumns columns() {
    return new ScreenColumns(dispersion, shifts);
  }

  /** How shieldings become shifts; null where these are not asked for. */
  public Referencing referencing() {
    return shifts ? new Referencing(reference, slope) : null;
  }
}
