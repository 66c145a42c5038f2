package org.coesite.ipi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * Bytes to and from a server: headers of twelve characters, numbers of 4 and 8 bytes, little
 * endian. Used by one thread at a time.
 */
final class Wire implements AutoCloseable {
  private static final int HEADER_BYTES = 12;

  /** Bytes of a text that nobody wants are read in pieces of this size. */
  private static final int PIECE = 4096;

  private final SocketChannel channel;
  private final ServerAddress server;
  private String message = "a message";

  /** Takes over an open channel. */
  Wire(SocketChannel channel, ServerAddress server) {
    this.channel = channel;
    this.server = server;
  }

  /**
   * The header of the next message, without its blanks; null where the server has closed the
   * connection instead.
   *
   * @throws ConnectionException if the connection breaks, or ends in the middle of the header
   */
  String header() {
    message = "a message";
    ByteBuffer bytes = buffer(HEADER_BYTES);
    if (!read(bytes, "its header", true)) {
      return null;
    }
    message = StandardCharsets.ISO_8859_1.decode(bytes.flip()).toString().stripTrailing();
    return message;
  }

  /**
   * A number of 4 bytes.
   *
   * @param what it is, for messages
   */
  int readInt(String what) {
    ByteBuffer bytes = buffer(Integer.BYTES);
    read(bytes, what, false);
    return bytes.getInt(0);
  }

  /**
   * Numbers of 8 bytes, all of them finite.
   *
   * @param what they are, for messages
   */
  double[] readDoubles(int count, String what) {
    ByteBuffer bytes = buffer(Math.multiplyExact(Double.BYTES, count));
    read(bytes, what, false);
    double[] numbers = new double[count];
    bytes.flip().asDoubleBuffer().get(numbers);
    for (int k = 0; k < count; k++) {
      if (!Double.isFinite(numbers[k])) {
        throw problem("number " + (k + 1) + " of " + what + " in " + message + " is " + numbers[k]);
      }
    }
    return numbers;
  }

  /** Passes over bytes. */
  void skip(int count, String what) {
    for (int rest = count; rest > 0; rest -= PIECE) {
      read(buffer(Math.min(rest, PIECE)), what, false);
    }
  }

  /** Fills a buffer; false where the connection ends before the first byte, and may. */
  private boolean read(ByteBuffer bytes, String what, boolean mayEnd) {
    try {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes) < 0) {
          if (mayEnd && bytes.position() == 0) {
            return false;
          }
          throw problem(
              "the server closed the connection in the middle of %s: of %s, %d of %d bytes came"
                  .formatted(message, what, bytes.position(), bytes.capacity()));
        }
      }
      return true;
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /** Sends a message that is nothing but a header. */
  void send(String header) {
    send(begin(header, 0));
  }

  /**
   * A buffer that begins with a header.
   *
   * @param more bytes that will follow it
   */
  static ByteBuffer begin(String header, int more) {
    ByteBuffer bytes = buffer(Math.addExact(HEADER_BYTES, more));
    bytes.put("%-12s".formatted(header).getBytes(StandardCharsets.US_ASCII));
    return bytes;
  }

  /** Sends what a buffer was filled with. */
  void send(ByteBuffer bytes) {
    bytes.flip();
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private ConnectionException broken(IOException e) {
    return new ConnectionException(server + ": the connection broke: " + e.getMessage(), e);
  }

  /** What is wrong with what the server does. */
  ConnectionException problem(String what) {
    return new ConnectionException(server + ": " + what);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw broken(e);
    }
  }
}
