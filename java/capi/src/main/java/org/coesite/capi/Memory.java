package org.coesite.capi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Arrays of the host, as memory segments over them. */
final class Memory {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  private Memory() {}

  static boolean isNull(MemorySegment pointer) {
    return pointer.address() == 0;
  }

  /** Refuses NULL. */
  static void require(MemorySegment pointer, String name) {
    if (isNull(pointer)) {
      throw CallException.argument(name + " is NULL");
    }
  }

  /** The memory that a pointer points to. */
  @SuppressWarnings("restricted")
  static MemorySegment bytes(MemorySegment pointer, long size) {
    return pointer.reinterpret(size);
  }

  /**
   * A copy of numbers of the host.
   *
   * @param name for the message where the pointer is NULL
   */
  static int[] ints(MemorySegment pointer, int count, String name) {
    if (count == 0) {
      return new int[0];
    }
    require(pointer, name);
    int[] out = new int[count];
    MemorySegment.copy(bytes(pointer, 4L * count), INT, 0, out, 0, count);
    return out;
  }

  /**
   * A copy of numbers of the host.
   *
   * @param name for the message where the pointer is NULL
   */
  static double[] doubles(MemorySegment pointer, int count, String name) {
    if (count == 0) {
      return new double[0];
    }
    require(pointer, name);
    double[] out = new double[count];
    MemorySegment.copy(bytes(pointer, 8L * count), DOUBLE, 0, out, 0, count);
    return out;
  }

  /** Puts numbers where a pointer points, from an element on; nowhere if it is NULL. */
  static void put(MemorySegment pointer, long first, double... values) {
    if (!isNull(pointer) && values.length > 0) {
      MemorySegment target = bytes(pointer, 8 * (first + values.length));
      MemorySegment.copy(values, 0, target, DOUBLE, 8 * first, values.length);
    }
  }

  /** Puts flags as 0 and 1 where a pointer points, from an element on; nowhere if it is NULL. */
  static void put(MemorySegment pointer, long first, boolean... flags) {
    if (!isNull(pointer)) {
      MemorySegment target = bytes(pointer, 4 * (first + flags.length));
      for (int i = 0; i < flags.length; i++) {
        target.set(INT, 4 * (first + i), flags[i] ? 1 : 0);
      }
    }
  }

  /** Puts numbers where a pointer points. */
  static void putInts(MemorySegment pointer, int[] values, String name) {
    require(pointer, name);
    MemorySegment.copy(values, 0, bytes(pointer, 4L * values.length), INT, 0, values.length);
  }

  /** Puts a number where a pointer points. */
  static void putInt(MemorySegment pointer, int value, String name) {
    require(pointer, name);
    bytes(pointer, 4).set(INT, 0, value);
  }

  /** Puts a number where a pointer points. */
  static void putDouble(MemorySegment pointer, double value, String name) {
    require(pointer, name);
    bytes(pointer, 8).set(DOUBLE, 0, value);
  }

  /** Puts a number where a pointer points. */
  static void putLong(MemorySegment pointer, long value) {
    bytes(pointer, 8).set(LONG, 0, value);
  }

  /** A text of the host that ends with a 0. */
  static String text(MemorySegment pointer, String name) {
    require(pointer, name);
    return bytes(pointer, Integer.MAX_VALUE).getString(0);
  }
}
