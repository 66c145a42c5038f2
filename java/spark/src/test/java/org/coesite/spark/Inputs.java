package org.coesite.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.coesite.cli.BundledFrameworks;
import org.coesite.io.StructureWriter;
import org.coesite.structure.Structure;

/** Folders of structures to screen. */
final class Inputs {
  private Inputs() {}

  /** A rattled quartz. */
  static Structure quartz(long seed) {
    Structure unit = BundledFrameworks.read("quartz.cif");
    Random random = new Random(seed);
    double[] positions = unit.positions();
    for (int k = 0; k < positions.length; k++) {
      positions[k] += 0.03 * random.nextGaussian();
    }
    return Structure.of(unit.species(), positions).cell(unit.cell()).build();
  }

  /** A file of rattled quartzes. */
  static Path file(Path file, int frames, long seed) {
    List<Structure> structures = new ArrayList<>();
    for (int k = 0; k < frames; k++) {
      structures.add(quartz(seed + k));
    }
    StructureWriter.writeAll(file, structures);
    return file;
  }

  /** Files of one and of many structures, gzipped and not, in folders; and broken ones. */
  static Path mixed(Path folder) throws IOException {
    Path deep = Files.createDirectories(folder.resolve("deep/er"));
    file(folder.resolve("a.xyz"), 1, 1);
    file(folder.resolve("b.xyz"), 12, 100);
    file(deep.resolve("c.extxyz"), 3, 200);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(deep.resolve("d.xyz.gz")))) {
      out.write(Files.readAllBytes(file(folder.resolve("d.xyz"), 2, 300)));
    }
    Files.move(folder.resolve("d.xyz"), folder.resolve("notes.txt"));
    try (var cif = BundledFrameworks.class.getResourceAsStream("frameworks/quartz.cif")) {
      Files.write(deep.resolve("QUARTZ.CIF"), cif.readAllBytes());
    }
    Files.writeString(
        folder.resolve("broken, \"really\".cif"), "data_x\n_cell_length_a nonsense\n");
    Files.writeString(deep.resolve("empty.xyz"), "");
    Files.writeString(folder.resolve("control.in"), "no structure, by its name");
    // the third of its structures is torn
    List<String> lines = Files.readAllLines(file(folder.resolve("torn.xyz"), 3, 400));
    Files.write(folder.resolve("torn.xyz"), lines.subList(0, lines.size() - 4));
    StructureWriter.writeAll(
        folder.resolve("molecule.xyz"),
        List.of(Structure.of(new int[] {14, 8}, new double[] {0, 0, 0, 1.6, 0, 0}).build()));
    return folder;
  }
}
