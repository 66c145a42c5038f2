package org.coesite.nmr;

import org.coesite.CoesiteException;

/**
 * A nucleus that NMR sees. Immutable.
 *
 * @param element atomic number
 * @param massNumber nucleons
 * @param twiceSpin 2 I
 * @param gamma magnetogyric ratio of the bare nucleus, with its sign, rad/(s T)
 * @param abundance of the isotope in nature, percent
 * @param quadrupoleMoment Q with its sign, barn; 0 for spin 1/2
 */
public record Nucleus(
    int element,
    int massNumber,
    int twiceSpin,
    double gamma,
    double abundance,
    double quadrupoleMoment) {
  /**
   * The nucleus of a name such as {@code 29Si}, {@code 1H} or {@code 17O}.
   *
   * @throws CoesiteException if the table has no such nucleus
   */
  public static Nucleus of(String name) {
    return Nuclei.TABLE.named(name);
  }

  /** I. */
  public double spin() {
    return twiceSpin / 2.0;
  }

  /** Mass number and symbol, {@code 29Si}. */
  public String name() {
    return massNumber + org.coesite.structure.Element.symbol(element);
  }

  /** Whether an electric field gradient acts on it: spin 1 or more. */
  public boolean quadrupolar() {
    return twiceSpin > 1;
  }

  /** Whether it has a central transition, 1/2 to -1/2, beside others: spin 3/2, 5/2, ... */
  public boolean halfIntegerQuadrupolar() {
    return twiceSpin > 1 && twiceSpin % 2 == 1;
  }

  /**
   * The size of the Larmor frequency |gamma B_0/(2 pi)|, MHz. By the bare nucleus's gamma: the
   * shielding of a reference compound, up to a percent for heavy nuclei, is not in it.
   *
   * @param field B_0, tesla
   */
  public double larmorFrequency(double field) {
    return Math.abs(gamma) * field / (2 * Math.PI) / 1e6;
  }

  /**
   * The field in which protons precess at a frequency, tesla: what a "400 MHz magnet" has.
   *
   * @param protonFrequency MHz
   */
  public static double fieldOf(double protonFrequency) {
    return protonFrequency / of("1H").larmorFrequency(1);
  }
}
