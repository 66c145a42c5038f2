package org.coesite.dynamics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.coesite.CoesiteException;
import org.coesite.linalg.Factorisations;
import org.coesite.linalg.Matrix;
import org.coesite.models.Calculator;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;

class PhononsTest {
  /** sqrt(eV/angstrom^2/u) in THz, from CODATA's electronvolt and atomic mass constant. */
  private static final double THZ =
      Math.sqrt(1.602176634e-19 / 1e-20 / 1.66053906660e-27) / (2 * Math.PI) / 1e12;

  private static Structure chain(double spacing, int... species) {
    double[] positions = new double[3 * species.length];
    for (int i = 0; i < species.length; i++) {
      positions[3 * i] = i * spacing;
    }
    return Structure.of(species, positions)
        .cell(Cell.of(spacing * species.length, 0, 0, 0, 20, 0, 0, 0, 20))
        .build();
  }

  @Test
  void chainOfEqualAtoms() {
    double k = 7;
    double mass = Velocities.masses(chain(2, 14))[0];
    Phonons phonons =
        Phonons.of(PairModel.springs(k, 2, 2.5), new Supercell(chain(2, 14), 6, 1, 1), 0.01);
    for (double q = 0; q < 1; q += 0.05) {
      double[] f = phonons.frequencies(q, 0, 0);
      assertEquals(2 * Math.sqrt(k / mass) * Math.abs(Math.sin(Math.PI * q)) * THZ, f[2], 1e-6);
    }
  }

  @Test
  void chainOfTwoKindsOfAtoms() {
    double k = 7;
    Structure unit = chain(2, 14, 8);
    double[] m = Velocities.masses(unit);
    // the even supercell puts atoms where two images are equally near
    Phonons phonons = Phonons.of(PairModel.springs(k, 2, 2.5), new Supercell(unit, 2, 1, 1), 1e-4);
    for (double q = 0; q < 1; q += 0.1) {
      double sum = k * (1 / m[0] + 1 / m[1]);
      double sine = Math.sin(Math.PI * q);
      double root = Math.sqrt(sum * sum - 4 * k * k * sine * sine / (m[0] * m[1]));
      double[] f = phonons.frequencies(q, 0.3, 0);
      assertEquals(Math.sqrt(sum + root) * THZ, f[5], 1e-6);
      assertEquals(Math.sqrt(Math.max(0, sum - root)) * THZ, f[4], 1e-3);
    }
  }

  @Test
  void smallestSupercellSharesItsBoundary() {
    // one cell of two atoms: each neighbour stands for itself and for its image
    double k = 7;
    Structure unit = chain(2, 14, 8);
    double[] m = Velocities.masses(unit);
    Phonons phonons = Phonons.of(PairModel.springs(k, 2, 2.5), new Supercell(unit, 1, 1, 1), 0.01);
    assertEquals(
        Math.sqrt(2 * k * (1 / m[0] + 1 / m[1])) * THZ, phonons.frequencies(0, 0, 0)[5], 1e-6);
    double[] edge = phonons.frequencies(0.5, 0, 0);
    assertEquals(Math.sqrt(2 * k / m[1]) * THZ, edge[5], 1e-6);
    assertEquals(Math.sqrt(2 * k / m[0]) * THZ, edge[4], 1e-6);
  }

  @Test
  void argonFollowsTheSumOverPairs() {
    double cutoff = 5.6;
    double a = 5.26;
    PairModel.Potential potential = r -> wca(r, cutoff);
    Phonons phonons =
        Phonons.of(
            new PairModel(potential, cutoff), new Supercell(Crystals.fcc(a), 4, 4, 4), 0.002);
    for (double[] q : new double[][] {{0, 0, 0}, {0.5, 0.5, 0}, {0.1, 0.27, -0.4}, {1.2, 0, 0}}) {
      double[] expected = pairSum(potential, Crystals.fcc(a), cutoff, q);
      assertArrayEquals(expected, phonons.frequencies(q), 1e-4, Arrays.toString(q));
    }
  }

  /** Lennard-Jones of argon with energy and force shifted to zero at the cutoff. */
  private static double[] wca(double r, double cutoff) {
    double[] at = lennardJones(r);
    double[] end = lennardJones(cutoff);
    return new double[] {at[0] - end[0] - (r - cutoff) * end[1], at[1] - end[1]};
  }

  private static double[] lennardJones(double r) {
    double x = Math.pow(3.4 / r, 6);
    return new double[] {4 * 0.0104 * (x * x - x), 4 * 0.0104 * (6 * x - 12 * x * x) / r};
  }

  /** Closed form of a lattice of one atom with pair forces. */
  private static double[] pairSum(
      PairModel.Potential potential, Structure unit, double cutoff, double[] q) {
    double mass = Velocities.masses(unit)[0];
    double[] inverse = unit.cell().inverse();
    double[] d = new double[9];
    Pairs.forEach(
        unit,
        cutoff,
        (i, j, x, y, z) -> {
          double r = Math.sqrt(x * x + y * y + z * z);
          double[] v = {x, y, z};
          double phase = 0;
          for (int k = 0; k < 3; k++) {
            double f = x * inverse[k] + y * inverse[3 + k] + z * inverse[6 + k];
            phase += 2 * Math.PI * q[k] * f;
          }
          double first = potential.at(r)[1];
          double second = (potential.at(r + 1e-5)[1] - potential.at(r - 1e-5)[1]) / 2e-5;
          for (int k = 0; k < 3; k++) {
            for (int l = 0; l < 3; l++) {
              double along = v[k] * v[l] / (r * r);
              double across = (k == l ? 1 : 0) - along;
              d[3 * k + l] += (second * along + first / r * across) * (1 - Math.cos(phase)) / mass;
            }
          }
        });
    try (Matrix matrix = Matrix.of(3, 3, d)) {
      return Arrays.stream(Factorisations.eigen(matrix))
          .map(w -> Math.signum(w) * Math.sqrt(Math.abs(w)) * THZ)
          .toArray();
    }
  }

