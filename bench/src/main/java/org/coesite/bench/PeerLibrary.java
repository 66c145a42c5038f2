package org.coesite.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A peer's shared library, in the folder that the system property {@code coesite.peers} or the
 * environment variable {@code COESITE_PEERS} names. Peers are compared with where they are present:
 *
 * <ul>
 *   <li>{@code libvesin.so}: vesin (github.com/Luthaf/vesin), as its own build makes it with {@code
 *       -O3 -march=native};
 *   <li>{@code libsoap-peer.so}: any SOAP library behind the C functions that {@link SoapPeer}
 *       names, such as a few lines around librascal (github.com/lab-cosmo/librascal).
 * </ul>
 */
final class PeerLibrary {
  static final String VESIN = "libvesin.so";
  static final String SOAP = "libsoap-peer.so";

  private final SymbolLookup symbols;

  @SuppressWarnings("restricted")
  PeerLibrary(String name) {
    symbols = SymbolLookup.libraryLookup(find(name).orElseThrow(), Arena.global());
  }

  /** Where a peer is, if it is there. */
  static Optional<Path> find(String name) {
    String folder = System.getProperty("coesite.peers", System.getenv("COESITE_PEERS"));
    return Optional.ofNullable(folder).map(f -> Path.of(f, name)).filter(Files::isRegularFile);
  }

  @SuppressWarnings("restricted")
  MethodHandle bind(String function, FunctionDescriptor descriptor) {
    return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(function), descriptor);
  }
}
