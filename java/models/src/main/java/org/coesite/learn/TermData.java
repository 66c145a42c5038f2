package org.coesite.learn;

import java.util.ArrayList;
import java.util.List;
import org.coesite.backend.SparsePoints;
import org.coesite.math.SoapBasis;
import org.coesite.models.ManyBody;
import org.coesite.structure.Element;

/**
 * One many-body term in training.
 *
 * @param basis of its power spectra
 * @param amplitude prior standard deviation of an atom's energy, eV
 * @param environments of every frame of the data, by {@link TrainingFrame#index}
 * @param points sparse points; their weights do not matter yet
 * @param origin index of the frame that each sparse point was taken from
 */
record TermData(
    SoapBasis basis,
    double amplitude,
    List<Environments> environments,
    SparsePoints points,
    int[] origin) {
  /**
   * Chooses the sparse points of a term among environments.
   *
   * @param seed of the choice
   * @param species atomic numbers, ascending
   * @param environments of every frame
   * @param train the frames that lend sparse points, by index
   */
  static TermData of(
      PotentialConfig.SoapTerm term,
      long seed,
      int[] species,
      List<Environments> environments,
      int[] train,
      TrainingListener listener) {
    int features = ManyBody.features(term.basis(), species.length);
    List<double[]> points = new ArrayList<>();
    List<Integer> centres = new ArrayList<>();
    List<Integer> origins = new ArrayList<>();
    for (int z : species) {
      List<double[]> candidates = new ArrayList<>();
      List<Integer> from = new ArrayList<>();
      for (int frame : train) {
        Environments own = environments.get(frame);
        for (int i = 0; i < own.atoms(); i++) {
          if (own.species()[i] == z) {
            candidates.add(own.roundedPoint(i, features));
            from.add(frame);
          }
        }
      }
      int count = term.sparse(Element.symbol(z));
      for (int k : SparseSelection.choose(term.selection(), candidates, count, seed)) {
        points.add(candidates.get(k));
        origins.add(from.get(k));
        centres.add(z);
      }
      listener.progress("sparse points of " + Element.symbol(z), 1, 1);
    }
    double[] matrix = new double[Math.multiplyExact(points.size(), features)];
    for (int k = 0; k < points.size(); k++) {
      System.arraycopy(points.get(k), 0, matrix, k * features, features);
    }
    SparsePoints sparse =
        new SparsePoints(
            toArray(centres), matrix, features, term.zeta(), true, new double[points.size()], 1);
    return new TermData(term.basis(), term.amplitude(), environments, sparse, toArray(origins));
  }

  private static int[] toArray(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }
}
