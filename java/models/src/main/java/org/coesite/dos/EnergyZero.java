package org.coesite.dos;

import java.util.Locale;
import org.coesite.CoesiteException;

/** What the zero of a curve's energies is; absolute Kohn-Sham levels of a crystal mean nothing. */
public enum EnergyZero {
  /** As the calculation has it. */
  NONE("as in the data"),
  /** The Fermi level of the structure. */
  FERMI("the Fermi level"),
  /**
   * The Fermi level, shifted for each structure so that the model learns best: How, Chong,
   * Grasselli, Ben Mahmoud and Ceriotti, arXiv 2407.01068.
   */
  ADAPTIVE("chosen for each structure in training, near the Fermi level");

  private final String description;

  EnergyZero(String description) {
    this.description = description;
  }

  /** For headers and figures. */
  public String description() {
    return description;
  }

  /** As on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * From the command line's word.
   *
   * @throws CoesiteException if there is none such
   */
  public static EnergyZero parse(String word) {
    for (EnergyZero zero : values()) {
      if (zero.toString().equals(word)) {
        return zero;
      }
    }
    throw new CoesiteException("\"" + word + "\" is no reference: none, fermi or adaptive");
  }
}
