package org.coesite.examples.heatcapacity;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;
import org.coesite.dos.DosModel;
import org.coesite.dos.FixedDos;
import org.coesite.dynamics.MolecularDynamics;
import org.coesite.dynamics.RelaxationSettings;
import org.coesite.dynamics.Supercell;
import org.coesite.dynamics.Velocities;
import org.coesite.models.Potential;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares enthalpies at two temperatures, with hot electrons and with cold ones. */
@Command(
    name = "examples/heat-capacity",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "The heat capacity of silicon at constant pressure by finite differences of the enthalpy, of"
          + " the melt or of the crystal.",
      "",
      "Atoms move on the free energy of electrons that are as hot as they are, U = A + T S; beside"
          + " it the same with electrons in their ground state."
    })
public final class HeatCapacity implements Callable<Integer> {
  private static final double EDGE = 5.43;

  /** Fast enough for a small crystal to melt within picoseconds, K. */
  private static final double MELTING = 5000;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-t", "--temperature"},
      paramLabel = "K",
      defaultValue = "2500",
      description = "Between the two temperatures (default: ${DEFAULT-VALUE}).")
  private double temperature;

  @Option(
      names = "--difference",
      paramLabel = "K",
      defaultValue = "600",
      description = "Of the two temperatures (default: ${DEFAULT-VALUE}).")
  private double difference;

  @Option(
      names = "--pressure",
      paramLabel = "GPA",
      defaultValue = "0",
      description = "Pressure, GPa (default: ${DEFAULT-VALUE}).")
  private double gigapascal;

  @Option(names = "--crystal", description = "Diamond instead of the melt.")
  private boolean crystal;

  @Option(
      names = "--cells",
      paramLabel = "N",
      defaultValue = "2",
      description = "Cubic cells of eight atoms along each edge (default: ${DEFAULT-VALUE}).")
  private int cells;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "3000",
      description =
          "Femtoseconds at each temperature, after a third of as many to settle (default:"
              + " ${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of all random numbers (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--model",
      paramLabel = "M",
      description = "Of the density of states (default: silicon-thermal, bundled).")
  private Path modelFile;

  HeatCapacity() {}

  /** See {@code --help}. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new HeatCapacity())
        .setExecutionExceptionHandler(
            (failure, line, parsed) -> {
              if (failure instanceof CoesiteException) {
                line.getErr().println("heat-capacity: " + failure.getMessage());
                return 1;
              }
              throw failure;
            });
  }

  @Override
  public Integer call() {
    try (Backend backend = Backends.open("cpu", Precision.F64, 1);
        Potential potential = Potential.bundled("silicon", backend);
        DosModel whole =
            modelFile == null
                ? DosModel.bundled("silicon-thermal", backend)
                : DosModel.load(modelFile, backend);
        DosModel model = DosModel.of(whole.parameters().withoutCommittee(), backend)) {
      Structure start = start(potential);
      double pressure = gigapascal * RelaxationSettings.GPA;
      print("atoms: " + start.atoms() + ", " + (crystal ? "diamond" : "melt"));
      double cold = report("cold electrons", new Enthalpy(potential, null, pressure), start);
      double hot = report("hot electrons", new Enthalpy(potential, model, pressure), start);
      print(String.format(Locale.ROOT, "electrons add %.2f k_B per atom", hot - cold));
    }
    return 0;
  }

  private Structure start(Potential potential) {
    Structure diamond = new Supercell(cube(), cells, cells, cells).structure();
    if (crystal) {
      return diamond;
    }
    double[] velocities = Velocities.maxwellBoltzmann(Velocities.masses(diamond), MELTING, seed);
    return MolecularDynamics.langevin(potential, diamond, velocities, 1.0, MELTING, 0.02, seed)
        .run(steps / 3)
        .structure();
  }

  private static Structure cube() {
    double[] corners = {0, 0, 0, 0, 2, 2, 2, 0, 2, 2, 2, 0};
    double[] positions = new double[24];
    for (int k = 0; k < 12; k++) {
      positions[k] = EDGE / 4 * corners[k];
      positions[12 + k] = EDGE / 4 * (corners[k] + 1);
    }
    int[] species = {14, 14, 14, 14, 14, 14, 14, 14};
    return Structure.of(species, positions)
        .cell(Cell.of(EDGE, 0, 0, 0, EDGE, 0, 0, 0, EDGE))
        .build();
  }

  private double report(String what, Enthalpy enthalpy, Structure start) {
    Enthalpy.Result[] results = new Enthalpy.Result[2];
    for (int k = 0; k < 2; k++) {
      double kelvin = temperature + (k - 0.5) * difference;
      Structure from = k == 0 ? start : results[0].last();
      Enthalpy.Result r = enthalpy.at(kelvin, from, steps / 3, steps, seed + k);
      results[k] = r;
      print(
          String.format(
              Locale.ROOT,
              "%s, %.0f K: enthalpy %.4f +- %.4f eV, %.2f A^3 per atom%s",
              what,
              kelvin,
              r.enthalpy(),
              r.error(),
              r.volume(),
              Double.isNaN(r.electronic())
                  ? ""
                  : String.format(
                      Locale.ROOT, ", C_el at constant volume %.2f k_B", r.electronic())));
    }
    double perKelvin = 1 / (FixedDos.BOLTZMANN * difference);
    double capacity = (results[1].enthalpy() - results[0].enthalpy()) * perKelvin;
    double error = Math.hypot(results[0].error(), results[1].error()) * perKelvin;
    print(
        String.format(
            Locale.ROOT,
            "%s: heat capacity at constant pressure %.2f +- %.2f k_B per atom",
            what,
            capacity,
            error));
    return capacity;
  }

  private void print(String line) {
    PrintWriter to = spec.commandLine().getOut();
    to.println(line);
    to.flush();
  }
}
