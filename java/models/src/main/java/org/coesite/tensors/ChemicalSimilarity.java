package org.coesite.tensors;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.coesite.CoesiteException;
import org.coesite.linalg.Factorisations;
import org.coesite.linalg.Matrix;
import org.coesite.structure.Element;

/**
 * How alike elements are, so that what is learnt of one cation tells something of another
 * (alchemical kernels: Willatt, Musil and Ceriotti, Phys. Chem. Chem. Phys. 20, 29661 (2018)).
 *
 * <pre>
 *   kappa_ab = exp(-(chi_a - chi_b)^2 / 2 w_chi^2 - (r_a - r_b)^2 / 2 w_r^2)
 * </pre>
 *
 * with Pauling's electronegativities chi and covalent radii r, from a table beside this class that
 * names its sources.
 *
 * @param electronegativity w_chi; infinity where it does not matter
 * @param radius w_r, angstrom; infinity where it does not matter
 */
public record ChemicalSimilarity(double electronegativity, double radius) {
  /** Every element is like none but itself. */
  public static final ChemicalSimilarity NONE = new ChemicalSimilarity(0, 0);

  private static final double[][] TABLE = read();

  public ChemicalSimilarity {
    if (!(electronegativity >= 0) || !(radius >= 0)) {
      throw new CoesiteException(
          "chemistry: widths of electronegativity and radius are not negative");
    }
  }

  private static double[][] read() {
    double[][] table = new double[Element.COUNT + 1][];
    try (InputStream in = ChemicalSimilarity.class.getResourceAsStream("elements.csv");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          String[] cells = line.split(",", -1);
          table[Element.of(cells[0])] =
              new double[] {Double.parseDouble(cells[1]), Double.parseDouble(cells[2])};
        }
      }
      return table;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the table of elements", e);
    }
  }

  /** kappa of two elements. */
  double of(int a, int b) {
    if (a == b) {
      return 1;
    }
    return Math.exp(-ratio(a, b, 0, electronegativity) - ratio(a, b, 1, radius));
  }

  private static double ratio(int a, int b, int column, double width) {
    double x = (entry(a)[column] - entry(b)[column]) / width;
    return Double.isNaN(x) ? 0 : x * x / 2;
  }

  private static double[] entry(int element) {
    if (TABLE[element] == null) {
      throw new CoesiteException(
          "the table of elements has no electronegativity of "
              + Element.symbol(element)
              + ": set chemistry: {electronegativity: 0, radius: 0}");
    }
    return TABLE[element];
  }

  /**
   * B with B^T B = kappa: columns are species, rows are what the expansion mixes them to.
   *
   * @param species atomic numbers
   * @return [species x species] row by row
   */
  double[] mixing(int[] species) {
    int n = species.length;
    double[] out = new double[n * n];
    if (equals(NONE)) {
      for (int a = 0; a < n; a++) {
        out[a * n + a] = 1;
      }
      return out;
    }
    try (Matrix kappa = Matrix.zeros(n, n)) {
      for (int a = 0; a < n; a++) {
        for (int b = 0; b < n; b++) {
          kappa.set(a, b, of(species[a], species[b]));
        }
      }
      double[] values = Factorisations.eigen(kappa);
      for (int k = 0; k < n; k++) {
        for (int a = 0; a < n; a++) {
          out[k * n + a] = Math.sqrt(Math.max(0, values[k])) * kappa.get(a, k);
        }
      }
    }
    return out;
  }
}
