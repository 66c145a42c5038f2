package org.coesite.nmr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.coesite.CoesiteException;
import org.junit.jupiter.api.Test;

class QuadrupoleTest {
  private static final Nucleus OXYGEN = Nucleus.of("17O");

  /** The oxygen of ethanol by MagresView 1.6.1, whose sign and moment (-25.58 mb) are the same. */
  @Test
  void couplingOfEthanol() {
    NmrTensor gradient =
        NmrTensor.of(
            0.103201288239,
            0.138401445413,
            1.52917490275,
            0.138401445413,
            0.023733007643,
            -0.902715992177,
            1.52917490275,
            -0.902715992177,
            -0.126934295882);
    Quadrupole q = Quadrupole.of(gradient, GradientUnit.ATOMIC, OXYGEN);
    assertEquals(11.18839311605085, q.couplingConstant(), 5e-6);
    assertEquals(0.82329057, q.asymmetry(), 1e-8);
    assertEquals(
        q.couplingConstant() * Math.sqrt(1 + 0.82329057 * 0.82329057 / 3), q.product(), 1e-7);
    assertEquals(3 * q.couplingConstant() / 20, q.splitting(), 1e-12);
  }

  @Test
  void unitsAreThoseOfTheDesign() {
    assertEquals(234.9647, GradientUnit.ATOMIC.megahertzPerBarn(), 1e-4);
    assertEquals(2.41799, GradientUnit.VOLT_PER_SQUARE_ANGSTROM.megahertzPerBarn(), 5e-6);
    assertEquals(GradientUnit.ATOMIC, GradientUnit.named("au"));
    assertEquals(GradientUnit.VOLT_PER_SQUARE_ANGSTROM, GradientUnit.named("V/angstrom^2"));
    assertThrows(CoesiteException.class, () -> GradientUnit.named("kg"));
  }

  @Test
  void parametersComeBack() {
    Random random = new Random(8);
    for (int n = 0; n < 50; n++) {
      double coupling = 10 * random.nextGaussian();
      double asymmetry = 0.01 + 0.98 * random.nextDouble();
      EulerAngles angles = EulerAngles.of(Rotations.random(random));
      Quadrupole q = Quadrupole.of(OXYGEN, coupling, asymmetry, angles);
      assertEquals(coupling, q.couplingConstant(), 1e-10);
      assertEquals(asymmetry, q.asymmetry(), 1e-10);
      assertArrayEquals(angles.canonical().matrix(), q.axes().axes(), 1e-9);
    }
  }

  @Test
  void degenerateGradients() {
    Quadrupole none = Quadrupole.of(NmrTensor.ZERO, GradientUnit.ATOMIC, OXYGEN);
    assertEquals(0, none.couplingConstant(), 0.0);
    assertEquals(0, none.asymmetry());
    assertEquals(0, none.inducedShift(50), 0.0);
    Quadrupole axial = Quadrupole.of(OXYGEN, -5, 0, EulerAngles.degrees(10, 20, 30));
    assertEquals(-5, axial.couplingConstant(), 1e-12);
    assertEquals(0, axial.asymmetry(), 1e-12);
    Quadrupole rhombic = Quadrupole.of(OXYGEN, 5, 1, EulerAngles.ZERO);
    assertEquals(5, rhombic.couplingConstant(), 1e-12, "positive where asymmetry is 1");
    Quadrupole traced = Quadrupole.of(NmrTensor.diagonal(1, 1, 4), GradientUnit.ATOMIC, OXYGEN);
    assertEquals(2 * 234.9647 * -0.02558, traced.couplingConstant(), 1e-5, "the trace is left out");
  }

  /** Second-order shift of 27Al (I = 5/2): -6000 (P_Q/nu_0)^2 ppm, as textbooks give it. */
  @Test
  void inducedShiftOfAluminium() {
    Quadrupole q = Quadrupole.of(Nucleus.of("27Al"), 8.0, 0, EulerAngles.ZERO);
    assertEquals(-6000 * 0.08 * 0.08, q.inducedShift(100), 1e-9);
    Quadrupole sodium = Quadrupole.of(Nucleus.of("23Na"), 3.0, 0, EulerAngles.ZERO);
    assertEquals(-25000 * 0.03 * 0.03, sodium.inducedShift(100), 1e-9);
  }

  @Test
  void spinOneHalfHasNone() {
    CoesiteException e =
        assertThrows(
            CoesiteException.class,
            () -> Quadrupole.of(NmrTensor.ZERO, GradientUnit.ATOMIC, Nucleus.of("29Si")));
    assertTrue(e.getMessage().contains("29Si"), e.getMessage());
  }
}
