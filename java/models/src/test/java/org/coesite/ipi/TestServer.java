package org.coesite.ipi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A server on the loopback interface, or a Unix socket, that does what a test tells it to. */
final class TestServer implements AutoCloseable {
  private final ServerSocketChannel listening;
  private final ServerAddress address;
  private CompletableFuture<Void> script;

  private TestServer(ServerSocketChannel listening, ServerAddress address) {
    this.listening = listening;
    this.address = address;
  }

  /** On a free port. */
  static TestServer tcp() {
    try {
      ServerSocketChannel channel =
          ServerSocketChannel.open()
              .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
      return new TestServer(channel, new ServerAddress.Tcp("localhost", port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** On a file. */
  static TestServer unix(Path file) {
    try {
      ServerSocketChannel channel =
          ServerSocketChannel.open(StandardProtocolFamily.UNIX)
              .bind(UnixDomainSocketAddress.of(file));
      return new TestServer(channel, new ServerAddress.Unix(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ServerAddress address() {
    return address;
  }

  /** What a server does with its clients, one script for each in turn. */
  @FunctionalInterface
  interface Script {
    void run(Peer peer) throws IOException;
  }

  /** Begins to serve; each connection is closed when its script is done. */
  TestServer serve(Script... scripts) {
    script =
        CompletableFuture.runAsync(
            () -> {
              for (Script each : scripts) {
                try (SocketChannel channel = listening.accept()) {
                  each.run(new Peer(channel));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }
            });
    return this;
  }

  /** Waits for the scripts; what failed in them fails here. */
  void join() {
    try {
      script.get();
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError("the server: " + e, e);
    }
  }

  @Override
  public void close() {
    leave();
  }

  /** Listens no more. */
  void leave() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a driver sent with its forces, in atomic units. */
  record Forces(double energy, double[] forces, double[] virial, String extra) {}

  /** The server's end of a connection. */
  record Peer(SocketChannel channel) {
    private static ByteBuffer buffer(int bytes) {
      return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    void send(byte[] bytes) throws IOException {
      send(ByteBuffer.wrap(bytes));
    }

    private void send(ByteBuffer all) throws IOException {
      while (all.hasRemaining()) {
        channel.write(all);
      }
    }

    void text(String text) throws IOException {
      send(text.getBytes(StandardCharsets.US_ASCII));
    }

    void header(String header) throws IOException {
      text("%-12s".formatted(header));
    }

    void integer(int value) throws IOException {
      send(buffer(4).putInt(value).flip());
    }

    void numbers(double... values) throws IOException {
      ByteBuffer bytes = buffer(8 * values.length);
      for (double value : values) {
        bytes.putDouble(value);
      }
      send(bytes.flip());
    }

    ByteBuffer receive(int count) throws IOException {
      ByteBuffer bytes = buffer(count);
      while (bytes.hasRemaining()) {
        if (channel.read(bytes) < 0) {
          throw new IOException("the driver closed the connection");
        }
      }
      return bytes.flip();
    }

    String answer() throws IOException {
      return StandardCharsets.US_ASCII.decode(receive(12)).toString();
    }

    String status() throws IOException {
      header("STATUS");
      return answer().strip();
    }

    void initialise(int length) throws IOException {
      header("INIT");
      integer(3);
      integer(length);
      send(new byte[length]);
    }

    /** Cell vectors are the columns. */
    void positions(double[] columns, double... positions) throws IOException {
      header("POSDATA");
      numbers(columns);
      numbers(new double[9]);
      integer(positions.length / 3);
      numbers(positions);
    }

    Forces forces() throws IOException {
      header("GETFORCE");
      String header = answer();
      if (!header.equals("FORCEREADY  ")) {
        throw new IOException("not FORCEREADY: " + header);
      }
      double energy = receive(8).getDouble();
      double[] forces = doubles(3 * receive(4).getInt());
      double[] virial = doubles(9);
      String extra = StandardCharsets.UTF_8.decode(receive(receive(4).getInt())).toString();
      return new Forces(energy, forces, virial, extra);
    }

    private double[] doubles(int count) throws IOException {
      double[] values = new double[count];
      receive(8 * count).asDoubleBuffer().get(values);
      return values;
    }
  }
}
