package org.coesite.bench.capi;

import java.util.Locale;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.Precision;
import org.coesite.models.Potential;
import org.coesite.structure.Batch;
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
      print("0_atoms", () -> evaluate(potential, 0));
      print("1_atom", () -> evaluate(potential, 1));
      print("9_atoms", () -> evaluate(potential, 9));
      print("pairs", () -> find(backend, 9));
    }
  }

  private static void print(String name, Runnable call) {
    double best = Double.POSITIVE_INFINITY;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      for (int k = 0; k < CALLS; k++) {
        call.run();
      }
      best = Math.min(best, (System.nanoTime() - start) / (1e3 * CALLS));
    }
    System.out.printf(Locale.ROOT, "%s %.3f%n", name, best);
  }

  /** Oxygen and silicon in turn, 1.7 angstrom apart in a row. */
  private static Structure row(int atoms) {
    int[] species = new int[atoms];
    double[] positions = new double[3 * atoms];
    for (int i = 0; i < atoms; i++) {
      species[i] = i % 2 == 0 ? OXYGEN : SILICON;
      positions[3 * i] = 1.7 * i;
    }
    return Structure.of(species, positions).build();
  }

  private static void evaluate(Potential potential, int atoms) {
    if (potential.evaluate(row(atoms)).forces().length != 3 * atoms) {
      throw new AssertionError();
    }
  }

  private static void find(Backend backend, int atoms) {
    try (NeighbourSearch search = backend.neighbours(Batch.of(row(atoms)), 3);
        Neighbours pairs = search.pairs(0, atoms)) {
      if (pairs.toPairList().count() != 2 * (atoms - 1)) {
        throw new AssertionError();
      }
    }
  }
}
