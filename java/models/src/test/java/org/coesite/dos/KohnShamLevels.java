package org.coesite.dos;

/**
 * Kohn-Sham levels as they are, a delta function each, filled at a temperature by plain sums and a
 * bisection: what a {@link FixedDos} is compared with.
 */
record KohnShamLevels(double[] levels, double[] states, double electrons) {
  /** Eigenvalues [k x bands], two electrons each, and the weights of the k-points, of sum 1. */
  static KohnShamLevels of(double[] eigenvalues, double[] weights, double electrons) {
    int bands = eigenvalues.length / weights.length;
    double[] states = new double[eigenvalues.length];
    for (int j = 0; j < states.length; j++) {
      states[j] = 2 * weights[j / bands];
    }
    return new KohnShamLevels(eigenvalues, states, electrons);
  }

  double chemicalPotential(double kT) {
    double low = -100;
    double high = 200;
    for (int k = 0; k < 100; k++) {
      double middle = (low + high) / 2;
      if (sum(middle, kT, false) < electrons) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** The electrons' free energy on the levels' own zero, eV. */
  double freeEnergy(double kT) {
    double mu = chemicalPotential(kT);
    return mu * electrons - sum(mu, kT, true);
  }

  /** Electrons, or minus the grand potential. */
  private double sum(double mu, double kT, boolean grand) {
    double sum = 0;
    for (int j = 0; j < levels.length; j++) {
      double x = (levels[j] - mu) / kT;
      double term =
          grand
              ? kT * (Math.max(0, -x) + Math.log1p(Math.exp(-Math.abs(x))))
              : 1 / (1 + Math.exp(x));
      sum += states[j] * term;
    }
    return sum;
  }

  /** A grid that holds every level broadened by a width, eV. */
  EnergyGrid grid(double width, double step) {
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (double level : levels) {
      lowest = Math.min(lowest, level);
      highest = Math.max(highest, level);
    }
    return EnergyGrid.between(lowest - 8 * width, highest + 9 * width, step);
  }

  /** The density of states, broadened by Gaussians of a width, eV. */
  double[] broadened(EnergyGrid grid, double width) {
    double[] curve = new double[grid.count()];
    for (int j = 0; j < levels.length; j++) {
      double scale = states[j] / (width * Math.sqrt(2 * Math.PI));
      double middle = (levels[j] - grid.start()) / grid.step();
      double reach = 8 * width / grid.step();
      int last = Math.min(grid.count() - 1, (int) (middle + reach));
      for (int i = Math.max(0, (int) (middle - reach)); i <= last; i++) {
        double x = (grid.energy(i) - levels[j]) / width;
        curve[i] += scale * Math.exp(-x * x / 2);
      }
    }
    return curve;
  }
}
