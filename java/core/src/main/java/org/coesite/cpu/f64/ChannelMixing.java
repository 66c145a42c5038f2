package org.coesite.cpu.f64;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import org.coesite.backend.LinearPaths;
import org.coesite.cpu.MemoryPool;

/**
 * What makes one block of a linear layer's result: the channels of all blocks that lead to it, one
 * after the other, times one matrix. Every m of every row is a row of this product. Its matrix is
 * off-heap and closed by the owner; the rest is immutable.
 */
final class ChannelMixing implements AutoCloseable {
  /** Most rows of a product at a time, as in {@link KernelChunk}. */
  private static final int LINES = 8 * PackedMatrix.ROWS;

  private static final long BYTES = ValueLayout.JAVA_DOUBLE.byteSize();

  private final int xSize;
  private final int zSize;

  /** Values of m. */
  private final int size;

  /** Where in a row the block begins, and how many channels it has. */
  private final int offset;

  private final int channels;

  /** The same of the blocks that lead to it. */
  private final int[] sourceOffset;

  private final int[] sourceChannels;
  private final int depth;
  private final PackedMatrix matrix;

  /** Memory for one thread at work. */
  static final class Scratch {
    /** Some lines of channels as they are read. */
    private double[] lines = new double[0];

    /** Lines packed for a product, in groups. */
    private double[] packed = new double[0];

    private double[] sums = new double[0];

    private void grow(int depth, int width) {
      if (packed.length < LINES * depth) {
        // whole vectors are written: the last one may reach beyond
        lines = new double[PackedMatrix.ROWS * depth + Lanes.COUNT];
        packed = new double[LINES * depth];
      }
      if (sums.length < LINES * width) {
        sums = new double[LINES * width];
      }
    }
  }

  ChannelMixing(MemoryPool memory, LinearPaths paths, int block, /* wide */ double[] weights) {
    xSize = paths.x().size();
    zSize = paths.out().size();
    size = paths.out().block(block).irrep().size();
    offset = paths.out().offset(block);
    channels = paths.out().block(block).channels();
    int[] own = paths.pathsTo(block);
    sourceOffset =
        Arrays.stream(own).map(p -> paths.x().offset(paths.paths().get(p).x())).toArray();
    sourceChannels = Arrays.stream(own).map(paths::xChannels).toArray();
    depth = Arrays.stream(sourceChannels).sum();
    int[] starts = new int[depth];
    int k = 0;
    for (int p : own) {
      int start = paths.weightOffset(p);
      for (int u = 0; u < paths.xChannels(p); u++) {
        starts[k++] = start + u * channels;
      }
    }
    matrix =
        new PackedMatrix(memory, depth, channels, (row, column) -> weights[starts[row] + column]);
  }

  /** Adds to the block in rows {@code from} to {@code to} of z. */
  void add(int from, int to, MemorySegment x, MemorySegment z, Scratch scratch) {
    scratch.grow(depth, matrix.width);
    long end = (long) to * size;
    for (long line = (long) from * size; line < end; line += LINES) {
      int lines = (int) Math.min(LINES, end - line);
      int groups = (lines + PackedMatrix.ROWS - 1) / PackedMatrix.ROWS;
      for (int group = 0; group < groups; group++) {
        int first = group * PackedMatrix.ROWS;
        pack(line + first, Math.min(PackedMatrix.ROWS, lines - first), x, first * depth, scratch);
      }
      matrix.multiply(scratch.packed, groups, scratch.sums);
      for (int k = 0; k < lines; k++) {
        write(line + k, k * matrix.width, scratch.sums, z);
      }
    }
  }

  /** Packs a group; lines that only fill it keep what they had: nothing reads their products. */
  private void pack(long line, int lines, MemorySegment x, int to, Scratch scratch) {
    for (int k = 0; k < lines; k++) {
      read(line + k, x, k * depth, scratch.lines);
    }
    double[] in = scratch.lines;
    double[] out = scratch.packed;
    for (int k = 0; k < depth; k++) {
      int at = to + k * PackedMatrix.ROWS;
      out[at] = in[k];
      out[at + 1] = in[depth + k];
      out[at + 2] = in[2 * depth + k];
      out[at + 3] = in[3 * depth + k];
      out[at + 4] = in[4 * depth + k];
      out[at + 5] = in[5 * depth + k];
    }
  }

  /**
   * The channels of all sources for one row and m: each vector's tail is overwritten by the next.
   */
  private void read(long line, MemorySegment x, int to, double[] out) {
    long row = line / size * xSize;
    long m = line % size;
    int at = to;
    for (int s = 0; s < sourceOffset.length; s++) {
      int count = sourceChannels[s];
      long from = row + sourceOffset[s] + m * count;
      for (int u = 0; u < count; u += Lanes.COUNT) {
        Lanes.load(x, (from + u) * BYTES, count - u).intoArray(out, at + u);
      }
      at += count;
    }
  }

  private void write(long line, int from, double[] sums, MemorySegment z) {
    long to = line / size * zSize + offset + line % size * channels;
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
