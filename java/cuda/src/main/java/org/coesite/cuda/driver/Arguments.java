package org.coesite.cuda.driver;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A kernel's arguments, in the order of its declaration, as one packed buffer: each at the next
 * multiple of its size, as in a C structure without padding at its end. So the driver can check
 * their number and sizes against the kernel.
 */
public final class Arguments {
  /** What CUDA lets a kernel have on every GPU. */
  private static final int MOST_BYTES = 4096;

  private ByteBuffer bytes = ByteBuffer.allocate(128).order(ByteOrder.nativeOrder());

  /** The address of a block. */
  public Arguments buffer(DeviceBuffer b) {
    return add(b.address());
  }

  /** An address within a block, or just past its end. */
  public Arguments buffer(DeviceBuffer b, long byteOffset) {
    b.check(byteOffset, 0);
    return add(b.address() + byteOffset);
  }

  /** The null pointer. */
  public Arguments none() {
    return add(0L);
  }

  public Arguments add(int v) {
    room(Integer.BYTES).putInt(v);
    return this;
  }

  public Arguments add(long v) {
    room(Long.BYTES).putLong(v);
    return this;
  }

  public Arguments add(float v) {
    room(Float.BYTES).putFloat(v);
    return this;
  }

  public Arguments add(double v) {
    room(Double.BYTES).putDouble(v);
    return this;
  }

  /** Bytes packed so far. */
  int size() {
    return bytes.position();
  }

  /** The bytes packed so far. */
  MemorySegment packed() {
    return MemorySegment.ofArray(bytes.array()).asSlice(0, bytes.position());
  }

  private ByteBuffer room(int size) {
    int at = (bytes.position() + size - 1) & -size;
    if (at + size > MOST_BYTES) {
      throw new IllegalArgumentException("a kernel has at most 4096 bytes of arguments");
    }
    if (at + size > bytes.capacity()) {
      ByteBuffer larger = ByteBuffer.allocate(2 * bytes.capacity()).order(ByteOrder.nativeOrder());
      bytes = larger.put(bytes.flip());
    }
    while (bytes.position() < at) {
      bytes.put((byte) 0);
    }
    return bytes;
  }
}
