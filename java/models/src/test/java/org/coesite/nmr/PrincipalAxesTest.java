package org.coesite.nmr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PrincipalAxesTest {
  @ParameterizedTest
  @EnumSource
  void valuesAndAxesMakeTheTensorAndAreRightHanded(AxisOrder order) {
    Random random = new Random(2);
    for (int n = 0; n < 200; n++) {
      NmrTensor t = Rotations.tensor(random).symmetric();
      check(t, t.principalAxes(order), 1e-12);
    }
  }

  private static void check(NmrTensor t, PrincipalAxes p, double tolerance) {
    NmrTensor principal = NmrTensor.diagonal(p.values()[0], p.values()[1], p.values()[2]);
    assertArrayEquals(t.toArray(), principal.rotated(p.axes()).toArray(), tolerance * 20);
    double[] r = p.axes();
    double determinant =
        r[0] * (r[4] * r[8] - r[5] * r[7])
            - r[1] * (r[3] * r[8] - r[5] * r[6])
            + r[2] * (r[3] * r[7] - r[4] * r[6]);
    assertEquals(1, determinant, 1e-13);
    EulerAngles e = p.euler();
    assertTrue(e.alpha() >= 0 && e.alpha() < 2 * Math.PI, e.toString());
    assertTrue(e.beta() >= 0 && e.beta() <= Math.PI / 2 + 1e-12, e.toString());
    assertTrue(e.gamma() >= 0 && e.gamma() < Math.PI, e.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "INCREASING, -6 1 2",
    "DECREASING, 2 1 -6",
    "HAEBERLEN, 2 1 -6",
    "FIELD_GRADIENT, 1 2 -6"
  })
  void ordersAreThoseOfSoprano(AxisOrder order, String expected) {
    NmrTensor t = NmrTensor.diagonal(1, 2, -6);
    double[] values = new double[3];
    for (int k = 0; k < 3; k++) {
      values[k] = Double.parseDouble(expected.split(" ", -1)[k]);
    }
    assertArrayEquals(values, t.principalAxes(order).values(), 1e-14);
  }

  /** What an arbitrary eigenvector solver leaves undefined must not depend on rounding. */
  @ParameterizedTest
  @EnumSource
  void axialTensorsHaveOneSetOfAnglesWhateverTheRounding(AxisOrder order) {
    Random random = new Random(3);
    for (double sign : new double[] {1, -1}) {
      for (int n = 0; n < 50; n++) {
        double[] r = Rotations.random(random);
        NmrTensor t = NmrTensor.diagonal(-sign, -sign, 2 * sign).rotated(r);
        PrincipalAxes p = t.principalAxes(order);
        check(t, p, 1e-12);
        NmrTensor noise = Rotations.tensor(random).symmetric().scaled(1e-10);
        PrincipalAxes q = t.plus(noise).principalAxes(order);
        assertEquals(p.shape(), q.shape());
        assertArrayEquals(p.axes(), q.axes(), 1e-7);
        boolean atZ = Math.abs(p.values()[2]) > 1.5;
        assertEquals(atZ ? PrincipalAxes.Shape.AXIAL_Z : PrincipalAxes.Shape.AXIAL_X, p.shape());
        assertEquals(0, atZ ? p.euler().gamma() : Math.sin(p.euler().alpha()), 1e-12);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void axesAlongTheFrameAndNoAxesAtAll(AxisOrder order) {
    for (NmrTensor t :
        new NmrTensor[] {
          NmrTensor.ZERO,
          NmrTensor.isotropic(450),
          NmrTensor.diagonal(1, 1, -2),
          NmrTensor.diagonal(1, -2, 1),
          NmrTensor.diagonal(-2, 1, 1),
          NmrTensor.diagonal(2, -1, -1),
          NmrTensor.diagonal(3, 1, 2),
          NmrTensor.diagonal(1, 3, 2),
          NmrTensor.diagonal(-1, 0, 1)
        }) {
      check(t, t.principalAxes(order), 1e-13);
    }
    assertEquals(
        EulerAngles.ZERO, NmrTensor.isotropic(450).principalAxes(order).euler(), "no axes");
    assertEquals(
        PrincipalAxes.Shape.ISOTROPIC,
        NmrTensor.of(450, 1e-11, 0, 1e-11, 450, 0, 0, 0, 450).principalAxes(order).shape());
  }

  @Test
  void anglesBetweenAxes() {
    Random random = new Random(4);
    NmrTensor t = NmrTensor.diagonal(1, 2, 4);
    PrincipalAxes a = t.principalAxes(AxisOrder.INCREASING);
    double[] turn = EulerAngles.degrees(0, 30, 0).matrix();
    PrincipalAxes b = t.rotated(turn).principalAxes(AxisOrder.INCREASING);
    assertEquals(Math.toRadians(30), a.angle(b, 2), 1e-12);
    assertEquals(0, a.angle(b, 1), 1e-12);
    double[] r = Rotations.random(random);
    PrincipalAxes c = t.rotated(r).principalAxes(AxisOrder.INCREASING);
    assertEquals(Math.acos(Math.abs(r[8])), a.angle(c, 2), 1e-9);
  }
}
