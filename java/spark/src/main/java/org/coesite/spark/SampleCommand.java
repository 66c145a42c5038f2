package org.coesite.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import org.coesite.cli.BundledFrameworks;
import org.coesite.cli.WrongCallException;
import org.coesite.dynamics.Supercell;
import org.coesite.io.FileProblem;
import org.coesite.io.StructureWriter;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes structures to try things with. */
@Command(
    name = "sample",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Writes strained and rattled copies and supercells of bundled frameworks, as extended XYZ:"
          + " something to screen by the hundred thousand.",
      "The same options write the same bytes."
    })
final class SampleCommand implements Callable<Integer> {
  private static final double STRAIN = 0.02;
  private static final double RATTLE = 0.02;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "DIR",
      description = "Folder for the files.")
  private Path out;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Structures (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--per-file",
      paramLabel = "N",
      defaultValue = "100",
      description = "Structures in a file (default: ${DEFAULT-VALUE}).")
  private int perFile;

  @Option(
      names = "--frameworks",
      split = ",",
      paramLabel = "NAME",
      defaultValue = "quartz,cristobalite,SOD",
      description = "Bundled frameworks (default: ${DEFAULT-VALUE}).")
  private List<String> frameworks;

  @Option(
      names = "--most-atoms",
      paramLabel = "N",
      defaultValue = "72",
      description = "Of a supercell (default: ${DEFAULT-VALUE}).")
  private int mostAtoms;

  @Override
  public Integer call() {
    if (perFile < 1) {
      throw new WrongCallException("--per-file " + perFile + ": 1 or more is expected");
    }
    List<Structure> units =
        frameworks.stream().map(name -> BundledFrameworks.read(name + ".cif")).toList();
    try {
      Files.createDirectories(out);
    } catch (IOException e) {
      throw FileProblem.writing(out, e);
    }
    for (int first = 0; first < count; first += perFile) {
      Path file = out.resolve(String.format(Locale.ROOT, "sample-%07d.xyz", first));
      try (StructureWriter writer = StructureWriter.create(file)) {
        for (int k = first; k < Math.min(count, first + perFile); k++) {
          writer.write(copy(units.get(k % units.size()), new Random(k)));
        }
        writer.commit();
      }
    }
    return 0;
  }

  private Structure copy(Structure unit, Random random) {
    int repeats = 1 + random.nextInt(2);
    int[] by = {1, 1, 1};
    by[random.nextInt(3)] = unit.atoms() * repeats <= mostAtoms ? repeats : 1;
    Structure cell = new Supercell(unit, by[0], by[1], by[2]).structure();
    return strained(cell, random);
  }

  private static Structure strained(Structure structure, Random random) {
    double[] strain = new double[9];
    for (int k = 0; k < 9; k++) {
      strain[k] = (k % 4 == 0 ? 1 : 0) + STRAIN * random.nextGaussian();
    }
    double[] rows = deformed(structure.cell().toArray(), strain);
    double[] positions = deformed(structure.positions(), strain);
    for (int k = 0; k < positions.length; k++) {
      positions[k] += RATTLE * random.nextGaussian();
    }
    return Structure.of(structure.species(), positions).cell(Cell.of(rows)).build();
  }

  /** Row vectors times a matrix. */
  private static double[] deformed(double[] vectors, double[] by) {
    double[] out = new double[vectors.length];
    for (int i = 0; i < vectors.length; i++) {
      for (int k = 0; k < 3; k++) {
        out[i] += vectors[i - i % 3 + k] * by[3 * k + i % 3];
      }
    }
    return out;
  }
}
