package org.coesite.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;

/**
 * vesin's public C interface: full lists sorted by centre, with shifts, distances and vectors, of
 * the structures of a batch one after the other.
 */
final class Vesin implements AutoCloseable {
  private static final StructLayout DEVICE =
      MemoryLayout.structLayout(JAVA_INT.withName("type"), JAVA_INT.withName("device_id"));
  private static final StructLayout OPTIONS =
      MemoryLayout.structLayout(
          JAVA_DOUBLE.withName("cutoff"),
          JAVA_BOOLEAN.withName("full"),
          JAVA_BOOLEAN.withName("sorted"),
          MemoryLayout.paddingLayout(2),
          JAVA_INT.withName("algorithm"),
          JAVA_INT.withName("n_threads"),
          JAVA_BOOLEAN.withName("return_shifts"),
          JAVA_BOOLEAN.withName("return_distances"),
          JAVA_BOOLEAN.withName("return_vectors"),
          MemoryLayout.paddingLayout(1),
          JAVA_DOUBLE.withName("skin"));

  /** length, device, then pairs, shifts, distances, vectors and a private pointer. */
  private static final StructLayout LIST =
      MemoryLayout.structLayout(
          JAVA_LONG.withName("length"),
          DEVICE.withName("device"),
          MemoryLayout.sequenceLayout(5, ADDRESS).withName("arrays"));

  private static final int CPU = 1;

  private final MethodHandle neighbours;
  private final MethodHandle free;
  private final Arena arena = Arena.ofAuto();
  private final MemorySegment device = arena.allocate(DEVICE);
  private final MemorySegment options = arena.allocate(OPTIONS);
  private final MemorySegment message = arena.allocate(ADDRESS);
  private final MemorySegment[] positions;
  private final MemorySegment[] cells;
  private final MemorySegment[] periodic;
  private final MemorySegment[] lists;
  private final Batch batch;

  Vesin(Batch batch, double cutoff, int threads) {
    this.batch = batch;
    PeerLibrary library = new PeerLibrary(PeerLibrary.VESIN);
    neighbours =
        library.bind(
            "vesin_neighbors",
            FunctionDescriptor.of(
                JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, DEVICE, OPTIONS, ADDRESS, ADDRESS));
    free = library.bind("vesin_free", FunctionDescriptor.ofVoid(ADDRESS));
    device.set(JAVA_INT, 0, CPU);
    options.set(JAVA_DOUBLE, 0, cutoff);
    options.set(JAVA_INT, at("n_threads"), threads);
    for (String flag :
        new String[] {"full", "sorted", "return_shifts", "return_distances", "return_vectors"}) {
      options.set(JAVA_BOOLEAN, at(flag), true);
    }
    positions = new MemorySegment[batch.size()];
    cells = new MemorySegment[batch.size()];
    periodic = new MemorySegment[batch.size()];
    lists = new MemorySegment[batch.size()];
    for (int s = 0; s < batch.size(); s++) {
      Structure structure = batch.structure(s);
      positions[s] = arena.allocateFrom(JAVA_DOUBLE, structure.positions());
      cells[s] = arena.allocateFrom(JAVA_DOUBLE, structure.cell().toArray());
      periodic[s] = arena.allocate(3);
      for (int k = 0; k < 3; k++) {
        periodic[s].set(JAVA_BOOLEAN, k, structure.periodic(k));
      }
      lists[s] = arena.allocate(LIST);
    }
  }

  private static long at(String field) {
    return OPTIONS.byteOffset(MemoryLayout.PathElement.groupElement(field));
  }

  /** Computes all lists, into memory kept from call to call; returns the number of pairs. */
  long pairs() {
    long count = 0;
    for (int s = 0; s < lists.length; s++) {
      try {
        int status =
            (int)
                neighbours.invokeExact(
                    positions[s],
                    (long) batch.structure(s).atoms(),
                    cells[s],
                    periodic[s],
                    device,
                    options,
                    lists[s],
                    message);
        if (status != 0) {
          throw new IllegalStateException("vesin failed: " + status);
        }
      } catch (RuntimeException | Error failure) {
        throw failure;
      } catch (Throwable failure) {
        throw new IllegalStateException(failure);
      }
      count += lists[s].get(JAVA_LONG, 0);
    }
    return count;
  }

  @Override
  public void close() {
    try {
      for (MemorySegment list : lists) {
        free.invokeExact(list);
      }
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }
}
