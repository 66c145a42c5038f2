package org.coesite.dynamics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.coesite.CoesiteException;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;

class EnergyVolumeCurveTest {
  private static final double[] SCALES =
      IntStream.rangeClosed(-4, 4).mapToDouble(k -> 1 + 0.01 * k).toArray();

  @Test
  void fitRecoversTheEquationItself() {
    BirchMurnaghan truth = new BirchMurnaghan(-23.4, 113.2, 0.23, 5.7);
    double[] volumes = Arrays.stream(SCALES).map(s -> s * 110).toArray();
    double[] energies = Arrays.stream(volumes).map(truth::energyAt).toArray();
    BirchMurnaghan fit = BirchMurnaghan.fit(volumes, energies);
    assertEquals(truth.energy(), fit.energy(), 1e-10);
    assertEquals(truth.volume(), fit.volume(), 1e-6);
    assertEquals(truth.bulkModulus(), fit.bulkModulus(), 1e-8);
    assertEquals(truth.bulkModulusSlope(), fit.bulkModulusSlope(), 1e-5);
  }

  @Test
  void bulkModulusIsTheCurvature() {
    BirchMurnaghan e = new BirchMurnaghan(-1, 40, 0.5, 4.4);
    double h = 1e-2;
    double second = (e.energyAt(40 + h) - 2 * e.energyAt(40) + e.energyAt(40 - h)) / (h * h);
    assertEquals(0.5, 40 * second, 1e-5);
    // B' = dB/dP, by B = V E'' and P = -E'
    double third = (pressure(e, 40 + h) - 2 * pressure(e, 40) + pressure(e, 40 - h)) / (h * h);
    assertEquals(4.4, -1 + 40 * 40 * third / 0.5, 1e-3);
  }

  private static double pressure(BirchMurnaghan e, double v) {
    return -(e.energyAt(v + 1e-3) - e.energyAt(v - 1e-3)) / 2e-3;
  }

  @Test
  void siliconOfStillingerAndWeber() {
    // 101.4 GPa (Cowley, Phys. Rev. Lett. 60, 2379 (1988)), 5.431 angstrom, -2 epsilon per atom
    EnergyVolumeCurve curve =
        EnergyVolumeCurve.rigid(new StillingerWeber(), Crystals.diamond(5.45), SCALES);
    assertEquals(5.431, Math.cbrt(4 * curve.fit().volume()), 1e-3);
    assertEquals(-4 * 2.1683, curve.fit().energy(), 1e-4);
    assertEquals(101.4, curve.fit().bulkModulus() / RelaxationSettings.GPA, 1);
  }

  @Test
  void relaxedCurveLiesOnTheRigidOneOfAHighSymmetryCrystal() {
    Structure start = Crystals.disturbed(Crystals.diamondCube(5.431), 0.05, 0.01, 3);
    RelaxationSettings settings =
        RelaxationSettings.positions().with(CellFreedom.SHAPE).withCriteria(1e-4, 1e-6);
    EnergyVolumeCurve curve =
        EnergyVolumeCurve.relaxed(new StillingerWeber(), settings, start, SCALES);
    assertEquals(-16 * 2.1683, curve.fit().energy(), 1e-3);
    assertEquals(Math.pow(5.431, 3), curve.fit().volume(), 0.1);
    assertEquals(101.4, curve.fit().bulkModulus() / RelaxationSettings.GPA, 1);
  }

  @Test
  void whatCannotBeFittedIsSaid() {
    double[] volumes = {10, 11, 12, 13};
    assertThrows(
        CoesiteException.class,
        () -> BirchMurnaghan.fit(new double[] {10, 11, 12}, new double[] {1, 0, 1}));
    assertThrows(
        CoesiteException.class, () -> BirchMurnaghan.fit(volumes, new double[] {1, 2, 2.9, 3.7}));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            EnergyVolumeCurve.relaxed(
                new StillingerWeber(),
                RelaxationSettings.positionsAndCell(),
                Crystals.diamond(5),
                SCALES));
  }
}
