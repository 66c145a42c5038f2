package org.coesite.learn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.coesite.backend.SparsePoints;

/** How alike environments of different training structures are: where the unknown begins. */
final class Familiarity {
  private Familiarity() {}

  /**
   * For each species the cosine to the nearest sparse point of another structure that all but a
   * given share of the training environments exceed; 1 where there is nothing to compare.
   */
  static double[] thresholds(
      TermData term, int[] species, List<TrainingFrame> train, double share) {
    int[] frames = train.stream().mapToInt(TrainingFrame::index).toArray();
    double[] thresholds = new double[species.length];
    for (int a = 0; a < species.length; a++) {
      thresholds[a] = threshold(term, species[a], frames, share);
    }
    return thresholds;
  }

  /** The same for one species, of the frames with these indices. */
  static double threshold(TermData term, int species, int[] train, double share) {
    List<Double> nearest = new ArrayList<>();
    for (int frame : train) {
      Environments own = term.environments().get(frame);
      for (int i = 0; i < own.atoms(); i++) {
        if (own.species()[i] == species) {
          nearest.add(nearest(term, own, i, frame));
        }
      }
    }
    Collections.sort(nearest);
    return nearest.isEmpty() ? 1 : nearest.get((int) Math.floor(share * nearest.size()));
  }

  private static double nearest(TermData term, Environments own, int i, int frame) {
    SparsePoints points = term.points();
    int count = points.featureCount();
    double best = -1;
    double norm = norm(own.features(), i * count, count);
    for (int k = 0; k < points.points(); k++) {
      if (points.species()[k] == own.species()[i] && term.origin()[k] != frame) {
        double dot = 0;
        for (int f = 0; f < count; f++) {
          dot += own.features()[i * count + f] * points.features()[k * count + f];
        }
        best = Math.max(best, dot / (norm * norm(points.features(), k * count, count)));
      }
    }
    return best;
  }

  private static double norm(double[] values, int from, int count) {
    double square = 0;
    for (int f = from; f < from + count; f++) {
      square += values[f] * values[f];
    }
    return Math.sqrt(square);
  }
}
