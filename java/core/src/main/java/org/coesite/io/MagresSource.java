package org.coesite.io;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.coesite.CoesiteException;
import org.coesite.structure.AtomProperty;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;

/**
 * The one structure of a {@code .magres} file, the CCP-NC's format for computed NMR parameters as
 * CASTEP, QE-GIPAW and VASP write it (S. Sturniolo et al., Solid State Nucl. Magn. Reson. 78, 64
 * (2016)).
 *
 * <p>Blocks {@code [name] ... [/name]} (or with angle brackets) of records {@code tag values}. Of
 * {@code atoms}: {@code units}, {@code lattice} and {@code atom species label index x y z}. Of
 * {@code magres}: {@code units}, {@code ms label index} and {@code efg label index}, each with nine
 * components row by row. {@code calculation} is kept as it is; other records are named in a
 * warning.
 */
final class MagresSource implements FrameSource {
  /** Bohr in angstrom, CODATA 2022. */
  private static final double BOHR = 0.529177210544;

  private static final Set<String> TENSORS = Set.of("ms", "efg");

  private final TextLines lines;
  private final List<String> calculation = new ArrayList<>();
  private final List<Row> atoms = new ArrayList<>();
  private final List<Row> tensors = new ArrayList<>();
  private final Map<String, String> units = new HashMap<>();
  private final Map<String, Integer> passedOver = new TreeMap<>();
  private Row lattice;
  private boolean done;

  /** A line of a block: its words, and where it is. */
  private record Row(List<String> words, long line) {}

  MagresSource(TextLines lines) {
    this.lines = lines;
  }

  @Override
  public Structure next(Consumer<String> warnings) {
    if (done) {
      return null;
    }
    done = true;
    readBlocks();
    if (atoms.isEmpty()) {
      throw lines.errorAt(0, "no atoms: a block [atoms] with 'atom Si Si 1 x y z' was expected");
    }
    Structure structure = structure();
    if (!passedOver.isEmpty()) {
      warnings.accept(
          "records not read: "
              + passedOver.entrySet().stream()
                  .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                  .collect(Collectors.joining(", ")));
    }
    return structure;
  }

  private void readBlocks() {
    String block = null;
    long start = 0;
    for (String line = lines.next(); line != null; line = lines.next()) {
      checkVersion(line);
      String text = withoutComment(line).strip();
      if (text.isEmpty()) {
        continue;
      }
      String tag = tag(text);
      if (block == null) {
        if (tag == null || tag.startsWith("/")) {
          throw lines.error("expected a block such as [atoms], found " + TextLines.quoted(text));
        }
        block = tag;
        start = lines.line();
      } else if (tag != null) {
        if (!tag.equals("/" + block)) {
          throw lines.error("block [" + block + "] must end before [" + tag + "]");
        }
        block = null;
      } else if (block.equals("calculation")) {
        calculation.add(text);
      } else {
        record(block, new Row(Numbers.words(text), lines.line()));
      }
    }
    if (block != null) {
      throw lines.errorAt(
          start, "the file ends inside block [" + block + "]: [/" + block + "] was expected");
    }
  }

  private void checkVersion(String line) {
    String known = "#$magres-abinitio-v";
    if (lines.line() == 1 && line.startsWith(known) && !line.startsWith(known + "1.")) {
      throw lines.error(
          "only version 1 of the magres format can be read, not "
              + TextLines.quoted(line.substring(2)));
    }
  }

  private static String withoutComment(String line) {
    int hash = line.indexOf('#');
    return hash < 0 ? line : line.substring(0, hash);
  }

  /** What stands in brackets if the line is a block's begin or end, else null. */
  private static String tag(String text) {
    char last = text.charAt(text.length() - 1);
    boolean square = text.charAt(0) == '[' && last == ']';
    boolean angle = text.charAt(0) == '<' && last == '>';
    return square || angle ? text.substring(1, text.length() - 1).strip() : null;
  }

  private void record(String block, Row record) {
    String tag = record.words.get(0);
    boolean inAtoms = block.equals("atoms");
    boolean inMagres = block.equals("magres");
    if (!inAtoms && !inMagres) {
      passedOver.merge("block [" + block + "]", 1, Integer::sum);
    } else if (tag.equals("units")) {
      if (record.words.size() != 3) {
        throw lines.error("expected 'units quantity unit'");
      }
      units.put(record.words.get(1), record.words.get(2));
    } else if (inAtoms && tag.equals("lattice")) {
      lattice = record;
    } else if (inAtoms && tag.equals("atom")) {
      atoms.add(record);
    } else if (inMagres && TENSORS.contains(tag)) {
      tensors.add(record);
    } else if (!(inAtoms && tag.equals("symmetry"))) {
      // symmetry says nothing new: all atoms of the cell are listed
      passedOver.merge(tag, 1, Integer::sum);
    }
  }

