package org.coesite.io;

/**
 * What a file calls the quantities that models are trained on. Whatever the file's names, a
 * structure read holds them as {@code energy}, {@code free_energy}, {@code stress} ({@code info})
 * and {@code forces} ({@code atomProperties}).
 *
 * @param energy total energy, eV
 * @param freeEnergy variational free energy, which the forces belong to, eV
 * @param forces forces, eV/angstrom
 * @param stress stress, eV/angstrom^3, positive in tension
 */
public record PropertyNames(String energy, String freeEnergy, String forces, String stress) {
  /** The names Coesite and ASE write. */
  public static final PropertyNames DEFAULT =
      new PropertyNames("energy", "free_energy", "forces", "stress");

  /** These names with a prefix, {@code QM_} to {@code QM_energy} and so on. */
  public PropertyNames prefixed(String prefix) {
    return new PropertyNames(
        prefix + energy, prefix + freeEnergy, prefix + forces, prefix + stress);
  }
}
