package org.coesite.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PrincipalComponentsTest {
  /** Points in a plane of five dimensions, with known coordinates along orthonormal directions. */
  private static List<float[]> plane(double[] along, double[] across) {
    double[] u = {0.6, 0, 0.8, 0, 0};
    double[] v = {0, 1, 0, 0, 0};
    List<float[]> points = new ArrayList<>();
    for (int i = 0; i < along.length; i++) {
      float[] point = new float[5];
      for (int j = 0; j < 5; j++) {
        point[j] = (float) (3 + along[i] * u[j] + across[i] * v[j]);
      }
      points.add(point);
    }
    return points;
  }

  @Test
  void findsThePlaneThePointsLieIn() {
    double[] along = {-4, -1, 0, 1, 4};
    double[] across = {1, -2, 2, -2, 1};
    PrincipalComponents found = PrincipalComponents.of(plane(along, across));
    assertEquals(34.0 / 48, found.firstShare(), 1e-5);
    assertEquals(14.0 / 48, found.secondShare(), 1e-5);
    for (int i = 0; i < along.length; i++) {
      assertEquals(Math.abs(along[i]), Math.abs(found.first()[i]), 1e-5);
      assertEquals(Math.abs(across[i]), Math.abs(found.second()[i]), 1e-5);
      assertEquals(along[0] * along[i] > 0, found.first()[0] * found.first()[i] > 1e-6);
    }
  }

  @Test
  void manyPointsAreProjectedOnDirectionsOfSome() {
    Random random = new Random(2);
    double[] along = new double[2500];
    double[] across = new double[2500];
    for (int i = 0; i < along.length; i++) {
      along[i] = 5 * random.nextGaussian();
      across[i] = random.nextGaussian();
    }
    PrincipalComponents found = PrincipalComponents.of(plane(along, across));
    double mean = 0;
    double product = 0;
    double sizes = 0;
    for (int i = 0; i < along.length; i++) {
      mean += along[i] / along.length;
      product += along[i] * found.first()[i];
      sizes += along[i] * along[i];
    }
    assertEquals(1, Math.abs(product / sizes), 0.01, "mean " + mean);
    assertEquals(2500, found.second().length);
  }

  @Test
  void equalPointsLieTogether() {
    PrincipalComponents found = PrincipalComponents.of(plane(new double[3], new double[3]));
    assertEquals(0, found.first()[2], 1e-6);
    assertEquals(0, found.firstShare(), 1e-6);
  }

  @Test
  void twoPointsAreNoMap() {
    assertThrows(
        IllegalArgumentException.class,
        () -> PrincipalComponents.of(plane(new double[2], new double[2])));
  }
}
