package org.coesite.dos;

/**
 * What is integrated over a density of states at a temperature, as a function of x = (e - mu)/(k_B
 * T): even or odd in x, and given for u = |x| with its first and second integral from u to
 * infinity. All of them die away from the chemical potential; the rest is a step, which is
 * integrated exactly by {@link OccupiedStates}.
 */
enum FermiKernel {
  /** f - step: what temperature does to the occupation; odd. */
  OCCUPATION(true) {
    @Override
    double value(double u) {
      return FermiTail.occupation(u);
    }

    @Override
    double first(double u) {
      return FermiTail.logarithm(u);
    }

    @Override
    double second(double u) {
      return FermiTail.dilogarithm(u);
    }
  },

  /** ln(1 + exp(-|x|)): what temperature does to the grand potential, in units of -k_B T. */
  LOGARITHM(false) {
    @Override
    double value(double u) {
      return FermiTail.logarithm(u);
    }

    @Override
    double first(double u) {
      return FermiTail.dilogarithm(u);
    }

    @Override
    double second(double u) {
      return FermiTail.trilogarithm(u);
    }
  },

  /** x (f - step): what temperature does to the energy, in units of k_B T. */
  ENERGY(false) {
    @Override
    double value(double u) {
      return u * FermiTail.occupation(u);
    }

    @Override
    double first(double u) {
      return u * FermiTail.logarithm(u) + FermiTail.dilogarithm(u);
    }

    @Override
    double second(double u) {
      return u * FermiTail.dilogarithm(u) + 2 * FermiTail.trilogarithm(u);
    }
  },

  /** -df/dx. */
  SLOPE(false) {
    @Override
    double value(double u) {
      return FermiTail.slope(u);
    }

    @Override
    double first(double u) {
      return FermiTail.occupation(u);
    }

    @Override
    double second(double u) {
      return FermiTail.logarithm(u);
    }
  },

  /** -x df/dx; odd. */
  SLOPE_TIMES_X(true) {
    @Override
    double value(double u) {
      return u * FermiTail.slope(u);
    }

    @Override
    double first(double u) {
      return u * FermiTail.occupation(u) + FermiTail.logarithm(u);
    }

    @Override
    double second(double u) {
      return u * FermiTail.logarithm(u) + 2 * FermiTail.dilogarithm(u);
    }
  },

  /** -x^2 df/dx. */
  SLOPE_TIMES_X2(false) {
    @Override
    double value(double u) {
      return u * u * FermiTail.slope(u);
    }

    @Override
    double first(double u) {
      return u * u * FermiTail.occupation(u)
          + 2 * (u * FermiTail.logarithm(u) + FermiTail.dilogarithm(u));
    }

    @Override
    double second(double u) {
      return u * u * FermiTail.logarithm(u)
          + 4 * u * FermiTail.dilogarithm(u)
          + 6 * FermiTail.trilogarithm(u);
    }
  };

  private final boolean odd;

  FermiKernel(boolean odd) {
    this.odd = odd;
  }

  /** The sign below the chemical potential. */
  double signBelow() {
    return odd ? -1 : 1;
  }

  /** The kernel at |x| = u, 0 or more. */
  abstract double value(double u);

  /** Its integral from u to infinity. */
  abstract double first(double u);

  /** The integral of {@link #first} from u to infinity. */
  abstract double second(double u);
}
