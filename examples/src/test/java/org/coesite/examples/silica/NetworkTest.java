package org.coesite.examples.silica;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;

class NetworkTest {
  @Test
  void countsTheBondsThatAreLeft() {
    Structure box = Cristobalite.box();
    Network crystal = new Network(box);
    // across a face and back: the same bonds
    double[] x = box.positions();
    for (int k = 0; k < x.length; k += 3) {
      x[k] += 0.7 * box.cell().length(0);
    }
    assertEquals(1, crystal.partIn(new Network(moved(box, x))), 0);
    // an oxygen atom away from both its neighbours: two bonds of 32
    double[] y = box.positions();
    int oxygen = 4;
    assertEquals(8, box.species(oxygen));
    for (int axis = 0; axis < 3; axis++) {
      y[3 * oxygen + axis] += 1.7;
    }
    assertEquals(30.0 / 32, crystal.partIn(new Network(moved(box, y))), 1e-12);
  }

  private static Structure moved(Structure structure, double[] positions) {
    return Structure.of(structure.species(), positions).cell(structure.cell()).build();
  }
}
