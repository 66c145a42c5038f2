package org.coesite.io;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.coesite.CoesiteException;
import org.coesite.structure.AtomProperty;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;

/** Frames of an XYZ file, plain or extended (as ASE and libAtoms define it). */
final class ExtendedXyzSource implements FrameSource {
  private static final String PLAIN = "species:S:1:pos:R:3";

  /** What a file calls so is dropped where another key was asked for: it is another quantity. */
  private static final Set<String> OWN_NAMES = Set.of("energy", "free_energy", "stress");

  private final TextLines lines;
  private final PropertyNames names;

  ExtendedXyzSource(TextLines lines, PropertyNames names) {
    this.lines = lines;
    this.names = names;
  }

  @Override
  public Structure next(Consumer<String> warnings) {
    String header = lines.next();
    while (header != null && header.isBlank()) {
      header = lines.next();
    }
    if (header == null) {
      return null;
    }
    return frame(atoms(header), warnings);
  }

  private int atoms(String header) {
    Long count = Numbers.whole(header.strip());
    if (count == null) {
      throw lines.error(
          "expected the number of atoms of a frame, found " + TextLines.quoted(header));
    }
    if (count < 1 || count > Integer.MAX_VALUE / 3) {
      throw lines.error("a frame cannot have " + count + " atoms");
    }
    return Math.toIntExact(count);
  }

  private Structure frame(int atoms, Consumer<String> warnings) {
    String comment = lines.next();
    if (comment == null) {
      throw lines.error("the file ends before the comment line of this frame");
    }
    long commentLine = lines.line();
    Map<String, String> keys = keys(comment);
    boolean plain = !keys.containsKey("Properties");
    Rows rows = new Rows(columns(keys.getOrDefault("Properties", PLAIN)), plain);
    rows.read(atoms, warnings);
    Structure.Builder builder = rows.structure();
    if (plain && vectorsFollow()) {
      readVectors(builder);
    } else {
      setCell(builder, keys, commentLine);
    }
    setInfo(builder, keys, commentLine);
    rows.setProperties(builder);
    return builder.build();
  }

  /** Keys and values; the comment of plain XYZ may be any text and is kept whole. */
  private Map<String, String> keys(String comment) {
    boolean extended = comment.contains("Properties=") || comment.contains("Lattice=");
    try {
      if (extended || comment.contains("=")) {
        return CommentLine.parse(comment);
      }
    } catch (IllegalArgumentException e) {
      if (extended) {
        throw lines.error(e.getMessage());
      }
    }
    Map<String, String> keys = new LinkedHashMap<>();
    if (!comment.isBlank()) {
      keys.put("comment", comment.strip());
    }
    return keys;
  }

  private List<XyzColumn> columns(String properties) {
    try {
      return XyzColumn.parse(properties);
    } catch (IllegalArgumentException e) {
      throw lines.error(e.getMessage());
    }
  }

  private void setCell(Structure.Builder builder, Map<String, String> keys, long line) {
    String lattice = keys.get("Lattice");
    String pbc = keys.get("pbc");
    boolean[] periodic = pbc == null ? null : periodic(pbc, line);
    if (lattice == null) {
      if (periodic != null && (periodic[0] || periodic[1] || periodic[2])) {
        throw lines.errorAt(line, "pbc=" + pbc + " needs a Lattice of nine numbers");
      }
      return;
    }
    boolean[] directions = periodic == null ? new boolean[] {true, true, true} : periodic;
    builder.cell(Cell.of(nine(lattice, line)), directions[0], directions[1], directions[2]);
  }

  private double[] nine(String lattice, long line) {
    try {
      double[] numbers =
          Numbers.words(lattice.replace(',', ' ')).stream().mapToDouble(Numbers::real).toArray();
      if (numbers.length == 9 && Arrays.stream(numbers).allMatch(Double::isFinite)) {
        return numbers;
      }
    } catch (NumberFormatException e) {
      throw lines.errorAt(
          line, "Lattice must be nine numbers: " + TextLines.quoted(e.getMessage()) + " is none");
    }
    throw lines.errorAt(
        line, "Lattice must be nine finite numbers, not " + TextLines.quoted(lattice));
  }

