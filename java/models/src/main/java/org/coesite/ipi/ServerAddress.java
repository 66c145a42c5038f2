package org.coesite.ipi;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Where a server listens. Immutable and thread-safe. */
public sealed interface ServerAddress {
  /** Where i-PI and ASE put Unix sockets that are given by name. */
  String UNIX_PREFIX = "/tmp/ipi_";

  /** The largest port there is. */
  int LAST_PORT = 65535;

  /**
   * A TCP port.
   *
   * @param host name or address
   * @param port 1 to 65535
   */
  record Tcp(String host, int port) implements ServerAddress {
    /**
     * @throws IllegalArgumentException if there is no such port
     */
    public Tcp {
      if (port < 1 || port > LAST_PORT) {
        throw new IllegalArgumentException("a port is 1 to " + LAST_PORT + ", not " + port);
      }
    }

    @Override
    public SocketChannel connect() {
      InetSocketAddress address = new InetSocketAddress(host, port);
      if (address.isUnresolved()) {
        throw new ConnectionException(this + ": there is no host of that name");
      }
      SocketChannel channel = ServerAddress.connect(this, address);
      try {
        // headers of 12 bytes are answered at once
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        // a server's machine that has gone is noticed
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        return channel;
      } catch (IOException e) {
        throw new ConnectionException(this + ": " + e.getMessage(), e);
      }
    }

    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /**
   * A Unix socket.
   *
   * @param path of its file
   */
  record Unix(Path path) implements ServerAddress {
    /** The socket that i-PI and ASE call by a name: {@code /tmp/ipi_NAME}. */
    public static Unix named(String name) {
      return new Unix(Path.of(UNIX_PREFIX + name));
    }

    @Override
    public SocketChannel connect() {
      return ServerAddress.connect(this, UnixDomainSocketAddress.of(path));
    }

    @Override
    public String toString() {
      return path.toString();
    }
  }

  /**
   * Connects to the server.
   *
   * @return an open channel, the caller's to close
   * @throws ConnectionException if nobody answers there
   */
  SocketChannel connect();

  private static SocketChannel connect(ServerAddress server, SocketAddress address) {
    try {
      return SocketChannel.open(address);
    } catch (IOException e) {
      throw new ConnectionException(
          server + ": cannot connect, is the server running? (" + e.getMessage() + ")", e);
    }
  }
}
