package org.coesite.examples.silica;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.coesite.cli.BundledFrameworks;
import org.coesite.dynamics.RelaxationResult;
import org.coesite.dynamics.RelaxationSettings;
import org.coesite.dynamics.Relaxer;
import org.coesite.io.StructureWriter;
import org.coesite.models.Calculator;
import org.coesite.structure.Structure;

/**
 * Relaxes bundled frameworks, atoms and cells; a framework whose file is there is not relaxed
 * again.
 */
final class Frameworks {
  /** EV/angstrom. */
  private static final double MAX_FORCE = 0.02;

  private final Path folder;
  private final Calculator calculator;
  private final Consumer<String> log;

  Frameworks(Path folder, Calculator calculator, Consumer<String> log) {
    this.folder = folder;
    this.calculator = calculator;
    this.log = log;
  }

  /** Relaxes what is missing. */
  void relax(List<String> names) {
    RelaxationSettings settings =
        RelaxationSettings.positionsAndCell().withCriteria(MAX_FORCE, 0.1 * RelaxationSettings.GPA);
    for (String name : names) {
      Path file = file(folder, name);
      if (!Files.exists(file)) {
        RelaxationResult result =
            new Relaxer(calculator, settings).relax(BundledFrameworks.read(name + ".cif"));
        Structure end = result.structure();
        log.accept(
            String.format(
                Locale.ROOT,
                "%s: %s in %d steps, %s",
                name,
                result.message(),
                result.steps(),
                new SilicaMeasures(end)));
        StructureWriter.writeAll(
            file, List.of(Structure.of(end.species(), end.positions()).cell(end.cell()).build()));
      }
    }
  }

  /** Where a relaxed framework is put down. */
  static Path file(Path folder, String name) {
    return folder.resolve(name + ".xyz");
  }
}
