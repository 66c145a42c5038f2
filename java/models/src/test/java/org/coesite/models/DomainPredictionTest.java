package org.coesite.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.GivenPairs;
import org.coesite.backend.Precision;
import org.coesite.io.StructureReader;
import org.coesite.models.Calculator.Derivatives;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Parts of a system, with the atoms around them and lists of pairs, add up to the whole. */
class DomainPredictionTest {
  /** What a host's list holds beyond the cutoff, angstrom. */
  private static final double SKIN = 1;

  private static Backend backend;
  private static Potential potential;
  private static Structure whole;

  @BeforeAll
  static void open() {
    backend = Backends.open("cpu", Precision.F64, 1);
    potential = Potential.bundled("silica", backend);
    whole = StructureReader.readAll(Path.of("src/data/sio2-dft.xyz.gz")).get(3);
  }

  @AfterAll
  static void close() {
    potential.close();
    backend.close();
  }

  /** A part of {@link #whole} as a program has it that divides space among processes. */
  private static final class Domain {
    final int local;
    private final List<Integer> owners = new ArrayList<>();
    private final List<double[]> positions = new ArrayList<>();

    /** Of the atoms whose number has a certain remainder: no compact part, the hardest case. */
    Domain(int parts, int part) {
      for (int i = part; i < whole.atoms(); i += parts) {
        add(i, 0, 0, 0);
      }
      local = owners.size();
      double reach = potential.model().cutoff() + SKIN;
      int[] images = new int[3];
      for (int v = 0; v < 3; v++) {
        images[v] = (int) Math.ceil(2 * reach / whole.cell().length(v)) + 3;
      }
      for (int i = 0; i < whole.atoms(); i++) {
        for (int a = -images[0]; a <= images[0]; a++) {
          for (int b = -images[1]; b <= images[1]; b++) {
            for (int c = -images[2]; c <= images[2]; c++) {
              boolean isLocal = a == 0 && b == 0 && c == 0 && i % parts == part;
              if (!isLocal) {
                addIfNear(i, a, b, c, reach);
              }
            }
          }
        }
      }
    }

    private void addIfNear(int i, int a, int b, int c, double reach) {
      add(i, a, b, c);
      int last = owners.size() - 1;
      for (int k = 0; k < local; k++) {
        if (distance(k, last) < reach) {
          return;
        }
      }
      owners.removeLast();
      positions.removeLast();
    }

    private void add(int i, int a, int b, int c) {
      double[] r = new double[3];
      for (int axis = 0; axis < 3; axis++) {
        r[axis] =
            whole.position(i, axis)
                + a * whole.cell().get(0, axis)
                + b * whole.cell().get(1, axis)
                + c * whole.cell().get(2, axis);
      }
      owners.add(i);
      positions.add(r);
    }

    private double distance(int k, int m) {
      double[] p = positions.get(k);
      double[] q = positions.get(m);
      return Math.sqrt(
          Math.pow(p[0] - q[0], 2) + Math.pow(p[1] - q[1], 2) + Math.pow(p[2] - q[2], 2));
    }

    Structure atoms() {
      int[] species = owners.stream().mapToInt(whole::species).toArray();
      double[] r = positions.stream().flatMapToDouble(java.util.Arrays::stream).toArray();
      return Structure.of(species, r).build();
    }

    GivenPairs pairs() {
      int[] start = new int[local + 1];
      List<Integer> j = new ArrayList<>();
      for (int k = 0; k < local; k++) {
        // backwards: any order will do
        for (int m = owners.size() - 1; m >= 0; m--) {
          if (m != k && distance(k, m) < potential.model().cutoff() + SKIN) {
            j.add(m);
          }
        }
        start[k + 1] = j.size();
      }
      return new GivenPairs(start, j.stream().mapToInt(Integer::intValue).toArray(), null);
    }

    int owner(int atom) {
      return owners.get(atom);
    }
  }

