package org.coesite.bench.capi;

import java.util.Locale;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;
import org.coesite.models.Potential;
import org.coesite.structure.Structure;

/**
 * The computations of {@code bench/src/capi/overhead.c} in Java: least times in microseconds, a
 * name and a number on each line.
 */
public final class InJava {
  private static final int ROUNDS = 2000;
  private static final int CALLS = 20;
  private static final int OXYGEN = 8;
  private static final int SILICON = 14;

  private InJava() {}

  /** Times them. */
  public static void main(String[] arguments) {
    try (Backend backend = Backends.open("cpu", Precision.F64, 1);
        Potential potential = Potential.bundled("silica", backend)) {
      System.out.printf(Locale.ROOT, "0_atoms %.3f%n", least(potential, 0));
      System.out.printf(Locale.ROOT, "1_atom %.3f%n", least(potential, 1));
      System.out.printf(Locale.ROOT, "9_atoms %.3f%n", least(potential, 9));
    }
  }

  private static double least(Potential potential, int atoms) {
    double best = Double.POSITIVE_INFINITY;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      for (int k = 0; k < CALLS; k++) {
        evaluate(potential, atoms);
      }
      best = Math.min(best, (System.nanoTime() - start) / (1e3 * CALLS));
    }
    return best;
  }

  /** Oxygen and silicon in turn, 1.7 angstrom apart in a row. */
  private static void evaluate(Potential potential, int atoms) {
    int[] species = new int[atoms];
    double[] positions = new double[3 * atoms];
    for (int i = 0; i < atoms; i++) {
      species[i] = i % 2 == 0 ? OXYGEN : SILICON;
      positions[3 * i] = 1.7 * i;
    }
    double[] forces = potential.evaluate(Structure.of(species, positions).build()).forces();
    if (forces.length != 3 * atoms) {
      throw new AssertionError();
    }
  }
}
