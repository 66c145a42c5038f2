package org.coesite.dos;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;
import org.coesite.backend.SparsePoints;
import org.coesite.math.SoapBasis;
import org.coesite.models.ManyBody;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;

/** Weights of few directions in many channels. */
class LowRankModelTest {
  private static final int[] SPECIES = {8, 14};
  private static final SoapBasis BASIS = new SoapBasis(4, 0.5, 3, 2, 0.5);
  private static final EnergyGrid GRID = new EnergyGrid(-4, 0.1, 80);
  private static final int RANK = 5;
  private static final int MEMBERS = 3;
  private static final int POINTS = 6;

  /** A model whose blocks of channels are sums of five, and levels at random. */
  private static DosParameters model(CurveCode code) {
    Random random = new Random(6);
    int block = code.channels() + 1;
    double[][] directions = new double[RANK][];
    for (int d = 0; d < RANK; d++) {
      directions[d] = random.doubles(code.channels(), -1, 1).toArray();
    }
    int width = ManyBody.features(BASIS, SPECIES.length);
    SparsePoints points =
        new SparsePoints(
            new int[] {8, 8, 8, 14, 14, 14},
            random.doubles((long) POINTS * width, -1, 1).toArray(),
            width,
            2,
            false,
            blocks(random, directions, POINTS * (MEMBERS + 1), block),
            (MEMBERS + 1) * block);
    return new DosParameters(
        "low rank",
        "",
        SPECIES,
        new double[] {6, 4},
        0.3,
        EnergyZero.FERMI,
        code,
        BASIS,
        points,
        blocks(random, directions, SPECIES.length, block),
        new double[2],
        MEMBERS,
        Map.of());
  }

  private static double[] blocks(Random random, double[][] directions, int count, int block) {
    double[] out = new double[count * block];
    for (int row = 0; row < count; row++) {
      for (double[] direction : directions) {
        double factor = random.nextGaussian();
        for (int c = 0; c < direction.length; c++) {
          out[row * block + c] += factor * direction[c];
        }
      }
      out[(row + 1) * block - 1] = random.nextGaussian();
    }
    return out;
  }

  @Test
  void fewerChannelsSayTheSame() {
    Structure structure = ToyLevels.frames(1, 8).get(0).structure();
    try (Backend backend = Backends.open("cpu", Precision.F64, 1)) {
      for (CurveCode code :
          List.of(new CurveCode.Pointwise(GRID), new CurveCode.Cumulative(GRID))) {
        DosParameters many = model(code);
        DosParameters few = LowRankModel.of(many);
        assertEquals(RANK, few.code().channels());
        try (DosModel first = DosModel.of(many, backend);
            DosModel second = DosModel.of(few, backend)) {
          DosPrediction expected = first.evaluate(structure);
          DosPrediction actual = second.evaluate(structure);
          double scale = 1e-11 * largest(expected.curve());
          assertTrue(scale > 0);
          assertArrayEquals(expected.curve(), actual.curve(), scale);
          for (int m = 0; m < MEMBERS; m++) {
            assertArrayEquals(expected.members()[m], actual.members()[m], scale);
          }
          assertEquals(expected.level(), actual.level(), 1e-12 * Math.abs(expected.level()));
          assertArrayEquals(expected.memberLevels(), actual.memberLevels(), scale);
        }
      }
    }
  }

  private static double largest(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
