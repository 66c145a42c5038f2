package org.coesite.bench.gpu;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.coesite.backend.Backend;
import org.coesite.backend.Tensor;
import org.coesite.io.ReadOptions;
import org.coesite.io.StructureReader;
import org.coesite.structure.Batch;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;

/** What is computed. The same every time. */
final class Samples {
  private static final int SILICON = 14;

  /** Angstrom, of diamond's cubic cell. */
  private static final double LATTICE = 5.431;

  /** Angstrom; standard deviation of displacements along an axis, about that of a melt. */
  private static final double SHAKEN = 0.25;

  /** The CLI's, which this module packs too. */
  private static final String FRAMEWORKS = "/org/coesite/cli/frameworks/";

  private static final double[][] DIAMOND = {
    {0, 0, 0}, {0, 0.5, 0.5}, {0.5, 0, 0.5}, {0.5, 0.5, 0},
    {0.25, 0.25, 0.25}, {0.25, 0.75, 0.75}, {0.75, 0.25, 0.75}, {0.75, 0.75, 0.25}
  };

  /** The same crystal in a tetragonal cell of a / sqrt 2, a / sqrt 2, a. */
  private static final double[][] TETRAGONAL = {
    {0, 0, 0}, {0.5, 0.5, 0.5}, {0.5, 0, 0.25}, {0, 0.5, 0.75}
  };

  /** Rows of random numbers that are made on the host. */
  private static final int ROWS = 1 << 10;

  private Samples() {}

  /** Random numbers on the device, [rows, columns]: the same rows again and again. */
  static Tensor random(Backend backend, long rows, int columns) {
    int[] which = IntStream.range(0, Math.toIntExact(rows)).map(row -> row % ROWS).toArray();
    double[] numbers = new Random(columns).doubles((long) ROWS * columns, -1, 1).toArray();
    try (Tensor few = backend.tensor(numbers, ROWS, columns)) {
      return backend.rows(few, which);
    }
  }

  /** Silicon without order: diamond, of cells of eight atoms, shaken until no two are alike. */
  static Structure silicon(int[] cells) {
    return shaken(
        repeated(DIAMOND, cells, new double[] {LATTICE, LATTICE, LATTICE}),
        SHAKEN,
        new Random(20261123));
  }

  /** 200 atoms of silicon, or 16 for a quick look, nearly a crystal. */
  static Structure dynamicsCell(boolean quick) {
    double side = LATTICE / Math.sqrt(2);
    int[] cells = quick ? new int[] {2, 2, 1} : new int[] {5, 5, 2};
    return shaken(
        repeated(TETRAGONAL, cells, new double[] {side, side, LATTICE}), 0.05, new Random(1));
  }

  /** Zeolites, framework by framework, each time a little differently strained and shaken. */
  static Batch zeolites(int count) {
    List<Structure> frameworks = frameworks();
    Random random = new Random(2);
    List<Structure> out = new ArrayList<>(count);
    for (int k = 0; k < count; k++) {
      Structure framework = frameworks.get(k % frameworks.size());
      double strain = 1 + 0.02 * (2 * random.nextDouble() - 1);
      out.add(shaken(scaled(framework, strain), 0.05, random));
    }
    return Batch.of(out);
  }

  /** A framework that comes with Coesite, of a name such as {@code quartz}. */
  static Structure framework(String name) {
    String file = name + ".cif";
    InputStream in = Samples.class.getResourceAsStream(FRAMEWORKS + file);
    try (StructureReader reader = StructureReader.open(Path.of(file), in, ReadOptions.DEFAULT)) {
      return reader.next();
    }
  }

  /** All frameworks, in the order of their index, which begins with small ones. */
  private static List<Structure> frameworks() {
    List<Structure> all = new ArrayList<>();
    try (BufferedReader index =
        new BufferedReader(
            new InputStreamReader(
                Samples.class.getResourceAsStream(FRAMEWORKS + "index.csv"),
                StandardCharsets.UTF_8))) {
      index
          .lines()
          .skip(1)
          .map(line -> line.substring(0, line.indexOf(".cif")))
          .forEach(name -> all.add(framework(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  /** Displaces every atom. */
  static Structure shaken(Structure structure, double width, Random random) {
    double[] positions = structure.positions();
    for (int k = 0; k < positions.length; k++) {
      positions[k] += width * random.nextGaussian();
    }
    return Structure.of(structure.species(), positions).cell(structure.cell()).build();
  }

  private static Structure scaled(Structure structure, double factor) {
    double[] positions = structure.positions();
    for (int k = 0; k < positions.length; k++) {
      positions[k] *= factor;
    }
    double[] cell = new double[9];
    for (int k = 0; k < 9; k++) {
      cell[k] = factor * structure.cell().get(k / 3, k % 3);
    }
    return Structure.of(structure.species(), positions).cell(Cell.of(cell)).build();
  }

  private static Structure repeated(double[][] motif, int[] cells, double[] lengths) {
    int atoms = motif.length * cells[0] * cells[1] * cells[2];
    double[] positions = new double[3 * atoms];
    int[] species = new int[atoms];
    java.util.Arrays.fill(species, SILICON);
    int at = 0;
    for (int cell = 0; cell < atoms / motif.length; cell++) {
      int[] place = {
        cell % cells[0], cell / cells[0] % cells[1], cell / cells[0] / cells[1] % cells[2]
      };
      for (double[] site : motif) {
        for (int axis = 0; axis < 3; axis++) {
          positions[at++] = (place[axis] + site[axis]) * lengths[axis];
        }
      }
    }
    double[] cell = new double[9];
    for (int k = 0; k < 3; k++) {
      cell[4 * k] = cells[k] * lengths[k];
    }
    return Structure.of(species, positions).cell(Cell.of(cell)).build();
  }
}
