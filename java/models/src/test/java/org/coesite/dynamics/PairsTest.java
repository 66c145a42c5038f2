package org.coesite.dynamics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;

class PairsTest {
  @Test
  void findsWhatAllImagesGive() {
    Random random = new Random(5);
    for (int trial = 0; trial < 60; trial++) {
      Structure s = randomStructure(random, trial);
      double cutoff = 0.5 + 4 * random.nextDouble();
      List<String> found = new ArrayList<>();
      Pairs.forEach(s, cutoff, (i, j, x, y, z) -> found.add(line(i, j, x, y, z)));
      List<String> expected = allImages(s, cutoff);
      Collections.sort(found);
      Collections.sort(expected);
      assertEquals(expected, found, "trial " + trial);
    }
  }

  private static Structure randomStructure(Random random, int trial) {
    int n = 1 + random.nextInt(12);
    double[] c = new double[9];
    for (int k = 0; k < 9; k++) {
      c[k] = 6 * random.nextDouble() - 3 + (k % 4 == 0 ? 2 + 3 * random.nextDouble() : 0);
    }
    boolean[] periodic = {trial % 2 == 0, trial % 3 != 0, trial % 5 != 0};
    if (Math.abs(Cell.of(c).signedVolume()) < 30) {
      c = new double[] {3, 0, 0, 1, 4, 0, -2, 1, 5};
    }
    if (trial % 7 == 0) {
      for (int k = 0; k < 3; k++) {
        for (int axis = 0; axis < 3 && !periodic[k]; axis++) {
          c[3 * k + axis] = 0;
        }
      }
    }
    double[] positions = new double[3 * n];
    for (int i = 0; i < 3 * n; i++) {
      positions[i] = 10 * random.nextDouble() - 5;
    }
    return Structure.of(new int[n], positions)
        .cell(Cell.of(c), periodic[0], periodic[1], periodic[2])
        .build();
  }

  private static List<String> allImages(Structure s, double cutoff) {
    List<String> lines = new ArrayList<>();
    int[] most = new int[3];
    for (int k = 0; k < 3; k++) {
      most[k] = s.periodic(k) ? 22 : 0;
    }
    for (int a = -most[0]; a <= most[0]; a++) {
      for (int b = -most[1]; b <= most[1]; b++) {
        for (int c = -most[2]; c <= most[2]; c++) {
          addImage(s, cutoff, a, b, c, lines);
        }
      }
    }
    return lines;
  }

  private static void addImage(
      Structure s, double cutoff, int a, int b, int c, List<String> lines) {
    for (int i = 0; i < s.atoms(); i++) {
      for (int j = 0; j < s.atoms(); j++) {
        double[] v = new double[3];
        double square = 0;
        for (int axis = 0; axis < 3; axis++) {
          v[axis] =
              s.position(j, axis)
                  - s.position(i, axis)
                  + a * s.cell().get(0, axis)
                  + b * s.cell().get(1, axis)
                  + c * s.cell().get(2, axis);
          square += v[axis] * v[axis];
        }
        if (square < cutoff * cutoff && !(i == j && a == 0 && b == 0 && c == 0)) {
          lines.add(line(i, j, v[0], v[1], v[2]));
        }
      }
    }
  }

  private static String line(int i, int j, double x, double y, double z) {
    return i
        + " "
        + j
        + " "
        + Math.round(x * 1e6)
        + " "
        + Math.round(y * 1e6)
        + " "
        + Math.round(z * 1e6);
  }
}
