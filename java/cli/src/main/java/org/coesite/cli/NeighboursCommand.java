package org.coesite.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.coesite.backend.Backend;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.PairList;
import org.coesite.io.NpyArray;
import org.coesite.io.NpyWriter;
import org.coesite.io.NpzWriter;
import org.coesite.io.StructureReader;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Neighbour lists as ASE and vesin give them. */
@Command(
    name = "neighbours",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Computes full neighbour lists, sorted by (i, j, S).",
      "",
      "OUT holds the arrays that ASE's and vesin's functions return: i and j (atoms, from 0), S"
          + " (cell shifts), D = r_j - r_i + S C (angstrom) and d = |D|; and where IN has several"
          + " frames also frame (from 0), with i and j counted within the frame."
    })
final class NeighboursCommand implements Callable<Integer> {
  private static final int SLICE = 1 << 16;

  @Mixin private CommonOptions common;

  @Parameters(paramLabel = "IN", description = "Extended XYZ, CIF or POSCAR.")
  private Path in;

  @Option(
      names = "--cutoff",
      required = true,
      paramLabel = "R",
      description = "Pairs nearer than this are listed, angstrom.")
  private double cutoff;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "OUT.npz",
      description = "Replaced if it exists.")
  private Path out;

  /** Some pairs of one frame. */
  private record Part(int frame, PairList pairs) {}

  @Override
  public Integer call() {
    InputFiles.requireExists(in);
    if (!(cutoff > 0) || !Double.isFinite(cutoff)) {
      throw new WrongCallException("--cutoff is a positive length in angstrom, not " + cutoff);
    }
    List<Structure> structures = StructureReader.readAll(in);
    List<Part> parts = new ArrayList<>();
    try (Backend backend = common.openBackend()) {
      for (int frame = 0; frame < structures.size(); frame++) {
        find(backend, structures.get(frame), frame, parts);
      }
    }
    write(parts, structures.size() > 1);
    return 0;
  }

  private void find(Backend backend, Structure structure, int frame, List<Part> parts) {
    try (NeighbourSearch search = backend.neighbours(Batch.of(structure), cutoff)) {
      for (int first = 0; first < structure.atoms(); first += SLICE) {
        int last = Math.min(structure.atoms(), first + SLICE);
        try (Neighbours pairs = search.pairs(first, last)) {
          parts.add(new Part(frame, pairs.toPairList()));
        }
      }
    }
  }

  private void write(List<Part> parts, boolean several) {
    long count = parts.stream().mapToLong(part -> part.pairs.count()).sum();
    try (NpzWriter writer = NpzWriter.create(out)) {
      NpyWriter i = writer.next("i", NpyArray.Type.I8, count);
      parts.forEach(part -> i.write(centres(part.pairs)));
      NpyWriter j = writer.next("j", NpyArray.Type.I8, count);
      parts.forEach(part -> j.write(part.pairs.j()));
      NpyWriter shift = writer.next("S", NpyArray.Type.I8, count, 3);
      parts.forEach(part -> shift.write(part.pairs.shift()));
      NpyWriter vector = writer.next("D", NpyArray.Type.F8, count, 3);
      parts.forEach(part -> vector.write(part.pairs.vector()));
      NpyWriter distance = writer.next("d", NpyArray.Type.F8, count);
      parts.forEach(part -> distance.write(distances(part.pairs)));
      if (several) {
        NpyWriter frame = writer.next("frame", NpyArray.Type.I8, count);
        parts.forEach(part -> frame.write(frames(part)));
      }
      writer.commit();
    }
  }

  private static int[] centres(PairList pairs) {
    int[] centres = new int[pairs.count()];
    for (int k = 0; k + 1 < pairs.start().length; k++) {
      Arrays.fill(centres, pairs.start()[k], pairs.start()[k + 1], pairs.first() + k);
    }
    return centres;
  }

  private static double[] distances(PairList pairs) {
    double[] distances = new double[pairs.count()];
    for (int pair = 0; pair < distances.length; pair++) {
      distances[pair] = pairs.distance(pair);
    }
    return distances;
  }

  private static int[] frames(Part part) {
    int[] frames = new int[part.pairs.count()];
    Arrays.fill(frames, part.frame);
    return frames;
  }
}
