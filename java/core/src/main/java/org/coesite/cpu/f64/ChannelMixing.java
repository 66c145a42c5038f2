package org.coesite.cpu.f64;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.DoubleVector;
import org.coesite.backend.LinearPaths;
import org.coesite.cpu.MemoryPool;
import org.coesite.math.Irreps;

/**
 * A group of a linear layer: channels times one matrix. Every m of every row is a line of this
 * product. The matrix is off-heap and closed by the owner; the rest is immutable.
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

  /** Packs the matrix of a group. */
  ChannelMixing(
      MemoryPool memory, LinearPaths paths, LinearPaths.Group group, /* wide */ double[] weights) {
    xSize = paths.x().size();
    zSize = paths.out().size();
    size = paths.out().block(group.out().getFirst()).irrep().size();
    sources = parts(paths.x(), group.x());
    targets = parts(paths.out(), group.out());
    depth = Arrays.stream(sources).mapToInt(Part::channels).sum();
    int columns = Arrays.stream(targets).mapToInt(Part::channels).sum();
    /* wide */ double[] elements = paths.matrix(group, weights);
    matrix = new PackedMatrix(memory, depth, columns, (k, c) -> elements[k * columns + c]);
  }

  private static Part[] parts(Irreps irreps, List<Integer> blocks) {
    return blocks.stream()
        .map(block -> new Part(irreps.offset(block), irreps.block(block).channels()))
        .toArray(Part[]::new);
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
