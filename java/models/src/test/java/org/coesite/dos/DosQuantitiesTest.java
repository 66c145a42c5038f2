package org.coesite.dos;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.coesite.CoesiteException;
import org.junit.jupiter.api.Test;

/** What follows from a prediction whose committee is shifted by known energies. */
class DosQuantitiesTest {
  private static final EnergyGrid GRID = new EnergyGrid(-8, 0.05, 321);
  private static final double[] SHIFTS = {-0.3, -0.1, 0.1, 0.3};

  /** Parabolic bands around a dip, two atoms of four electrons. */
  private static double[] curve(double shift) {
    return Curves.sampled(
        GRID, e -> 2 * Math.max(0, 1 - 0.02 * (e - shift) * (e - shift)) * (2 + Math.tanh(e)));
  }

  private static DosPrediction prediction(double... shifts) {
    double[][] members = new double[shifts.length][];
    for (int m = 0; m < shifts.length; m++) {
      members[m] = curve(shifts[m]);
    }
    return new DosPrediction(
        GRID, 2, 8, curve(0), members, 5, shifts.clone(), new boolean[] {true, false});
  }

  @Test
  void eachNumberHasTheSpreadOfItsOwn() {
    DosPrediction p = prediction(SHIFTS);
    DosQuantities q = DosQuantities.of(FilledPrediction.of(p), EnergyZero.FERMI);
    FixedDos mean = new FixedDos(GRID, p.curve(), 8);
    assertEquals(mean.fermiLevel(), q.fermiLevel().value());
    double square = 0;
    for (double shift : SHIFTS) {
      double d = new FixedDos(GRID, curve(shift), 8).fermiLevel() - mean.fermiLevel();
      square += d * d / 4;
    }
    assertEquals(Math.sqrt(square), q.fermiLevel().uncertainty(), 1e-12);
    assertEquals(5, q.levelInData().value());
    assertEquals(Math.sqrt(25.05), q.levelInData().uncertainty(), 1e-9);
    assertEquals(mean.dosAtFermiLevel() / 2, q.dosAtFermiLevel().value(), 1e-12);
    assertEquals(mean.bandEnergy() / 2, q.bandEnergy().value(), 1e-12);
    assertEquals(new BandEdges(mean, 2).valenceWidth(), q.valenceWidth().value());
    for (Estimate e : new Estimate[] {q.bandEnergy(), q.valenceWidth(), q.dosAtFermiLevel()}) {
      assertTrue(e.uncertainty() > 1e-4 && e.uncertainty() < Math.abs(e.value()), e.toString());
    }
    assertEquals(1, q.outside());
    assertEquals(
        q.fermiLevel(),
        DosQuantities.of(FilledPrediction.of(p), EnergyZero.NONE).levelInData(),
        "on the zero of the data the curve itself says it");
  }

  /** gamma of a free-electron metal such as sodium is about 1 mJ/(mol K^2). */
  @Test
  void theHeatCapacityIsThatOfAMole() {
    DosQuantities q = DosQuantities.of(FilledPrediction.of(prediction()), EnergyZero.FERMI);
    // pi^2/3 k_B^2 D(E_F), with k_B 1.380649e-23 J/K and a mole of 6.02214076e23 atoms
    double boltzmann = 1.380649e-23;
    double perJoule = q.dosAtFermiLevel().value() / 1.602176634e-19;
    double expected =
        Math.PI * Math.PI / 3 * boltzmann * boltzmann * perJoule * 6.02214076e23 * 1000;
    assertEquals(expected, q.heatCapacityCoefficient().value(), 1e-7 * expected);
    assertEquals(Double.NaN, q.heatCapacityCoefficient().uncertainty(), "no committee");
  }

  @Test
  void aMemberShortOfStatesLeavesNoSpread() {
    DosPrediction p = prediction(0.1, -0.1);
    p.members()[1] = new double[GRID.count()];
    FilledPrediction filled = FilledPrediction.of(p);
    assertEquals(0, filled.members().size());
    assertEquals(Double.NaN, filled.estimate(FixedDos::fermiLevel).uncertainty());
    DosPrediction empty =
        new DosPrediction(
            GRID, 2, 8, new double[321], new double[0][], 0, new double[0], new boolean[2]);
    assertThrows(CoesiteException.class, () -> FilledPrediction.of(empty));
  }

  @Test
  void jointCurvesEndWhereTheFirstMemberDoes() {
    FilledPrediction filled = FilledPrediction.of(prediction(SHIFTS));
    JointDosCurve curve = JointDosCurve.of(filled);
    double highest = new JointDos(filled.model(), 2).highest();
    for (FixedDos member : filled.members()) {
      highest = Math.min(highest, new JointDos(member, 2).highest());
    }
    int last = curve.energies().length - 1;
    assertEquals(highest, curve.energies()[last], 0.05);
    assertTrue(curve.energies()[last] <= highest);
    assertEquals(0, curve.values()[0]);
    assertEquals(new JointDos(filled.model(), 2).at(1.0), curve.values()[20], 1e-12);
    double[] members =
        filled.members().stream().mapToDouble(m -> new JointDos(m, 2).at(1.0)).toArray();
    assertEquals(
        Estimate.of(curve.values()[20], members).uncertainty(), curve.uncertainty()[20], 1e-12);
    assertArrayEquals(new JointDos(filled.model(), 2).at(curve.energies()), curve.values(), 1e-12);
  }
}
