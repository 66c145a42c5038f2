package org.coesite.models;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.coesite.CoesiteException;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;

/** What is summed over a batch, atom by atom in ascending order, in double. */
final class Sums {
  final Batch batch;
  final double[] forces;
  final double[] virial;
  private final int channels;
  private final double[] atomEnergies;
  private final boolean[] outside;

  /** Energies of every channel, [structures x channels]. */
  private final double[] energies;

  Sums(Batch batch, int channels, boolean derivatives) {
    this.batch = batch;
    this.channels = channels;
    atomEnergies = new double[batch.atoms()];
    outside = new boolean[batch.atoms()];
    energies = new double[Math.multiplyExact(batch.size(), channels)];
    forces = derivatives ? new double[Math.multiplyExact(3, batch.atoms())] : null;
    virial = derivatives ? new double[Math.multiplyExact(9, batch.size())] : null;
  }

  /**
   * Adds the energies of a slice of centres: each atom's are complete, so that where slices begin
   * and end changes no sum.
   *
   * @param values eV, [centres x channels]
   */
  void add(int first, double[] values) {
    int s = batch.structureOf(first);
    for (int k = 0; k < values.length / channels; k++) {
      s = owner(s, first + k);
      atomEnergies[first + k] = values[k * channels];
      for (int c = 0; c < channels; c++) {
        energies[s * channels + c] += values[k * channels + c];
      }
    }
  }

  private int owner(int s, int atom) {
    int owner = s;
    while (atom >= batch.offset(owner + 1)) {
      owner++;
    }
    return owner;
  }

  /** Flags environments that are not similar enough to any sparse point of their species. */
  void flag(
      int first, int[] centres, double[] similarity, double[] threshold, PotentialModel model) {
    for (int k = 0; k < centres.length; k++) {
      outside[first + k] |= !(similarity[k] >= threshold[model.indexOf(centres[k])]);
    }
  }

  List<Prediction> predictions(PotentialModel model) {
    List<Prediction> predictions = new ArrayList<>(batch.size());
    for (int s = 0; s < batch.size(); s++) {
      predictions.add(prediction(s, model));
    }
    return predictions;
  }

  private Prediction prediction(int s, PotentialModel model) {
    int from = batch.offset(s);
    int to = batch.offset(s + 1);
    double energy = energies[s * channels];
    double[] committee = new double[channels - 1];
    double square = 0;
    for (int c = 1; c < channels; c++) {
      committee[c - 1] = energies[s * channels + c];
      square += (committee[c - 1] - energy) * (committee[c - 1] - energy);
    }
    Prediction prediction =
        new Prediction(
            energy,
            Arrays.copyOfRange(atomEnergies, from, to),
            forces == null ? null : Arrays.copyOfRange(forces, 3 * from, 3 * to),
            stress(s),
            channels > 1 ? Math.sqrt(square / (channels - 1)) : Double.NaN,
            committee,
            Arrays.copyOfRange(outside, from, to));
    if (!Double.isFinite(energy) || (forces != null && !Double.isFinite(prediction.maxForce()))) {
      throw new CoesiteException(
          "the model \""
              + model.name()
              + "\" finds no finite energy"
              + (batch.size() > 1 ? " for structure " + (s + 1) : "")
              + ": are two atoms at one place?");
    }
    return prediction;
  }

  private double[] stress(int s) {
    Structure structure = batch.structure(s);
    double volume = structure.cell().volume();
    if (virial == null || !structure.fullyPeriodic() || volume == 0) {
      return null;
    }
    double[] stress = new double[9];
    for (int k = 0; k < 9; k++) {
      stress[k] = virial[9 * s + k] / volume;
    }
    return stress;
  }
}
