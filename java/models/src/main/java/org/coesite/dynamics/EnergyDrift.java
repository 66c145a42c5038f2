package org.coesite.dynamics;

import java.util.function.Consumer;

/**
 * Watches how well a run conserves energy: give it to {@link MolecularDynamics#observe}. Not
 * thread-safe.
 */
public final class EnergyDrift implements Consumer<MdState> {
  private int atoms;
  private int count;
  private double firstEnergy;
  private double sumTime;
  private double sumEnergy;
  private double sumTimeTime;
  private double sumTimeEnergy;
  private double sumEnergyEnergy;

  @Override
  public void accept(MdState state) {
    if (count == 0) {
      atoms = state.structure().atoms();
      firstEnergy = state.conserved();
    }
    // relative to the first, for the sake of small differences
    double energy = state.conserved() - firstEnergy;
    count++;
    sumTime += state.time();
    sumEnergy += energy;
    sumTimeTime += state.time() * state.time();
    sumTimeEnergy += state.time() * energy;
    sumEnergyEnergy += energy * energy;
  }

  /** Slope of a straight line through the conserved energy, meV per atom and ps. */
  public double drift() {
    double slope =
        (count * sumTimeEnergy - sumTime * sumEnergy) / (count * sumTimeTime - sumTime * sumTime);
    return slope * 1e6 / atoms;
  }

  /** Standard deviation of the conserved energy about its mean, meV per atom. */
  public double fluctuation() {
    double mean = sumEnergy / count;
    return Math.sqrt(Math.max(0, sumEnergyEnergy / count - mean * mean)) * 1e3 / atoms;
  }
}
