package org.coesite.conformance;

import java.util.ArrayList;
import java.util.List;
import org.coesite.backend.PairList;
import org.coesite.structure.Batch;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;

/** Neighbour lists by trying every atom in every image that could be near. */
final class ReferenceNeighbours {
  private ReferenceNeighbours() {}

  /** One ordered pair of a single structure. */
  record Pair(int i, int j, int[] shift, double[] vector) {
    double distance() {
      return Math.sqrt(vector[0] * vector[0] + vector[1] * vector[1] + vector[2] * vector[2]);
    }
  }

  /** The pairs of the centres {@code first} to {@code last} of a batch, in the contract's order. */
  static PairList pairs(Batch batch, double cutoff, int first, int last) {
    List<Pair> pairs = new ArrayList<>();
    int[] start = new int[last - first + 1];
    for (int s = 0; s < batch.size(); s++) {
      int offset = batch.offset(s);
      for (int i = 0; i < batch.structure(s).atoms(); i++) {
        if (offset + i >= first && offset + i < last) {
          for (Pair p : pairs(batch.structure(s), i, cutoff)) {
            pairs.add(new Pair(offset + i, offset + p.j(), p.shift(), p.vector()));
          }
          start[offset + i - first + 1] = pairs.size();
        }
      }
    }
    int[] j = new int[pairs.size()];
    int[] shift = new int[3 * pairs.size()];
    double[] vector = new double[3 * pairs.size()];
    for (int p = 0; p < pairs.size(); p++) {
      j[p] = pairs.get(p).j();
      System.arraycopy(pairs.get(p).shift(), 0, shift, 3 * p, 3);
      System.arraycopy(pairs.get(p).vector(), 0, vector, 3 * p, 3);
    }
    return new PairList(first, start, j, shift, vector);
  }

  /** The pairs of one centre, sorted by (j, S). */
  static List<Pair> pairs(Structure structure, int i, double cutoff) {
    List<Pair> pairs = new ArrayList<>();
    double[] dual = dual(structure);
    for (int j = 0; j < structure.atoms(); j++) {
      double[] d = new double[3];
      for (int k = 0; k < 3; k++) {
        d[k] = structure.position(j, k) - structure.position(i, k);
      }
      int[] low = new int[3];
      int[] high = new int[3];
      for (int v = 0; v < 3; v++) {
        // |d + S C| < cutoff bounds its component along each dual vector
        double x = dual[3 * v];
        double y = dual[3 * v + 1];
        double z = dual[3 * v + 2];
        double middle = -(d[0] * x + d[1] * y + d[2] * z);
        double reach = cutoff * Math.sqrt(x * x + y * y + z * z);
        if (structure.periodic(v)) {
          low[v] = (int) Math.floor(middle - reach) - 1;
          high[v] = (int) Math.ceil(middle + reach) + 1;
        }
      }
      for (int a = low[0]; a <= high[0]; a++) {
        for (int b = low[1]; b <= high[1]; b++) {
          for (int c = low[2]; c <= high[2]; c++) {
            Pair pair = new Pair(i, j, new int[] {a, b, c}, shifted(d, structure.cell(), a, b, c));
            boolean itself = i == j && a == 0 && b == 0 && c == 0;
            if (!itself && pair.distance() < cutoff) {
              pairs.add(pair);
            }
          }
        }
      }
    }
    return pairs;
  }

  private static double[] shifted(double[] d, Cell cell, int a, int b, int c) {
    double[] r = new double[3];
    for (int k = 0; k < 3; k++) {
      r[k] = d[k] + (a * cell.get(0, k) + b * cell.get(1, k) + c * cell.get(2, k));
    }
    return r;
  }

  /**
   * Vectors b_v within the span of the periodic cell vectors a_w, with a_w . b_v = 1 where v = w
   * and 0 else; by Gram-Schmidt: what is left of a_v when the other periodic vectors are taken out.
   */
  private static double[] dual(Structure structure) {
    double[] dual = new double[9];
    for (int v = 0; v < 3; v++) {
      if (structure.periodic(v)) {
        double[] left = row(structure.cell(), v);
        List<double[]> others = new ArrayList<>();
        for (int w = 0; w < 3; w++) {
          if (w != v && structure.periodic(w)) {
            double[] other = row(structure.cell(), w);
            others.forEach(done -> takeOut(other, done));
            others.add(other);
          }
        }
        others.forEach(other -> takeOut(left, other));
        double square = dot(left, left);
        for (int k = 0; k < 3; k++) {
          dual[3 * v + k] = left[k] / square;
        }
      }
    }
    return dual;
  }

  private static double[] row(Cell cell, int v) {
    return new double[] {cell.get(v, 0), cell.get(v, 1), cell.get(v, 2)};
  }

  private static void takeOut(double[] vector, double[] direction) {
    double share = dot(vector, direction) / dot(direction, direction);
    for (int k = 0; k < 3; k++) {
      vector[k] -= share * direction[k];
    }
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }
}
