package org.coesite.nmr;

import java.util.Locale;
import org.coesite.CoesiteException;

/** Units of electric field gradients. */
public enum GradientUnit {
  /** Hartree/(e bohr^2), its value in V/m^2 CODATA's of 2022: what {@code .magres} files hold. */
  ATOMIC("au", 9.7173624424e21),
  /** 1e20 V/m^2: what VASP writes. */
  VOLT_PER_SQUARE_ANGSTROM("V/A^2", 1e20);

  /** e/h, Hz/V: exact since 2019. */
  private static final double CHARGE_PER_PLANCK = 1.602176634e-19 / 6.62607015e-34;

  private static final double BARN = 1e-28; // m^2

  private final String symbol;
  private final double voltPerSquareMetre;

  GradientUnit(String symbol, double voltPerSquareMetre) {
    this.symbol = symbol;
    this.voltPerSquareMetre = voltPerSquareMetre;
  }

  /** e V_zz Q/h of a gradient of 1 and a moment of 1 barn, MHz. */
  public double megahertzPerBarn() {
    return voltPerSquareMetre * BARN * CHARGE_PER_PLANCK / 1e6;
  }

  /** Short name in files. */
  public String symbol() {
    return symbol;
  }

  /**
   * The unit of a name: {@code au}, {@code V/A^2} or {@code V/angstrom^2} in any case.
   *
   * @throws CoesiteException if it is none
   */
  public static GradientUnit named(String name) {
    return switch (name.strip().toLowerCase(Locale.ROOT)) {
      case "au", "a.u.", "atomic" -> ATOMIC;
      case "v/a^2", "v/angstrom^2", "v/a2", "v/angstrom2" -> VOLT_PER_SQUARE_ANGSTROM;
      default ->
          throw new CoesiteException(
              "'" + name + "' is no unit of field gradients; au or V/A^2 was expected");
    };
  }
}
