package org.coesite.dynamics;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Limited-memory BFGS (Nocedal and Wright, Numerical Optimization, algorithm 7.4) with one
 * evaluation a step: no line search, but a limit on the longest move of an atom, which is tightened
 * after a step that climbs. Such a step is taken back and what was learnt of the curvature is
 * forgotten.
 */
final class Lbfgs implements Descent {
  /** Inverse of a typical bond's force constant, angstrom^2/eV, for the first step. */
  private static final double FIRST_INVERSE_CURVATURE = 1.0 / 70;

  private static final int MEMORY = 30;

  /** Rises below this, in eV per row, are noise of the evaluation. */
  private static final double NOISE = 1e-5;

  private static final double SHORTEST_LIMIT = 1e-3;

  /** One learnt pair: s the step, y the change of the gradient. */
  private record Curvature(double[] s, double[] y, double sy) {}

  private final double maxDisplacement;
  private final Deque<Curvature> memory = new ArrayDeque<>();
  private double limit;
  private double[] lastX;
  private double[] lastForce;
  private double lastEnergy;
  private double lastLength;

  Lbfgs(double maxDisplacement) {
    this.maxDisplacement = maxDisplacement;
    limit = maxDisplacement;
  }

  @Override
  public double[] next(double[] x, double[] force, double energy) {
    if (lastX != null && energy > lastEnergy + NOISE * (x.length / 3.0)) {
      memory.clear();
      limit = Math.max(lastLength / 4, SHORTEST_LIMIT * maxDisplacement);
    } else {
      if (lastX != null) {
        learn(x, force);
        limit = Math.min(limit * 2, maxDisplacement);
      }
      lastX = x.clone();
      lastForce = force.clone();
      lastEnergy = energy;
    }
    return step();
  }

  private void learn(double[] x, double[] force) {
    double[] s = new double[x.length];
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      s[i] = x[i] - lastX[i];
      y[i] = lastForce[i] - force[i];
    }
    double sy = Descent.dot(s, y);
    // only positive curvature keeps the inverse Hessian positive definite
    if (sy > 1e-8 * Math.sqrt(Descent.dot(s, s) * Descent.dot(y, y))) {
      if (memory.size() == MEMORY) {
        memory.removeFirst();
      }
      memory.addLast(new Curvature(s, y, sy));
    }
  }

  private double[] step() {
    double[] step = direction();
    Descent.limit(step, limit);
    lastLength = Descent.longestRow(step);
    for (int i = 0; i < step.length; i++) {
      step[i] += lastX[i];
    }
    return step;
  }

  /** The two-loop recursion: inverse Hessian times force. */
  private double[] direction() {
    double[] d = lastForce.clone();
    List<Curvature> pairs = new ArrayList<>(memory);
    double[] weights = new double[pairs.size()];
    for (int k = pairs.size() - 1; k >= 0; k--) {
      Curvature pair = pairs.get(k);
      weights[k] = Descent.dot(pair.s, d) / pair.sy;
      addScaled(d, pair.y, -weights[k]);
    }
    double scale = FIRST_INVERSE_CURVATURE;
    if (!memory.isEmpty()) {
      Curvature latest = memory.getLast();
      scale = latest.sy / Descent.dot(latest.y, latest.y);
    }
    for (int i = 0; i < d.length; i++) {
      d[i] *= scale;
    }
    for (int k = 0; k < pairs.size(); k++) {
      Curvature pair = pairs.get(k);
      double back = Descent.dot(pair.y, d) / pair.sy;
      addScaled(d, pair.s, weights[k] - back);
    }
    return d;
  }

  private static void addScaled(double[] target, double[] vector, double factor) {
    for (int i = 0; i < target.length; i++) {
      target[i] += factor * vector[i];
    }
  }
}
