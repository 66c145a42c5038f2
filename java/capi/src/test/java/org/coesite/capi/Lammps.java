package org.coesite.capi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.coesite.structure.Cell;
import org.coesite.structure.Element;
import org.coesite.structure.Structure;

/** Debian's LAMMPS, in a folder, with the tests' collection of KIM models. */
final class Lammps {
  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();

  Lammps(Path folder) {
    KimCollection.require();
    this.folder = folder;
    // one rank's threads are the core's that it has
    environment.put("OMP_NUM_THREADS", "1");
    environment.put("COESITE_KIM_DEVICE", "cpu");
    environment.put("COESITE_KIM_THREADS", "1");
    // machines for tests have few cores, and no user but root
    environment.put("OMPI_ALLOW_RUN_AS_ROOT", "1");
    environment.put("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1");
    environment.put("OMPI_MCA_rmaps_base_oversubscribe", "1");
    environment.put("OMPI_MCA_btl_vader_single_copy_mechanism", "none");
  }

  /** With a variable set. */
  Lammps with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Runs an input script. */
  KimCollection.Outcome run(String script) {
    write("script.in", script);
    return KimCollection.run(
        List.of("lmp", "-in", "script.in", "-log", "none", "-nocite"), folder, environment, "");
  }

  /** Runs an input script on several processes. */
  KimCollection.Outcome run(int ranks, String script) {
    write("script.in", script);
    return KimCollection.run(
        List.of(
            "mpirun",
            "-n",
            String.valueOf(ranks),
            "lmp",
            "-in",
            "script.in",
            "-log",
            "none",
            "-nocite"),
        folder,
        environment,
        "");
  }

  private void write(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The species of a structure in ascending order: its atom types, from 1. */
  static int[] types(Structure structure) {
    return Arrays.stream(structure.species()).distinct().sorted().toArray();
  }

  /** Symbols of the atom types, for pair_coeff. */
  static String symbols(Structure structure) {
    List<String> symbols = new ArrayList<>();
    for (int type : types(structure)) {
      symbols.add(Element.symbol(type));
    }
    return String.join(" ", symbols);
  }

  /** A structure turned so that a lies along x and b in the plane of x and y. */
  static Structure turned(Structure s) {
    Cell from = s.cell();
    Cell to =
        Cell.of(
            from.length(0),
            from.length(1),
            from.length(2),
            from.angle(0),
            from.angle(1),
            from.angle(2));
    double[] inverse = from.inverse();
    double[] positions = new double[3 * s.atoms()];
    for (int i = 0; i < s.atoms(); i++) {
      for (int v = 0; v < 3; v++) {
        double fraction = 0;
        for (int axis = 0; axis < 3; axis++) {
          fraction += s.position(i, axis) * inverse[3 * axis + v];
        }
        for (int axis = 0; axis < 3; axis++) {
          positions[3 * i + axis] += fraction * to.get(v, axis);
        }
      }
    }
    return Structure.of(s.species(), positions).cell(to).build();
  }

  /** Writes a structure that lies as {@link #turned} has it. */
  void writeData(String name, Structure s) {
    int[] types = types(s);
    Cell cell = s.cell();
    StringBuilder text = new StringBuilder("a structure\n\n");
    text.append(s.atoms()).append(" atoms\n").append(types.length).append(" atom types\n");
    for (int axis = 0; axis < 3; axis++) {
      char letter = "xyz".charAt(axis);
      text.append("0 ").append(cell.get(axis, axis)).append(' ').append(letter).append("lo ");
      text.append(letter).append("hi\n");
    }
    text.append(cell.get(1, 0)).append(' ').append(cell.get(2, 0)).append(' ');
    text.append(cell.get(2, 1)).append(" xy xz yz\n\nMasses\n\n");
    for (int t = 0; t < types.length; t++) {
      text.append(t + 1).append(' ').append(Element.mass(types[t])).append('\n');
    }
    text.append("\nAtoms # atomic\n\n");
    for (int i = 0; i < s.atoms(); i++) {
      text.append(i + 1).append(' ').append(Arrays.binarySearch(types, s.species(i)) + 1);
      for (int axis = 0; axis < 3; axis++) {
        text.append(' ').append(s.position(i, axis));
      }
      text.append('\n');
    }
    write(name, text.toString());
  }

  /** Columns of the last frame of a dump, sorted by atom: [atoms x columns]. */
  double[][] dump(String name) {
    List<String> lines;
    try {
      lines = Files.readAllLines(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int header = 0;
    for (int line = 0; line < lines.size(); line++) {
      if (lines.get(line).startsWith("ITEM: ATOMS")) {
        header = line;
      }
    }
    return lines.stream().skip(header + 1L).map(Lammps::numbers).toArray(double[][]::new);
  }

  /** The numbers of the lines that a script printed after a word. */
  static double[][] printed(KimCollection.Outcome outcome, String word) {
    return outcome
        .said()
        .lines()
        .filter(line -> line.startsWith(word + " "))
        .map(line -> numbers(line.substring(word.length() + 1)))
        .toArray(double[][]::new);
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.strip().split("\\s+")).mapToDouble(Double::parseDouble).toArray();
  }
}
