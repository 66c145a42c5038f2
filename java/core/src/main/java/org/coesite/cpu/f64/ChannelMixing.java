package org.coesite.cpu.f64;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jdk.incubator.vector.DoubleVector;
import org.coesite.backend.LinearPaths;
import org.coesite.cpu.MemoryPool;
import org.coesite.math.Irreps;

/**
 * What makes the blocks of a linear layer's result that the same blocks lead to: these blocks'
 * channels, one block's after the other's, times one matrix. Every m of every row is a line of this
 * product. Its matrix is off-heap and closed by the owner; the rest is immutable.
 */
final class ChannelMixing implements AutoCloseable {
  /** Most lines of a product at a time, as in {@link KernelChunk}. */
  private static final int LINES = 8 * PackedMatrix.ROWS;

  private static final long BYTES = ValueLayout.JAVA_DOUBLE.byteSize();

  /** Where a block begins in a row, and how many channels it has. */
  private record Part(int offset, int channels) {}

  private final int xSize;
  private final int zSize;

  /** Values of m. */
  private final int size;

  private final Part[] sources;
  private final Part[] targets;

  /** Channels of all sources. */
  private final int depth;

  private final PackedMatrix matrix;

  /** Memory for one thread at work. */
  static final class Scratch {
    /** Lines packed for a product, in groups. */
    private double[] packed = new double[0];

    private double[] sums = new double[0];

    private void grow(int depth, int width) {
      if (packed.length < LINES * depth) {
        packed = new double[LINES * depth];
      }
      // whole vectors are read: the last one may reach beyond
      if (sums.length < LINES * width + Lanes.COUNT) {
        sums = new double[LINES * width + Lanes.COUNT];
      }
    }
  }

  /**
   * Packs a matrix.
   *
   * @param blocks of the result, all with the same sources, of which there is at least one
   */
  private ChannelMixing(
      MemoryPool memory, LinearPaths paths, List<Integer> blocks, /* wide */ double[] weights) {
    xSize = paths.x().size();
    zSize = paths.out().size();
    size = paths.out().block(blocks.getFirst()).irrep().size();
    sources = parts(paths.x(), sources(paths, blocks.getFirst()));
    targets = parts(paths.out(), blocks);
    depth = Arrays.stream(sources).mapToInt(Part::channels).sum();
    int columns = Arrays.stream(targets).mapToInt(Part::channels).sum();
    int[][] places = new int[depth][columns];
    int column = 0;
    for (int block : blocks) {
      fill(places, column, paths, block);
      column += paths.out().block(block).channels();
    }
    matrix = new PackedMatrix(memory, depth, columns, (k, c) -> weights[places[k][c]]);
  }

  private static Part[] parts(Irreps irreps, List<Integer> blocks) {
    return blocks.stream()
        .map(block -> new Part(irreps.offset(block), irreps.block(block).channels()))
        .toArray(Part[]::new);
  }

  /** Puts the places of a block's weights into columns of a table. */
  private static void fill(int[][] places, int column, LinearPaths paths, int block) {
    int channels = paths.out().block(block).channels();
    int k = 0;
    for (int p : paths.pathsTo(block)) {
      int start = paths.weightOffset(p);
      for (int u = 0; u < paths.xChannels(p); u++) {
        for (int w = 0; w < channels; w++) {
          places[k][column + w] = start + u * channels + w;
        }
        k++;
      }
    }
  }

  /** The blocks that lead to one, in the order of the paths. */
  private static List<Integer> sources(LinearPaths paths, int block) {
    return Arrays.stream(paths.pathsTo(block)).mapToObj(p -> paths.paths().get(p).x()).toList();
  }

  /** All that a layer does. Blocks that nothing leads to are in none. */
  static List<ChannelMixing> of(MemoryPool memory, LinearPaths paths, /* wide */ double[] weights) {
    Map<List<Integer>, List<Integer>> bySources = new LinkedHashMap<>();
    for (int block = 0; block < paths.out().count(); block++) {
      bySources.computeIfAbsent(sources(paths, block), key -> new ArrayList<>()).add(block);
    }
    bySources.remove(List.of());
    return bySources.values().stream()
        .map(blocks -> new ChannelMixing(memory, paths, blocks, weights))
        .toList();
  }

  /** Writes the blocks in rows {@code from} to {@code to} of z, or adds to them. */
  void run(int from, int to, MemorySegment x, MemorySegment z, boolean adds, Scratch scratch) {
    scratch.grow(depth, matrix.width);
    long end = (long) to * size;
    for (long line = (long) from * size; line < end; line += LINES) {
      int lines = (int) Math.min(LINES, end - line);
      int groups = (lines + PackedMatrix.ROWS - 1) / PackedMatrix.ROWS;
      for (int group = 0; group < groups; group++) {
        int first = group * PackedMatrix.ROWS;
        pack(
            line + first,
            Math.min(PackedMatrix.ROWS, lines - first),
            x,
            first * depth,
            scratch.packed);
      }
      matrix.multiply(scratch.packed, groups, scratch.sums);
      for (int k = 0; k < lines; k++) {
        write(line + k, k * matrix.width, scratch.sums, z, adds);
      }
    }
  }

  /** Packs a group; lines that only fill it keep what they had: nothing reads their products. */
  private void pack(long line, int lines, MemorySegment x, int to, double[] packed) {
    for (int k = 0; k < lines; k++) {
      long row = (line + k) / size * xSize;
      long m = (line + k) % size;
      int at = to + k;
      for (Part source : sources) {
        long from = row + source.offset + m * source.channels;
        for (int u = 0; u < source.channels; u++) {
          packed[at + u * PackedMatrix.ROWS] = x.getAtIndex(ValueLayout.JAVA_DOUBLE, from + u);
        }
        at += source.channels * PackedMatrix.ROWS;
      }
    }
  }

  private void write(long line, int from, double[] sums, MemorySegment z, boolean adds) {
    long row = line / size * zSize;
    long m = line % size;
    int at = from;
    for (Part target : targets) {
      long to = row + target.offset + m * target.channels;
      if (adds) {
        add(sums, at, z, to, target.channels);
      } else {
        MemorySegment.copy(sums, at, z, ValueLayout.JAVA_DOUBLE, to * BYTES, target.channels);
      }
      at += target.channels;
    }
  }

  private static void add(double[] sums, int from, MemorySegment z, long to, int channels) {
    for (int u = 0; u < channels; u += Lanes.COUNT) {
      long at = (to + u) * BYTES;
      DoubleVector sum = DoubleVector.fromArray(Lanes.WIDE, sums, from + u);
      Lanes.store(Lanes.load(z, at, channels - u).add(sum), z, at, channels - u);
    }
  }

  @Override
  public void close() {
    matrix.close();
  }
}
