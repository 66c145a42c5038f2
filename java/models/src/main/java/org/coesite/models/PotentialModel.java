package org.coesite.models;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.coesite.backend.PairSplines;

/**
 * A trained potential as numbers: E = sum over atoms of a species energy, half the pair energies,
 * and many-body terms.
 *
 * @param name short, for people
 * @param description what it was trained on, one line
 * @param species atomic numbers it knows, ascending
 * @param speciesEnergies eV, in the order of {@code species}
 * @param pair two-body energies; null where there are none
 * @param manyBody the many-body terms; all have the same number of channels
 * @param members size of the committee; channel 0 is the potential, channels 1 to {@code members}
 *     are its members, spread so that their standard deviation is the calibrated uncertainty
 * @param training what training said of it: texts, numbers, lists and maps, as JSON has them
 */
public record PotentialModel(
    String name,
    String description,
    int[] species,
    double[] speciesEnergies,
    PairSplines pair,
    List<ManyBody> manyBody,
    int members,
    Map<String, Object> training) {
  public PotentialModel {
    manyBody = List.copyOf(manyBody);
    if (species.length == 0 || species.length != speciesEnergies.length) {
      throw new IllegalArgumentException(
          species.length + " species with " + speciesEnergies.length + " energies");
    }
    for (ManyBody term : manyBody) {
      if (term.points().channels() != members + 1) {
        throw new IllegalArgumentException(
            term.points().channels() + " channels for " + members + " members");
      }
      if (term.points().featureCount() != ManyBody.features(term.basis(), species.length)) {
        throw new IllegalArgumentException("sparse points are not of the term's basis");
      }
      if (term.similarity().length != species.length) {
        throw new IllegalArgumentException("one similarity threshold is needed per species");
      }
    }
    if (pair != null && !Arrays.equals(pair.species(), species)) {
      throw new IllegalArgumentException("the pair potential is for other species");
    }
  }

  /** The largest distance that matters, angstrom. */
  public double cutoff() {
    double largest = pair == null ? 0 : pair.cutoff();
    for (ManyBody term : manyBody) {
      largest = Math.max(largest, term.basis().cutoff());
    }
    return largest;
  }

  /** Index of a species, or -1 where the model does not know it. */
  public int indexOf(int atomicNumber) {
    return Math.max(-1, Arrays.binarySearch(species, atomicNumber));
  }
}
