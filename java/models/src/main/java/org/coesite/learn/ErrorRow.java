package org.coesite.learn;

import java.util.List;

/**
 * Errors over a group of structures.
 *
 * @param set {@code train}, {@code test}, or {@code cross-validation}
 * @param group a kind, a band of energies, or {@code all}
 * @param structures how many
 * @param energyRmse meV/atom
 * @param energyMae meV/atom
 * @param forceRmse eV/angstrom, per component
 * @param forceMae eV/angstrom, per component
 * @param forceRms of the labels themselves, eV/angstrom, per component
 * @param stressRmse GPa, per component
 */
public record ErrorRow(
    String set,
    String group,
    int structures,
    double energyRmse,
    double energyMae,
    double forceRmse,
    double forceMae,
    double forceRms,
    double stressRmse) {
  /** Errors of predictions; NaN where there are no labels. */
  static ErrorRow of(String set, String group, List<FrameResult> frames) {
    Sum energy = new Sum();
    Sum force = new Sum();
    Sum label = new Sum();
    Sum stress = new Sum();
    for (FrameResult result : frames) {
      energy.add(result.energyError());
      if (result.forces() != null) {
        for (int i = 0; i < result.forces().length; i++) {
          force.add(result.forces()[i] - result.frame().forces()[i]);
          label.add(result.frame().forces()[i]);
        }
      }
      if (result.stress() != null) {
        for (int i = 0; i < 9; i++) {
          stress.add(Noise.GPA * (result.stress()[i] - result.frame().stress()[i]));
        }
      }
    }
    return new ErrorRow(
        set,
        group,
        frames.size(),
        energy.rms(),
        energy.mean(),
        force.rms(),
        force.mean(),
        label.rms(),
        stress.rms());
  }

  /** Root mean square force error relative to the rms of the labels. */
  public double relativeForceError() {
    return forceRmse / forceRms;
  }

  private static final class Sum {
    private double squares;
    private double magnitudes;
    private int count;

    void add(double x) {
      squares += x * x;
      magnitudes += Math.abs(x);
      count++;
    }

    double rms() {
      return Math.sqrt(squares / count);
    }

    double mean() {
      return magnitudes / count;
    }
  }
}
