package org.coesite.examples.amorphous;

import org.coesite.dynamics.MdState;
import org.coesite.dynamics.MolecularDynamics;
import org.coesite.dynamics.Supercell;
import org.coesite.dynamics.Velocities;
import org.coesite.examples.dynamics.Averages;
import org.coesite.models.Calculator;
import org.coesite.structure.Structure;

/**
 * A small cell repeated, and shaken: all copies start where the small cell was, with velocities of
 * their own, and move together for a few steps, so that no two are alike. Their bonds are: what is
 * sampled is thermal motion, not another glass.
 */
final class LargeCell {
  /** 1/fs: the copies are to forget each other within the few steps. */
  private static final double FRICTION = 0.05;

  private final Supercell copies;

  LargeCell(Structure small, int[] numbers) {
    copies = new Supercell(small, numbers[0], numbers[1], numbers[2]);
  }

  /** Moves all atoms. */
  Structure shaken(Calculator potential, int steps, double kelvin, long seed) {
    Structure start = copies.structure();
    double[] velocities = Velocities.maxwellBoltzmann(Velocities.masses(start), kelvin, seed);
    MolecularDynamics md =
        MolecularDynamics.langevin(
            potential, start, velocities, Plan.TIME_STEP, kelvin, FRICTION, seed);
    Averages averages = new Averages();
    MdState state = md.run(steps / 2);
    for (int s = steps / 2; s < steps; s++) {
      state = md.run(1);
      averages.add(state);
    }
    return averages.describe(state.structure());
  }

  /** How far atoms lie from where their images in the first copy would have them, rms, angstrom. */
  static double difference(Structure large, Structure small, int[] numbers) {
    int n = small.atoms();
    double square = 0;
    for (int i = n; i < large.atoms(); i++) {
      int copy = i / n;
      int[] place = {
        copy / (numbers[1] * numbers[2]), copy / numbers[2] % numbers[1], copy % numbers[2]
      };
      for (int axis = 0; axis < 3; axis++) {
        double d = large.position(i, axis) - large.position(i % n, axis);
        for (int k = 0; k < 3; k++) {
          d -= place[k] * small.cell().get(k, axis);
        }
        square += d * d;
      }
    }
    return Math.sqrt(square / Math.max(1, large.atoms() - n));
  }
}
