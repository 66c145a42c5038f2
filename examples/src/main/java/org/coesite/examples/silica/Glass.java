package org.coesite.examples.silica;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.coesite.dynamics.RelaxationResult;
import org.coesite.dynamics.RelaxationSettings;
import org.coesite.dynamics.Relaxer;
import org.coesite.examples.dynamics.Journey;
import org.coesite.io.StructureReader;
import org.coesite.io.StructureWriter;
import org.coesite.models.Calculator;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;

/**
 * Makes a glass: cristobalite is melted and quenched at the density of the glass that is known,
 * where dispersion hardly matters, by the bare potential; then settled and relaxed without
 * pressure, where it does, with dispersion.
 */
final class Glass {
  /** Of vitreous silica, g/cm^3 (as in arXiv:1501.01196). */
  static final double DENSITY = 2.20;

  private static final String RELAXED = "relaxed";

  /** 1/fs. */
  private static final double FRICTION = 0.01;

  /** Angstrom^3/eV: about 1/(37 GPa), that of vitreous silica. */
  private static final double COMPRESSIBILITY = 4.3;

  /** Fs. */
  private static final double PRESSURE_TIME = 200;

  /** EV/angstrom. */
  private static final double MAX_FORCE = 0.02;

  private static final int MAX_RELAXATION = 500;

  private final Path folder;
  private final Calculator walled;
  private final Calculator dispersed;
  private final long seed;
  private final Consumer<String> log;

  Glass(Path folder, Calculator walled, Calculator dispersed, long seed, Consumer<String> log) {
    this.folder = folder;
    this.walled = walled;
    this.dispersed = dispersed;
    this.seed = seed;
    this.log = log;
  }

  /** Where the relaxed glass is put down. */
  static Path file(Path folder) {
    return folder.resolve(RELAXED + ".xyz");
  }

  /** Runs what is missing and relaxes. */
  void make(SilicaPlan plan) {
    Structure crystal = crystal(plan.glassBoxes());
    Structure cold = journey(walled).run(crystal, plan.quench());
    log.accept(
        String.format(
            Locale.ROOT,
            "%.0f%% of the crystal's bonds are left",
            100 * new Network(crystal).partIn(new Network(cold))));
    Structure settled = journey(dispersed).run(cold, plan.settling());
    Path file = file(folder);
    if (!Files.exists(file)) {
      StructureWriter.writeAll(file, List.of(relaxed(settled)));
    }
    log.accept("relaxed: " + new SilicaMeasures(StructureReader.readAll(file).get(0)));
  }

  private Journey journey(Calculator calculator) {
    Journey.Bath bath =
        new Journey.Bath(SilicaPlan.TIME_STEP, FRICTION, COMPRESSIBILITY, PRESSURE_TIME);
    return new Journey(folder, calculator, bath, seed, SilicaMeasures::new, log);
  }

  /** A cube at the density of the glass. */
  static Structure crystal(int boxes) {
    Structure crystal = Cristobalite.crystal(boxes);
    double edge = Math.cbrt(SilicaMeasures.volumePerUnit(DENSITY) * crystal.atoms() / 3);
    double[] positions = crystal.positions();
    for (int k = 0; k < positions.length; k++) {
      positions[k] *= edge / crystal.cell().length(k % 3);
    }
    return Structure.of(crystal.species(), positions)
        .cell(Cell.of(edge, 0, 0, 0, edge, 0, 0, 0, edge))
        .build();
  }

  private Structure relaxed(Structure settled) {
    RelaxationSettings settings =
        RelaxationSettings.positionsAndCell()
            .withCriteria(MAX_FORCE, 0.1 * RelaxationSettings.GPA)
            .withMaxSteps(MAX_RELAXATION);
    RelaxationResult result = new Relaxer(dispersed, settings).relax(settled);
    log.accept(
        String.format(
            Locale.ROOT,
            "relaxation: %s, %d steps, %.3f eV/atom",
            result.message(),
            result.steps(),
            result.energy() / settled.atoms()));
    Structure end = result.structure();
    // without the means of the leg before, which are untrue here
    return Structure.of(end.species(), end.positions())
        .cell(end.cell())
        .info(Journey.LEG, RELAXED)
        .build();
  }
}
