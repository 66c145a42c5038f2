package org.coesite.cpu.f64;

import java.util.Arrays;
import org.coesite.CoesiteException;
import org.coesite.cpu.CpuNeighbours;
import org.coesite.cpu.CpuTensor;
import org.coesite.structure.Element;

/**
 * The neighbours of one species around one centre, coordinate by coordinate. Scratch memory of one
 * thread.
 */
final class EdgeBuffer {
  private final /* wide */ double cutoff;

  int count;

  /** Place of each edge in the pair list. */
  int[] pair = new int[0];

  /** Distances, and unit vectors; padded with a harmless edge. */
  double[] r = new double[0];

  double[] x = new double[0];
  double[] y = new double[0];
  double[] z = new double[0];

  EdgeBuffer(/* wide */ double cutoff) {
    this.cutoff = cutoff;
  }

  /** Entries up to which whole vectors of edges can be read. */
  int padded() {
    return Lanes.padded(count, Lanes.WIDE);
  }

  /**
   * Takes the pairs of the k-th centre whose other atom is of species number {@code species}.
   *
   * @param speciesOf number of each atomic number; negative for those the basis does not know
   */
  void gather(CpuNeighbours pairs, int k, int species, int[] speciesOf) {
    CpuTensor vectors = pairs.vectors();
    count = 0;
    reserve(pairs.start(k + 1) - pairs.start(k) + Lanes.COUNT);
    for (int p = pairs.start(k); p < pairs.start(k + 1); p++) {
      int atomicNumber = pairs.batch().species(pairs.other(p));
      if (speciesOf[atomicNumber] < 0) {
        throw unknown(pairs, pairs.other(p));
      }
      if (speciesOf[atomicNumber] == species) {
        add(p, vectors.get(3L * p), vectors.get(3L * p + 1), vectors.get(3L * p + 2));
      }
    }
    for (int e = count; e < padded(); e++) {
      r[e] = 1;
      x[e] = 0;
      y[e] = 0;
      z[e] = 1;
    }
  }

  static CoesiteException unknown(CpuNeighbours pairs, int atom) {
    int s = pairs.batch().structureOf(atom);
    return new CoesiteException(
        "structure %d, atom %d: the model does not know %s"
            .formatted(
                s + 1,
                atom - pairs.batch().offset(s) + 1,
                Element.symbol(pairs.batch().species(atom))));
  }

  private void add(int p, /* wide */ double dx, /* wide */ double dy, /* wide */ double dz) {
    /* wide */ double length = Math.sqrt(dx * dx + dy * dy + dz * dz);
    if (length < cutoff) {
      pair[count] = p;
      r[count] = Lanes.round(length);
      // an atom on top of the centre has no direction, and only l = 0 there
      /* wide */ double divisor = length == 0 ? 1 : length;
      x[count] = Lanes.round(dx / divisor);
      y[count] = Lanes.round(dy / divisor);
      z[count] = Lanes.round(dz / divisor);
      count++;
    }
  }

  private void reserve(int edges) {
    if (edges > r.length) {
      int size = 2 * edges;
      pair = Arrays.copyOf(pair, size);
      r = new double[size];
      x = new double[size];
      y = new double[size];
      z = new double[size];
    }
  }
}
