package org.coesite.dos;

import java.util.Arrays;
import java.util.Map;
import org.coesite.backend.SparsePoints;
import org.coesite.math.SoapBasis;
import org.coesite.models.ManyBody;

/**
 * A model of the density of states as numbers.
 *
 * <p>Its sparse points carry, for the model and then for each member of its committee, the channels
 * of the curve and one more: the Fermi level, as the data have it, times the number of atoms.
 *
 * @param name short, for people
 * @param description what it was trained on, one line
 * @param species atomic numbers it knows, ascending
 * @param electrons valence electrons of each species
 * @param width of the Gaussians that the curves were broadened with, eV
 * @param zero what the energies of its curves count from
 * @param code how curves are made of channels
 * @param basis of the power spectra
 * @param points sparse environments and weights, [(members + 1) (channels + 1)] each
 * @param baseline constants of an atom, [species x (channels + 1)]
 * @param similarity for each species, the least cosine to its nearest sparse point that an
 *     environment has which counts as known
 * @param members size of the committee
 * @param training what training said of it: texts, numbers, lists and maps, as JSON has them
 */
public record DosParameters(
    String name,
    String description,
    int[] species,
    double[] electrons,
    double width,
    EnergyZero zero,
    CurveCode code,
    SoapBasis basis,
    SparsePoints points,
    double[] baseline,
    double[] similarity,
    int members,
    Map<String, Object> training) {
  public DosParameters {
    int block = code.channels() + 1;
    if (electrons.length != species.length || similarity.length != species.length) {
      throw new IllegalArgumentException("electrons and thresholds are needed for each species");
    }
    if (baseline.length != species.length * block) {
      throw new IllegalArgumentException("a baseline of " + baseline.length + " numbers");
    }
    if (points.channels() != (members + 1) * block) {
      throw new IllegalArgumentException(
          points.channels() + " channels for " + members + " members of " + block);
    }
    if (points.featureCount() != ManyBody.features(basis, species.length)) {
      throw new IllegalArgumentException("sparse points are not of the model's basis");
    }
    if (!(width > 0)) {
      throw new IllegalArgumentException("a width of " + width + " eV");
    }
  }

  /** Valence electrons of an atom of a species that the model knows. */
  double electronsOf(int species) {
    return electrons[Arrays.binarySearch(this.species, species)];
  }

  /**
   * The same model without its committee: where no uncertainty is wanted, as in molecular dynamics,
   * it costs less.
   */
  public DosParameters withoutCommittee() {
    int block = block();
    int stride = points.channels();
    double[] weights = new double[points.points() * block];
    for (int k = 0; k < points.points(); k++) {
      System.arraycopy(points.weights(), k * stride, weights, k * block, block);
    }
    SparsePoints own =
        new SparsePoints(
            points.species(),
            points.features(),
            points.featureCount(),
            points.zeta(),
            points.normalise(),
            weights,
            block);
    return new DosParameters(
        name,
        description,
        species,
        electrons,
        width,
        zero,
        code,
        basis,
        own,
        baseline,
        similarity,
        0,
        training);
  }

  /** Channels of one member: of its curve, and the Fermi level. */
  public int block() {
    return code.channels() + 1;
  }
}
