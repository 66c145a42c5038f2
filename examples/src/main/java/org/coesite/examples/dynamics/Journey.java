package org.coesite.examples.dynamics;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.coesite.dynamics.MdState;
import org.coesite.dynamics.MolecularDynamics;
import org.coesite.dynamics.RelaxationSettings;
import org.coesite.dynamics.Velocities;
import org.coesite.io.StructureReader;
import org.coesite.io.StructureWriter;
import org.coesite.models.Calculator;
import org.coesite.structure.AtomProperty;
import org.coesite.structure.Structure;

/**
 * Molecular dynamics in legs, one file for each in a folder. A leg whose file is there is not run
 * again; each starts from what the file before says, so that a run which was interrupted goes on as
 * if it had not been. Used by one thread at a time; the calculator stays the caller's.
 */
public final class Journey {
  /** What a leg's file calls itself. */
  public static final String LEG = "leg";

  /** Steps between changes of the bath's temperature, and between samples. */
  private static final int STRIDE = 10;

  private static final String VELOCITIES = "velocities";

  private final Path folder;
  private final Calculator potential;
  private final Bath bath;
  private final long seed;
  private final Function<Structure, ?> measures;
  private final Consumer<String> log;

  /**
   * How atoms and volume are coupled to their surroundings.
   *
   * @param timeStep fs
   * @param friction 1/fs
   * @param compressibility about the material's, angstrom^3/eV
   * @param pressureTime fs
   */
  public record Bath(
      double timeStep, double friction, double compressibility, double pressureTime) {}

  /**
   * Prepares.
   *
   * @param measures what to say of a structure at the end of a leg
   */
  public Journey(
      Path folder,
      Calculator potential,
      Bath bath,
      long seed,
      Function<Structure, ?> measures,
      Consumer<String> log) {
    this.folder = folder;
    this.potential = potential;
    this.bath = bath;
    this.seed = seed;
    this.measures = measures;
    this.log = log;
  }

  /**
   * Runs what is missing of some legs, one after the other.
   *
   * @return what the last left behind
   */
  public Structure run(Structure start, List<Leg> legs) {
    Structure structure = start;
    for (Leg leg : legs) {
      Path file = file(leg.name());
      if (!Files.exists(file)) {
        StructureWriter.writeAll(file, List.of(run(structure, leg)));
      }
      structure = StructureReader.readAll(file).get(0);
      log.accept(leg.name() + ": " + measures.apply(structure));
    }
    return structure;
  }

  /** Where a leg of this name is put down. */
  public Path file(String name) {
    return folder.resolve(name + ".xyz");
  }

  private Structure run(Structure start, Leg leg) {
    // legs draw different numbers
    long own = 31 * seed + leg.name().hashCode();
    MolecularDynamics md =
        MolecularDynamics.langevin(
            potential,
            start,
            velocities(start, leg.startKelvin(), own),
            bath.timeStep,
            leg.startKelvin(),
            bath.friction,
            own);
    if (!leg.isFixedVolume()) {
      md.pressure(
          leg.gigapascal() * RelaxationSettings.GPA, bath.compressibility, bath.pressureTime);
    }
    Averages averages = new Averages();
    for (int done = 0; done < leg.steps(); done += STRIDE) {
      int steps = Math.min(STRIDE, leg.steps() - done);
      double part = (done + steps / 2.0) / leg.steps();
      md.temperature(leg.startKelvin() + part * (leg.endKelvin() - leg.startKelvin()));
      MdState state = md.run(steps);
      if (2 * done >= leg.steps()) {
        averages.add(state);
      }
    }
    Structure end = averages.describe(withVelocities(md.state()));
    return end.toBuilder().info(LEG, leg.name()).build();
  }

  /** Those of the file; drawn where there are none, twice too hot for a crystal's sake. */
  private static double[] velocities(Structure structure, double kelvin, long seed) {
    AtomProperty property = structure.atomProperties().get(VELOCITIES);
    return property instanceof AtomProperty.Numbers numbers
        ? numbers.values()
        : Velocities.maxwellBoltzmann(Velocities.masses(structure), 2 * kelvin, seed);
  }

  private static Structure withVelocities(MdState state) {
    return state.structure().toBuilder()
        .atomProperty(VELOCITIES, AtomProperty.of(state.velocities(), 3))
        .build();
  }
}
