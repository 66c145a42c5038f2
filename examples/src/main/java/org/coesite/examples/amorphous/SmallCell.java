package org.coesite.examples.amorphous;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.coesite.CoesiteException;
import org.coesite.dynamics.RelaxationResult;
import org.coesite.dynamics.RelaxationSettings;
import org.coesite.dynamics.Relaxer;
import org.coesite.dynamics.Supercell;
import org.coesite.examples.dynamics.Journey;
import org.coesite.examples.dynamics.Leg;
import org.coesite.io.StructureReader;
import org.coesite.io.StructureWriter;
import org.coesite.models.Calculator;
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

  private static final String RELAXED = "relaxed";

  /** EV/angstrom. */
  private static final double MAX_FORCE = 0.02;

  private static final int MAX_RELAXATION = 300;

  private final Calculator potential;
  private final Journey journey;
  private final Consumer<String> log;

  SmallCell(Path folder, Calculator potential, long seed, Consumer<String> log) {
    this.potential = potential;
    this.log = log;
    Journey.Bath bath = new Journey.Bath(Plan.TIME_STEP, FRICTION, COMPRESSIBILITY, PRESSURE_TIME);
    journey = new Journey(folder, potential, bath, seed, Measures::new, log);
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
    return journey.run(start, legs);
  }

  /** Puts what a file holds of an earlier run where the run itself would have left it. */
  void unpack(Path earlier) {
    for (Structure structure : StructureReader.readAll(earlier)) {
      if (!(structure.info().get(Journey.LEG) instanceof String name)) {
        throw new CoesiteException(
            earlier
                + ": a structure without "
                + Journey.LEG
                + "=NAME; those of an earlier run have it");
      }
      StructureWriter.writeAll(journey.file(name), List.of(structure));
    }
  }

  /** The nearest minimum without pressure, and what the disorder costs. */
  Structure relax(Structure glass) {
    Path file = journey.file(RELAXED);
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
          Structure.of(end.species(), end.positions())
              .cell(end.cell())
              .info(Journey.LEG, RELAXED)
              .build();
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
}
