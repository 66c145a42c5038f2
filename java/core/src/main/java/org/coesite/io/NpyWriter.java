package org.coesite.io;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Writes an array piece by piece in NumPy's format, so that it need not fit into memory. The file
 * appears when {@link #commit()} is called; closed without that, nothing is left.
 *
 * {@snippet :
 * try (NpyWriter writer = NpyWriter.create(path, NpyArray.Type.F8, NpyWriter.OPEN, features)) {
 *   for (double[] rows : blocks) {
 *     writer.write(rows);
 *   }
 *   writer.commit();
 * }
 * }
 *
 * <p>Numbers are converted to the array's type. Not thread-safe.
 */
public final class NpyWriter implements Closeable {
  /** As the first extent: follows from how much is written. */
  public static final long OPEN = -1;

  private static final int BLOCK = 1 << 16;

  private final Path file;
  private final NpyArray.Type type;
  private final long[] shape;
  private final AtomicFile target;
  private final OutputStream output;
  private final ByteBuffer block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
  private int headerLength;
  private long written;

  private NpyWriter(
      Path file, NpyArray.Type type, long[] shape, AtomicFile target, OutputStream output) {
    this.file = file;
    this.type = type;
    this.shape = shape.clone();
    this.target = target;
    this.output = output;
  }

  /**
   * Starts an {@code .npy} file.
   *
   * @param shape extents; the first may be {@link #OPEN}
   * @throws org.coesite.CoesiteException if the file cannot be written
   */
  public static NpyWriter create(Path file, NpyArray.Type type, long... shape) {
    for (int k = 0; k < shape.length; k++) {
      if (shape[k] < 0 && (k > 0 || shape[k] != OPEN)) {
        throw new IllegalArgumentException("extent " + k + " is " + shape[k]);
      }
    }
    AtomicFile target = AtomicFile.create(file);
    NpyWriter writer = new NpyWriter(file, type, shape, target, target.output());
    try {
      writer.start();
      return writer;
    } catch (IOException e) {
      target.close();
      throw FileProblem.writing(file, e);
    }
  }

  /** An entry of an {@code .npz} file, into the stream that its owner closes. */
  static NpyWriter into(OutputStream output, Path file, NpyArray.Type type, long... shape)
      throws IOException {
    if (shape.length > 0 && shape[0] == OPEN) {
      throw new IllegalArgumentException("an array in an .npz file needs a known length");
    }
    NpyWriter writer = new NpyWriter(file, type, shape, null, output);
    writer.start();
    return writer;
  }

  /** Writes a whole array at once. */
  public static void write(Path file, NpyArray array) {
    try (NpyWriter writer = create(file, array.type(), array.shape())) {
      writer.write(array);
      writer.commit();
    }
  }

  private void start() throws IOException {
    long[] announced = shape.clone();
    if (announced.length > 0 && announced[0] == OPEN) {
      announced[0] = Long.MAX_VALUE; // keeps room for any length
    }
    byte[] header = NpyHeader.encode(type, announced, NpyHeader.LENGTH);
    headerLength = header.length;
    output.write(header);
  }

  void write(NpyArray array) {
    switch (array.data()) {
      case double[] values -> write(values);
      case float[] values -> write(values);
      case long[] values -> write(values);
      default -> write((int[]) array.data());
    }
  }

  /** Appends numbers, row by row. */
  public void write(double[] values) {
    write(values, 0, values.length);
  }

  /** Appends {@code count} numbers of an array from index {@code from}. */
  public void write(double[] values, int from, int count) {
    for (int i = from; i < from + count; i++) {
      room();
      switch (type) {
        case F8 -> block.putDouble(values[i]);
        case F4 -> block.putFloat((float) values[i]);
        case I8 -> block.putLong((long) values[i]);
        case I4 -> block.putInt((int) values[i]);
      }
    }
    written += count;
  }

  /** Appends numbers, row by row. */
  public void write(float[] values) {
    for (float value : values) {
      room();
      switch (type) {
        case F8 -> block.putDouble(value);
        case F4 -> block.putFloat(value);
        case I8 -> block.putLong((long) value);
        case I4 -> block.putInt((int) value);
      }
    }
    written += values.length;
  }

  /** Appends numbers, row by row. */
  public void write(long[] values) {
    for (long value : values) {
      put(value);
    }
    written += values.length;
  }

  /** Appends numbers, row by row. */
  public void write(int[] values) {
    for (int value : values) {
      put(value);
    }
    written += values.length;
  }

  private void put(long value) {
    room();
    switch (type) {
      case F8 -> block.putDouble((double) value);
      case F4 -> block.putFloat((float) value);
      case I8 -> block.putLong(value);
      case I4 -> block.putInt(Math.toIntExact(value));
    }
  }

  private void room() {
    if (block.remaining() < type.bytes()) {
      drain();
    }
  }

  private void drain() {
    try {
      output.write(block.array(), 0, block.position());
      block.clear();
    } catch (IOException e) {
      throw FileProblem.writing(file, e);
    }
  }

  /**
   * Ends the array.
   *
   * @throws IllegalStateException if what was written does not fill the shape
   */
  void finish() {
    drain();
    if (shape.length > 0 && shape[0] == OPEN) {
      long row = 1;
      for (int k = 1; k < shape.length; k++) {
        row *= shape[k];
      }
      shape[0] = row == 0 ? 0 : written / row;
    }
    if (NpyArray.size(shape) != written) {
      throw new IllegalStateException(
          written + " numbers do not fill the shape " + Arrays.toString(shape));
    }
  }

  /** Completes the file and gives it its name. */
  public void commit() {
    finish();
    try {
      target.channel().write(ByteBuffer.wrap(NpyHeader.encode(type, shape, headerLength)), 0);
    } catch (IOException e) {
      throw FileProblem.writing(file, e);
    }
    target.commit();
  }

  @Override
  public void close() {
    if (target != null) {
      target.close();
    }
  }
}