  private boolean[] periodic(String pbc, long line) {
    List<String> words = Numbers.words(pbc.replace(',', ' '));
    boolean[] periodic = new boolean[3];
    boolean valid = words.size() == 3 || words.size() == 1;
    for (int i = 0; i < 3 && valid; i++) {
      String word = words.get(words.size() == 1 ? 0 : i);
      Boolean value = word.equals("1") ? Boolean.TRUE : word.equals("0") ? Boolean.FALSE : null;
      value = value == null ? Numbers.truth(word) : value;
      valid = value != null;
      periodic[i] = valid && value;
    }
    if (!valid) {
      throw lines.errorAt(line, "pbc must be three of T and F, not " + TextLines.quoted(pbc));
    }
    return periodic;
  }

  /** ADF's way: lines VEC1 to VEC3 with a cell vector each after the atoms. */
  private boolean vectorsFollow() {
    String line = lines.peek();
    return line != null && line.strip().startsWith("VEC");
  }

  private void readVectors(Structure.Builder builder) {
    double[] rows = new double[9];
    int count = 0;
    while (count < 3 && vectorsFollow()) {
      List<String> words = Numbers.words(lines.next());
      count++;
      if (words.size() != 4 || !words.get(0).equals("VEC" + count)) {
        throw lines.error("expected VEC" + count + " and three numbers");
      }
      for (int k = 0; k < 3; k++) {
        rows[3 * (count - 1) + k] = finite(words.get(k + 1), "a cell vector");
      }
    }
    builder.cell(Cell.of(rows), true, count > 1, count > 2);
  }

  private double finite(String word, String what) {
    try {
      double value = Numbers.real(word);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw lines.error(what + " must be a number, not " + TextLines.quoted(word));
    }
    throw lines.error(what + " is not finite: " + word);
  }

  private void setInfo(Structure.Builder builder, Map<String, String> keys, long line) {
    Map<String, Object> info = new LinkedHashMap<>();
    Map<String, Object> mapped = new LinkedHashMap<>();
    keys.forEach(
        (key, text) -> {
          if (key.equals("Lattice") || key.equals("pbc") || key.equals("Properties")) {
            return;
          }
          Object value = key.equalsIgnoreCase("uid") ? text : InfoValue.parse(text);
          if (key.equals(names.energy())) {
            mapped.put("energy", energy(key, value, line));
          } else if (key.equals(names.freeEnergy())) {
            mapped.put("free_energy", energy(key, value, line));
          } else if (key.equals(names.stress())) {
            mapped.put("stress", stress(key, value, line));
          } else if (!OWN_NAMES.contains(key)) {
            info.put(key, value);
          }
        });
    info.putAll(mapped);
    info.forEach(builder::info);
  }

  private double energy(String key, Object value, long line) {
    double energy =
        switch (value) {
          case Double real -> real;
          case Long whole -> whole;
          default -> Double.NaN;
        };
    if (!Double.isFinite(energy)) {
      throw lines.errorAt(line, key + " must be one finite number");
    }
    return energy;
  }

  /** Nine numbers, or six in Voigt's order xx, yy, zz, yz, xz, xy. */
  private double[] stress(String key, Object value, long line) {
    double[] s = value instanceof String ? null : reals(value);
    boolean valid = s != null && (s.length == 9 || s.length == 6);
    for (int i = 0; valid && i < s.length; i++) {
      valid = Double.isFinite(s[i]);
    }
    if (!valid) {
      throw lines.errorAt(line, key + " must be nine finite numbers, or six in Voigt's order");
    }
    return s.length == 9 ? s : new double[] {s[0], s[5], s[4], s[5], s[1], s[3], s[4], s[3], s[2]};
  }

