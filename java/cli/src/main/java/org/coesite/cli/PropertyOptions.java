package org.coesite.cli;

import org.coesite.io.PropertyNames;
import org.coesite.io.ReadOptions;
import picocli.CommandLine.Option;

/** What a file calls energies, forces and stress. */
final class PropertyOptions {
  @Option(
      names = "--energy-name",
      paramLabel = "NAME",
      defaultValue = "energy",
      description = "Name of the energy in extended XYZ (default: ${DEFAULT-VALUE}).")
  private String energy;

  @Option(
      names = "--free-energy-name",
      paramLabel = "NAME",
      defaultValue = "free_energy",
      description = "Name of the free energy (default: ${DEFAULT-VALUE}).")
  private String freeEnergy;

  @Option(
      names = "--forces-name",
      paramLabel = "NAME",
      defaultValue = "forces",
      description = "Name of the forces (default: ${DEFAULT-VALUE}).")
  private String forces;

  @Option(
      names = "--stress-name",
      paramLabel = "NAME",
      defaultValue = "stress",
      description = "Name of the stress (default: ${DEFAULT-VALUE}).")
  private String stress;

  ReadOptions readOptions() {
    return ReadOptions.DEFAULT.withNames(new PropertyNames(energy, freeEnergy, forces, stress));
  }
}
