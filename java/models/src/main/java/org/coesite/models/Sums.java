package org.coesite.models;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.coesite.CoesiteException;
import org.coesite.backend.Doubles;
import org.coesite.structure.Batch;

/** What is summed over a batch, atom by atom in ascending order, in double. */
final class Sums {
  private final Batch batch;
  private final PotentialModel model;
  private final int channels;
  private final double[] atomEnergies;
  private final boolean[] outside;

  /** eV, by atomic number. */
  private final double[] speciesEnergies;

  /** What all members of the committee agree on: of species, and of pairs; [structures]. */
  private final double[] shared;

  /** Many-body energies of every channel, [structures x channels]. */
  private final double[] energies;

  Sums(Batch batch, PotentialModel model) {
    this.batch = batch;
    this.model = model;
    channels = model.members() + 1;
    atomEnergies = new double[batch.atoms()];
    outside = new boolean[batch.atoms()];
    speciesEnergies = byNumber(model.speciesEnergies());
    shared = new double[batch.size()];
    energies = new double[Math.multiplyExact(batch.size(), channels)];
  }

  /**
   * Adds what was found of a slice of centres beside many-body energies: each atom's are complete,
   * so that where slices begin and end changes no sum.
   *
   * @param centres atomic numbers
   * @param pairEnergies eV, [centres]; null where there are none
   * @param similarities of each many-body term, [centres]
   */
  void add(int first, int[] centres, Doubles pairEnergies, List<Doubles> similarities) {
    double[] twoBody = pairEnergies == null ? null : pairEnergies.read();
    int k = 0;
    for (int s = batch.structureOf(first); k < centres.length; s++) {
      int end = Math.min(centres.length, batch.offset(s + 1) - first);
      for (; k < end; k++) {
        double own = speciesEnergies[centres[k]] + (twoBody == null ? 0 : twoBody[k]);
        atomEnergies[first + k] += own;
        shared[s] += own;
      }
    }
    for (int t = 0; t < similarities.size(); t++) {
      double[] threshold = byNumber(model.manyBody().get(t).similarity());
      flag(first, centres, similarities.get(t).read(), threshold);
    }
  }

  /**
   * Adds the many-body energies.
   *
   * @param atoms of the potential itself, eV, [atoms]
   * @param totals of every channel, eV, [structures x channels]
   */
  void add(Doubles atoms, Doubles totals) {
    double[] own = atoms.read();
    for (int i = 0; i < atomEnergies.length; i++) {
      atomEnergies[i] += own[i];
    }
    double[] all = totals.read();
    for (int i = 0; i < energies.length; i++) {
      energies[i] += all[i];
    }
  }

  /** Flags environments that are not similar enough to any sparse point of their species. */
  private void flag(int first, int[] centres, double[] similarity, double[] threshold) {
    for (int k = 0; k < centres.length; k++) {
      outside[first + k] |= !(similarity[k] >= threshold[centres[k]]);
    }
  }

  /** Numbers of the model's species, by atomic number. */
  private double[] byNumber(double[] bySpecies) {
    int[] species = model.species();
    double[] out = new double[species[species.length - 1] + 1];
    for (int a = 0; a < species.length; a++) {
      out[species[a]] = bySpecies[a];
    }
    return out;
  }

  /**
   * All structures' predictions.
   *
   * @param forces [atoms x 3]; null where no derivatives were asked for
   * @param virial dE/d(strain), [structures x 9]; read only where there are forces
   */
  List<Prediction> predictions(double[] forces, double[] virial) {
    List<Prediction> predictions = new ArrayList<>(batch.size());
    for (int s = 0; s < batch.size(); s++) {
      predictions.add(prediction(s, forces, virial));
    }
    return predictions;
  }

  private Prediction prediction(int s, double[] forces, double[] virial) {
    int from = batch.offset(s);
    int to = batch.offset(s + 1);
    double energy = shared[s] + energies[s * channels];
    double[] committee = new double[channels - 1];
    double square = 0;
    for (int c = 1; c < channels; c++) {
      committee[c - 1] = shared[s] + energies[s * channels + c];
      square += (committee[c - 1] - energy) * (committee[c - 1] - energy);
    }
    Prediction prediction =
        new Prediction(
            energy,
            Arrays.copyOfRange(atomEnergies, from, to),
            forces == null ? null : Arrays.copyOfRange(forces, 3 * from, 3 * to),
            forces == null
                ? null
                : Prediction.stress(
                    batch.structure(s), Arrays.copyOfRange(virial, 9 * s, 9 * s + 9)),
            channels > 1 ? Math.sqrt(square / (channels - 1)) : Double.NaN,
            committee,
            Arrays.copyOfRange(outside, from, to));
    if (!Double.isFinite(energy) || (forces != null && !allFinite(prediction.forces()))) {
      throw new CoesiteException(
          "the model \""
              + model.name()
              + "\" finds no finite energy"
              + (batch.size() > 1 ? " for structure " + (s + 1) : "")
              + ": are two atoms at one place?");
    }
    return prediction;
  }

  /** Three sums that stay zero unless something is infinite or not a number. */
  private static boolean allFinite(double[] forces) {
    double x = 0;
    double y = 0;
    double z = 0;
    for (int i = 0; i < forces.length; i += 3) {
      x += 0 * forces[i];
      y += 0 * forces[i + 1];
      z += 0 * forces[i + 2];
    }
    return x + y + z == 0;
  }
}
