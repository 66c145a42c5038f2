package org.coesite.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.coesite.io.StructureWriter;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;

/** Structures to screen. */
final class Samples {
  private Samples() {}

  /** Quartz, repeated along c and rattled. */
  static Structure quartz(int repeats, double rattle, long seed) {
    Structure unit = BundledFrameworks.quartz();
    Random random = new Random(seed);
    int atoms = unit.atoms() * repeats;
    int[] species = new int[atoms];
    double[] positions = new double[3 * atoms];
    for (int i = 0; i < atoms; i++) {
      int image = i / unit.atoms();
      species[i] = unit.species(i % unit.atoms());
      for (int axis = 0; axis < 3; axis++) {
        positions[3 * i + axis] =
            unit.position(i % unit.atoms(), axis)
                + image * unit.cell().get(2, axis)
                + rattle * random.nextGaussian();
      }
    }
    double[] rows = unit.cell().toArray();
    for (int axis = 0; axis < 3; axis++) {
      rows[6 + axis] *= repeats;
    }
    return Structure.of(species, positions).cell(Cell.of(rows)).build();
  }

  /** A file of differently rattled quartzes. */
  static Path file(Path file, int frames, int repeats) {
    List<Structure> structures = new ArrayList<>();
    for (int k = 0; k < frames; k++) {
      structures.add(quartz(repeats, 0.03, k));
    }
    StructureWriter.writeAll(file, structures);
    return file;
  }
}
