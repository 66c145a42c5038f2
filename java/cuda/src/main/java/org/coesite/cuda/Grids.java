package org.coesite.cuda;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.coesite.CoesiteException;
import org.coesite.structure.Batch;
import org.coesite.structure.CellBins;
import org.coesite.structure.Structure;

/** The bins of all structures of a batch, as {@code Grid} of neighbours.cu has them. */
final class Grids {
  private static final int BYTES = 24 * Double.BYTES + 8 * Integer.BYTES;

  /** As in neighbours.cu. */
  private static final double SLACK = 1e-9;

  private static final int MOST_IMAGES = 511;

  /** Farther out, positions have no digits left for distances, and S does not fit an int. */
  private static final double MOST_CELLS = 1e8;

  private final ByteBuffer bytes;
  private int bins;

  Grids(Batch batch, double cutoff) {
    bytes =
        ByteBuffer.allocate(Math.multiplyExact(BYTES, batch.size())).order(ByteOrder.nativeOrder());
    for (int s = 0; s < batch.size(); s++) {
      add(batch, s, cutoff);
    }
  }

  private void add(Batch batch, int s, double cutoff) {
    Structure structure = batch.structure(s);
    CellBins cell;
    try {
      cell = new CellBins(structure, cutoff);
    } catch (ArithmeticException noVolume) {
      throw new CoesiteException(
          "structure " + (s + 1) + ": its periodic cell has no volume", noVolume);
    }
    checkDistance(structure, cell);
    double[] reach = new double[3];
    for (int k = 0; k < 3; k++) {
      reach[k] = cutoff * (1 + SLACK) / cell.height(k);
      if (cell.periodic(k) && Math.floor(1 + reach[k]) >= MOST_IMAGES) {
        throw new CoesiteException(
            "the cell is %s angstrom thin: too many images within a cutoff of %s"
                .formatted(cell.height(k), cutoff));
      }
    }
    write(cell, reach, batch.offset(s), structure.atoms());
    bins = Math.addExact(bins, cell.count());
  }

  private void write(CellBins cell, double[] reach, int firstAtom, int atoms) {
    for (int k = 0; k < 9; k++) {
      bytes.putDouble(cell.span(k / 3, k % 3));
    }
    for (int k = 0; k < 9; k++) {
      bytes.putDouble(cell.inverse(k / 3, k % 3));
    }
    for (int k = 0; k < 3; k++) {
      bytes.putDouble(cell.origin(k));
    }
    for (int k = 0; k < 3; k++) {
      bytes.putDouble(reach[k]);
    }
    int periodic = 0;
    for (int k = 0; k < 3; k++) {
      bytes.putInt(cell.bins(k));
      periodic |= cell.periodic(k) ? 1 << k : 0;
    }
    bytes.putInt(periodic).putInt(bins).putInt(firstAtom).putInt(atoms).putInt(0);
  }

  private static void checkDistance(Structure structure, CellBins cell) {
    double origin = 0;
    for (int axis = 0; axis < 3; axis++) {
      origin = Math.max(origin, Math.abs(cell.origin(axis)));
    }
    double farthest = structure.largestCoordinate() + origin;
    for (int k = 0; k < 3; k++) {
      // |f_k| is at most this
      double cells = farthest * Math.sqrt(3) / cell.height(k);
      if (cell.periodic(k) && cells > MOST_CELLS) {
        throw new CoesiteException(
            "an atom lies up to %.3g cells outside its own: shifts overflow".formatted(cells));
      }
    }
  }

  /** The table for the device. */
  MemorySegment table() {
    return MemorySegment.ofArray(bytes.array());
  }

  /** Bins of all structures. */
  int bins() {
    return bins;
  }
}
