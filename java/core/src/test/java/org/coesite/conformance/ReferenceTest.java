package org.coesite.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.coesite.backend.PairList;
import org.coesite.math.SoapBasis;
import org.coesite.structure.Batch;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The reference that backends are held to, itself held to published values and known facts. */
class ReferenceTest {
  @Test
  void powerSpectrumIsFeatomics() throws IOException {
    Optional<Path> file = SharedData.find("reference/featomic/soap-power-spectrum-values.npy.gz");
    Assumptions.assumeTrue(file.isPresent(), "shared/reference is not beside this checkout");
    double[] published = SharedData.readDoubles(file.get());
    ReferenceSoap soap = new ReferenceSoap(Featomic.BASIS, Featomic.SPECIES);
    double[] ours = soap.fullSpectrum(soap.expansion(Featomic.batch(), 0, 9));
    // published with ten digits
    assertArrayEquals(published, ours, 1e-9);
  }

  @Test
  void foldedSpectrumHasTheSameDotProducts() {
    SoapBasis basis = new SoapBasis(4, 0.5, 3, 2, 0.4);
    ReferenceSoap soap = new ReferenceSoap(basis, Featomic.SPECIES);
    double[] c = soap.expansion(Featomic.batch(), 0, 2);
    double[] full = soap.fullSpectrum(c);
    double[] folded = soap.spectrum(c);
    assertEquals(2 * soap.columns(true), folded.length);
    assertEquals(dotOfTwo(full), dotOfTwo(folded), 1e-14 * Math.abs(dotOfTwo(full)));
  }

  private static double dotOfTwo(double[] rows) {
    double sum = 0;
    for (int k = 0; k < rows.length / 2; k++) {
      sum += rows[k] * rows[rows.length / 2 + k];
    }
    return sum;
  }

  @Test
  void neighboursOfASimpleCubicCrystal() {
    Structure cubic =
        Structure.of(new int[] {14}, new double[3])
            .cell(Cell.of(2, 0, 0, 0, 2, 0, 0, 0, 2))
            .build();
    assertEquals(0, ReferenceNeighbours.pairs(cubic, 0, 2).size());
    assertEquals(6, ReferenceNeighbours.pairs(cubic, 0, 2.001).size());
    assertEquals(6 + 12 + 8 + 6 + 24, ReferenceNeighbours.pairs(cubic, 0, 4.48).size());
  }

  @Test
  void neighboursDoNotDependOnTheChoiceOfCell() {
    Structure plain =
        Structure.of(new int[] {14, 8}, new double[] {0, 0, 0, 0.3, 0.7, 1.1})
            .cell(Cell.of(2, 0.1, 0, 0, 2.2, 0.3, 0.4, 0, 1.9))
            .build();
    // the same lattice: b + 5 a, c - 7 a + 3 b
    Cell c = plain.cell();
    double[] rows = c.toArray();
    for (int k = 0; k < 3; k++) {
      rows[3 + k] += 5 * c.get(0, k);
      rows[6 + k] += -7 * c.get(0, k) + 3 * c.get(1, k);
    }
    Structure skewed = plain.toBuilder().cell(Cell.of(rows)).build();
    assertArrayEquals(sortedDistances(plain), sortedDistances(skewed), 1e-12);
  }

  private static double[] sortedDistances(Structure structure) {
    PairList pairs = ReferenceNeighbours.pairs(Batch.of(structure), 4.1, 0, 2);
    double[] distances = new double[pairs.count()];
    for (int p = 0; p < distances.length; p++) {
      distances[p] = pairs.distance(p);
    }
    Arrays.sort(distances);
    return distances;
  }

  @Test
  void harmonicsOfTheFirstOrdersAreTheirCartesianForms() {
    double x = 0.3;
    double y = -0.5;
    double z = Math.sqrt(1 - x * x - y * y);
    double one = Math.sqrt(3 / (4 * Math.PI));
    double two = Math.sqrt(15 / (4 * Math.PI));
    double[] expected = {
      Math.sqrt(1 / (4 * Math.PI)),
      one * y,
      one * z,
      one * x,
      two * x * y,
      two * y * z,
      Math.sqrt(5 / (16 * Math.PI)) * (3 * z * z - 1),
      two * x * z,
      two / 2 * (x * x - y * y)
    };
    assertArrayEquals(expected, ReferenceHarmonics.at(2, 2 * x, 2 * y, 2 * z), 1e-15);
  }

  @Test
  void harmonicsObeyTheAdditionTheorem() {
    Random random = new Random(3);
    for (int trial = 0; trial < 20; trial++) {
      double[] y =
          ReferenceHarmonics.at(
              12, random.nextGaussian(), random.nextGaussian(), random.nextGaussian());
      for (int l = 0; l <= 12; l++) {
        double sum = 0;
        for (int m = -l; m <= l; m++) {
          sum += y[l * l + l + m] * y[l * l + l + m];
        }
        assertEquals((2 * l + 1) / (4 * Math.PI), sum, 1e-13 * (2 * l + 1));
      }
    }
  }

  @Test
  void radialFunctionsAreOrthonormal() {
    for (int maxRadial : new int[] {0, 4, 8}) {
      ReferenceRadial radial = new ReferenceRadial(5, maxRadial, 0, 0.4);
      double step = 0.002;
      double[][] overlap = new double[maxRadial + 1][maxRadial + 1];
      double[] values = new double[maxRadial + 1];
      for (double x = step; x < 25; x += step) {
        for (int n = 0; n <= maxRadial; n++) {
          values[n] = radial.basis(n, x);
          for (int m = 0; m <= n; m++) {
            overlap[n][m] += step * x * x * values[n] * values[m];
          }
        }
      }
      for (int n = 0; n <= maxRadial; n++) {
        for (int m = 0; m <= n; m++) {
          assertEquals(n == m ? 1 : 0, overlap[n][m], 1e-8);
        }
      }
    }
  }

  @Test
  void besselFunctionsAreTheirElementaryForms() {
    for (double z : new double[] {0.5, 1.9, 2.1, 7, 80, 900}) {
      double[] i = ReferenceRadial.scaledBessel(9, z);
      double sinh = -Math.expm1(-2 * z) / 2;
      double cosh = (1 + Math.exp(-2 * z)) / 2;
      assertEquals(sinh / z, i[0], 1e-14 * i[0]);
      assertEquals((z * cosh - sinh) / (z * z), i[1], 1e-12 * i[1]);
      assertEquals(((z * z + 3) * sinh - 3 * z * cosh) / (z * z * z), i[2], 1e-11 * i[0]);
      assertTrue(i[9] > 0 && i[9] < i[8]);
    }
  }
}
