package org.coesite.capi;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.coesite.CoesiteException;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.PairList;
import org.coesite.backend.Precision;
import org.coesite.cpu.CpuBackend;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;

/**
 * Finds neighbours for the host, on the thread that asks. Several may ask at once: each gets a
 * backend to itself. Thread-safe.
 */
final class NeighbourLists {
  /** Centres that are searched at a time: what is needed beyond the list stays small. */
  private static final int SLICE = 4096;

  /** A backend that has taken more than this is not kept for the next call. */
  private static final long MOST_KEPT = 64L << 20;

  private final ConcurrentLinkedQueue<CpuBackend> idle = new ConcurrentLinkedQueue<>();

  /**
   * Makes a list.
   *
   * @param list a {@code coesite_neighbour_list}, which receives it
   */
  void find(
      Structure structure, NeighbourOptions wanted, MemorySegment allocator, HostStruct list) {
    CpuBackend backend = idle.poll();
    if (backend == null) {
      backend = new CpuBackend(Precision.F64, 1);
    }
    try (NeighbourSearch search = backend.neighbours(Batch.of(structure), wanted.cutoff())) {
      find(search, wanted, allocator, list);
    } catch (CoesiteException e) {
      throw new CallException(Status.STRUCTURE, e.getMessage(), e);
    } finally {
      if (backend.memory().reserved() > MOST_KEPT) {
        backend.close();
      } else {
        idle.add(backend);
      }
    }
  }

  private static void find(
      NeighbourSearch search, NeighbourOptions wanted, MemorySegment allocator, HostStruct list) {
    int atoms = search.batch().atoms();
    if (atoms <= SLICE) {
      PairList pairs = pairs(search, 0, atoms);
      PairArrays arrays = new PairArrays(size(pairs.count(), wanted), wanted);
      arrays.take(allocator, list);
      arrays.add(pairs);
      arrays.requireFull();
      return;
    }
    // found twice: kept as Java objects, pairs of many atoms would take more than the list itself
    PairArrays arrays = new PairArrays(size(count(search), wanted), wanted);
    arrays.take(allocator, list);
    for (int first = 0; first < atoms; first += SLICE) {
      arrays.add(pairs(search, first, Math.min(atoms, first + SLICE)));
    }
    arrays.requireFull();
  }

  private static PairList pairs(NeighbourSearch search, int first, int last) {
    try (Neighbours pairs = search.pairs(first, last)) {
      return pairs.toPairList();
    }
  }

  private static long count(NeighbourSearch search) {
    int atoms = search.batch().atoms();
    long count = 0;
    for (int first = 0; first < atoms; first += SLICE) {
      try (Neighbours pairs = search.pairs(first, Math.min(atoms, first + SLICE))) {
        count += pairs.count();
      }
    }
    return count;
  }

  /** Pairs of a list: every pair has its reverse, and none is its own. */
  private static long size(long ordered, NeighbourOptions wanted) {
    return wanted.full() ? ordered : ordered / 2;
  }
}
