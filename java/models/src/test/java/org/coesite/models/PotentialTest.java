package org.coesite.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;
import org.coesite.learn.PotentialTrainer;
import org.coesite.learn.ToyData;
import org.coesite.learn.TrainingListener;
import org.coesite.learn.TrainingResult;
import org.coesite.models.Calculator.Derivatives;
import org.coesite.structure.Batch;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Laws that predictions of a trained potential obey. */
class PotentialTest {
  private static Backend backend;
  private static PotentialModel model;
  private static Potential potential;
  private static final Random RANDOM = new Random(20261122);

  @BeforeAll
  static void train() {
    backend = Backends.open("cpu", Precision.F64, 1);
    TrainingResult result =
        new PotentialTrainer(ToyData.config(), backend, 1, TrainingListener.SILENT)
            .train(ToyData.labelled(24, 5), List.of(), "toy");
    model = result.model();
    potential = Potential.of(model, backend);
  }

  @AfterAll
  static void close() {
    potential.close();
    backend.close();
  }

  private static Structure with(Structure structure, double[] positions, Cell cell) {
    return Structure.of(structure.species(), positions).cell(cell).build();
  }

  @Test
  void forcesAreMinusTheGradient() {
    Structure structure = ToyData.crystal(RANDOM);
    double[] forces = potential.evaluate(structure).forces();
    double h = 1e-4;
    for (int k = 0; k < forces.length; k++) {
      double[] moved = structure.positions();
      moved[k] += h;
      double plus = potential.evaluate(with(structure, moved, structure.cell())).energy();
      moved[k] -= 2 * h;
      double minus = potential.evaluate(with(structure, moved, structure.cell())).energy();
      assertEquals(-(plus - minus) / (2 * h), forces[k], 1e-5);
    }
  }

  @Test
  void stressIsTheStrainDerivative() {
    Structure structure = ToyData.crystal(RANDOM);
    double[] stress = potential.evaluate(structure).stress();
    double h = 1e-4;
    for (int a = 0; a < 3; a++) {
      for (int b = 0; b < 3; b++) {
        double plus = potential.evaluate(strained(structure, a, b, h)).energy();
        double minus = potential.evaluate(strained(structure, a, b, -h)).energy();
        double expected = (plus - minus) / (2 * h) / structure.cell().volume();
        assertEquals(expected, stress[3 * a + b], 1e-6);
        assertEquals(stress[3 * a + b], stress[3 * b + a], 1e-15);
      }
    }
  }

  /** Symmetric, so that only the strain counts and no rotation. */
  private static Structure strained(Structure structure, int a, int b, double size) {
    double[] d = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    d[3 * a + b] += size / 2;
    d[3 * b + a] += size / 2;
    double[] from = structure.positions();
    double[] to = new double[from.length];
    for (int i = 0; i < structure.atoms(); i++) {
      for (int x = 0; x < 3; x++) {
        for (int y = 0; y < 3; y++) {
          to[3 * i + x] += from[3 * i + y] * d[3 * y + x];
        }
      }
    }
    return with(structure, to, structure.cell().deformed(d));
  }

  @Test
  void translationAndRotationChangeNothing() {
    Structure structure = ToyData.crystal(RANDOM);
    Prediction before = potential.evaluate(structure);
    double[] moved = structure.positions();
    for (int k = 0; k < moved.length; k++) {
      moved[k] += new double[] {0.3, -7.1, 2.2}[k % 3];
    }
    Prediction translated = potential.evaluate(with(structure, moved, structure.cell()));
    assertEquals(before.energy(), translated.energy(), 1e-9);
    assertArrayEquals(before.forces(), translated.forces(), 1e-8);

    double c = Math.cos(1.1);
    double s = Math.sin(1.1);
    double[] turn = {c, s, 0, -s, c, 0, 0, 0, 1};
    double[] from = structure.positions();
    Prediction rotated =
        potential.evaluate(with(structure, rotate(from, turn), structure.cell().deformed(turn)));
    assertEquals(before.energy(), rotated.energy(), 1e-9);
    assertArrayEquals(rotate(before.forces(), turn), rotated.forces(), 1e-8);
  }

