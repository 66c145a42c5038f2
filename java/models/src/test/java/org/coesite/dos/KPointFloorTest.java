package org.coesite.dos;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.coesite.CoesiteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KPointFloorTest {
  /** Four bands with random Fourier coefficients up to second neighbours, sorted. */
  private static SampleBands.Bands random(long seed) {
    double[] coefficients = new Random(seed).doubles(4 * 125, -1, 1).toArray();
    return k -> {
      double[] bands = new double[4];
      for (int i = 0; i < coefficients.length; i++) {
        int r = i % 125;
        int[] shift = {r / 25 - 2, r / 5 % 5 - 2, r % 5 - 2};
        double phase = k[0] * shift[0] + k[1] * shift[1] + k[2] * shift[2];
        int distance = Math.abs(shift[0]) + Math.abs(shift[1]) + Math.abs(shift[2]);
        if (distance <= 2) {
          bands[i / 125] += coefficients[i] * Math.cos(2 * Math.PI * phase);
        }
      }
      Arrays.sort(bands);
      return bands;
    };
  }

  @ParameterizedTest
  @CsvSource({"4,4,4", "5,5,5", "3,5,5", "5,6,5", "6,4,9", "2,2,2", "1,1,4", "7,1,7"})
  void thinnedMeshesMakeUpTheFullOne(int a, int b, int c) {
    for (double shift : new double[] {0, 0.5}) {
      DosFrame frame = SampleBands.frame(random(1), 4, shift, a, b, c);
      int listed = frame.eigenvalues().kPoints();
      for (int rotation = 0; rotation < 3; rotation++) {
        List<double[]> cosets = new KCosets(KMesh.of(frame), rotation).weights(listed);
        double[] mean = new double[listed];
        for (double[] weights : cosets) {
          assertEquals(1, Arrays.stream(weights).sum(), 1e-12);
          for (int k = 0; k < listed; k++) {
            mean[k] += weights[k] / cosets.size();
          }
        }
        double[] full = new double[listed];
        Arrays.setAll(full, frame.eigenvalues()::weight);
        assertTrue(cosets.size() > 1);
        assertArrayEquals(full, mean, 1e-12);
      }
    }
  }

  /** The root mean square of estimates and of true errors over bands, against a dense mesh. */
  @ParameterizedTest
  @CsvSource({"4,4,4", "5,5,5", "5,6,5"})
  void theEstimateIsOfTheSizeOfTheTrueError(int a, int b, int c) {
    double width = 0.3;
    double estimated = 0;
    double found = 0;
    for (int seed = 0; seed < 6; seed++) {
      DosFrame coarse = SampleBands.frame(random(seed), 4, 0, a, b, c);
      Dos dense =
          Dos.gaussian(SampleBands.frame(random(seed), 4, 0.5, 16, 16, 16).eigenvalues(), width);
      Dos dos = Dos.gaussian(coarse.eigenvalues(), width);
      EnergyGrid grid = EnergyGrid.between(-15, KPointFloor.ABOVE, 0.05);
      double[] exact = dense.curve(grid, dense.fermiLevel());
      double[] curve = dos.curve(grid, dos.fermiLevel());
      double difference = 0;
      double norm = 0;
      for (int i = 0; i < curve.length; i++) {
        difference += (curve[i] - exact[i]) * (curve[i] - exact[i]);
        norm += exact[i] * exact[i];
      }
      found += difference / norm;
      double floor = KPointFloor.of(coarse, width).curve();
      estimated += floor * floor;
    }
    assertEquals(1, Math.sqrt(estimated / found), 0.4);
  }

  @Test
  void oneKPointTellsNothing() {
    KPointFloor single = KPointFloor.of(SampleBands.frame(random(1), 4, 0, 1, 1, 1), 0.3);
    assertTrue(Double.isNaN(single.curve()) && Double.isNaN(single.fermi()));
    KPointFloor known = new KPointFloor(3, 4, 5, 6, 7);
    assertEquals(known, KPointFloor.mean(List.of(single, known)));
    assertTrue(Double.isNaN(KPointFloor.mean(List.of(single)).curve()));
  }

  @Test
  void kPointsThatDoNotFillAMeshAreSaid() {
    DosFrame frame = SampleBands.frame(random(1), 4, 0, 3, 4, 5);
    assertArrayEquals(new int[] {3, 4, 5}, KMesh.deduced(frame.eigenvalues()));
    DosFrame shifted = SampleBands.frame(random(1), 4, 0.5, 3, 4, 2);
    assertArrayEquals(new int[] {3, 4, 2}, KMesh.deduced(shifted.eigenvalues()));
    String message =
        assertThrows(CoesiteException.class, () -> KMesh.of(frame.eigenvalues(), 4, 4, 4))
            .getMessage();
    assertTrue(message.contains("4x4x4"), message);
    double[] weights = {0.4, 0.6};
    Eigenvalues uneven =
        Eigenvalues.of(new double[] {0, 1}, weights, new double[] {0, 0, 0, 0.5, 0, 0}, 1, 1);
    assertThrows(CoesiteException.class, () -> KMesh.of(uneven, 2, 1, 1));
  }
}
