package org.coesite.examples.amorphous;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.coesite.CoesiteException;
import org.coesite.dynamics.MdState;
import org.coesite.dynamics.MolecularDynamics;
import org.coesite.dynamics.RelaxationResult;
import org.coesite.dynamics.RelaxationSettings;
import org.coesite.dynamics.Relaxer;
import org.coesite.dynamics.Supercell;
import org.coesite.dynamics.Velocities;
import org.coesite.io.StructureReader;
import org.coesite.io.StructureWriter;
import org.coesite.models.Calculator;
import org.coesite.structure.AtomProperty;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;

/**
 * The cell that is melted, quenched and compressed, one file for each leg in a folder. A leg whose
 * file is there is not run again; each starts from what the file before says, so that a run which
 * was interrupted goes on as if it had not been.
 */
final class SmallCell {
  private static final int SILICON = 14;

  /**
   * Of the crystal that is melted, angstrom: 20.2 angstrom^3 an atom, one per cent more than
   * diamond by the bundled potential. The volume is kept until the glass is cold: free to shrink,
   * the melt would freeze as the dense metal it is.
   */
  private static final double LATTICE = 5.447;

  /** 1/fs. */
  private static final double FRICTION = 0.01;

  /** Angstrom^3/eV: about 1/(100 GPa), that of diamond. */
  private static final double COMPRESSIBILITY = 1.6;

  /** Fs. */
  private static final double PRESSURE_TIME = 150;

  /** Steps between changes of the bath's temperature, and between samples. */
  private static final int STRIDE = 10;

  private static final String LEG = "leg";
  private static final String RELAXED = "relaxed";

  /** EV/angstrom. */
  private static final double MAX_FORCE = 0.02;

  private static final int MAX_RELAXATION = 300;

  private final Path folder;
  private final Calculator potential;
  private final long seed;
  private final Consumer<String> log;

  SmallCell(Path folder, Calculator potential, long seed, Consumer<String> log) {
    this.folder = folder;
    this.potential = potential;
    this.seed = seed;
    this.log = log;
  }

  /** A perfect crystal of so many cubic cells along each edge. */
  static Structure crystal(int cells) {
    double[] sites = {
      0, 0, 0, 0, .5, .5, .5, 0, .5, .5, .5, 0, .25, .25, .25, .25, .75, .75, .75, .25, .75, .75,
      .75, .25
    };
    int[] species = new int[sites.length / 3];
    Arrays.fill(species, SILICON);
    double[] positions = Arrays.stream(sites).map(x -> x * LATTICE).toArray();
    Cell cell = Cell.of(LATTICE, 0, 0, 0, LATTICE, 0, 0, 0, LATTICE);
    Structure cube = Structure.of(species, positions).cell(cell).build();
    return new Supercell(cube, cells, cells, cells).structure();
  }

  /**
   * Runs what is missing of some legs, one after the other.
   *
   * @return what the last left behind
   */
  Structure run(Structure start, List<Leg> legs) {
    Structure structure = start;
    for (int k = 0; k < legs.size(); k++) {
      Leg leg = legs.get(k);
      Path file = file(leg.name());
      if (!Files.exists(file)) {
        StructureWriter.writeAll(file, List.of(run(structure, leg)));
      }
      structure = StructureReader.readAll(file).get(0);
      log.accept(leg.name() + ": " + new Measures(structure));
    }
    return structure;
  }

  /** Puts what a file holds of an earlier run where the run itself would have left it. */
  void unpack(Path earlier) {
    for (Structure structure : StructureReader.readAll(earlier)) {
      if (!(structure.info().get(LEG) instanceof String name)) {
        throw new CoesiteException(
            earlier + ": a structure without " + LEG + "=NAME; those of an earlier run have it");
      }
      StructureWriter.writeAll(file(name), List.of(structure));
    }
  }

  private Path file(String name) {
    return folder.resolve(name + ".xyz");
  }

  /** The nearest minimum without pressure, and what the disorder costs. */
  Structure relax(Structure glass) {
    Path file = file(RELAXED);
    RelaxationSettings settings =
        RelaxationSettings.positionsAndCell()
            .withCriteria(MAX_FORCE, 0.1 * RelaxationSettings.GPA)
            .withMaxSteps(MAX_RELAXATION);
    Relaxer relaxer = new Relaxer(potential, settings);
    if (!Files.exists(file)) {
      RelaxationResult result = relaxer.relax(glass);
      log.accept("relaxation: " + result.message() + ", " + result.steps() + " steps");
      Structure end = result.structure();
      // without the means of the glass, which are untrue here
      Structure bare =
          Structure.of(end.species(), end.positions()).cell(end.cell()).info(LEG, RELAXED).build();
      StructureWriter.writeAll(file, List.of(bare));
    }
    Structure relaxed = StructureReader.readAll(file).get(0);
    double energy = potential.evaluate(relaxed).energy() / relaxed.atoms();
    RelaxationResult diamond = relaxer.relax(crystal(1));
    log.accept("relaxed: " + new Measures(relaxed));
    log.accept(
        String.format(
            Locale.ROOT,
            "  %.3f eV/atom above diamond, of %.3f A^3",
            energy - diamond.energy() / diamond.structure().atoms(),
            new Measures(diamond.structure()).volumePerAtom()));
    return relaxed;
  }

  private Structure run(Structure start, Leg leg) {
    // legs draw different numbers
    long own = 31 * seed + leg.name().hashCode();
    MolecularDynamics md =
        MolecularDynamics.langevin(
            potential,
            start,
            velocities(start, leg.startKelvin(), own),
            Plan.TIME_STEP,
            leg.startKelvin(),
            FRICTION,
            own);
    if (!leg.isFixedVolume()) {
      md.pressure(leg.gigapascal() * RelaxationSettings.GPA, COMPRESSIBILITY, PRESSURE_TIME);
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
    AtomProperty property = structure.atomProperties().get("velocities");
    return property instanceof AtomProperty.Numbers numbers
        ? numbers.values()
        : Velocities.maxwellBoltzmann(Velocities.masses(structure), 2 * kelvin, seed);
  }

  private static Structure withVelocities(MdState state) {
    return state.structure().toBuilder()
        .atomProperty("velocities", AtomProperty.of(state.velocities(), 3))
        .build();
  }
}
