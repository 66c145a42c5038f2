package org.coesite.learn;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.coesite.structure.Structure;

/** The standard deviation that each equation of a frame is allowed. */
final class Noise {
  /** GPa in one eV/angstrom^3. */
  static final double GPA = 160.21766208;

  private final PotentialConfig config;
  private final Map<Map<Integer, Double>, Double> lowest = new HashMap<>();

  Noise(PotentialConfig config, List<TrainingFrame> frames) {
    this.config = config;
    for (TrainingFrame frame : frames) {
      lowest.merge(fractions(frame.structure()), frame.energy() / frame.atoms(), Math::min);
    }
  }

  private static Map<Integer, Double> fractions(Structure structure) {
    Map<Integer, Double> fractions = new HashMap<>();
    structure.composition().forEach((z, n) -> fractions.put(z, n / (double) structure.atoms()));
    return fractions;
  }

  /**
   * Standard deviations in the order of the frame's equations; infinite for labels that are left
   * out.
   */
  double[] deviations(TrainingFrame frame) {
    PotentialConfig.KindNoise kind =
        config.kinds().getOrDefault(frame.kind(), new PotentialConfig.KindNoise(null, null, null));
    double growth = growth(frame);
    double[] out = new double[frame.rows()];
    out[0] =
        orInfinite(kind.energy()) * config.noise().energy() * Math.sqrt(frame.atoms()) * growth;
    if (frame.forces() != null) {
      for (int r = 0; r < 3 * frame.atoms(); r++) {
        out[frame.firstForceRow() + r] =
            orInfinite(kind.forces()) * config.noise().forces() * Math.sqrt(growth);
      }
    }
    if (frame.stress() != null) {
      double volume = frame.structure().cell().volume();
      for (int v = 0; v < 6; v++) {
        out[frame.firstStressRow() + v] =
            orInfinite(kind.stress()) * config.noise().stress() / GPA * volume * Math.sqrt(growth);
      }
    }
    return out;
  }

  private static double orInfinite(double factor) {
    return factor == 0 ? Double.POSITIVE_INFINITY : factor;
  }

  private double growth(TrainingFrame frame) {
    double scale = config.noise().energyScale();
    if (scale == 0) {
      return 1;
    }
    double reference =
        lowest.getOrDefault(fractions(frame.structure()), frame.energy() / frame.atoms());
    double above = Math.max(0, frame.energy() / frame.atoms() - reference) / scale;
    return Math.sqrt(1 + above * above);
  }
}