  private static double[] rotate(double[] from, double[] turn) {
    double[] to = new double[from.length];
    for (int k = 0; k < from.length; k++) {
      for (int y = 0; y < 3; y++) {
        to[k] += from[k - k % 3 + y] * turn[3 * y + k % 3];
      }
    }
    return to;
  }

  @Test
  void forcesAddUpToNothing() {
    double[] forces = potential.evaluate(ToyData.crystal(RANDOM)).forces();
    for (int axis = 0; axis < 3; axis++) {
      double sum = 0;
      for (int i = axis; i < forces.length; i += 3) {
        sum += forces[i];
      }
      assertEquals(0, sum, 1e-11);
    }
  }

  @Test
  void bitsDoNotDependOnBatchSliceOrThreads() {
    List<Structure> structures = new ArrayList<>();
    for (int k = 0; k < 9; k++) {
      structures.add(ToyData.crystal(RANDOM));
    }
    List<Prediction> together = potential.evaluate(Batch.of(structures), Derivatives.FIRST);
    for (int k = 0; k < 9; k++) {
      assertSameBits(potential.evaluate(structures.get(k)), together.get(k));
    }
    for (int slice : new int[] {1, 5, 7, 32}) {
      try (Potential sliced = Potential.of(model, backend, slice)) {
        List<Prediction> other = sliced.evaluate(Batch.of(structures), Derivatives.FIRST);
        for (int k = 0; k < 9; k++) {
          assertSameBits(other.get(k), together.get(k));
        }
      }
    }
    try (Backend two = Backends.open("cpu", Precision.F64, 2);
        Potential threaded = Potential.of(model, two)) {
      assertSameBits(threaded.evaluate(structures.get(0)), together.get(0));
    }
  }

  private static void assertSameBits(Prediction a, Prediction b) {
    assertEquals(Double.doubleToLongBits(a.energy()), Double.doubleToLongBits(b.energy()));
    assertTrue(Arrays.equals(a.forces(), b.forces()));
    assertTrue(Arrays.equals(a.stress(), b.stress()));
    assertTrue(Arrays.equals(a.committee(), b.committee()));
    assertTrue(Arrays.equals(a.atomEnergies(), b.atomEnergies()));
  }

  @Test
  void energiesAloneAreTheSame() {
    Structure structure = ToyData.crystal(RANDOM);
    Prediction energies = potential.evaluate(Batch.of(structure), Derivatives.NONE).get(0);
    assertEquals(potential.evaluate(structure).energy(), energies.energy(), 1e-12);
    assertNull(energies.forces());
    assertEquals(energies.energy(), Arrays.stream(energies.atomEnergies()).sum(), 1e-10);
  }

  @Test
  void strangeEnvironmentsAreFlaggedAndUncertain() {
    Structure known = ToyData.crystal(RANDOM);
    double[] squeezed = known.positions();
    squeezed[3] = squeezed[0] + 0.9;
    squeezed[4] = squeezed[1];
    squeezed[5] = squeezed[2];
    Prediction strange = potential.evaluate(with(known, squeezed, known.cell()));
    assertTrue(strange.outside()[0] && strange.outside()[1]);
    assertTrue(strange.uncertainty() > 3 * potential.evaluate(known).uncertainty());
  }

  @Test
  void unknownElementsAreNamed() {
    Structure aluminium = Structure.of(new int[] {13}, new double[3]).build();
    CoesiteException e = assertThrows(CoesiteException.class, () -> potential.evaluate(aluminium));
    assertTrue(e.getMessage().contains("knows O, Si, not Al"), e.getMessage());
  }

  @Test
  void bundledModelsThatDoNotExistAreRefused() {
    assertThrows(CoesiteException.class, () -> Potential.bundledModel("unobtainium"));
  }
}
