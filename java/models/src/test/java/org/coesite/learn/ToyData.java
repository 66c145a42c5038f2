package org.coesite.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.coesite.structure.AtomProperty;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;

/** Small oxide-like crystals, labelled by a pair energy that one can differentiate by hand. */
public final class ToyData {
  private static final double CUTOFF = 4;
  private static final double[] SPECIES_ENERGY = {-3, -7};

  private ToyData() {}

  /** Labelled structures of six atoms. */
  public static List<Structure> labelled(int count, long seed) {
    List<Structure> structures = new ArrayList<>();
    Random random = new Random(seed);
    while (structures.size() < count) {
      structures.add(label(crystal(random), structures.size() % 2 == 0 ? "crystal" : "crystal-md"));
    }
    return structures;
  }

  /** An unlabelled crystal near the labelled ones. */
  public static Structure crystal(Random random) {
    double[] sites = {0, 0, 0, .5, .5, .5, .3, .3, 0, .7, .7, 0, .2, .8, .5, .8, .2, .5};
    double[] rows = {4.3, 0, 0, 0.2, 4.2, 0, -0.1, 0.3, 3.1};
    for (int k = 0; k < 9; k++) {
      rows[k] += 0.1 * random.nextGaussian();
    }
    Cell cell = Cell.of(rows);
    double[] positions = new double[18];
    for (int i = 0; i < 6; i++) {
      for (int axis = 0; axis < 3; axis++) {
        for (int v = 0; v < 3; v++) {
          positions[3 * i + axis] += sites[3 * i + v] * cell.get(v, axis);
        }
        positions[3 * i + axis] += 0.08 * random.nextGaussian();
      }
    }
    return Structure.of(new int[] {14, 14, 8, 8, 8, 8}, positions).cell(cell).build();
  }

  private static Structure label(Structure structure, String kind) {
    int atoms = structure.atoms();
    double[] forces = new double[3 * atoms];
    double[] virial = new double[9];
    double energy = 0;
    for (int i = 0; i < atoms; i++) {
      energy += SPECIES_ENERGY[structure.species(i) == 8 ? 0 : 1];
      for (int j = 0; j < atoms; j++) {
        energy += addPairs(structure, i, j, forces, virial);
      }
    }
    double volume = structure.cell().volume();
    double[] stress = new double[9];
    for (int k = 0; k < 9; k++) {
      stress[k] = virial[k] / volume;
    }
    return structure.toBuilder()
        .info("energy", energy)
        .info("kind", kind)
        .info("stress", stress)
        .atomProperty("forces", AtomProperty.of(forces, 3))
        .build();
  }

  private static double addPairs(
      Structure structure, int i, int j, double[] forces, double[] virial) {
    double energy = 0;
    int reach = 3;
    for (int a = -reach; a <= reach; a++) {
      for (int b = -reach; b <= reach; b++) {
        for (int c = -reach; c <= reach; c++) {
          double[] d = new double[3];
          double square = 0;
          for (int axis = 0; axis < 3; axis++) {
            d[axis] =
                structure.position(j, axis)
                    - structure.position(i, axis)
                    + a * structure.cell().get(0, axis)
                    + b * structure.cell().get(1, axis)
                    + c * structure.cell().get(2, axis);
            square += d[axis] * d[axis];
          }
          double r = Math.sqrt(square);
          if (r > 1e-9 && r < CUTOFF) {
            double scale = structure.species(i) == structure.species(j) ? 4 : -6;
            energy += 0.5 * scale * energy(r);
            double slope = 0.5 * scale * slope(r) / r;
            for (int x = 0; x < 3; x++) {
              forces[3 * j + x] -= slope * d[x];
              forces[3 * i + x] += slope * d[x];
              for (int y = 0; y < 3; y++) {
                virial[3 * x + y] += slope * d[x] * d[y];
              }
            }
          }
        }
      }
    }
    return energy;
  }

  private static double energy(double r) {
    double x = 1 - r / CUTOFF;
    return Math.exp(-r) * x * x * x;
  }

  private static double slope(double r) {
    double x = 1 - r / CUTOFF;
    return -Math.exp(-r) * x * x * (x + 3 / CUTOFF);
  }

  /** Small and quick: two radial functions would do, but derivatives want a real test. */
  public static PotentialConfig config() {
    return PotentialConfig.parse(
        "toy",
        """
        name: toy
        test: {fraction: 0.25, seed: 3}
        noise: {energy: 0.001, forces: 0.01, stress: 0.1}
        pair: {start: 1.0, cutoff: 4.5, functions: 10}
        soap:
          - {cutoff: 4.0, max_radial: 3, max_angular: 3, sparse: {default: 20}}
          - {cutoff: 3.0, max_radial: 2, max_angular: 2, zeta: 2, selection: CUR, sparse: {O: 12, Si: 6}}
        committee: {members: 4, folds: 3}
        """);
  }
}
