package org.coesite.bench;

import java.util.Arrays;
import org.coesite.backend.PairList;
import org.coesite.backend.SparsePoints;
import org.coesite.math.HarmonicRecursion;
import org.coesite.math.RadialTable;
import org.coesite.math.SoapBasis;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;

/**
 * The same mathematics in plain loops, one thing after the other: what a careful programmer writes
 * first, and what vectors, registers and caches are measured against.
 */
final class ScalarModel {
  private final int radial;
  private final int angular;
  private final int harmonics;
  private final RadialTable table;
  private final HarmonicRecursion recursion;
  private final double cutoff;

  ScalarModel(SoapBasis basis) {
    radial = basis.radialFunctions();
    angular = basis.maxAngular();
    harmonics = basis.harmonics();
    cutoff = basis.cutoff();
    table = RadialTable.of(basis);
    recursion = new HarmonicRecursion(angular);
  }

  private static int index(int atomicNumber) {
    return Arrays.binarySearch(Systems.SPECIES, atomicNumber);
  }

  /** Number of pairs, by trying every atom in every image that may be near. */
  long neighbours(Batch batch) {
    long count = 0;
    for (Structure structure : batch.structures()) {
      double[] inverse = structure.cell().inverse();
      for (int i = 0; i < structure.atoms(); i++) {
        for (int j = 0; j < structure.atoms(); j++) {
          count += images(structure, inverse, i, j);
        }
      }
    }
    return count;
  }

  private int images(Structure structure, double[] inverse, int i, int j) {
    double[] d = new double[3];
    int[] low = new int[3];
    int[] high = new int[3];
    for (int axis = 0; axis < 3; axis++) {
      d[axis] = structure.position(j, axis) - structure.position(i, axis);
    }
    for (int k = 0; k < 3; k++) {
      double fraction = 0;
      double square = 0;
      for (int axis = 0; axis < 3; axis++) {
        fraction += d[axis] * inverse[3 * axis + k];
        square += inverse[3 * axis + k] * inverse[3 * axis + k];
      }
      double reach = cutoff * Math.sqrt(square);
      low[k] = (int) Math.ceil(-fraction - reach);
      high[k] = (int) Math.floor(-fraction + reach);
    }
    int count = 0;
    for (int a = low[0]; a <= high[0]; a++) {
      for (int b = low[1]; b <= high[1]; b++) {
        for (int c = low[2]; c <= high[2]; c++) {
          double square = 0;
          for (int axis = 0; axis < 3; axis++) {
            double x =
                d[axis]
                    + a * structure.cell().get(0, axis)
                    + b * structure.cell().get(1, axis)
                    + c * structure.cell().get(2, axis);
            square += x * x;
          }
          if (square < cutoff * cutoff && square > 0) {
            count++;
          }
        }
      }
    }
    return count;
  }

  /** Coefficients, [centres, species, harmonics, radial]. */
  double[] expansion(Batch batch, PairList pairs) {
    int width = Systems.SPECIES.length * harmonics * radial;
    double[] c = new double[batch.atoms() * width];
    double[] y = new double[harmonics];
    for (int i = 0; i < batch.atoms(); i++) {
      for (int pair = pairs.start()[i]; pair < pairs.start()[i + 1]; pair++) {
        double r = pairs.distance(pair);
        recursion.evaluate(
            pairs.vector()[3 * pair] / r,
            pairs.vector()[3 * pair + 1] / r,
            pairs.vector()[3 * pair + 2] / r,
            y);
        double x = (r - table.start()) / table.step();
        int knot = Math.min((int) x, table.knots() - 2);
        double t = x - knot;
        int block = i * width + index(batch.species(pairs.j()[pair])) * harmonics * radial;
        for (int l = 0; l <= angular; l++) {
          for (int n = 0; n < radial; n++) {
            double value = spline(knot, t, l * radial + n);
            for (int lm = l * l; lm < (l + 1) * (l + 1); lm++) {
              c[block + lm * radial + n] += value * y[lm];
            }
          }
        }
      }
    }
    return c;
  }

  private double spline(int knot, double t, int function) {
    double u = 1 - t;
    return table.value(knot, function) * (1 + 2 * t) * u * u
        + table.slope(knot, function) * table.step() * t * u * u
        + table.value(knot + 1, function) * t * t * (3 - 2 * t)
        - table.slope(knot + 1, function) * table.step() * t * t * u;
  }

  /** Features, [centres, features]. */
  double[] spectrum(double[] c, int features) {
    int species = Systems.SPECIES.length;
    int width = species * harmonics * radial;
    double[] p = new double[c.length / width * features];
    int at = 0;
    for (int i = 0; i < c.length / width; i++) {
      for (int a = 0; a < species; a++) {
        for (int b = a; b < species; b++) {
          for (int l = 0; l <= angular; l++) {
            for (int n = 0; n < radial; n++) {
              for (int other = a == b ? n : 0; other < radial; other++) {
                double sum = 0;
                for (int lm = l * l; lm < (l + 1) * (l + 1); lm++) {
                  sum +=
                      c[i * width + (a * harmonics + lm) * radial + n]
                          * c[i * width + (b * harmonics + lm) * radial + other];
                }
                double scale = (l % 2 == 0 ? 1 : -1) / Math.sqrt(2 * l + 1);
                p[at++] = a == b && n == other ? sum * scale : sum * scale * Math.sqrt(2);
              }
            }
          }
        }
      }
    }
    return p;
  }

  /** The first channel's value of each centre. */
  double[] values(double[] p, int[] centreSpecies, SparsePoints points) {
    int width = points.featureCount();
    double[] values = new double[centreSpecies.length];
    for (int i = 0; i < values.length; i++) {
      double square = 0;
      for (int f = 0; f < width; f++) {
        square += p[i * width + f] * p[i * width + f];
      }
      for (int m = 0; m < points.points(); m++) {
        if (points.species()[m] == centreSpecies[i]) {
          double product = 0;
          for (int f = 0; f < width; f++) {
            product += p[i * width + f] * points.features()[m * width + f];
          }
          values[i] +=
              Math.pow(product / Math.sqrt(square), points.zeta())
                  * points.weights()[m * points.channels()];
        }
      }
    }
    return values;
  }
}
