package org.coesite.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.coesite.conformance.SharedData;
import org.coesite.structure.Element;
import org.coesite.structure.Structure;
import org.coesite.symmetry.HallSymbol;
import org.coesite.symmetry.SymmetryGroup;
import org.coesite.symmetry.SymmetryOperation;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forty published zeolite frameworks. */
class ZeolitesTest {
  @TempDir Path folder;

  private static Path file(String[] line) {
    Optional<Path> file = SharedData.find("data/zeolites/" + line[0]);
    Assumptions.assumeTrue(file.isPresent(), "no folder shared/ beside the checkout");
    return file.orElseThrow();
  }

  /** One line of the reference: file, contents, volume. */
  private static List<String[]> reference() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                ZeolitesTest.class.getResourceAsStream("zeolites.txt"), StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\\|", -1))
          .toList();
    }
  }

  @Test
  void contentsAndVolumeAreThoseOfAse() throws IOException {
    for (String[] line : reference()) {
      List<String> warnings = new ArrayList<>();
      List<Structure> read =
          StructureReader.readAll(file(line), ReadOptions.DEFAULT.withWarnings(warnings::add));
      assertEquals(1, read.size(), line[0]);
      assertEquals(line[1], contents(read.getFirst()), line[0]);
      assertEquals(Double.parseDouble(line[2]), read.getFirst().cell().volume(), 1e-3, line[0]);
      assertEquals(List.of(), warnings, line[0]);
    }
  }

  @Test
  void compositionAndDensityAreSensible() throws IOException {
    for (String[] line : reference()) {
      Structure framework = StructureReader.readAll(file(line)).getFirst();
      long tetrahedra = count(framework, "Si") + count(framework, "Al") + count(framework, "P");
      assertEquals(2 * tetrahedra, count(framework, "O"), line[0]);
      double density = 1000 * tetrahedra / framework.cell().volume();
      assertTrue(density > 10 && density < 25, line[0] + ": " + density);
    }
  }

  private static long count(Structure structure, String symbol) {
    return structure.composition().getOrDefault(Element.of(symbol), 0);
  }

  private static String contents(Structure structure) {
    Map<String, Integer> counts = new TreeMap<>();
    structure.composition().forEach((z, count) -> counts.put(Element.symbol(z), count));
    StringBuilder text = new StringBuilder();
    counts.forEach((symbol, count) -> text.append(' ').append(symbol).append(count));
    return text.substring(1);
  }

  @Test
  void generatedSymmetryIsTheListedOne() throws IOException {
    for (String[] line : reference()) {
      List<SymmetryOperation> listed = new ArrayList<>();
      SymmetryGroup generated = null;
      for (String text : Files.readAllLines(file(line))) {
        String operation = text.replace("_symmetry_equiv_pos_as_xyz", "").strip();
        if (operation.matches("'[-+/0-9xyz]+,[-+/0-9xyz]+,[-+/0-9xyz]+'")) {
          listed.add(SymmetryOperation.parse(operation.replace("'", "")));
        } else if (text.startsWith("_symmetry_space_group_name_Hall")) {
          generated = HallSymbol.parse(text.substring(text.indexOf('\'') + 1, text.length() - 1));
        }
      }
      assertEquals(SymmetryGroup.of(listed), generated, line[0]);
    }
  }

  /** Without the list, and without the Hall symbol too, the same atoms come out. */
  @Test
  void nameAloneGivesTheSameAtoms() throws IOException {
    int compared = 0;
    for (String[] line : reference()) {
      Path file = file(line);
      String text = Files.readString(file);
      String nameOnly =
          text.replaceAll("(?s)loop_\\s+_symmetry_equiv_pos_as_xyz.*?(?=loop_)", "")
              .replaceAll("_symmetry_space_group_name_Hall.*", "");
      Path copy = folder.resolve(line[0]);
      Files.writeString(copy, nameOnly);
      Structure expanded = StructureReader.readAll(copy).getFirst();
      assertEquals(line[1], contents(expanded), line[0]);
      compared++;
    }
    assertEquals(40, compared);
  }
}
