package org.coesite.examples.silica;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.coesite.dynamics.MolecularDynamics;
import org.coesite.dynamics.Velocities;
import org.coesite.io.StructureReader;
import org.coesite.io.StructureWriter;
import org.coesite.models.Calculator;
import org.coesite.structure.Structure;

/**
 * Heats a crystal without pressure and samples it: a file of moments for each temperature in a
 * folder, each begun from the cold crystal. A temperature whose file is there is not run again.
 */
final class HeatedCrystal {
  /** Of a sample, K. */
  static final String KELVIN = "bath_K";

  /** 1/fs: within 200 fs, so as not to hold up the tetrahedra as they turn. */
  private static final double FRICTION = 0.005;

  /** Angstrom^3/eV: about 1/(16 GPa). */
  private static final double COMPRESSIBILITY = 10;

  /** Fs. */
  private static final double PRESSURE_TIME = 300;

  private final Path folder;
  private final Calculator calculator;
  private final long seed;
  private final Consumer<String> log;

  HeatedCrystal(Path folder, Calculator calculator, long seed, Consumer<String> log) {
    this.folder = folder;
    this.calculator = calculator;
    this.seed = seed;
    this.log = log;
  }

  /** Runs what is missing. */
  void heat(SilicaPlan plan) {
    Structure start = Cristobalite.crystal(plan.crystalBoxes());
    for (double kelvin : plan.kelvin()) {
      Path file = file(folder, kelvin);
      if (!Files.exists(file)) {
        StructureWriter.writeAll(file, sample(start, kelvin, plan));
      }
      List<Structure> moments = StructureReader.readAll(file);
      log.accept(String.format(Locale.ROOT, "%.0f K: %s", kelvin, CrystalShape.of(moments)));
    }
  }

  /** Where the moments at a temperature are put down. */
  static Path file(Path folder, double kelvin) {
    return folder.resolve(String.format(Locale.ROOT, "cristobalite-%04.0fK.xyz.gz", kelvin));
  }

  private List<Structure> sample(Structure start, double kelvin, SilicaPlan plan) {
    // temperatures draw different numbers
    long own = 31 * seed + Math.round(kelvin);
    double[] velocities = Velocities.maxwellBoltzmann(Velocities.masses(start), kelvin, own);
    MolecularDynamics md =
        MolecularDynamics.langevin(
                calculator, start, velocities, SilicaPlan.TIME_STEP, kelvin, FRICTION, own)
            .pressureAlongAxes(0, COMPRESSIBILITY, PRESSURE_TIME);
    md.run(plan.equilibration());
    List<Structure> moments = new ArrayList<>();
    for (int done = 0; done < plan.sampling(); done += plan.stride()) {
      Structure now = md.run(plan.stride()).structure();
      moments.add(now.toBuilder().info(KELVIN, kelvin).build());
    }
    return moments;
  }
}
