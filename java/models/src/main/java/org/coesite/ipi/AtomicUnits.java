package org.coesite.ipi;

/**
 * The atomic units of the protocol in ours, from the constants of CODATA 2014.
 *
 * <p>Not from newer ones: ASE converts with these, so that what arrives there in eV and angstrom is
 * what the model said, to rounding. They differ from those of 2022 by 1e-8 of an energy.
 */
final class AtomicUnits {
  private static final double LIGHT_SPEED = 299792458; // m/s
  private static final double PLANCK = 6.626070040e-34; // J s
  private static final double CHARGE = 1.6021766208e-19; // C
  private static final double ELECTRON_MASS = 9.10938356e-31; // kg
  private static final double MAGNETIC = 4e-7 * Math.PI; // N/A^2

  private static final double HBAR = PLANCK / (2 * Math.PI);
  private static final double ELECTRIC = 1 / (MAGNETIC * LIGHT_SPEED * LIGHT_SPEED); // F/m
  private static final double ELECTRIC_SPHERE = 4 * Math.PI * ELECTRIC;

  /** Angstrom. */
  static final double BOHR =
      1e10 * ELECTRIC_SPHERE * HBAR * HBAR / (ELECTRON_MASS * CHARGE * CHARGE);

  /** eV. */
  static final double HARTREE = 1e10 * CHARGE / (ELECTRIC_SPHERE * BOHR);

  private AtomicUnits() {}
}
