package org.coesite.dos;

import java.util.Locale;

/** How a curve is made from eigenvalues. */
public enum DosMethod {
  /** A Gaussian at every eigenvalue. */
  GAUSSIAN {
    @Override
    public Dos dos(DosFrame frame, double width) {
      return Dos.gaussian(frame.eigenvalues(), width);
    }
  },
  /** Bands interpolated linearly on the k-mesh, then broadened. */
  INTERPOLATED {
    @Override
    public Dos dos(DosFrame frame, double width) {
      return Dos.interpolated(frame, width);
    }
  };

  /** As it is written on a command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The density of states of a structure.
   *
   * @param width standard deviation of the Gaussian, eV
   */
  public abstract Dos dos(DosFrame frame, double width);
}
