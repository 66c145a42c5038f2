package org.coesite.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.coesite.math.SoapBasis;
import org.coesite.structure.Structure;

/**
 * Another SOAP library behind these C functions, which a user writes around it:
 *
 * <pre>
 *   void* peer_soap_open(long atoms, const double* positions, const int* species,
 *                        const double* cell, double cutoff, double smoothing,
 *                        int radial_functions, int max_angular, double density,
 *                        double spline_accuracy, int gradients);  // null on failure
 *   int peer_soap_update(void*);     // new positions and neighbours: the next call starts afresh
 *   int peer_soap_expansion(void*);  // spherical expansion
 *   int peer_soap_spectrum(void*);   // spherical expansion and power spectrum
 *   void peer_soap_close(void*);
 * </pre>
 */
final class SoapPeer implements AutoCloseable {
  private static final FunctionDescriptor CALL = FunctionDescriptor.of(JAVA_INT, ADDRESS);

  private final MethodHandle update;
  private final MethodHandle expansion;
  private final MethodHandle spectrum;
  private final MethodHandle close;
  private final MemorySegment session;

  SoapPeer(Structure structure, SoapBasis basis) {
    PeerLibrary library = new PeerLibrary(PeerLibrary.SOAP);
    MethodHandle open =
        library.bind(
            "peer_soap_open",
            FunctionDescriptor.of(
                ADDRESS,
                JAVA_LONG,
                ADDRESS,
                ADDRESS,
                ADDRESS,
                JAVA_DOUBLE,
                JAVA_DOUBLE,
                JAVA_INT,
                JAVA_INT,
                JAVA_DOUBLE,
                JAVA_DOUBLE,
                JAVA_INT));
    update = library.bind("peer_soap_update", CALL);
    expansion = library.bind("peer_soap_expansion", CALL);
    spectrum = library.bind("peer_soap_spectrum", CALL);
    close = library.bind("peer_soap_close", FunctionDescriptor.ofVoid(ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      session =
          (MemorySegment)
              open.invokeExact(
                  (long) structure.atoms(),
                  arena.allocateFrom(JAVA_DOUBLE, structure.positions()),
                  arena.allocateFrom(JAVA_INT, structure.species()),
                  arena.allocateFrom(JAVA_DOUBLE, structure.cell().toArray()),
                  basis.cutoff(),
                  basis.smoothing(),
                  basis.radialFunctions(),
                  basis.maxAngular(),
                  basis.density(),
                  basis.splineAccuracy(),
                  0);
    } catch (Throwable failure) {
      throw new IllegalStateException("the SOAP peer failed", failure);
    }
    if (session.address() == 0) {
      throw new IllegalStateException("the SOAP peer failed");
    }
  }

  private int call(MethodHandle function) {
    try {
      return (int) function.invokeExact(session);
    } catch (Throwable failure) {
      throw new IllegalStateException("the SOAP peer failed", failure);
    }
  }

  int update() {
    return call(update);
  }

  int expansion() {
    return call(expansion);
  }

  int spectrum() {
    return call(spectrum);
  }

  @Override
  public void close() {
    try {
      close.invokeExact(session);
    } catch (Throwable failure) {
      throw new IllegalStateException("the SOAP peer failed", failure);
    }
  }
}
