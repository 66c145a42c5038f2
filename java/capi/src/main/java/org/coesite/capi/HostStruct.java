package org.coesite.capi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A struct of {@code coesite.h} that begins with its size, as the host was compiled with it: fields
 * behind that are absent.
 */
final class HostStruct {
  private static final long LARGEST = 1 << 16;

  private final MemorySegment memory;

  private HostStruct(MemorySegment memory) {
    this.memory = memory;
  }

  /**
   * The struct at an address.
   *
   * @param least its size in the first version of the interface
   */
  static HostStruct at(MemorySegment pointer, long least, String name) {
    Memory.require(pointer, name);
    long size = Memory.bytes(pointer, 8).get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
    if (size < least || size > LARGEST) {
      throw CallException.argument(
          "%s->size is %d, not sizeof(coesite_%s), %d".formatted(name, size, name, least));
    }
    return new HostStruct(Memory.bytes(pointer, size));
  }

  /** A pointer, NULL where the host knows no such field. */
  MemorySegment pointer(long offset) {
    return offset + 8 > memory.byteSize()
        ? MemorySegment.NULL
        : MemorySegment.ofAddress(memory.get(ValueLayout.JAVA_LONG_UNALIGNED, offset));
  }

  /** Sets a pointer or a count, in a field of the first version of the interface. */
  void putLong(long offset, long value) {
    memory.set(ValueLayout.JAVA_LONG_UNALIGNED, offset, value);
  }

  /** Sets a number, in a field of the first version of the interface. */
  void putInteger(long offset, int value) {
    memory.set(ValueLayout.JAVA_INT_UNALIGNED, offset, value);
  }

  /** A number, 0 where the host knows no such field. */
  double number(long offset) {
    return offset + 8 > memory.byteSize()
        ? 0
        : memory.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, offset);
  }

  /** A number, 0 where the host knows no such field. */
  int integer(long offset) {
    return offset + 4 > memory.byteSize() ? 0 : memory.get(ValueLayout.JAVA_INT_UNALIGNED, offset);
  }
}
