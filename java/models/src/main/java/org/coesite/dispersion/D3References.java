package org.coesite.dispersion;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.coesite.CoesiteException;
import org.coesite.structure.Element;

/**
 * Reference systems of D3: for each element a few molecules in which it has different coordination
 * numbers, and the dispersion coefficients between all of them. From a table beside this class,
 * which names its sources. Immutable and thread-safe.
 */
final class D3References {
  /** Read once, when first needed. */
  static final D3References TABLE = read();

  /**
   * What is known of an element.
   *
   * @param radius covalent, angstrom
   * @param r4r2 &lt;r^4&gt;/&lt;r^2&gt;, bohr^2
   * @param first its first reference system
   * @param coordination coordination numbers of its reference systems
   */
  record Entry(double radius, double r4r2, int first, double[] coordination) {}

  private final Map<Integer, Entry> entries = new TreeMap<>();
  private double[][] c6;

  private D3References() {}

  /**
   * The entry of an element.
   *
   * @throws CoesiteException if the table lacks it
   */
  Entry entry(int atomicNumber) {
    Entry entry = entries.get(atomicNumber);
    if (entry == null) {
      String known =
          entries.keySet().stream().map(Element::symbol).collect(Collectors.joining(" "));
      String name =
          Element.exists(atomicNumber) ? Element.symbol(atomicNumber) : "number " + atomicNumber;
      throw new CoesiteException(
          "the D3 dispersion table has no element " + name + "; it has " + known);
    }
    return entry;
  }

  /** Dispersion coefficient between two reference systems, hartree bohr^6. */
  double c6(int a, int b) {
    return a >= b ? c6[a][b] : c6[b][a];
  }

  private static D3References read() {
    D3References table = new D3References();
    List<double[]> coefficients = new ArrayList<>();
    int references = 0;
    for (String line : lines()) {
      String[] fields = line.strip().split("\\s+");
      switch (fields[0]) {
        case "element" -> {
          double[] coordination = numbers(fields, 4);
          table.entries.put(
              Element.of(fields[1]),
              new Entry(
                  Double.parseDouble(fields[2]),
                  Double.parseDouble(fields[3]),
                  references,
                  coordination));
          references += coordination.length;
        }
        case "c6" -> coefficients.add(numbers(fields, 3));
        default -> {}
      }
    }
    table.c6 = coefficients.toArray(double[][]::new);
    return table;
  }

  private static double[] numbers(String[] fields, int from) {
    double[] values = new double[fields.length - from];
    for (int k = 0; k < values.length; k++) {
      values[k] = Double.parseDouble(fields[from + k]);
    }
    return values;
  }

  private static List<String> lines() {
    try (InputStream in = D3References.class.getResourceAsStream("d3-references.txt");
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
