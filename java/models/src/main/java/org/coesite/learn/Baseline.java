package org.coesite.learn;

import java.util.Arrays;
import java.util.List;
import org.coesite.linalg.LeastSquares;
import org.coesite.linalg.Matrix;
import org.coesite.structure.Structure;

/**
 * Species energies that fit the compositions alone, so that the rest of the model starts from small
 * numbers.
 *
 * @param species atomic numbers, ascending
 * @param energies eV
 */
record Baseline(int[] species, double[] energies) {
  /** Least squares, with a whiff of ridge: compositions need not tell the species apart. */
  static Baseline of(int[] species, List<TrainingFrame> frames) {
    double mean = 0;
    for (TrainingFrame frame : frames) {
      mean += frame.energy() / frame.atoms() / frames.size();
    }
    int size = species.length;
    try (LeastSquares system = new LeastSquares(size, 1);
        Matrix rows = Matrix.zeros(frames.size() + size, size);
        Matrix targets = Matrix.zeros(frames.size() + size, 1)) {
      for (int k = 0; k < frames.size(); k++) {
        TrainingFrame frame = frames.get(k);
        for (int a = 0; a < size; a++) {
          int count = frame.structure().composition().getOrDefault(species[a], 0);
          rows.set(k, a, count / (double) frame.atoms());
        }
        targets.set(k, 0, frame.energy() / frame.atoms() - mean);
      }
      for (int a = 0; a < size; a++) {
        rows.set(frames.size() + a, a, 1e-4);
      }
      system.append(rows, targets);
      try (Matrix solution = system.solve()) {
        double[] energies = solution.column(0);
        double shift = mean;
        Arrays.setAll(energies, a -> energies[a] + shift);
        return new Baseline(species, energies);
      }
    }
  }

  double energy(Structure structure) {
    double energy = 0;
    for (int i = 0; i < structure.atoms(); i++) {
      energy += energies[Arrays.binarySearch(species, structure.species(i))];
    }
    return energy;
  }
}
