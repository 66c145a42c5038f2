package org.coesite.examples.silica;

import java.util.stream.IntStream;
import org.coesite.nmr.NmrPrediction;
import org.coesite.nmr.NmrTensor;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;

/**
 * A toy in a model's place: shielding grows with the distance to the next silicon atoms, which is
 * how straight the bridges are, more along each bridge than across it. Its committee of two errs by
 * one per cent.
 */
final class AngleShielding implements SiliconShielding {
  private static final double REACH = 3.6;
  private static final double STRAIGHT = 3.1;

  @Override
  public NmrPrediction of(Structure structure) {
    int[] atoms =
        IntStream.range(0, structure.atoms())
            .filter(i -> structure.species(i) == Shielded.SILICON)
            .toArray();
    NmrTensor[] tensors = new NmrTensor[atoms.length];
    NmrTensor[][] members = new NmrTensor[atoms.length][];
    for (int site = 0; site < atoms.length; site++) {
      NmrTensor t = tensor(structure, atoms[site]);
      tensors[site] = t;
      members[site] = new NmrTensor[] {t.scaled(1.01), t.scaled(0.99)};
    }
    return new NmrPrediction(atoms, tensors, members, new boolean[atoms.length]);
  }

  private static NmrTensor tensor(Structure structure, int i) {
    double[] t = {440, 0, 0, 0, 440, 0, 0, 0, 440};
    Cell cell = structure.cell();
    for (int j = 0; j < structure.atoms(); j++) {
      for (int s = 0; s < 27 && structure.species(j) == Shielded.SILICON; s++) {
        double[] d = new double[3];
        double square = 0;
        for (int axis = 0; axis < 3; axis++) {
          d[axis] =
              structure.position(j, axis)
                  - structure.position(i, axis)
                  + (s / 9 - 1) * cell.get(0, axis)
                  + (s / 3 % 3 - 1) * cell.get(1, axis)
                  + (s % 3 - 1) * cell.get(2, axis);
          square += d[axis] * d[axis];
        }
        double length = Math.sqrt(square);
        if (length > 0 && length < REACH) {
          for (int k = 0; k < 9; k++) {
            double along = d[k / 3] * d[k % 3] / square;
            t[k] += (length - STRAIGHT) * (100 * along + (k % 4 == 0 ? 5 : 0));
          }
        }
      }
    }
    return NmrTensor.of(t);
  }
}
