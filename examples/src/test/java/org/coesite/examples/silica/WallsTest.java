package org.coesite.examples.silica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.coesite.models.Prediction;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;

class WallsTest {
  private final Walls walls = new Walls();

  /** Crowded, atoms on both sides of the faces. */
  private static Structure crowd(double scaleX) {
    Random random = new Random(4);
    double[] edges = {6.5, 7, 7.5};
    int[] species = new int[40];
    double[] positions = new double[120];
    for (int k = 0; k < 120; k++) {
      species[k / 3] = k % 2 == 0 ? 14 : 8;
      positions[k] = (2 * random.nextDouble() - 0.5) * edges[k % 3] * (k % 3 == 0 ? scaleX : 1);
    }
    return Structure.of(species, positions)
        .cell(Cell.of(edges[0] * scaleX, 0, 0, 0, edges[1], 0, 0, 0, edges[2]))
        .build();
  }

  @Test
  void derivativesAreThoseOfTheEnergy() {
    Structure crowd = crowd(1);
    Prediction p = walls.evaluate(crowd);
    assertTrue(p.energy() > 10, "they touch: " + p.energy());
    double sum = 0;
    for (double e : p.atomEnergies()) {
      sum += e;
    }
    assertEquals(p.energy(), sum, 1e-9);
    double step = 1e-6;
    for (int k = 0; k < 120; k += 7) {
      double[] energies = new double[2];
      for (int side = 0; side < 2; side++) {
        double[] x = crowd.positions();
        x[k] += side == 0 ? -step : step;
        Structure moved = Structure.of(crowd.species(), x).cell(crowd.cell()).build();
        energies[side] = walls.evaluate(moved).energy();
      }
      assertEquals(-(energies[1] - energies[0]) / (2 * step), p.forces()[k], 1e-5);
    }
    double slope =
        (walls.evaluate(crowd(1 + step)).energy() - walls.evaluate(crowd(1 - step)).energy())
            / (2 * step);
    assertEquals(slope / crowd.cell().volume(), p.stress()[0], 1e-6);
  }

  @Test
  void networksDoNotFeelThem() {
    assertEquals(0, walls.evaluate(Cristobalite.crystal(1)).energy(), 0);
    Cell cell = Cell.of(9, 0, 0, 0, 9, 0, 0, 0, 9);
    double[] apart = {0, 0, 0, 2.49, 0, 0};
    int[] silicon = {14, 14};
    int[] mixed = {14, 8};
    assertTrue(walls.evaluate(Structure.of(silicon, apart).cell(cell).build()).energy() > 0);
    assertEquals(0, walls.evaluate(Structure.of(mixed, apart).cell(cell).build()).energy(), 0);
  }
}
