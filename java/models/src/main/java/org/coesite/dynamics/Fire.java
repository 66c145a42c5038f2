package org.coesite.dynamics;

/**
 * FIRE: molecular dynamics that is steered downhill and stopped when it climbs (Bitzek, Koskinen,
 * Gähler, Moseler and Gumbsch, Phys. Rev. Lett. 97, 170201 (2006)), with unit masses and the
 * parameters that ASE made customary. The step limit is on the longest move of an atom.
 */
final class Fire implements Descent {
  private static final double FIRST_TIME_STEP = 0.1;
  private static final double LARGEST_TIME_STEP = 1.0;
  private static final double FIRST_MIXING = 0.1;
  private static final double FASTER = 1.1;
  private static final double SLOWER = 0.5;
  private static final double MIXING_DECAY = 0.99;
  private static final int PATIENCE = 5;

  private final double maxDisplacement;
  private double[] velocity;
  private double timeStep = FIRST_TIME_STEP;
  private double mixing = FIRST_MIXING;
  private int downhill;

  Fire(double maxDisplacement) {
    this.maxDisplacement = maxDisplacement;
  }

  @Override
  public double[] next(double[] x, double[] force, double energy) {
    if (velocity == null) {
      velocity = new double[x.length];
    } else if (Descent.dot(force, velocity) > 0) {
      steer(force);
    } else {
      velocity = new double[x.length];
      mixing = FIRST_MIXING;
      timeStep *= SLOWER;
      downhill = 0;
    }
    double[] step = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      velocity[i] += timeStep * force[i];
      step[i] = timeStep * velocity[i];
    }
    Descent.limit(step, maxDisplacement);
    for (int i = 0; i < x.length; i++) {
      step[i] += x[i];
    }
    return step;
  }

  private void steer(double[] force) {
    // the force is not zero here: its product with the velocity is positive
    double turn = mixing * Math.sqrt(Descent.dot(velocity, velocity) / Descent.dot(force, force));
    for (int i = 0; i < velocity.length; i++) {
      velocity[i] = (1 - mixing) * velocity[i] + turn * force[i];
    }
    if (downhill > PATIENCE) {
      timeStep = Math.min(timeStep * FASTER, LARGEST_TIME_STEP);
      mixing *= MIXING_DECAY;
    }
    downhill++;
  }
}