  private Structure structure() {
    int count = atoms.size();
    SpeciesColumn species = new SpeciesColumn();
    double[] positions = new double[3 * count];
    List<String> labels = new ArrayList<>();
    long[] indices = new long[count];
    Map<String, Integer> places = new HashMap<>();
    Map<String, Integer> merged = new HashMap<>();
    double length = angstrom("atom");
    for (int i = 0; i < count; i++) {
      Row atom = atoms.get(i);
      List<String> words = separated(atom);
      try {
        species.add(words.get(1));
      } catch (CoesiteException e) {
        throw new CoesiteException(lines.place(atom.line) + ": " + e.getMessage(), e);
      }
      labels.add(words.get(2));
      indices[i] = Numbers.whole(words.get(3));
      for (int k = 0; k < 3; k++) {
        positions[3 * i + k] = length * finite(words.get(4 + k), atom, "a coordinate");
      }
      if (places.put(words.get(2) + " " + words.get(3), i) != null) {
        throw lines.errorAt(
            atom.line, "there is an atom " + words.get(2) + " " + words.get(3) + " already");
      }
      merged.merge(words.get(2) + words.get(3), i, (a, b) -> -1);
    }
    Structure.Builder builder = Structure.of(species.array(), positions);
    setCell(builder);
    if (!calculation.isEmpty()) {
      builder.info("magres_calculation", String.join("\n", calculation));
    }
    builder.atomProperty("labels", AtomProperty.of(labels, 1));
    builder.atomProperty("indices", AtomProperty.of(indices, 1));
    setTensors(builder, "ms", "ppm", places, merged);
    setTensors(builder, "efg", "au", places, merged);
    return builder.build();
  }

  /** Label and index run together where a program leaves too little room: O1000 is O 1000. */
  private List<String> separated(Row atom) {
    List<String> words = atom.words;
    if (words.size() == 6) {
      String species = words.get(1);
      String both = words.get(2);
      if (both.startsWith(species) && Numbers.whole(both.substring(species.length())) != null) {
        List<String> separated = new ArrayList<>(words.subList(0, 2));
        separated.add(species);
        separated.add(both.substring(species.length()));
        separated.addAll(words.subList(3, 6));
        return separated;
      }
    }
    if (words.size() != 7 || Numbers.whole(words.get(3)) == null) {
      throw lines.errorAt(
          atom.line, "expected 'atom species label index x y z', found " + words.size() + " words");
    }
    return words;
  }

  private void setCell(Structure.Builder builder) {
    if (lattice == null) {
      return;
    }
    if (lattice.words.size() != 10) {
      throw lines.errorAt(
          lattice.line, "lattice must be nine numbers, not " + (lattice.words.size() - 1));
    }
    double length = angstrom("lattice");
    double[] rows = new double[9];
    for (int k = 0; k < 9; k++) {
      rows[k] = length * finite(lattice.words.get(k + 1), lattice, "a cell vector");
    }
    builder.cell(Cell.of(rows));
  }

  private double angstrom(String quantity) {
    String unit = units.getOrDefault(quantity, "Angstrom");
    return switch (unit.toLowerCase(Locale.ROOT)) {
      case "angstrom", "angstroms", "a" -> 1;
      case "bohr", "au", "a0" -> BOHR;
      default ->
          throw lines.errorAt(
              0,
              "units " + quantity + " " + unit + " are not known; Angstrom or Bohr was expected");
    };
  }

  private void setTensors(
      Structure.Builder builder,
      String tag,
      String unit,
      Map<String, Integer> places,
      Map<String, Integer> merged) {
    List<Row> records = tensors.stream().filter(r -> r.words.get(0).equals(tag)).toList();
    if (records.isEmpty()) {
      return;
    }
    String given = units.getOrDefault(tag, unit);
    if (!given.equals(unit)) {
      throw lines.errorAt(
          0, "units " + tag + " " + given + " are not known; " + unit + " was expected");
    }
    double[] values = new double[9 * atoms.size()];
    long[] known = new long[atoms.size()];
    for (Row record : records) {
      List<String> words = record.words;
      Integer atom = places.get(String.join(" ", words.subList(1, Math.min(3, words.size()))));
      int first = 3;
      if (atom == null && words.size() == 11) {
        atom = merged.get(words.get(1));
        first = 2;
      }
      if (atom == null || atom < 0) {
        throw lines.errorAt(
            record.line, tag + " of an atom that is not in block [atoms]: " + shown(words));
      }
      if (words.size() - first != 9) {
        throw lines.errorAt(
            record.line,
            tag + " must be label, index and nine components, not " + (words.size() - first));
      }
      if (known[atom]++ > 0) {
        throw lines.errorAt(record.line, "a second " + tag + " of atom " + shown(words));
      }
      for (int k = 0; k < 9; k++) {
        values[9 * atom + k] = finite(words.get(first + k), record, "a component of " + tag);
      }
    }
    builder.info(tag + "_units", unit);
    builder.atomProperty(tag, AtomProperty.of(values, 9));
    if (Arrays.stream(known).anyMatch(k -> k == 0)) {
      builder.atomProperty(tag + "_known", AtomProperty.of(known, 1));
    }
  }

  private static String shown(List<String> words) {
    return TextLines.quoted(String.join(" ", words.subList(1, Math.min(3, words.size()))));
  }

  private double finite(String word, Row record, String what) {
    try {
      double value = Numbers.real(word);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw lines.errorAt(record.line, what + " must be a number, not " + TextLines.quoted(word));
    }
    throw lines.errorAt(record.line, what + " is not finite: " + word);
  }
}