  @Test
  void siliconHasThreeAcousticAndThreeDegenerateOpticalModes() {
    Phonons phonons =
        Phonons.of(new StillingerWeber(), new Supercell(Crystals.diamond(5.431), 3, 3, 3), 0.005);
    double[] f = phonons.frequencies(0, 0, 0);
    for (int k = 0; k < 3; k++) {
      assertEquals(0, f[k], 1e-3);
      assertEquals(f[5], f[3 + k], 1e-3);
    }
    assertEquals(frozenOptical(new StillingerWeber()), f[5], 1e-2);
    assertTrue(phonons.stableAtGamma(0.1));
    assertTrue(phonons.mesh(3, 3, 3).lowest() > 0);
    double[] q = phonons.frequencies(0.2, 0.1, 0.4);
    assertArrayEquals(q, phonons.frequencies(-0.2, -0.1, -0.4), 1e-6);
    assertArrayEquals(q, phonons.frequencies(1.2, 0.1, -1.6 + 1), 1e-6);
    assertEquals(f[5] * 33.3564, f[5] * Phonons.PER_CENTIMETRE, 1e-3);
  }

  /** The optical mode by moving the sublattices against each other. */
  private static double frozenOptical(Calculator model) {
    Structure s = Crystals.diamond(5.431);
    double h = 0.01;
    double[] energies = new double[3];
    for (int k = 0; k < 3; k++) {
      double[] positions = s.positions();
      positions[3] += (k - 1) * h;
      energies[k] =
          model.evaluate(Structure.of(s.species(), positions).cell(s.cell()).build()).energy();
    }
    double curvature = (energies[0] - 2 * energies[1] + energies[2]) / (h * h);
    return Math.sqrt(2 * curvature / Velocities.masses(s)[0]) * THZ;
  }

  @Test
  void compressedChainBuckles() {
    // springs that push make transverse modes unstable: m omega^2 = 4 k (1 - d/a)
    double k = 7;
    Structure unit = chain(1.9, 14);
    Phonons phonons = Phonons.of(PairModel.springs(k, 2, 2.5), new Supercell(unit, 6, 1, 1), 0.001);
    double tension = k * (1.9 - 2) / 1.9;
    double expected = -Math.sqrt(4 * -tension / Velocities.masses(unit)[0]) * THZ;
    double[] edge = phonons.frequencies(0.5, 0, 0);
    assertEquals(expected, edge[0], 1e-3);
    assertEquals(expected, edge[1], 1e-3);
    PhononSpectrum spectrum = phonons.mesh(4, 1, 1);
    assertTrue(spectrum.lowest() < -1);
    assertThrows(CoesiteException.class, () -> spectrum.at(300));
    Phonons doubled =
        Phonons.of(PairModel.springs(k, 2, 2.5), new Supercell(chain(1.9, 14, 14), 3, 1, 1), 0.001);
    assertFalse(doubled.stableAtGamma(0.1));
  }

  @Test
  void spectrumCountsModesAndKnowsTheOscillator() {
    // half of the zone at 5 THz, half at 7
    PhononSpectrum spectrum =
        new PhononSpectrum(new double[][] {{0, 5}, {0, 7}}, new double[] {0.5, 0.5});
    List<Double> grid = new ArrayList<>();
    for (double f = -3; f < 12; f += 0.01) {
      grid.add(f);
    }
    double[] at = grid.stream().mapToDouble(Double::doubleValue).toArray();
    double integral = Arrays.stream(spectrum.densityOfStates(at, 0.2)).sum() * 0.01;
    assertEquals(2, integral, 1e-6);
    double h = 4.135667696e-3;
    assertEquals(h * 6 / 2, spectrum.zeroPointEnergy(), 1e-12);
    double k = 8.617333262e-5;
    double kT = k * 300;
    double five = 2 * Math.sinh(h * 5 / (2 * kT));
    double seven = 2 * Math.sinh(h * 7 / (2 * kT));
    assertEquals(kT * (Math.log(five) + Math.log(seven)) / 2, spectrum.at(300).freeEnergy(), 1e-12);
    // S = -dF/dT, C = dU/dT, and the classical limit
    double slope = (spectrum.at(300.01).freeEnergy() - spectrum.at(299.99).freeEnergy()) / 0.02;
    assertEquals(-slope, spectrum.at(300).entropy(), 1e-9);
    double heat = (spectrum.at(300.01).energy() - spectrum.at(299.99).energy()) / 0.02;
    assertEquals(heat, spectrum.at(300).heatCapacity(), 1e-9);
    assertEquals(k, spectrum.at(1e5).heatCapacity(), 1e-3 * k);
    assertEquals(0, spectrum.at(0).heatCapacity(), 0.0);
  }

  @Test
  void clusterHasNoPhonons() {
    Structure atom = Structure.of(new int[] {14}, new double[3]).build();
    assertThrows(
        CoesiteException.class,
        () -> Phonons.of(new StillingerWeber(), new Supercell(atom, 1, 1, 1), 0.01));
  }
}
