package org.coesite.learn;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;
import org.coesite.backend.SparsePoints;
import org.coesite.math.DensityScaling;
import org.coesite.math.SoapBasis;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;

/** Force and virial rows against finite differences of the energy row. */
class DesignRowsTest {
  private static final int[] SPECIES = {8, 14};
  private static final SoapBasis BASIS =
      new SoapBasis(3.5, 0.8, 2, 3, 0.5, new DensityScaling(1, 2, 3));

  @Test
  void derivativeRowsAreDerivativesOfTheEnergyRow() {
    Random random = new Random(3);
    Structure labelled = ToyData.labelled(1, 9).get(0);
    try (Backend backend = Backends.open("cpu", Precision.F64, 1)) {
      SparsePoints points = points(backend, random);
      double[] rows = rows(labelled, points, backend);
      int width = rows.length / (1 + 3 * 6 + 6);
      double h = 1e-4;
      for (int k : new int[] {0, 4, 11, 17}) {
        double[] moved = labelled.positions();
        moved[k] += h;
        double[] plus = rows(moved(labelled, moved), points, backend);
        moved[k] -= 2 * h;
        double[] minus = rows(moved(labelled, moved), points, backend);
        for (int c = 0; c < width; c++) {
          double expected = -(plus[c] - minus[c]) / (2 * h);
          assertEquals(expected, rows[(1 + k) * width + c], 2e-6, "column " + c);
        }
      }
      int[][] voigt = {{0, 0}, {1, 1}, {2, 2}, {1, 2}, {0, 2}, {0, 1}};
      for (int v = 0; v < 6; v++) {
        double[] plus = rows(strained(labelled, voigt[v], h), points, backend);
        double[] minus = rows(strained(labelled, voigt[v], -h), points, backend);
        for (int c = 0; c < width; c++) {
          double expected = (plus[c] - minus[c]) / (2 * h);
          assertEquals(expected, rows[(19 + v) * width + c], 1e-5, "strain " + v);
        }
      }
    }
  }

  private static SparsePoints points(Backend backend, Random random) {
    Environments from =
        Environments.of(List.of(ToyData.crystal(random)), BASIS, SPECIES, backend).get(0);
    int count = from.features().length / 6;
    List<Integer> centres = new ArrayList<>(List.of(2, 3, 4, 0, 1));
    double[] features = new double[5 * count];
    for (int k = 0; k < 5; k++) {
      double square = 0;
      for (int f = 0; f < count; f++) {
        square += Math.pow(from.features()[centres.get(k) * count + f], 2);
      }
      for (int f = 0; f < count; f++) {
        features[k * count + f] = from.features()[centres.get(k) * count + f] / Math.sqrt(square);
      }
    }
    return new SparsePoints(
        new int[] {8, 8, 8, 14, 14}, features, count, 3, true, new double[5], 1);
  }

  private static double[] rows(Structure structure, SparsePoints points, Backend backend) {
    TrainingFrame frame =
        TrainingSet.frames("toy", List.of(structure), ToyData.config().data()).get(0);
    List<Environments> environments = Environments.of(List.of(structure), BASIS, SPECIES, backend);
    TermData term = new TermData(BASIS, 1, environments, points, new int[5]);
    PairBasis pairs = new PairBasis(SPECIES, new PotentialConfig.Pair(1.0, 4.5, 6, null, null));
    try (DesignRows design = new DesignRows(SPECIES, List.of(term), pairs, backend, 1)) {
      List<double[]> out = new ArrayList<>();
      design.forEach(List.of(frame), block -> out.add(block.values().toArray(JAVA_DOUBLE)));
      return out.get(0);
    }
  }

  private static Structure moved(Structure structure, double[] positions) {
    Structure.Builder builder = Structure.of(structure.species(), positions);
    builder.cell(structure.cell());
    structure.info().forEach(builder::info);
    structure.atomProperties().forEach(builder::atomProperty);
    return builder.build();
  }

  private static Structure strained(Structure structure, int[] axes, double size) {
    double[] d = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    d[3 * axes[0] + axes[1]] += size / 2;
    d[3 * axes[1] + axes[0]] += size / 2;
    double[] from = structure.positions();
    double[] to = new double[from.length];
    for (int k = 0; k < to.length; k++) {
      for (int y = 0; y < 3; y++) {
        to[k] += from[k - k % 3 + y] * d[3 * y + k % 3];
      }
    }
    Structure.Builder builder = Structure.of(structure.species(), to);
    builder.cell(structure.cell().deformed(d));
    structure.info().forEach(builder::info);
    structure.atomProperties().forEach(builder::atomProperty);
    return builder.build();
  }

  @Test
  void splinesAreTheSumOfTheirFunctions() {
    PairBasis basis = new PairBasis(SPECIES, new PotentialConfig.Pair(1.0, 4.5, 7, null, null));
    double[] coefficients = new Random(1).doubles(basis.columns(), -1, 1).toArray();
    Structure structure = ToyData.labelled(1, 2).get(0);
    TrainingFrame frame =
        TrainingSet.frames("toy", List.of(structure), ToyData.config().data()).get(0);
    try (Backend backend = Backends.open("cpu", Precision.F64, 1);
        var potential = backend.pairPotential(basis.splines(coefficients));
        var search = backend.neighbours(org.coesite.structure.Batch.of(structure), basis.cutoff());
        var pairs = search.pairs(0, structure.atoms())) {
      double[] rows = new double[frame.rows() * basis.columns()];
      basis.fill(frame, pairs.toPairList(), rows);
      double expected = 0;
      for (int c = 0; c < basis.columns(); c++) {
        expected += rows[c] * coefficients[c];
      }
      assertEquals(expected, Arrays.stream(potential.energies(pairs, null).read()).sum(), 1e-12);
    }
  }
}
