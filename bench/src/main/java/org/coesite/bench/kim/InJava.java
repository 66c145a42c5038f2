package org.coesite.bench.kim;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;
import org.coesite.dynamics.MolecularDynamics;
import org.coesite.dynamics.Supercell;
import org.coesite.dynamics.Velocities;
import org.coesite.models.Potential;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;

/**
 * The dynamics of {@code bench/src/kim} by Coesite itself: atoms times steps a second, and a second
 * of this thread on a processor, in the fastest of several runs: a name and numbers on each line.
 */
public final class InJava {
  private static final int OXYGEN = 8;
  private static final int SILICON = 14;
  private static final int RUNS = 6;
  private static final int STEPS = 40;

  private InJava() {}

  /** Times them, on one thread and on two. */
  public static void main(String[] arguments) {
    for (int threads = 1; threads <= 2; threads++) {
      time("silicon", new Supercell(diamond(5.4, false), 4, 4, 4).structure(), threads);
      time("silica", new Supercell(diamond(7.16, true), 3, 3, 3).structure(), threads);
    }
  }

  private static void time(String model, Structure structure, int threads) {
    double[] velocities = Velocities.maxwellBoltzmann(Velocities.masses(structure), 300, 1);
    try (Backend backend = Backends.open("cpu", Precision.F64, threads);
        Potential potential = Potential.bundled(model, backend)) {
      MolecularDynamics dynamics =
          MolecularDynamics.constantEnergy(potential, structure, velocities, 0.5);
      dynamics.run(2 * STEPS);
      ThreadMXBean processor = ManagementFactory.getThreadMXBean();
      double wall = Double.POSITIVE_INFINITY;
      double cpu = Double.POSITIVE_INFINITY;
      for (int run = 0; run < RUNS; run++) {
        long start = System.nanoTime();
        long used = processor.getCurrentThreadCpuTime();
        dynamics.run(STEPS);
        wall = Math.min(wall, 1e-9 * (System.nanoTime() - start));
        cpu = Math.min(cpu, 1e-9 * (processor.getCurrentThreadCpuTime() - used));
      }
      double work = structure.atoms() * STEPS;
      System.out.printf(Locale.ROOT, "%s %d %.0f %.0f%n", model, threads, work / wall, work / cpu);
    }
  }

  /** The cubic cell of diamond; with oxygen halfway between silicons, ideal cristobalite. */
  private static Structure diamond(double a, boolean oxides) {
    int[][] corners = {{0, 0, 0}, {0, 2, 2}, {2, 0, 2}, {2, 2, 0}};
    int[][] bonds = {{1, 1, 1}, {1, -1, -1}, {-1, 1, -1}, {-1, -1, 1}};
    List<Integer> species = new ArrayList<>();
    List<Double> positions = new ArrayList<>();
    for (int[] corner : corners) {
      species.addAll(List.of(SILICON, SILICON));
      for (int axis = 0; axis < 3; axis++) {
        positions.add(a * corner[axis] / 4);
      }
      for (int axis = 0; axis < 3; axis++) {
        positions.add(a * (corner[axis] + bonds[0][axis]) / 4);
      }
      for (int b = 0; oxides && b < bonds.length; b++) {
        species.add(OXYGEN);
        for (int axis = 0; axis < 3; axis++) {
          positions.add(a * (corner[axis] + 0.5 * bonds[b][axis]) / 4);
        }
      }
    }
    return Structure.of(
            species.stream().mapToInt(Integer::intValue).toArray(),
            positions.stream().mapToDouble(Double::doubleValue).toArray())
        .cell(Cell.of(a, 0, 0, 0, a, 0, 0, 0, a))
        .build();
  }
}
