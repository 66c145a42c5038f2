package org.coesite.nmr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EulerAnglesTest {
  @Test
  void matrixAndAnglesAreInverse() {
    Random random = new Random(5);
    for (int n = 0; n < 200; n++) {
      double[] r = Rotations.random(random);
      assertArrayEquals(r, EulerAngles.of(r).matrix(), 1e-13);
    }
  }

  @Test
  void theMatrixTurnsAboutZThenTheTurnedYThenTheTurnedZ() {
    double[] m = EulerAngles.degrees(90, 0, 0).matrix();
    assertArrayEquals(new double[] {0, -1, 0, 1, 0, 0, 0, 0, 1}, m, 1e-15);
    m = EulerAngles.degrees(0, 90, 0).matrix();
    assertArrayEquals(new double[] {0, 0, 1, 0, 1, 0, -1, 0, 0}, m, 1e-15);
    m = EulerAngles.degrees(30, 40, 0).matrix();
    double azimuth = Math.toRadians(30);
    double polar = Math.toRadians(40);
    assertEquals(Math.sin(polar) * Math.cos(azimuth), m[2], 1e-15, "z of the frame turned");
    assertEquals(Math.sin(polar) * Math.sin(azimuth), m[5], 1e-15);
    assertEquals(Math.cos(polar), m[8], 1e-15);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 180", "130, 0", "250, 180", "0, 90", "200, 90", "20, 35", "300, 140"})
  void equivalentsAndTheCanonicalOneDescribeOneTensor(double alpha, double beta) {
    NmrTensor principal = NmrTensor.diagonal(1, 2, 4);
    for (double gamma = 0; gamma < 360; gamma += 50) {
      EulerAngles angles = EulerAngles.degrees(alpha, beta, gamma);
      double[] t = principal.rotated(angles.matrix()).toArray();
      for (EulerAngles other : angles.equivalents()) {
        assertArrayEquals(t, principal.rotated(other.matrix()).toArray(), 1e-12);
        EulerAngles canonical = other.canonical();
        assertArrayEquals(t, principal.rotated(canonical.matrix()).toArray(), 1e-7);
        assertEquals(angles.canonical().alpha(), canonical.alpha(), 1e-7, other.toString());
        assertEquals(angles.canonical().beta(), canonical.beta(), 1e-7);
        assertEquals(angles.canonical().gamma(), canonical.gamma(), 1e-7);
        assertTrue(canonical.beta() <= Math.PI / 2 + 1e-12 && canonical.gamma() < Math.PI);
      }
    }
  }

  /**
   * Field gradients of ethanol and their angles by Soprano's tests, there checked against
   * TensorView for MATLAB.
   */
  @Test
  void anglesAreSopranos() {
    check(
        NmrTensor.of(
            0.103201288239,
            0.138401445413,
            1.52917490275,
            0.138401445413,
            0.023733007643,
            -0.902715992177,
            1.52917490275,
            -0.902715992177,
            -0.126934295882),
        146.57430779,
        44.36396799,
        94.77789967);
    check(
        NmrTensor.of(
            0.12793404309,
            0.0514298737569,
            0.20226839328,
            0.0514298737569,
            -0.133531745662,
            0.0414560149276,
            0.20226839328,
            0.0414560149276,
            0.00559770257191),
        11.03244319,
        53.86885310,
        124.66006684);
    check(
        NmrTensor.of(
            -0.133979130361,
            -0.0609040781878,
            0.0374120243967,
            -0.0609040781878,
            0.157638296763,
            -0.184442244602,
            0.0374120243967,
            -0.184442244602,
            -0.0236591664019),
        281.37006300,
        58.60389462,
        177.24377680);
  }

  private static void check(NmrTensor gradient, double alpha, double beta, double gamma) {
    EulerAngles angles = gradient.principalAxes(AxisOrder.FIELD_GRADIENT).euler();
    assertEquals(alpha, Math.toDegrees(angles.alpha()), 1e-6);
    assertEquals(beta, Math.toDegrees(angles.beta()), 1e-6);
    assertEquals(gamma, Math.toDegrees(angles.gamma()), 1e-6);
  }
}
