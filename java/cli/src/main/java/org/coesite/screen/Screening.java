package org.coesite.screen;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.BiConsumer;
import org.coesite.backend.Backend;
import org.coesite.structure.Structure;

/**
 * Hands the readable frames to an evaluation, takes outcomes as they come, and hands them on in the
 * order of the frames.
 */
public final class Screening implements Iterator<Structure> {
  /** Enough for every thread, few enough that rows appear soon. */
  private static final int ATOMS_PER_THREAD = 2000;

  /** What an atom takes on a device, roughly: a GPU wants as many at a time as it has room for. */
  private static final int BYTES_PER_ATOM = 64 << 10;

  private final Iterator<Frame> frames;
  private final BiConsumer<Frame, Outcome> finished;
  private final Map<Integer, Frame> open = new HashMap<>();
  private final Map<Integer, Outcome> outcomes = new HashMap<>();

  /** Place of each structure handed out among the frames. */
  private final List<Integer> places = new ArrayList<>();

  private int read;
  private int settled;
  private Structure next;

  private Screening(Iterator<Frame> frames, BiConsumer<Frame, Outcome> finished) {
    this.frames = frames;
    this.finished = finished;
  }

  /**
   * Evaluates frames.
   *
   * @param finished called with each frame and what became of it, in the order of the frames
   */
  public static void run(
      Iterator<Frame> frames, Evaluation evaluation, BiConsumer<Frame, Outcome> finished) {
    Screening screening = new Screening(frames, finished);
    evaluation.evaluate(screening, screening::take);
    screening.finishUnreadable();
  }

  /** How many atoms a backend is best given at a time. */
  public static int atomsInHand(Backend backend, int threads) {
    return Math.max(ATOMS_PER_THREAD * threads, backend.centresAtOnce(BYTES_PER_ATOM));
  }

  @Override
  public boolean hasNext() {
    while (next == null && frames.hasNext()) {
      Frame frame = frames.next();
      int place = read++;
      open.put(place, frame);
      if (!frame.readable()) {
        settle(place, Outcome.failed(frame.message()));
      } else if (!frame.structure().fullyPeriodic()) {
        settle(
            place,
            Outcome.failed(
                frame.label()
                    + ": not periodic in three directions; a framework to screen has a cell that"
                    + " repeats along a, b and c"));
      } else {
        places.add(place);
        next = frame.structure();
      }
    }
    return next != null;
  }

  @Override
  public Structure next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Structure structure = next;
    next = null;
    return structure;
  }

  private void take(Outcome outcome, int index) {
    int place = places.get(index);
    Frame frame = open.get(place);
    boolean failed = outcome.prediction() == null;
    settle(
        place,
        failed
            ? Outcome.failed(frame.label() + ": " + outcome.message())
            : outcome.after(frame.message()));
  }

  private void settle(int place, Outcome outcome) {
    outcomes.put(place, outcome);
    for (Outcome ready; (ready = outcomes.remove(settled)) != null; settled++) {
      finished.accept(open.remove(settled), ready);
    }
  }

  /** An evaluation may stop asking when the last readable frame is done. */
  private void finishUnreadable() {
    if (hasNext()) {
      throw new IllegalStateException("a structure was not evaluated");
    }
  }
}