  private static double[] reals(Object value) {
    return switch (value) {
      case double[] reals -> reals;
      case long[] wholes -> Arrays.stream(wholes).asDoubleStream().toArray();
      case null, default -> null;
    };
  }

  /** The rows of one frame as they are read. */
  private final class Rows {
    private final List<XyzColumn> columns;
    private final boolean plain;
    private final int width;
    private final XyzColumn speciesSource;
    private final XyzColumn.Reals positions;
    private final SpeciesColumn species = new SpeciesColumn();

    Rows(List<XyzColumn> columns, boolean plain) {
      this.columns = columns;
      this.plain = plain;
      width = columns.stream().mapToInt(column -> column.columns).sum();
      XyzColumn symbols = find("species", "symbols", 1);
      speciesSource = symbols == null ? find("Z", "numbers", 1) : symbols;
      if (!(find("pos", "positions", 3) instanceof XyzColumn.Reals found)) {
        throw lines.error("Properties must hold the positions, pos:R:3");
      }
      if (speciesSource == null) {
        throw lines.error("Properties must hold the species, species:S:1 or Z:I:1");
      }
      positions = found;
    }

    private XyzColumn find(String name, String otherName, int wanted) {
      for (XyzColumn column : columns) {
        if (column.columns == wanted
            && (column.name.equals(name) || column.name.equals(otherName))) {
          return column;
        }
      }
      return null;
    }

    void read(int atoms, Consumer<String> warnings) {
      boolean extra = false;
      for (int i = 0; i < atoms; i++) {
        String line = lines.next();
        if (line == null) {
          throw lines.error("the file ends after " + i + " of " + atoms + " atoms of this frame");
        }
        List<String> words = Numbers.words(line);
        boolean wider = plain && words.size() > width;
        if (words.size() != width && !wider) {
          throw lines.error(
              "atom " + (i + 1) + " has " + words.size() + " columns, expected " + width);
        }
        extra |= wider;
        readRow(words);
      }
      if (extra) {
        warnings.accept("columns after the fourth are ignored: no Properties= names them");
      }
    }

    private void readRow(List<String> words) {
      int word = 0;
      for (XyzColumn column : columns) {
        for (int c = 0; c < column.columns; c++) {
          add(column, words.get(word++));
        }
      }
    }

    private void add(XyzColumn column, String word) {
      try {
        if (column == speciesSource) {
          species.add(word);
          return;
        }
        column.add(word);
      } catch (NumberFormatException e) {
        throw lines.error(
            column.name + " must be " + column.wanted() + ", not " + TextLines.quoted(word));
      } catch (CoesiteException e) {
        throw lines.error(e.getMessage());
      }
      if (column == positions && !Double.isFinite(positions.last())) {
        throw lines.error("a coordinate is not finite: " + word);
      }
    }

    Structure.Builder structure() {
      return Structure.of(species.array(), positions.array());
    }

    void setProperties(Structure.Builder builder) {
      List<XyzColumn> others = new ArrayList<>(columns);
      others.remove(speciesSource);
      others.remove(positions);
      for (XyzColumn column : others) {
        if (column.name.equals(names.forces())) {
          builder.atomProperty("forces", forces(column));
        } else if (!column.name.equals("forces")) {
          builder.atomProperty(column.name, column.values());
        }
      }
    }

    private AtomProperty forces(XyzColumn column) {
      if (!(column instanceof XyzColumn.Reals reals) || column.columns != 3) {
        throw lines.error(column.name + " must be forces, three real columns (R:3)");
      }
      double[] values = reals.array();
      for (int i = 0; i < values.length; i++) {
        if (!Double.isFinite(values[i])) {
          throw lines.error("the force on atom " + (i / 3 + 1) + " of this frame is not finite");
        }
      }
      return AtomProperty.of(values, 3);
    }
  }
}
