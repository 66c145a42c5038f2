package org.coesite.models;

import java.util.ArrayList;
import java.util.List;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.backend.OutOfDeviceMemoryException;
import org.coesite.structure.Batch;

/**
 * How a batch is cut into slices of centres, so that memory beyond the batch itself is bounded
 * however many atoms there are, and what is done where a device's memory runs short all the same:
 * smaller slices, then halves of the batch. Used by one thread at a time.
 */
public final class Slicing {
  /** Slices are not cut below this, however little memory there is. */
  private static final int LEAST = 64;

  private final Backend backend;
  private int centres;

  /**
   * Slices of a given number of centres.
   *
   * @param centres at a time, to begin with
   */
  public Slicing(Backend backend, int centres) {
    this.backend = backend;
    this.centres = centres;
  }

  /**
   * Slices as large as a backend likes them.
   *
   * @param bytesPerCentre what one centre needs, all arrays that are alive together
   */
  public static Slicing of(Backend backend, long bytesPerCentre) {
    return new Slicing(backend, backend.centresAtOnce(bytesPerCentre));
  }

  /** What is done with the centres from {@code first} (inclusive) to {@code last} (exclusive). */
  @FunctionalInterface
  public interface Slice {
    /** Does it. */
    void take(int first, int last);
  }

  /** Goes through the centres of a batch, slice by slice in ascending order. */
  public void forEach(Batch batch, Slice work) {
    forEach(batch.atoms(), work);
  }

  /** Goes through the first so many centres, slice by slice in ascending order. */
  public void forEach(int count, Slice work) {
    for (int first = 0; first < count; first += centres) {
      work.take(first, (int) Math.min(count, (long) first + centres));
    }
  }

  /** Work on a batch or a part of one. */
  @FunctionalInterface
  public interface Work<T> {
    /**
     * Does it.
     *
     * @param firstStructure where the part begins in the batch
     * @return a result for each structure of the part, in order
     */
    List<T> on(Batch part, int firstStructure);
  }

  /**
   * Runs work on a batch, which goes through it by {@link #forEach}, as one piece of {@link
   * Backend#run}.
   *
   * @throws CoesiteException if one structure alone does not fit into memory
   */
  public <T> List<T> run(Batch batch, Work<T> work) {
    return run(batch, 0, work);
  }

  private <T> List<T> run(Batch batch, int firstStructure, Work<T> work) {
    while (true) {
      try {
        return backend.run(() -> work.on(batch, firstStructure));
      } catch (OutOfDeviceMemoryException tooLittle) {
        if (centres > LEAST && batch.atoms() > LEAST) {
          centres = Math.max(LEAST, Math.min(centres, batch.atoms()) / 2);
        } else if (batch.size() > 1) {
          return runHalves(batch, firstStructure, work);
        } else {
          throw new CoesiteException(
              "one structure of "
                  + batch.atoms()
                  + " atoms is too large: "
                  + tooLittle.getMessage(),
              tooLittle);
        }
      }
    }
  }

  private <T> List<T> runHalves(Batch batch, int firstStructure, Work<T> work) {
    int middle = batch.size() / 2;
    List<T> all = new ArrayList<>(batch.size());
    all.addAll(run(Batch.of(batch.structures().subList(0, middle)), firstStructure, work));
    all.addAll(
        run(
            Batch.of(batch.structures().subList(middle, batch.size())),
            firstStructure + middle,
            work));
    return all;
  }
}
