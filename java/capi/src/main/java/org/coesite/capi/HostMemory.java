package org.coesite.capi;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Memory for results whose size is not known beforehand. It is the library's, taken by its own
 * allocator, so that it can be given back without Java.
 */
final class HostMemory {
  @SuppressWarnings("restricted")
  private static final MethodHandle ALLOCATE =
      Linker.nativeLinker()
          .downcallHandle(FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));

  /** Arrays begin at multiples of it. */
  private static final long ALIGNMENT = 64;

  private HostMemory() {}

  /**
   * A block of memory.
   *
   * @param allocator the library's function: from a number of bytes to a block, or NULL
   * @param bytes 1 or more
   * @throws CallException if there is no more
   */
  @SuppressWarnings("restricted")
  static MemorySegment take(MemorySegment allocator, long bytes) {
    MemorySegment block;
    try {
      block = (MemorySegment) ALLOCATE.invokeExact(allocator, bytes);
    } catch (Throwable e) {
      throw new IllegalStateException("the library's allocator failed", e);
    }
    if (Memory.isNull(block)) {
      throw new CallException(
          Status.MEMORY, "no memory for a result of %d MiB".formatted(bytes >> 20));
    }
    return block.reinterpret(bytes);
  }

  /** Room for an array before the next one begins. */
  static long padded(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }
}
