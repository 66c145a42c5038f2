package org.coesite.capi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Whatever is thrown becomes a status and a line. */
class CallTest {
  private static String message(Status status, Call.Body body) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment message = arena.allocate(Call.MESSAGE_BYTES);
      assertEquals(status.code(), Call.guarded(message, body));
      return message.getString(0);
    }
  }

  @Test
  void nothingIsThrownNothingIsSaid() {
    assertEquals("", message(Status.OK, () -> {}));
  }

  @Test
  void whatIsThrownIsSaid() {
    assertEquals(
        "two lines",
        message(
            Status.DEVICE,
            () -> {
              throw new CallException(Status.DEVICE, "two\nlines");
            }));
    assertTrue(
        message(
                Status.MEMORY,
                () -> {
                  throw new OutOfMemoryError();
                })
            .contains("-Xmx"));
    assertTrue(
        message(
                Status.ARGUMENT,
                () -> {
                  throw new StackOverflowError();
                })
            .contains("stack"));
    String mistake =
        message(
            Status.INTERNAL,
            () -> {
              throw new IllegalStateException("never");
            });
    assertTrue(mistake.startsWith("a mistake in Coesite: "), mistake);
    assertTrue(mistake.contains("never") && mistake.contains("CallTest"), mistake);
  }

  @Test
  void anExceptionWithoutWordsIsSaidToo() {
    assertEquals(
        "null",
        message(
            Status.MODEL,
            () -> {
              throw new CallException(Status.MODEL, null);
            }));
    assertTrue(
        message(
                Status.INTERNAL,
                () -> {
                  throw new IllegalStateException();
                })
            .contains("IllegalStateException at "));
  }

  @Test
  void aLongMessageIsCutBetweenCharacters() {
    String said =
        message(
            Status.STRUCTURE,
            () -> {
              throw new CallException(Status.STRUCTURE, "é".repeat(5000));
            });
    assertEquals("é".repeat((Call.MESSAGE_BYTES - 1) / 2), said);
    byte[] text = "aé".getBytes(StandardCharsets.UTF_8);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment target = arena.allocate(3).fill((byte) 'x');
      Call.write(text, target);
      assertEquals("a", target.getString(0));
    }
  }
}
