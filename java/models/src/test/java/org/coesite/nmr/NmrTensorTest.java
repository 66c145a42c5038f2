package org.coesite.nmr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NmrTensorTest {
  private final Random random = new Random(1);

  @Test
  void itsPartsAddUp() {
    NmrTensor t = Rotations.tensor(random);
    NmrTensor sum =
        NmrTensor.isotropic(t.isotropic()).plus(t.antisymmetric()).plus(t.tracelessSymmetric());
    assertArrayEquals(t.toArray(), sum.toArray(), 1e-14);
    assertEquals(0, t.tracelessSymmetric().isotropic(), 1e-14);
    assertEquals(t.antisymmetric().get(0, 1), -t.antisymmetric().get(1, 0));
    assertEquals((t.get(0, 2) - t.get(2, 0)) / 2, t.antisymmetric().get(0, 2), 1e-15);
    assertEquals(t.symmetric(), t.symmetric().transposed());
  }

  @Test
  void rotationTurnsTheDirectionsItActsOn() {
    NmrTensor t = Rotations.tensor(random);
    double[] r = Rotations.random(random);
    double[] v = random.doubles(3).toArray();
    double[] turnedFirst = times(t.rotated(r).toArray(), times(r, v));
    double[] turnedLast = times(r, times(t.toArray(), v));
    assertArrayEquals(turnedLast, turnedFirst, 1e-12);
    assertEquals(t.norm(), t.rotated(r).norm(), 1e-12);
    assertEquals(t.isotropic(), t.rotated(r).isotropic(), 1e-13);
  }

  private static double[] times(double[] m, double[] v) {
    double[] out = new double[3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        out[i] += m[3 * i + j] * v[j];
      }
    }
    return out;
  }

  @Test
  void theMeanIsOfTensorsNotOfWhatFollowsFromThem() {
    NmrTensor x = NmrTensor.diagonal(3, 0, 0);
    NmrTensor y = NmrTensor.diagonal(0, 3, 0);
    NmrTensor z = NmrTensor.diagonal(0, 0, 3);
    assertEquals(NmrTensor.isotropic(1), NmrTensor.mean(List.of(x, y, z)));
    assertEquals(
        NmrTensor.diagonal(2.25, 0.75, 0), NmrTensor.mean(List.of(x, y), new double[] {3, 1}));
  }

  @Test
  void wrongNumbersAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> NmrTensor.of(1, 2, 3));
    assertThrows(IllegalArgumentException.class, () -> NmrTensor.isotropic(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> NmrTensor.mean(List.of()));
    List<NmrTensor> one = List.of(NmrTensor.ZERO);
    assertThrows(IllegalArgumentException.class, () -> NmrTensor.mean(one, new double[] {0}));
    assertThrows(IllegalArgumentException.class, () -> NmrTensor.mean(one, new double[] {1, 1}));
  }
}
