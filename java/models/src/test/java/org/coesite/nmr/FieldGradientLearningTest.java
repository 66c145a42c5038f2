package org.coesite.nmr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;
import org.coesite.tensors.TensorConfig;
import org.coesite.tensors.TensorData;
import org.coesite.tensors.TensorTrainer;
import org.coesite.tensors.TensorTrainingResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Field gradients of point charges at silicon in displaced quartz and cristobalite: known. */
class FieldGradientLearningTest {
  private static final double CUTOFF = 4.5;
  private static final double SMOOTHING = 1.5;
  private static final int STRUCTURES = 60;

  @TempDir private Path folder;

  /** Alpha-quartz, P3_2 21 (Levien et al., Am. Mineral. 65, 1980). */
  private static final Cell QUARTZ = Cell.of(4.916, 4.916, 5.4054, 90, 90, 120);

  private static final double[][] QUARTZ_SITES = {
    {0.4697, 0, 0},
    {0, 0.4697, 2.0 / 3},
    {-0.4697, -0.4697, 1.0 / 3},
    {0.4135, 0.2669, 0.1191},
    {0.2669, 0.4135, 2.0 / 3 - 0.1191},
    {-0.2669, 0.1466, 2.0 / 3 + 0.1191},
    {-0.4135, -0.1466, 1.0 / 3 - 0.1191},
    {-0.1466, -0.4135, 1.0 / 3 + 0.1191},
    {0.1466, -0.2669, -0.1191}
  };

  /** Ideal beta-cristobalite: silicon as carbon in diamond, oxygen half-way. */
  private static final Cell CRISTOBALITE = Cell.of(0, 3.58, 3.58, 3.58, 0, 3.58, 3.58, 3.58, 0);

  private static final double[][] CRISTOBALITE_SITES = {
    {0, 0, 0},
    {0.25, 0.25, 0.25},
    {0.125, 0.125, 0.125},
    {0.625, 0.125, 0.125},
    {0.125, 0.625, 0.125},
    {0.125, 0.125, 0.625}
  };

  private static Structure displaced(Cell cell, double[][] sites, int silicon, Random random) {
    double[] strain = new double[9];
    for (int k = 0; k < 9; k++) {
      strain[k] = (k % 4 == 0 ? 1 : 0) + 0.03 * random.nextGaussian();
    }
    Cell strained = cell.deformed(strain);
    int[] species = new int[sites.length];
    double[] positions = new double[3 * sites.length];
    for (int i = 0; i < sites.length; i++) {
      species[i] = i < silicon ? 14 : 8;
      for (int axis = 0; axis < 3; axis++) {
        for (int v = 0; v < 3; v++) {
          positions[3 * i + axis] += sites[i][v] * strained.get(v, axis);
        }
        positions[3 * i + axis] += 0.1 * random.nextGaussian();
      }
    }
    return Structure.of(species, positions).cell(strained).build();
  }

  /** Sum over charges of q f(r) (3 x x^T - r^2) / r^5, f falling smoothly to 0; e / angstrom^3. */
  static double[] gradient(Structure structure, int atom) {
    double[] out = new double[9];
    int reach = 3;
    for (int j = 0; j < structure.atoms(); j++) {
      double charge = structure.species(j) == 8 ? -1 : 2;
      for (int a = -reach; a <= reach; a++) {
        for (int b = -reach; b <= reach; b++) {
          for (int c = -reach; c <= reach; c++) {
            double[] x = new double[3];
            double square = 0;
            for (int k = 0; k < 3; k++) {
              x[k] =
                  structure.position(j, k)
                      - structure.position(atom, k)
                      + a * structure.cell().get(0, k)
                      + b * structure.cell().get(1, k)
                      + c * structure.cell().get(2, k);
              square += x[k] * x[k];
            }
            double r = Math.sqrt(square);
            if (r > 0 && r < CUTOFF) {
              double t = Math.max(0, (r - CUTOFF + SMOOTHING) / SMOOTHING);
              double factor = charge * 0.5 * (1 + Math.cos(Math.PI * t)) / Math.pow(r, 5);
              for (int m = 0; m < 9; m++) {
                out[m] += factor * (3 * x[m / 3] * x[m % 3] - (m % 4 == 0 ? square : 0));
              }
            }
          }
        }
      }
    }
    return out;
  }

  private static TensorData data() {
    TensorData.Builder data = new TensorData.Builder("efg", "e/angstrom^3", 14);
    Random random = new Random(1);
    for (int s = 0; s < STRUCTURES; s++) {
      Structure next =
          s % 2 == 0
              ? displaced(QUARTZ, QUARTZ_SITES, 3, random)
              : displaced(CRISTOBALITE, CRISTOBALITE_SITES, 2, random);
      data.add(next, s);
      for (int i = 0; i < (s % 2 == 0 ? 3 : 2); i++) {
        data.site(i, gradient(next, i));
      }
    }
    return data.build();
  }

  /**
   * What was seen, of 40 sites held out, whose elements have a mean size of 0.097 e/angstrom^3:
   *
   * <pre>
   *   sites trained on   elements, MAE   asymmetry, MAE   axes, median degrees
   *          12              0.0044           0.024               0.58
   *          28              0.0026           0.015               0.26
   *          58              0.0018           0.014               0.19
   *         110              0.0013           0.009               0.17
   * </pre>
   */
  @Test
  void theErrorFallsWithDataAxesIncluded() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("c.yaml"),
            """
            soap: {cutoff: 4.5, max_radial: 4, max_angular: 3, sparse: {Si: 60}}
            products: {channels: 8, features: 120}
            noise:
              isotropic: {site: 0.001}
              rest: {site: 0.001}
            committee: {members: 4}
            test: {fraction: 0.25}
            curve: [0.12, 0.25, 0.5]
            """);
    try (Backend backend = Backends.open("cpu", Precision.F64, 1)) {
      TensorTrainingResult result =
          new TensorTrainer(TensorConfig.read(config), backend, (_, _, _) -> {}).train(data());
      NmrAssessment assessment = NmrAssessment.of(result);
      List<NmrErrors> curve = new ArrayList<>(assessment.curve().values());
      assertEquals(List.of(12, 28, 58, 110), List.copyOf(assessment.curve().keySet()));
      for (int k = 1; k < curve.size(); k++) {
        assertTrue(curve.get(k).traceless() < 0.85 * curve.get(k - 1).traceless(), "elements");
      }
      NmrErrors first = curve.get(0);
      NmrErrors last = curve.get(3);
      assertTrue(last.traceless() < 0.002, "elements: " + last.traceless());
      assertTrue(last.angle() < 0.5 * first.angle() && last.angle() < 0.3, "axes");
      assertTrue(last.asymmetry() < 0.5 * first.asymmetry(), "asymmetry");
      // no trace, no antisymmetric part: none is learnt
      assertEquals(0, last.isotropic(), 1e-12);
      assertEquals(0, last.antisymmetric(), 1e-12);
    }
  }
}
