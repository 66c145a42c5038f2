package org.coesite.dos;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.coesite.CoesiteException;

/**
 * A predicted density of states filled with its electrons, and those of the committee's members,
 * each with a Fermi level of its own: so the committee's spread carries into whatever follows,
 * errors of one curve's values that go together and all. Immutable and thread-safe.
 */
public final class FilledPrediction {
  private final DosPrediction prediction;
  private final FixedDos model;
  private final List<FixedDos> members;

  private FilledPrediction(DosPrediction prediction, FixedDos model, List<FixedDos> members) {
    this.prediction = prediction;
    this.model = model;
    this.members = members;
  }

  /**
   * Fills a prediction of one atom or more as it is.
   *
   * @throws CoesiteException if the model's curve holds fewer states than electrons
   */
  public static FilledPrediction of(DosPrediction p) {
    return of(p, new BroadeningCorrection(p.grid(), 0));
  }

  /**
   * Fills a prediction of one atom or more after a correction of its curves.
   *
   * @throws CoesiteException if the model's curve holds fewer states than electrons
   */
  public static FilledPrediction of(DosPrediction p, BroadeningCorrection correction) {
    FixedDos model = new FixedDos(p.grid(), correction.apply(p.curve()), p.electrons());
    List<FixedDos> members = new ArrayList<>(p.members().length);
    try {
      for (double[] member : p.members()) {
        // how hot it may be is for the model's own curve to say
        members.add(
            new FixedDos(
                p.grid(), correction.apply(member), p.electrons(), Double.POSITIVE_INFINITY));
      }
    } catch (CoesiteException _) {
      members.clear(); // a member too short of states knows no number: nor then is there a spread
    }
    return new FilledPrediction(p, model, List.copyOf(members));
  }

  /** What was filled. */
  public DosPrediction prediction() {
    return prediction;
  }

  /** Atoms of the structure. */
  public int atoms() {
    return prediction.atoms();
  }

  /** The model's own density of states. */
  public FixedDos model() {
    return model;
  }

  /** Those of the committee's members; empty where one holds fewer states than electrons. */
  public List<FixedDos> members() {
    return members;
  }

  /** A number that follows from the density of states, of each member, [members]. */
  public double[] ofMembers(ToDoubleFunction<FixedDos> quantity) {
    return members.stream().mapToDouble(quantity).toArray();
  }

  /** A number that follows from a filled density of states. */
  public Estimate estimate(ToDoubleFunction<FixedDos> quantity) {
    return Estimate.of(quantity.applyAsDouble(model), ofMembers(quantity));
  }

  /** The Fermi level as the data have it, eV: what the model learnt beside an aligned curve. */
  public Estimate levelInData() {
    return Estimate.of(prediction.level(), prediction.memberLevels());
  }
}
