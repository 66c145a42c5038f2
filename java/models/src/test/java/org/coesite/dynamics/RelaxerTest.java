package org.coesite.dynamics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.coesite.CoesiteException;
import org.coesite.dynamics.RelaxationResult.Outcome;
import org.coesite.dynamics.RelaxationSettings.Method;
import org.coesite.models.Calculator;
import org.coesite.models.Prediction;
import org.coesite.structure.Batch;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RelaxerTest {
  private static final RelaxationSettings TIGHT =
      RelaxationSettings.positionsAndCell().withCriteria(1e-5, 1e-7);

  @ParameterizedTest
  @EnumSource(Method.class)
  void siliconFindsItsLatticeConstant(Method method) {
    // a0 = 5.4310 angstrom, and -2 epsilon per atom: four bonds, no strain of the angles
    Structure start = Crystals.disturbed(Crystals.diamondCube(5.6), 0.15, 0.04, 1);
    RelaxationResult result = new Relaxer(new StillingerWeber(), TIGHT.with(method)).relax(start);
    assertEquals(Outcome.CONVERGED, result.outcome(), result.message());
    assertEquals(-2 * 2.1683 * 8, result.energy(), 1e-5);
    assertEquals(5.4310, Math.cbrt(result.structure().cell().volume()), 2e-4);
    for (int k = 0; k < 3; k++) {
      assertEquals(90, result.structure().cell().angle(k), 1e-3);
    }
    assertTrue(result.maxForce() <= 1e-5 && result.maxStress() <= 1e-7);
    assertTrue(result.steps() > 3 && result.steps() < 250, "steps: " + result.steps());
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void skewedCellRelaxesToTheSameCrystal(Method method) {
    // the same lattice told by very oblique vectors: a, b, c + 2 a - b
    Structure straight = Crystals.diamond(5.5);
    Cell c = straight.cell();
    Structure skewed =
        Structure.of(straight.species(), straight.positions())
            .cell(c.deformed(new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}))
            .build();
    double[] rows = skewed.cell().toArray();
    for (int axis = 0; axis < 3; axis++) {
      rows[6 + axis] += 2 * rows[axis] - rows[3 + axis];
    }
    Structure start =
        Crystals.disturbed(
            Structure.of(straight.species(), straight.positions()).cell(Cell.of(rows)).build(),
            0.1,
            0.03,
            2);
    RelaxationResult result = new Relaxer(new StillingerWeber(), TIGHT.with(method)).relax(start);
    assertEquals(Outcome.CONVERGED, result.outcome(), result.message());
    assertEquals(5.4310, Math.cbrt(4 * result.structure().cell().volume()), 2e-4);
    assertEquals(-2 * 2.1683 * 2, result.energy(), 1e-5);
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void atomsAloneRelaxInAFixedCell(Method method) {
    Structure start = Crystals.disturbed(Crystals.diamondCube(5.4310), 0.2, 0, 3);
    RelaxationResult result =
        new Relaxer(
                new StillingerWeber(),
                RelaxationSettings.positions().with(method).withCriteria(1e-5, 1))
            .relax(start);
    assertTrue(result.converged(), result.message());
    assertEquals(start.cell(), result.structure().cell());
    assertEquals(-2 * 2.1683 * 8, result.energy(), 1e-5);
  }

  @Test
  void pressureShrinksTheCellToTheGivenStress() {
    double pressure = 5 * RelaxationSettings.GPA;
    RelaxationResult result =
        new Relaxer(new StillingerWeber(), TIGHT.withPressure(pressure))
            .relax(Crystals.diamond(5.43));
    assertTrue(result.converged(), result.message());
    assertEquals(pressure, result.prediction().pressure(), 2e-7);
    // 101 GPa of bulk modulus, dB/dP about 3
    double strain = result.structure().cell().volume() * 4 / Math.pow(5.431, 3) - 1;
    assertEquals(-5.0 / 101 * (1 - 2 * 5.0 / 101), strain, 3e-3);
  }

  @Test
  void shapeRelaxesAtConstantVolumeAndVolumeAtConstantShape() {
    Structure start = Crystals.disturbed(Crystals.diamondCube(5.6), 0.05, 0.05, 4);
    RelaxationResult shape =
        new Relaxer(new StillingerWeber(), TIGHT.with(CellFreedom.SHAPE)).relax(start);
    assertTrue(shape.converged(), shape.message());
    assertEquals(start.cell().volume(), shape.structure().cell().volume(), 1e-9);
    assertEquals(90, shape.structure().cell().angle(0), 1e-3);
    RelaxationResult volume =
        new Relaxer(new StillingerWeber(), TIGHT.with(CellFreedom.VOLUME)).relax(start);
    assertTrue(volume.converged(), volume.message());
    assertEquals(0, volume.prediction().pressure(), 1e-7);
    double scale = Math.cbrt(volume.structure().cell().volume() / start.cell().volume());
    for (int k = 0; k < 9; k++) {
      assertEquals(start.cell().toArray()[k] * scale, volume.structure().cell().toArray()[k], 1e-9);
    }
  }

  @Test
  void gradientOfTheEnthalpyIsThatOfFiniteDifferences() {
    Calculator model = new StillingerWeber();
    Structure start = Crystals.disturbed(Crystals.diamond(5.3), 0.1, 0.05, 5);
    for (CellFreedom freedom : CellFreedom.values()) {
      DeformationCoordinates c = new DeformationCoordinates(start, freedom, 0.05);
      double[] x = c.start();
      for (int i = 0; i < x.length; i++) {
        x[i] += 0.3 * Math.sin(i + 1);
      }
      if (x.length > 6) {
        makeSymmetricAndFree(x, 6, freedom);
      }
      Structure s = c.structure(x);
      double[] force = c.force(x, s, model.evaluate(s));
      for (int trial = 0; trial < 8; trial++) {
        double[] direction = new double[x.length];
        for (int i = 0; i < x.length; i++) {
          direction[i] = Math.cos(3 * i + trial);
        }
        if (x.length > 6) {
          makeSymmetricAndFree(direction, 6, freedom);
        }
        double step = 1e-4;
        double slope =
            (enthalpy(c, model, x, direction, step) - enthalpy(c, model, x, direction, -step))
                / (2 * step);
        assertEquals(
            slope,
            -Descent.dot(force, direction),
            1e-6 * Math.max(1, Math.abs(slope)),
            freedom + " " + trial);
      }
    }
  }

  private static void makeSymmetricAndFree(double[] x, int from, CellFreedom freedom) {
    double[] u = new double[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        u[3 * i + j] = (x[from + 3 * i + j] + x[from + 3 * j + i]) / 2;
      }
    }
    System.arraycopy(freedom.project(u), 0, x, from, 9);
  }

  private static double enthalpy(
      DeformationCoordinates c, Calculator model, double[] x, double[] direction, double step) {
    double[] moved = x.clone();
    for (int i = 0; i < x.length; i++) {
      moved[i] += step * direction[i];
    }
    Structure s = c.structure(moved);
    return c.enthalpy(s, model.evaluate(s));
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void companyDoesNotChangeABit(Method method) {
    List<Structure> structures = new ArrayList<>();
    for (int k = 0; k < 6; k++) {
      structures.add(
          Crystals.disturbed(
              k % 2 == 0 ? Crystals.diamond(5.3 + 0.05 * k) : Crystals.diamondCube(5.5),
              0.03 * k,
              0.02,
              k));
    }
    RelaxationSettings settings = RelaxationSettings.positionsAndCell().with(method);
    Relaxer relaxer = new Relaxer(new StillingerWeber(), settings);
    List<RelaxationResult> together = relaxer.relax(structures);
    RelaxationResult[] streamed = new RelaxationResult[6];
    relaxer.relax(structures.iterator(), 11, (result, index) -> streamed[index] = result);
    for (int k = 0; k < 6; k++) {
      RelaxationResult alone = relaxer.relax(structures.get(k));
      assertTrue(alone.converged(), alone.message());
      assertSameBits(alone, together.get(k));
      assertSameBits(alone, streamed[k]);
    }
    assertNotEquals(together.get(0).steps(), together.get(5).steps());
  }

  private static void assertSameBits(RelaxationResult a, RelaxationResult b) {
    assertEquals(a.steps(), b.steps());
    assertEquals(Double.doubleToLongBits(a.energy()), Double.doubleToLongBits(b.energy()));
    assertArrayEquals(a.structure().positions(), b.structure().positions(), 0);
    assertEquals(a.structure().cell(), b.structure().cell());
  }

  @Test
  void perfectCrystalIsConvergedAtOnce() {
    // forces are zero but for rounding: nothing may be divided by them
    for (Method method : Method.values()) {
      RelaxationResult result =
          new Relaxer(
                  new StillingerWeber(),
                  RelaxationSettings.positions().with(method).withCriteria(1e-300, 1e-300))
              .relax(Crystals.diamond(5.431));
      assertTrue(result.outcome() == Outcome.CONVERGED || result.outcome() == Outcome.OUT_OF_STEPS);
      assertEquals(-2 * 2.1683 * 2, result.energy(), 1e-5);
    }
    RelaxationResult result =
        new Relaxer(new StillingerWeber(), RelaxationSettings.positions())
            .relax(Crystals.diamond(5.5));
    assertEquals(0, result.steps());
    assertTrue(result.converged());
  }

  @Test
  void stepsRunOut() {
    RelaxationResult result =
        new Relaxer(new StillingerWeber(), TIGHT.withMaxSteps(3))
            .relax(Crystals.disturbed(Crystals.diamondCube(5.6), 0.1, 0.05, 1));
    assertEquals(Outcome.OUT_OF_STEPS, result.outcome());
    assertEquals(3, result.steps());
    assertEquals("not converged in 3 steps", result.message());
  }

  @Test
  void collisionIsReported() {
    // attraction without a core
    Calculator well = new PairModel(r -> new double[] {-5 / r, 5 / (r * r)}, 4);
    Structure pair = Structure.of(new int[] {14, 14}, new double[] {0, 0, 0, 2, 0, 0}).build();
    RelaxationResult result = new Relaxer(well, RelaxationSettings.positions()).relax(pair);
    assertEquals(Outcome.ATOMS_COLLIDED, result.outcome());
    assertTrue(result.message().startsWith("atoms 1 and 2 are 0."), result.message());
    Structure atOnePlace =
        Structure.of(new int[] {14, 14}, new double[] {1, 1, 1, 1, 1, 1}).build();
    RelaxationResult atOnce = new Relaxer(well, RelaxationSettings.positions()).relax(atOnePlace);
    assertEquals(Outcome.ATOMS_COLLIDED, atOnce.outcome());
    assertEquals(null, atOnce.prediction());
  }

  @Test
  void runawayCellIsReported() {
    Calculator push = new PairModel(r -> new double[2], 4);
    RelaxationResult result =
        new Relaxer(push, RelaxationSettings.positionsAndCell().withPressure(-1))
            .relax(Crystals.fcc(5.3));
    assertEquals(Outcome.CELL_DIVERGED, result.outcome());
    assertTrue(result.message().startsWith("the volume went from "), result.message());
  }

  @Test
  void nonsenseFromTheCalculatorIsReported() {
    Calculator broken = new PairModel(r -> new double[] {r, r > 2.34 ? 1 : Double.NaN}, 2.6);
    RelaxationResult result =
        new Relaxer(broken, RelaxationSettings.positions())
            .relax(Crystals.disturbed(Crystals.diamond(5.5), 0.1, 0, 8));
    assertEquals(Outcome.NOT_FINITE, result.outcome());
  }

  @Test
  void refusedStructureDoesNotDisturbTheOthers() {
    Calculator picky =
        new Calculator() {
          private final Calculator model = new StillingerWeber();

          @Override
          public List<Prediction> evaluate(Batch batch, Derivatives derivatives) {
            for (int i = 0; i < batch.atoms(); i++) {
              if (batch.species(i) != 14) {
                throw new CoesiteException("no element " + batch.species(i));
              }
            }
            return model.evaluate(batch, derivatives);
          }

          @Override
          public void close() {}
        };
    Structure good = Crystals.disturbed(Crystals.diamond(5.5), 0.1, 0, 8);
    List<RelaxationResult> results =
        new Relaxer(picky, RelaxationSettings.positions())
            .relax(List.of(good, Crystals.fcc(5), good));
    assertEquals(Outcome.REFUSED, results.get(1).outcome());
    assertEquals("no element 18", results.get(1).message());
    assertTrue(results.get(0).converged());
    assertSameBits(results.get(0), results.get(2));
  }

  @Test
  void cellOfASlabIsRefused() {
    Structure slab =
        Structure.of(new int[] {14}, new double[3])
            .cell(Cell.of(4, 0, 0, 0, 4, 0, 0, 0, 4), true, true, false)
            .build();
    RelaxationResult result =
        new Relaxer(new StillingerWeber(), RelaxationSettings.positionsAndCell()).relax(slab);
    assertEquals(Outcome.REFUSED, result.outcome());
  }

  @Test
  void oldEnergiesDoNotOutliveTheirGeometry() {
    Structure start =
        Crystals.disturbed(Crystals.diamond(5.5), 0.1, 0, 8).toBuilder()
            .info("energy", -1.0)
            .info("name", "silicon")
            .build();
    Structure end =
        new Relaxer(new StillingerWeber(), RelaxationSettings.positions()).relax(start).structure();
    assertEquals("silicon", end.info().get("name"));
    assertEquals(null, end.info().get("energy"));
  }
}
