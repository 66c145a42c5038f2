package org.coesite.io;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.coesite.CoesiteException;
import org.coesite.structure.AtomProperty;
import org.coesite.structure.Cell;
import org.coesite.structure.Element;
import org.coesite.structure.Structure;

/** The one structure of a POSCAR, of VASP 4 (elements in the comment line) or later. */
final class PoscarSource implements FrameSource {
  private final TextLines lines;
  private boolean done;

  PoscarSource(TextLines lines) {
    this.lines = lines;
  }

  @Override
  public Structure next(Consumer<String> warnings) {
    if (done) {
      return null;
    }
    done = true;
    String comment = line("the comment line");
    double[] scale = scale();
    double[] rows = new double[9];
    for (int v = 0; v < 3; v++) {
      System.arraycopy(three(line("a cell vector"), "a cell vector"), 0, rows, 3 * v, 3);
    }
    scaleCell(rows, scale);
    Structure.Builder builder = atoms(groups(comment), rows, scale);
    if (!comment.isBlank()) {
      builder.info("name", comment.strip());
    }
    warnAboutRest(warnings);
    return builder.build();
  }

  private String line(String what) {
    String line = lines.next();
    if (line == null) {
      throw lines.error("the file ends before " + what);
    }
    return line;
  }

  private double[] three(String line, String what) {
    List<String> words = Numbers.words(line);
    if (words.size() < 3) {
      throw lines.error(what + " must be three numbers, not " + TextLines.quoted(line));
    }
    return numbers(words.subList(0, 3), what);
  }

  private double[] numbers(List<String> words, String what) {
    double[] values = new double[words.size()];
    for (int k = 0; k < values.length; k++) {
      try {
        values[k] = Numbers.real(words.get(k));
      } catch (NumberFormatException e) {
        throw lines.error(what + " must be numbers, not " + TextLines.quoted(words.get(k)));
      }
      if (!Double.isFinite(values[k])) {
        throw lines.error(what + " is not finite: " + words.get(k));
      }
    }
    return values;
  }

  /** One factor, negative for a volume, or three for x, y and z. */
  private double[] scale() {
    List<String> words = Numbers.words(line("the scale factor"));
    double[] scale = numbers(words.size() >= 3 ? words.subList(0, 3) : firstOf(words), "the scale");
    for (double factor : scale) {
      if (factor == 0 || (scale.length == 3 && factor < 0)) {
        throw lines.error("the scale factor must not be " + factor);
      }
    }
    return scale;
  }

  private List<String> firstOf(List<String> words) {
    if (words.isEmpty()) {
      throw lines.error("expected the scale factor, found an empty line");
    }
    return words.subList(0, 1);
  }

  /** Scales the cell and turns the factors into those of Cartesian coordinates. */
  private void scaleCell(double[] rows, double[] scale) {
    if (scale[0] < 0) {
      double volume = Cell.of(rows).volume();
      if (volume == 0) {
        throw lines.error("the cell has no volume");
      }
      scale[0] = Math.cbrt(-scale[0] / volume);
    }
    for (int i = 0; i < 9; i++) {
      rows[i] *= scale[scale.length == 3 ? i % 3 : 0];
      if (!Double.isFinite(rows[i])) {
        throw lines.error("the cell is not finite");
      }
    }
  }

  /** So many atoms of an element. */
  private record Group(int species, long atoms) {}

