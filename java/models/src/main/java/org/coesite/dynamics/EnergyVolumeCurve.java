package org.coesite.dynamics;

import java.util.ArrayList;
import java.util.List;
import org.coesite.CoesiteException;
import org.coesite.models.Calculator;
import org.coesite.models.Prediction;
import org.coesite.structure.Batch;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;

/**
 * Energies of a crystal at several volumes, and the equation of state through them.
 *
 * @param structures at each volume, in the order of the scales
 * @param volumes angstrom^3
 * @param energies eV
 * @param fit the equation of state
 */
public record EnergyVolumeCurve(
    List<Structure> structures, double[] volumes, double[] energies, BirchMurnaghan fit) {
  /**
   * Scales all lengths and keeps fractional coordinates: right where symmetry fixes them.
   *
   * @param scales of the volume, say 0.94 to 1.06
   * @throws CoesiteException if there are too few points, or they have no minimum
   */
  public static EnergyVolumeCurve rigid(
      Calculator calculator, Structure structure, double... scales) {
    List<Structure> structures = scaled(structure, scales);
    List<Prediction> predictions =
        calculator.evaluate(Batch.of(structures), Calculator.Derivatives.NONE);
    return fitted(structures, predictions);
  }

  /**
   * Relaxes atoms, and the shape of the cell if its freedom says so, at each volume.
   *
   * @param settings with the cell {@link CellFreedom#FIXED} or free in its {@link
   *     CellFreedom#SHAPE}
   * @throws CoesiteException if a relaxation does not converge, or the energies have no minimum
   */
  public static EnergyVolumeCurve relaxed(
      Calculator calculator, RelaxationSettings settings, Structure structure, double... scales) {
    if (settings.cell() == CellFreedom.FULL || settings.cell() == CellFreedom.VOLUME) {
      throw new IllegalArgumentException("the volume must not relax along a curve of volumes");
    }
    List<Structure> structures = new ArrayList<>();
    List<Prediction> predictions = new ArrayList<>();
    for (RelaxationResult result :
        new Relaxer(calculator, settings).relax(scaled(structure, scales))) {
      if (!result.converged()) {
        throw new CoesiteException(
            "energy at volume "
                + result.structure().cell().volume()
                + " angstrom^3: "
                + result.message());
      }
      structures.add(result.structure());
      predictions.add(result.prediction());
    }
    return fitted(structures, predictions);
  }

  private static EnergyVolumeCurve fitted(
      List<Structure> structures, List<Prediction> predictions) {
    double[] volumes = structures.stream().mapToDouble(s -> s.cell().volume()).toArray();
    double[] energies = predictions.stream().mapToDouble(Prediction::energy).toArray();
    return new EnergyVolumeCurve(
        structures, volumes, energies, BirchMurnaghan.fit(volumes, energies));
  }

  private static List<Structure> scaled(Structure structure, double[] scales) {
    List<Structure> structures = new ArrayList<>();
    for (double scale : scales) {
      double length = Math.cbrt(scale);
      Cell cell =
          structure.cell().deformed(new double[] {length, 0, 0, 0, length, 0, 0, 0, length});
      double[] positions = structure.positions();
      for (int i = 0; i < positions.length; i++) {
        positions[i] *= length;
      }
      structures.add(DeformationCoordinates.moved(structure, positions, cell));
    }
    return structures;
  }
}
