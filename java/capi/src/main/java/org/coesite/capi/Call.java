package org.coesite.capi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * One call from C: whatever goes wrong in it becomes a status and a line of text, since an
 * exception that left an upcall would end the process.
 */
final class Call {
  /** Room for a message, bytes; {@code MESSAGE_BYTES} of the library. */
  static final int MESSAGE_BYTES = 2048;

  // made beforehand: where memory has run out, no text can be
  private static final byte[] NO_MEMORY =
      "out of Java memory: give it more with COESITE_JAVA_OPTS=-Xmx..."
          .getBytes(StandardCharsets.UTF_8);

  private static final byte[] NO_WORDS =
      "a mistake in Coesite that cannot be told".getBytes(StandardCharsets.UTF_8);

  private Call() {}

  /** What a call does. */
  @FunctionalInterface
  interface Body {
    /** Does it. */
    void run();
  }

  /**
   * Does it, and reports.
   *
   * @param message receives the line where the status is not OK
   * @return a {@code coesite_status}
   */
  @SuppressWarnings("CatchingUnchecked") // nothing may leave an upcall
  static int guarded(MemorySegment message, Body body) {
    try {
      body.run();
      return Status.OK.code();
    } catch (Throwable failure) {
      return failed(message, failure);
    }
  }

  private static int failed(MemorySegment message, Throwable failure) {
    try {
      return switch (failure) {
        case CallException e -> report(message, e.status(), String.valueOf(e.getMessage()));
        case OutOfMemoryError _ -> report(message, NO_MEMORY, Status.MEMORY);
        case StackOverflowError _ ->
            report(message, Status.ARGUMENT, "the calling thread's stack is too small or too deep");
        default -> report(message, Status.INTERNAL, "a mistake in Coesite: " + place(failure));
      };
    } catch (Throwable again) {
      return again instanceof OutOfMemoryError
          ? report(message, NO_MEMORY, Status.MEMORY)
          : report(message, NO_WORDS, Status.INTERNAL);
    }
  }

  /** An exception and where it came from. */
  private static String place(Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    return trace.length == 0 ? failure.toString() : failure + " at " + trace[0];
  }

  private static int report(MemorySegment message, Status status, String text) {
    return report(message, text.replaceAll("\\R", " ").getBytes(StandardCharsets.UTF_8), status);
  }

  private static int report(MemorySegment message, byte[] text, Status status) {
    write(text, Memory.bytes(message, MESSAGE_BYTES));
    return status.code();
  }

  /** Writes text with a 0 at its end, cut to fit between two characters. */
  static void write(byte[] text, MemorySegment target) {
    int length = (int) Math.min(text.length, target.byteSize() - 1);
    while (length < text.length && length > 0 && (text[length] & 0xc0) == 0x80) {
      length--;
    }
    MemorySegment.copy(text, 0, target, ValueLayout.JAVA_BYTE, 0, length);
    target.set(ValueLayout.JAVA_BYTE, length, (byte) 0);
  }
}