  private List<Group> groups(String comment) {
    List<String> words = Numbers.words(line("the numbers of atoms"));
    boolean named = !words.isEmpty() && Numbers.whole(words.getFirst()) == null;
    List<String> symbols = named ? words : Numbers.words(comment);
    List<String> counts = named ? Numbers.words(line("the numbers of atoms")) : words;
    counts = counts.stream().takeWhile(word -> Numbers.whole(word) != null).toList();
    if (counts.isEmpty()) {
      throw lines.error("expected the number of atoms of each element");
    }
    if (named ? symbols.size() != counts.size() : symbols.size() < counts.size()) {
      throw lines.error(
          counts.size()
              + " numbers of atoms for "
              + symbols.size()
              + (named ? " elements" : " elements in the comment line, where VASP 4 has them"));
    }
    List<Group> groups = new ArrayList<>();
    for (int e = 0; e < counts.size(); e++) {
      long count = Numbers.whole(counts.get(e));
      if (count < 0 || count > Integer.MAX_VALUE / 3) {
        throw lines.error("an element cannot have " + count + " atoms");
      }
      groups.add(new Group(element(symbols.get(e)), count));
    }
    return groups;
  }

  /** Potentials' names such as Si_pv or Si/3f2e stand for their element. */
  private int element(String symbol) {
    try {
      return Element.of(symbol.split("[_/]", 2)[0]);
    } catch (CoesiteException e) {
      throw lines.error(e.getMessage());
    }
  }

  private Structure.Builder atoms(List<Group> groups, double[] cell, double[] scale) {
    String mode = line("Direct or Cartesian").strip();
    boolean selective = startsWith(mode, "s");
    if (selective) {
      mode = line("Direct or Cartesian").strip();
    }
    boolean cartesian = startsWith(mode, "c") || startsWith(mode, "k");
    if (!cartesian && !startsWith(mode, "d")) {
      throw lines.error("expected Direct or Cartesian, found " + TextLines.quoted(mode));
    }
    SpeciesColumn species = new SpeciesColumn();
    List<double[]> positions = new ArrayList<>();
    List<Boolean> free = new ArrayList<>();
    for (Group group : groups) {
      for (long i = 0; i < group.atoms(); i++) {
        String line = line("atom " + (positions.size() + 1));
        double[] position = three(line, "a position");
        positions.add(cartesian ? scaled(position, scale) : cartesian(position, cell));
        species.add(group.species());
        if (selective) {
          addFlags(free, line);
        }
      }
    }
    if (positions.isEmpty()) {
      throw lines.error("the file has no atoms");
    }
    double[] flat = positions.stream().flatMapToDouble(Arrays::stream).toArray();
    Structure.Builder builder = Structure.of(species.array(), flat).cell(Cell.of(cell));
    if (selective) {
      boolean[] flags = new boolean[free.size()];
      for (int i = 0; i < flags.length; i++) {
        flags[i] = free.get(i);
      }
      builder.atomProperty("selective_dynamics", AtomProperty.of(flags, 3));
    }
    return builder;
  }

  private static boolean startsWith(String mode, String letter) {
    return mode.regionMatches(true, 0, letter, 0, 1);
  }

  private static double[] scaled(double[] position, double[] scale) {
    for (int k = 0; k < 3; k++) {
      position[k] *= scale[scale.length == 3 ? k : 0];
    }
    return position;
  }

  private static double[] cartesian(double[] fractional, double[] cell) {
    double[] position = new double[3];
    for (int v = 0; v < 3; v++) {
      for (int k = 0; k < 3; k++) {
        position[k] += fractional[v] * cell[3 * v + k];
      }
    }
    return position;
  }

  private void addFlags(List<Boolean> free, String line) {
    List<String> words = Numbers.words(line);
    for (int k = 3; k < 6; k++) {
      Boolean flag = k < words.size() ? Numbers.truth(words.get(k)) : null;
      if (flag == null) {
        throw lines.error("selective dynamics needs three of T and F after the position");
      }
      free.add(flag);
    }
  }

  private void warnAboutRest(Consumer<String> warnings) {
    for (String line = lines.next(); line != null; line = lines.next()) {
      for (String word : Numbers.words(line)) {
        if (!isZero(word)) {
          warnings.accept("what follows the positions is ignored");
          return;
        }
      }
    }
  }

  private static boolean isZero(String word) {
    try {
      return Numbers.real(word) == 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
