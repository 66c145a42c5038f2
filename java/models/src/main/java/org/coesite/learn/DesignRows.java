package org.coesite.learn;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.coesite.backend.Backend;
import org.coesite.backend.PairList;
import org.coesite.cpu.WorkerPool;
import org.coesite.math.RadialTable;

/**
 * The rows of the least-squares problem, structure by structure: energies, forces and virial for a
 * unit of each unknown. Columns: the sparse points of each many-body term, the two-body functions,
 * the species energies.
 *
 * <p>Rows are made by several threads and kept while there is room, made again when they are wanted
 * after that. The results do not depend on the number of threads. Used by one thread at a time.
 */
final class DesignRows implements AutoCloseable {
  private static final long ROOM = 4L << 30;
  private static final int WINDOW = 16;

  private final int[] species;
  private final List<TermData> terms;
  private final PairBasis pairBasis;
  private final Backend backend;
  private final double cutoff;
  private final WorkerPool workers;
  private final List<List<SoapRows>> soapRows = new ArrayList<>();
  private final Arena arena = newArena();
  private final Map<Integer, MemorySegment> kept = new HashMap<>();
  private long room = ROOM;

  @SuppressWarnings("MustBeClosedChecker")
  private static Arena newArena() {
    return Arena.ofShared();
  }

  DesignRows(
      int[] species, List<TermData> terms, PairBasis pairBasis, Backend backend, int threads) {
    this.species = species;
    this.terms = terms;
    this.pairBasis = pairBasis;
    this.backend = backend;
    workers = new WorkerPool(threads);
    double largest = pairBasis.cutoff();
    for (TermData term : terms) {
      largest = Math.max(largest, term.basis().cutoff());
    }
    cutoff = largest;
    for (int w = 0; w < threads; w++) {
      List<SoapRows> own = new ArrayList<>();
      for (TermData term : terms) {
        own.add(new SoapRows(term.basis(), RadialTable.of(term.basis()), species, term.points()));
      }
      soapRows.add(own);
    }
  }

  int columns() {
    int columns = pairBasis.columns() + species.length;
    for (TermData term : terms) {
      columns += term.points().points();
    }
    return columns;
  }

  /** First column of the two-body part; the species energies follow it. */
  int firstPairColumn() {
    return columns() - species.length - pairBasis.columns();
  }

  /** The rows of one structure: values [frame rows x columns], row by row. */
  record Block(TrainingFrame frame, MemorySegment values) {}

  /** Takes the blocks one after the other. */
  interface Visitor {
    void visit(Block block);
  }

  /** Visits the rows of these frames, in order. */
  void forEach(List<TrainingFrame> frames, Visitor visitor) {
    for (int from = 0; from < frames.size(); from += WINDOW) {
      List<TrainingFrame> window = frames.subList(from, Math.min(frames.size(), from + WINDOW));
      try (Arena passing = Arena.ofShared()) {
        List<MemorySegment> blocks = make(window, passing);
        for (int k = 0; k < window.size(); k++) {
          visitor.visit(new Block(window.get(k), blocks.get(k)));
        }
      }
    }
  }

  private List<MemorySegment> make(List<TrainingFrame> window, Arena passing) {
    List<MemorySegment> blocks = new ArrayList<>();
    List<Integer> missing = new ArrayList<>();
    List<PairList> neighbours = new ArrayList<>();
    for (TrainingFrame frame : window) {
      MemorySegment block = kept.get(frame.index());
      if (block == null) {
        block = room(frame, passing);
        missing.add(blocks.size());
        neighbours.add(Environments.pairs(frame.structure(), cutoff, backend));
      }
      blocks.add(block);
    }
    workers.run(
        missing.size(),
        (index, worker) -> {
          int k = missing.get(index);
          fill(window.get(k), neighbours.get(index), soapRows.get(worker), blocks.get(k));
        });
    return blocks;
  }

  private MemorySegment room(TrainingFrame frame, Arena passing) {
    long bytes = (long) frame.rows() * columns() * Double.BYTES;
    if (bytes > room) {
      return passing.allocate(bytes, 64);
    }
    room -= bytes;
    MemorySegment block = arena.allocate(bytes, 64);
    kept.put(frame.index(), block);
    return block;
  }

  private void fill(TrainingFrame frame, PairList pairs, List<SoapRows> soap, MemorySegment block) {
    int first = 0;
    for (int t = 0; t < terms.size(); t++) {
      int points = terms.get(t).points().points();
      double[] part = new double[frame.rows() * points];
      soap.get(t).fill(frame, terms.get(t).environments().get(frame.index()), pairs, part);
      put(part, frame.rows(), points, first, block);
      first += points;
    }
    double[] part = new double[frame.rows() * pairBasis.columns()];
    pairBasis.fill(frame, pairs, part);
    put(part, frame.rows(), pairBasis.columns(), first, block);
    for (int a = 0; a < species.length; a++) {
      int count = frame.structure().composition().getOrDefault(species[a], 0);
      block.setAtIndex(JAVA_DOUBLE, first + pairBasis.columns() + a, count);
    }
  }

  private void put(double[] part, int rows, int width, int first, MemorySegment block) {
    for (int r = 0; r < rows; r++) {
      MemorySegment.copy(
          part,
          r * width,
          block,
          JAVA_DOUBLE,
          ((long) r * columns() + first) * Double.BYTES,
          width);
    }
  }

  @Override
  public void close() {
    workers.close();
    soapRows.forEach(own -> own.forEach(SoapRows::close));
    arena.close();
  }
}