  @Test
  void partsAddUpToTheWhole() {
    Prediction expected = potential.evaluate(whole);
    double energy = 0;
    double[] committee = new double[expected.committee().length];
    double[] forces = new double[expected.forces().length];
    double[] virial = new double[9];
    for (int part = 0; part < 3; part++) {
      Domain domain = new Domain(3, part);
      DomainPrediction p = potential.evaluate(domain.atoms(), domain.pairs(), Derivatives.FIRST);
      energy += p.energy();
      for (int m = 0; m < committee.length; m++) {
        committee[m] += p.committee()[m];
      }
      for (int k = 0; k < 9; k++) {
        virial[k] += p.virial()[k] / whole.cell().volume();
      }
      for (int k = 0; k < p.forces().length; k++) {
        forces[3 * domain.owner(k / 3) + k % 3] += p.forces()[k];
      }
      assertEquals(domain.local, p.atomEnergies().length);
      for (int i = 0; i < domain.local; i++) {
        assertEquals(expected.atomEnergies()[domain.owner(i)], p.atomEnergies()[i], 1e-9);
        assertEquals(expected.outside()[domain.owner(i)], p.outside()[i]);
      }
    }
    assertEquals(expected.energy(), energy, 1e-9);
    assertArrayEquals(expected.committee(), committee, 1e-9);
    assertArrayEquals(expected.forces(), forces, 1e-9);
    assertArrayEquals(expected.stress(), virial, 1e-11);
  }

  @Test
  void withoutDerivativesEnergiesAreTheSame() {
    Domain domain = new Domain(2, 1);
    DomainPrediction with = potential.evaluate(domain.atoms(), domain.pairs(), Derivatives.FIRST);
    DomainPrediction without = potential.evaluate(domain.atoms(), domain.pairs(), Derivatives.NONE);
    assertEquals(with.energy(), without.energy());
    assertNull(without.forces());
    assertNull(without.virial());
  }

  @Test
  void aPartWithoutLocalAtomsHasNoEnergy() {
    Structure ghosts = Structure.of(new int[] {8, 14}, new double[] {0, 0, 0, 2, 0, 0}).build();
    GivenPairs none = new GivenPairs(new int[1], new int[0], null);
    DomainPrediction p = potential.evaluate(ghosts, none, Derivatives.FIRST);
    assertEquals(0, p.energy());
    assertArrayEquals(new double[6], p.forces());
    assertArrayEquals(new double[9], p.virial());
    assertEquals(0, p.atomEnergies().length);
    Structure nothing = Structure.of(new int[0], new double[0]).build();
    assertEquals(0, potential.evaluate(nothing, none, Derivatives.FIRST).forces().length);
  }

  @Test
  void slicesChangeNoBit() {
    Domain domain = new Domain(1, 0);
    DomainPrediction expected =
        potential.evaluate(domain.atoms(), domain.pairs(), Derivatives.FIRST);
    try (Potential sliced = Potential.of(potential.model(), backend, 2)) {
      DomainPrediction actual = sliced.evaluate(domain.atoms(), domain.pairs(), Derivatives.FIRST);
      assertEquals(expected.energy(), actual.energy());
      assertArrayEquals(expected.forces(), actual.forces());
      assertArrayEquals(expected.virial(), actual.virial());
    }
  }

  @Test
  void anUnknownSpeciesAmongTheGhostsIsNamed() {
    Structure gold = Structure.of(new int[] {8, 79}, new double[] {0, 0, 0, 2, 0, 0}).build();
    GivenPairs pairs = new GivenPairs(new int[] {0, 1}, new int[] {1}, null);
    CoesiteException wrong =
        assertThrows(
            CoesiteException.class, () -> potential.evaluate(gold, pairs, Derivatives.NONE));
    assertTrue(wrong.getMessage().contains("Au"), wrong.getMessage());
  }
}
