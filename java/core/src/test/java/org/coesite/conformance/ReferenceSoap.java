package org.coesite.conformance;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.coesite.math.SoapBasis;
import org.coesite.structure.Batch;

/** Spherical expansion and power spectrum in plain loops. */
final class ReferenceSoap {
  private static final Map<SoapBasis, ReferenceRadial> RADIAL = new HashMap<>();

  final SoapBasis basis;
  final int[] species;
  final int n;
  final int lm;
  private final ReferenceRadial radial;

  ReferenceSoap(SoapBasis basis, int... species) {
    this.basis = basis;
    this.species = species.clone();
    n = basis.maxRadial() + 1;
    lm = (basis.maxAngular() + 1) * (basis.maxAngular() + 1);
    radial =
        RADIAL.computeIfAbsent(
            basis,
            b -> new ReferenceRadial(b.cutoff(), b.maxRadial(), b.maxAngular(), b.density()));
  }

  /** Coefficients of the centres {@code first} to {@code last}, [centres, S, lm, n]. */
  double[] expansion(Batch batch, int first, int last) {
    double[] coefficients = new double[(last - first) * species.length * lm * n];
    for (int i = first; i < last; i++) {
      int s = batch.structureOf(i);
      int offset = batch.offset(s);
      add(coefficients, i - first, batch.species(i), new double[3]);
      for (ReferenceNeighbours.Pair pair :
          ReferenceNeighbours.pairs(batch.structure(s), i - offset, basis.cutoff())) {
        add(coefficients, i - first, batch.species(offset + pair.j()), pair.vector());
      }
    }
    return coefficients;
  }

  private void add(double[] coefficients, int centre, int type, double[] vector) {
    double[] one = contribution(vector);
    int a = Arrays.binarySearch(species, type);
    int from = (centre * species.length + a) * lm * n;
    for (int k = 0; k < one.length; k++) {
      coefficients[from + k] += one[k];
    }
  }

  /** What one atom at {@code vector} from the centre adds to c_nlm, [lm, n]. */
  double[] contribution(double[] vector) {
    double x = vector[0];
    double y = vector[1];
    double z = vector[2];
    double r = Math.sqrt(x * x + y * y + z * z);
    double weight = r == 0 ? 1 : switched(r) * scaled(r);
    double[] integrals = radial.at(r);
    double[] harmonics = ReferenceHarmonics.at(basis.maxAngular(), x, y, z);
    double[] values = new double[lm * n];
    for (int l = 0; l <= basis.maxAngular(); l++) {
      for (int m = -l; m <= l; m++) {
        for (int k = 0; k < n; k++) {
          values[(l * l + l + m) * n + k] =
              weight * integrals[l * n + k] * harmonics[l * l + l + m];
        }
      }
    }
    return values;
  }

  private double switched(double r) {
    double start = basis.cutoff() - basis.smoothing();
    if (r >= basis.cutoff()) {
      return 0;
    }
    return r < start ? 1 : (1 + Math.cos(Math.PI * (r - start) / basis.smoothing())) / 2;
  }

  private double scaled(double r) {
    if (basis.scaling().exponent() == 0) {
      return 1;
    }
    double fade = Math.pow(r / basis.scaling().scale(), basis.scaling().exponent());
    return basis.scaling().rate() == 0
        ? 1 / fade
        : basis.scaling().rate() / (basis.scaling().rate() + fade);
  }

  /** Power spectrum in featomic's columns: (a, b, l, n, n'), a <= b, all n and n'. */
  double[] fullSpectrum(double[] coefficients) {
    return spectrum(coefficients, false);
  }

  /** Power spectrum in the columns of {@link org.coesite.backend.Soap#features()}. */
  double[] spectrum(double[] coefficients) {
    return spectrum(coefficients, true);
  }

  private double[] spectrum(double[] c, boolean folded) {
    int perCentre = species.length * lm * n;
    int centres = c.length / perCentre;
    double[] p = new double[centres * columns(folded)];
    int column = 0;
    for (int i = 0; i < centres; i++) {
      for (int a = 0; a < species.length; a++) {
        for (int b = a; b < species.length; b++) {
          for (int l = 0; l <= basis.maxAngular(); l++) {
            for (int n1 = 0; n1 < n; n1++) {
              for (int n2 = folded && a == b ? n1 : 0; n2 < n; n2++) {
                double sum = 0;
                for (int m = -l; m <= l; m++) {
                  int k = l * l + l + m;
                  sum +=
                      c[i * perCentre + (a * lm + k) * n + n1]
                          * c[i * perCentre + (b * lm + k) * n + n2];
                }
                double sign = l % 2 == 0 ? 1 : -1;
                boolean twice = a != b || (folded && n1 != n2);
                p[column] = sign / Math.sqrt(2 * l + 1) * sum * (twice ? Math.sqrt(2) : 1);
                column++;
              }
            }
          }
        }
      }
    }
    return p;
  }

  int columns(boolean folded) {
    int types = species.length;
    int same = folded ? n * (n + 1) / 2 : n * n;
    return (basis.maxAngular() + 1) * (types * same + types * (types - 1) / 2 * n * n);
  }
}
