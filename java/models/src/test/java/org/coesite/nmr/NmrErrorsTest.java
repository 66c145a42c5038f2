package org.coesite.nmr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Errors of tensors that can be worked out by hand. */
class NmrErrorsTest {
  private static NmrErrors.Pair pair(int structure, NmrTensor known, NmrTensor predicted) {
    return new NmrErrors.Pair(structure, known, predicted);
  }

  /**
   * diag(90, 100, 140) against diag(100, 104, 126): iso 110 for both. Of the first span 50, skew 3
   * (110 - 100) / 50 = 0.6, anisotropy 140 - 95 = 45, asymmetry 10 / 30. Of the second 26, 18 / 26,
   * 24, 4 / 16.
   */
  @Test
  void anisotropiesOfOneTensor() {
    NmrErrors errors =
        NmrErrors.of(
            "all",
            List.of(pair(0, NmrTensor.diagonal(90, 100, 140), NmrTensor.diagonal(100, 104, 126))));
    assertEquals("all", errors.group());
    assertEquals(1, errors.sites());
    assertEquals(0, errors.isotropic(), 1e-12);
    assertEquals((10 + 4 + 14) / 9.0, errors.traceless(), 1e-12);
    assertEquals(Math.sqrt((100 + 16 + 196) / 9.0), errors.tracelessRmse(), 1e-12);
    assertEquals(24, errors.span(), 1e-12);
    assertEquals(18.0 / 26 - 0.6, errors.skew(), 1e-12);
    assertEquals(45 - 24, errors.anisotropy(), 1e-12);
    assertEquals(10.0 / 30 - 4.0 / 16, errors.asymmetry(), 1e-12);
    assertEquals(0, errors.angle(), 1e-6);
    assertEquals(0, errors.antisymmetric());
    assertTrue(Double.isNaN(errors.centred()), "no structure has two sites");
  }

  /** Errors 1, 3 of one structure, -4 of another, 10 and 10 of a third. */
  @Test
  void isotropicValuesAbsoluteAndCentred() {
    NmrErrors errors =
        NmrErrors.of(
            "all",
            List.of(
                pair(0, NmrTensor.isotropic(5), NmrTensor.isotropic(6)),
                pair(1, NmrTensor.isotropic(5), NmrTensor.isotropic(1)),
                pair(0, NmrTensor.isotropic(7), NmrTensor.isotropic(10)),
                pair(2, NmrTensor.isotropic(0), NmrTensor.isotropic(10)),
                pair(2, NmrTensor.isotropic(1), NmrTensor.isotropic(11))));
    assertEquals((1 + 4 + 3 + 10 + 10) / 5.0, errors.isotropic(), 1e-12);
    assertEquals(Math.sqrt((1 + 16 + 9 + 100 + 100) / 5.0), errors.isotropicRmse(), 1e-12);
    assertEquals((1 + 1 + 0 + 0) / 4.0, errors.centred(), 1e-12);
    assertEquals(0, errors.traceless(), 1e-12);
  }

  /** (xy, yx) = (4, -2) against (3, 1): symmetric parts 1 and 2, antisymmetric ones 3 and 1. */
  @Test
  void partsAreTakenOfTheDifference() {
    NmrErrors errors =
        NmrErrors.of(
            "all",
            List.of(
                pair(
                    0,
                    NmrTensor.of(0, 4, 0, -2, 0, 0, 0, 0, 0),
                    NmrTensor.of(0, 3, 0, 1, 0, 0, 0, 0, 0))));
    assertEquals(2 * 1 / 9.0, errors.traceless(), 1e-12);
    assertEquals(2 * 2 / 9.0, errors.antisymmetric(), 1e-12);
  }

  @Test
  void anglesAreOfAxesWithoutDirections() {
    NmrTensor known = NmrTensor.diagonal(0, 1, 10);
    assertEquals(90, angle(known, NmrTensor.diagonal(10, 1, 0)), 1e-9);
    // the unique axis of a negative anisotropy: that of the smallest value
    assertEquals(90, angle(NmrTensor.diagonal(9, 10, 0), NmrTensor.diagonal(0, 10, 9)), 1e-9);
    double a = Math.toRadians(170);
    double[] turn = {1, 0, 0, 0, Math.cos(a), -Math.sin(a), 0, Math.sin(a), Math.cos(a)};
    assertEquals(10, angle(known, known.rotated(turn)), 1e-9);
  }

  private static double angle(NmrTensor known, NmrTensor predicted) {
    return NmrErrors.of("all", List.of(pair(0, known, predicted))).angle();
  }

  /** 0, 90 and 20 degrees: 20. Of an even number, half-way between the two in the middle. */
  @Test
  void theMedianAngleIsReported() {
    NmrTensor known = NmrTensor.diagonal(0, 1, 10);
    double a = Math.toRadians(20);
    double[] turn = {1, 0, 0, 0, Math.cos(a), -Math.sin(a), 0, Math.sin(a), Math.cos(a)};
    List<NmrErrors.Pair> three =
        List.of(
            pair(0, known, known),
            pair(1, known, NmrTensor.diagonal(10, 1, 0)),
            pair(2, known, known.rotated(turn)));
    assertEquals(20, NmrErrors.of("all", three).angle(), 1e-9);
    List<NmrErrors.Pair> two = List.of(three.get(0), three.get(2));
    assertEquals(10, NmrErrors.of("all", two).angle(), 1e-6);
  }

  @Test
  void degenerateTensorsHaveErrorsToo() {
    NmrTensor general = NmrTensor.of(1, 2, 3, 4, 5, 6, 7, 8, 10);
    for (NmrTensor known :
        List.of(
            NmrTensor.ZERO,
            NmrTensor.isotropic(450),
            NmrTensor.diagonal(1, 1, 3),
            NmrTensor.diagonal(3, 1, 3),
            NmrTensor.diagonal(-1, 0, 1))) {
      for (NmrTensor predicted : List.of(known, general, NmrTensor.ZERO)) {
        NmrErrors errors = NmrErrors.of("all", List.of(pair(0, known, predicted)));
        for (double value :
            new double[] {
              errors.angle(), errors.skew(), errors.span(), errors.anisotropy(), errors.asymmetry()
            }) {
          assertTrue(Double.isFinite(value), known + " and " + predicted);
        }
        assertTrue(errors.angle() >= 0 && errors.angle() <= 90);
      }
      assertEquals(0, NmrErrors.of("all", List.of(pair(0, known, known))).angle(), 1e-9);
    }
  }

  @Test
  void nothingHasNoErrors() {
    NmrErrors none = NmrErrors.of("none", List.of());
    assertEquals(0, none.sites());
    assertTrue(Double.isNaN(none.isotropic()));
    assertTrue(Double.isNaN(none.centred()));
    assertTrue(Double.isNaN(none.angle()));
  }
}
