package org.coesite.nmr;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.coesite.CoesiteException;
import org.coesite.structure.Element;

/**
 * All nuclei Coesite knows, from a table beside this class, which names its sources. Immutable and
 * thread-safe.
 */
public final class Nuclei {
  static final Nuclei TABLE = read();

  private final Map<String, Nucleus> byName = new LinkedHashMap<>();

  private Nuclei() {}

  /** All of them, lightest element first. */
  public static Collection<Nucleus> all() {
    return Collections.unmodifiableCollection(TABLE.byName.values());
  }

  /** Those of an element. */
  public static List<Nucleus> of(int element) {
    return all().stream().filter(nucleus -> nucleus.element() == element).toList();
  }

  Nucleus named(String name) {
    Nucleus found = byName.get(name.strip().toLowerCase(Locale.ROOT));
    if (found == null) {
      throw new CoesiteException(
          "'" + name + "' is no nucleus of the table; " + wouldBeRight(name.strip()));
    }
    return found;
  }

  private String wouldBeRight(String name) {
    String symbol = name.replaceAll("[^A-Za-z]", "");
    try {
      List<Nucleus> same =
          byName.values().stream().filter(n -> n.element() == Element.of(symbol)).toList();
      if (!same.isEmpty()) {
        return "of this element it has "
            + same.stream().map(Nucleus::name).collect(Collectors.joining(", "));
      }
    } catch (CoesiteException noElement) {
      // falls through to the general hint
    }
    return "a mass number and a symbol were expected, such as 29Si";
  }

  private static Nuclei read() {
    Nuclei table = new Nuclei();
    for (String line : lines()) {
      if (line.startsWith("#") || line.startsWith("nucleus,")) {
        continue;
      }
      String[] fields = line.split(",", -1);
      Nucleus nucleus = nucleus(fields);
      table.byName.put(fields[0].toLowerCase(Locale.ROOT), nucleus);
    }
    return table;
  }

  private static Nucleus nucleus(String[] fields) {
    String symbol = fields[0].replaceAll("\\d", "");
    int mass = Integer.parseInt(fields[0].substring(0, fields[0].length() - symbol.length()));
    int twiceSpin =
        fields[1].endsWith("/2")
            ? Integer.parseInt(fields[1].substring(0, fields[1].length() - 2))
            : 2 * Integer.parseInt(fields[1]);
    double millibarn = fields[4].isEmpty() ? 0 : Double.parseDouble(fields[4]);
    return new Nucleus(
        Element.of(symbol),
        mass,
        twiceSpin,
        1e7 * Double.parseDouble(fields[2]),
        Double.parseDouble(fields[3]),
        millibarn / 1000);
  }

  private static List<String> lines() {
    try (InputStream in = Nuclei.class.getResourceAsStream("nuclei.csv");
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
