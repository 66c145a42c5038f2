package org.coesite.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.coesite.backend.Backend;
import org.coesite.backend.Precision;
import org.coesite.backend.Tensor;

/** An array of the CPU backend: off-heap, 64-byte aligned. */
public final class CpuTensor implements Tensor {
  private final CpuBackend owner;
  private final long[] shape;
  private final long size;
  private MemorySegment block;

  CpuTensor(CpuBackend owner, long... shape) {
    this.owner = owner;
    this.shape = shape.clone();
    long elements = 1;
    for (long extent : shape) {
      elements = Math.multiplyExact(elements, extent);
    }
    size = elements;
    block = owner.memory().take(Math.multiplyExact(elements, owner.precision().bytes()));
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
    return shape[k];
  }

  @Override
  public int rank() {
    return shape.length;
  }

  @Override
  public long size() {
    return size;
  }

  /** The memory, at least {@link #size()} elements. */
  public MemorySegment segment() {
    if (block == null) {
      throw new IllegalStateException("the tensor is closed");
    }
    return block;
  }

  /** Element {@code i} as a double. */
  public double get(long i) {
    return precision() == Precision.F64
        ? segment().getAtIndex(ValueLayout.JAVA_DOUBLE, i)
        : segment().getAtIndex(ValueLayout.JAVA_FLOAT, i);
  }

  /** Sets element {@code i}, rounded to the precision. */
  public void set(long i, double value) {
    if (precision() == Precision.F64) {
      segment().setAtIndex(ValueLayout.JAVA_DOUBLE, i, value);
    } else {
      segment().setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) value);
    }
  }

  /** Sets all elements to zero. */
  CpuTensor zero() {
    segment().asSlice(0, size * precision().bytes()).fill((byte) 0);
    return this;
  }

  @Override
  public double[] toDoubles() {
    MemorySegment source = segment();
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalStateException(size + " elements do not fit a Java array");
    }
    double[] out = new double[(int) size];
    if (precision() == Precision.F64) {
      MemorySegment.copy(source, ValueLayout.JAVA_DOUBLE, 0, out, 0, out.length);
    } else {
      for (int i = 0; i < out.length; i++) {
        out[i] = source.getAtIndex(ValueLayout.JAVA_FLOAT, i);
      }
    }
    return out;
  }

  @Override
  public void copyTo(MemorySegment target) {
    long bytes = size * precision().bytes();
    if (target.byteSize() != bytes) {
      throw new IllegalArgumentException(
          bytes + " bytes of a tensor for " + target.byteSize() + " bytes of memory");
    }
    MemorySegment.copy(segment(), 0, target, 0, bytes);
  }

  @Override
  public void close() {
    if (block != null) {
      owner.memory().giveBack(block);
      block = null;
    }
  }
}
