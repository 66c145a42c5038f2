package org.coesite.dos;

import java.util.Locale;

/** What the energies of a curve are measured from. */
public enum EnergyReference {
  /** The zero of the calculation. */
  NONE("the zero of the eigenvalues as they are in the data"),
  /** The Fermi level of each structure's own curve. */
  FERMI("the Fermi level of each structure"),
  /** The lowest eigenvalue of each structure. */
  BAND_BOTTOM("the lowest eigenvalue of each structure");

  private final String description;

  EnergyReference(String description) {
    this.description = description;
  }

  /** As it is written on a command line: none, fermi, band-bottom. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What zero means, in words. */
  public String description() {
    return description;
  }

  /** The energy of a structure that is called 0, eV. */
  public double zero(Dos dos) {
    return switch (this) {
      case NONE -> 0;
      case FERMI -> dos.fermiLevel();
      case BAND_BOTTOM -> dos.bandBottom();
    };
  }
}
