package org.coesite.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.coesite.models.Calculator;
import org.coesite.models.Prediction;
import org.coesite.structure.Batch;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;

class CompressionCurveTest {
  /** Energy of an atom: a parabola of its volume, lowest at 20 angstrom^3. */
  private static double energy(double volume) {
    return -5 + 0.02 * (volume - 20) * (volume - 20);
  }

  private static final class Parabola implements Calculator {
    @Override
    public List<Prediction> evaluate(Batch batch, Derivatives derivatives) {
      List<Prediction> predictions = new ArrayList<>();
      for (Structure structure : batch.structures()) {
        int atoms = structure.atoms();
        double total = atoms * energy(structure.cell().volume() / atoms);
        predictions.add(
            new Prediction(
                total,
                new double[atoms],
                null,
                null,
                Double.NaN,
                new double[0],
                new boolean[atoms]));
      }
      return predictions;
    }

    @Override
    public void close() {}
  }

  /** Two atoms in a cube, the second at a fraction of its diagonal. */
  private static FrameResult frame(
      String kind, double volumePerAtom, double fraction, double force, double shift) {
    double side = Math.cbrt(2 * volumePerAtom);
    double x = fraction * side;
    Structure structure =
        Structure.of(new int[] {14, 14}, new double[] {0, 0, 0, x, x, x})
            .cell(Cell.of(side, 0, 0, 0, side, 0, 0, 0, side))
            .build();
    double[] forces = new double[6];
    Arrays.fill(forces, force);
    double reference = 2 * (energy(volumePerAtom) + shift);
    TrainingFrame labels = new TrainingFrame(structure, 0, kind, reference, forces, null);
    return new FrameResult(labels, false, "", reference, forces, null, Double.NaN, 0);
  }

  @Test
  void aPhaseIsFollowedThroughItsVolumes() {
    List<CompressionCurve> curves =
        CompressionCurve.of(
            List.of(
                frame("cubic-eos", 22, 0.5, 0, 0.001),
                frame("cubic-eos", 18, 0.5, 0, 0.001),
                frame("cubic-eos", 20, 0.5, 0, 0.001),
                frame("cubic", 20, 0.45, 3, 0.3)),
            new Parabola());
    assertEquals(1, curves.size());
    CompressionCurve curve = curves.getFirst();
    assertEquals("cubic", curve.phase());
    assertEquals("atom", curve.unit());
    assertArrayEquals(new double[] {18, 20, 22}, curve.referenceVolumes(), 1e-9);
    assertArrayEquals(new double[] {-4.919, -4.999, -4.919}, curve.referenceEnergies(), 1e-9);
    assertTrue(curve.volumes()[0] < 18 && curve.volumes()[24] > 22);
    for (int k = 0; k < 25; k++) {
      assertEquals(energy(curve.volumes()[k]), curve.energies()[k], 1e-9);
    }
    assertEquals(20, curve.fit().volume(), 0.05);
  }

  @Test
  void otherStructuresAreNoPointsOfTheCurve() {
    List<CompressionCurve> curves =
        CompressionCurve.of(
            List.of(
                frame("tin", 20, 0.5, 0.01, 0),
                frame("tin", 22, 0.5, 0.01, 0),
                frame("tin", 21, 0.47, 0.01, 0),
                frame("tin", 19, 0.5, 0.9, 0),
                frame("melt", 19, 0.5, 0.9, 0)),
            new Parabola());
    assertEquals(1, curves.size());
    assertArrayEquals(new double[] {20, 22}, curves.getFirst().referenceVolumes(), 1e-9);
  }

  @Test
  void aCurveWithoutMinimumHasNoEquationOfState() {
    List<CompressionCurve> curves =
        CompressionCurve.of(List.of(frame("dense", 10, 0.5, 0.01, 0)), new Parabola());
    assertNull(curves.getFirst().fit());
  }
}
