package org.coesite.cuda;

import java.lang.foreign.MemorySegment;
import org.coesite.backend.Backend;
import org.coesite.backend.Precision;
import org.coesite.backend.Tensor;
import org.coesite.cuda.driver.DeviceBuffer;

/** An array in device memory. */
final class CudaTensor implements Tensor {
  /** Bytes that are read at a time. */
  private static final long PIECE = 64 << 20;

  private final CudaBackend owner;
  private final long[] shape;

  /** The list whose pairs the first dimension is; null where it is a number. */
  private final CudaNeighbours pairs;

  private DeviceBuffer buffer;

  private CudaTensor(CudaBackend owner, CudaNeighbours pairs, DeviceBuffer buffer, long[] shape) {
    this.owner = owner;
    this.pairs = pairs;
    this.buffer = buffer;
    this.shape = shape;
  }

  static CudaTensor allocate(CudaBackend owner, long... shape) {
    long elements = 1;
    for (long extent : shape) {
      elements = Math.multiplyExact(elements, extent);
    }
    long bytes = Math.multiplyExact(elements, owner.precision().bytes());
    return new CudaTensor(owner, null, owner.memory().take(Math.max(1, bytes)), shape.clone());
  }

  /** [pairs, columns], with room for as many pairs as the list has room for. */
  static CudaTensor ofPairs(CudaBackend owner, CudaNeighbours pairs, int columns) {
    long bytes = Math.multiplyExact(columns * pairs.capacity(), owner.precision().bytes());
    DeviceBuffer buffer = owner.memory().take(Math.max(1, bytes));
    return new CudaTensor(owner, pairs, buffer, new long[] {-1, columns});
  }

  boolean isOf(CudaNeighbours list) {
    return pairs == list;
  }

  /** The memory. */
  DeviceBuffer buffer() {
    if (buffer == null) {
      throw new IllegalStateException("the tensor is closed");
    }
    return buffer;
  }

  @Override
  public Backend owner() {
    return owner;
  }

  @Override
  public Precision precision() {
    return owner.precision();
  }

  @Override
  public long shape(int k) {
    return k == 0 && pairs != null ? pairs.count() : shape[k];
  }

  @Override
  public int rank() {
    return shape.length;
  }

  @Override
  public long size() {
    long elements = 1;
    for (int k = 0; k < shape.length; k++) {
      elements *= shape(k);
    }
    return elements;
  }

  @Override
  public double[] toDoubles() {
    buffer(); // refuses a closed tensor
    long size = size();
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalStateException(size + " elements do not fit a Java array");
    }
    double[] out = new double[(int) size];
    int step = (int) (PIECE / precision().bytes());
    for (int from = 0; from < out.length; from += step) {
      read(from, Math.min(step, out.length - from), out);
    }
    return out;
  }

  @Override
  public void copyTo(MemorySegment target) {
    buffer(); // refuses a closed tensor
    long bytes = size() * precision().bytes();
    if (target.byteSize() != bytes) {
      throw new IllegalArgumentException(
          bytes + " bytes of a tensor for " + target.byteSize() + " bytes of memory");
    }
    for (long from = 0; from < bytes; from += PIECE) {
      owner.read(buffer, from, target.asSlice(from, Math.min(PIECE, bytes - from)));
    }
  }

  private void read(int from, int count, double[] out) {
    if (precision() == Precision.F64) {
      MemorySegment target = MemorySegment.ofArray(out);
      owner.read(
          buffer,
          (long) from * Double.BYTES,
          target.asSlice((long) from * Double.BYTES, (long) count * Double.BYTES));
      return;
    }
    float[] floats = new float[count];
    owner.read(buffer, (long) from * Float.BYTES, MemorySegment.ofArray(floats));
    for (int i = 0; i < count; i++) {
      out[from + i] = floats[i];
    }
  }

  @Override
  public void close() {
    if (buffer != null) {
      owner.memory().giveBack(buffer);
      buffer = null;
    }
  }
}
