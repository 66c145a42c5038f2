package org.coesite.dos;

import java.util.List;
import java.util.Map;
import org.coesite.dos.DosSettings.Representation;

/**
 * Models that differ in representation, width and reference, side by side (after Ben Mahmoud,
 * Anelli, Csanyi and Ceriotti, Phys. Rev. B 102, 235130 (2020)).
 *
 * @param train structures that are left out in turn
 * @param test structures held out of all
 * @param outcomes of the combinations
 * @param floors noise of the reference from its finite k-meshes, by width, of all of {@code train}
 *     and then of {@code test}; NaN where it is not known
 * @param learning errors on the structures held out after training on fewer
 */
public record DosComparison(
    List<DosFrame> train,
    List<DosFrame> test,
    List<Outcome> outcomes,
    Map<Double, List<KPointFloor>> floors,
    List<LearningPoint> learning) {
  /** The structures on which models are compared. */
  public enum Group {
    /** Those in training, each predicted without it. */
    LEAVE_ONE_OUT("leave-one-out"),
    /** Those held out of all. */
    TEST("test");

    private final String words;

    Group(String words) {
      this.words = words;
    }

    /** As in tables. */
    @Override
    public String toString() {
      return words;
    }
  }

  /**
   * What makes a model.
   *
   * @param width of the Gaussians, eV
   */
  public record Combination(Representation representation, double width, EnergyZero zero) {
    /** For people. */
    @Override
    public String toString() {
      return representation + ", zero " + zero + ", " + width + " eV";
    }
  }

  /**
   * What became of a combination.
   *
   * @param refusal why it is impossible, in one line; empty where it is not, and all else is there
   * @param channels that were learnt
   * @param grid of the curves; null where it was refused
   */
  public record Outcome(
      Combination combination,
      String refusal,
      int channels,
      EnergyGrid grid,
      List<DosAssessment> leaveOneOut,
      List<DosAssessment> test) {
    static Outcome refused(Combination combination, String why) {
      return new Outcome(combination, why, 0, null, List.of(), List.of());
    }

    /** Whether there is a model. */
    public boolean possible() {
      return refusal.isEmpty();
    }

    /** What it says of a group's structures. */
    public List<DosAssessment> of(Group group) {
      return group == Group.TEST ? test : leaveOneOut;
    }

    /** Whether what it states of their uncertainty is true; empty without a committee. */
    public List<DosCoverage> coverage(Group group) {
      return DosCoverage.of(of(group), combination.zero());
    }
  }

  /**
   * A point of a learning curve.
   *
   * @param structures trained on
   * @param subset number of the random choice of them, from 1; 0 for all there are
   * @param errors over all structures held out
   */
  public record LearningPoint(
      Combination combination, int structures, int subset, DosErrors errors) {}

  /** The floors of a group's structures at a width, in their order. */
  public List<KPointFloor> floors(double width, Group group) {
    List<KPointFloor> all = floors.get(width);
    return group == Group.TEST
        ? all.subList(train.size(), all.size())
        : all.subList(0, train.size());
  }
}
