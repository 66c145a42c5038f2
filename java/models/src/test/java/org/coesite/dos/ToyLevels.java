package org.coesite.dos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.coesite.learn.ToyData;
import org.coesite.structure.Structure;

/**
 * Crystals whose eigenvalues are sums over atoms: each atom has four levels set by its neighbours.
 */
final class ToyLevels {
  private static final int LEVELS = 4;
  private static final double CUTOFF = 4;

  private ToyLevels() {}

  static List<DosFrame> frames(int count, long seed) {
    Random random = new Random(seed);
    List<DosFrame> frames = new ArrayList<>();
    for (int s = 0; s < count; s++) {
      Structure structure = ToyData.crystal(random);
      frames.add(new DosFrame(structure, s, s % 2 == 0 ? "even" : "odd", levels(structure)));
    }
    return frames;
  }

  private static Eigenvalues levels(Structure structure) {
    int atoms = structure.atoms();
    double[] values = new double[LEVELS * atoms];
    for (int i = 0; i < atoms; i++) {
      double crowding = crowding(structure, i);
      double centre = structure.species(i) == 8 ? -6 : -2;
      for (int level = 0; level < LEVELS; level++) {
        values[LEVELS * i + level] = centre + (level - 1) * (1.5 + 0.4 * crowding) + crowding;
      }
    }
    Arrays.sort(values);
    int electrons = ValenceElectrons.DEFAULT.in(structure);
    return Eigenvalues.of(values, new double[] {1}, new double[3], atoms, electrons);
  }

  /** A smooth sum over the neighbours of an atom. */
  private static double crowding(Structure structure, int i) {
    double sum = 0;
    for (int j = 0; j < structure.atoms(); j++) {
      for (int image = 0; image < 125; image++) {
        double r = distance(structure, i, j, image);
        if (r > 0 && r < CUTOFF) {
          double fade = 1 + Math.cos(Math.PI * r / CUTOFF);
          sum += 0.05 * fade * fade * (structure.species(j) == 8 ? 1 : 2);
        }
      }
    }
    return sum;
  }

  private static double distance(Structure structure, int i, int j, int image) {
    int[] shift = {image % 5 - 2, image / 5 % 5 - 2, image / 25 - 2};
    double square = 0;
    for (int axis = 0; axis < 3; axis++) {
      double d = structure.position(j, axis) - structure.position(i, axis);
      for (int k = 0; k < 3; k++) {
        d += shift[k] * structure.cell().get(k, axis);
      }
      square += d * d;
    }
    return Math.sqrt(square);
  }
}
