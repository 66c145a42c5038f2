package org.coesite.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.coesite.CoesiteException;
import org.coesite.structure.AtomProperty;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MagresTest {
  /** Both kinds of brackets, comments, what is not read, labels of their own, a site without ms. */
  private static final String FILE =
      """
      #$magres-abinitio-v1.0
      # made for a test
      [calculation]
      calc_code CASTEP
      calc_cutoffenergy 40.0 Hartree   # kept
      [/calculation]
      <atoms>
        units lattice Angstrom
        lattice 5 0 0  0 6 0  1 0 7
        symmetry x,y,z
        units atom Angstroms
        atom Si Si 1 0.0 0.0 0.0
        atom O O 1   1.6 0.0 0.0
        atom O Obr 1 0.0 -1.6 0.0
      </atoms>
      [magres]
        units ms ppm
        units efg au
        units isc 10^19.T^2.J^-1
        ms Si 1 1 2 3 4 5 6 7 8 9
        ms Obr 1 -1.5E2 0 0 0 -1.5D2 0 0 0 -150
        efg_local O 1 0 0 0 0 0 0 0 0 0
        efg O 1  0.1 0.2 0.3 0.2 0.4 0.5 0.3 0.5 -0.5
        efg Si 1 0 0 0 0 0 0 0 0 0
        efg Obr 1 0 0 0 0 0 0 0 0 0
        isc Si 1 O 1 0 0 0 0 0 0 0 0 0
        isc Si 1 Obr 1 0 0 0 0 0 0 0 0 0
      [/magres]
      """;

  @TempDir private Path folder;

  private static StructureReader open(String text) {
    return StructureReader.open(
        Path.of("x.magres"),
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
        ReadOptions.DEFAULT);
  }

  private static Structure read(String text) {
    try (StructureReader reader = open(text)) {
      return reader.next();
    }
  }

  @Test
  void everythingIsRead() {
    Structure s = read(FILE);
    assertEquals(3, s.atoms());
    assertArrayEquals(new int[] {14, 8, 8}, s.species());
    assertEquals(-1.6, s.position(2, 1));
    assertArrayEquals(new double[] {5, 0, 0, 0, 6, 0, 1, 0, 7}, s.cell().toArray());
    assertTrue(s.fullyPeriodic());
    double[] ms = ((AtomProperty.Numbers) s.atomProperties().get("ms")).values();
    assertEquals(2, ms[1], "row by row");
    assertEquals(4, ms[3]);
    assertEquals(-150, ms[18]);
    assertEquals(-150, ms[22], "a Fortran exponent");
    long[] known = ((AtomProperty.Integers) s.atomProperties().get("ms_known")).values();
    assertArrayEquals(new long[] {1, 0, 1}, known);
    assertFalse(s.atomProperties().containsKey("efg_known"), "all have one");
    assertEquals(0.5, ((AtomProperty.Numbers) s.atomProperties().get("efg")).get(1, 5));
    assertEquals("ppm", s.info().get("ms_units"));
    assertEquals("au", s.info().get("efg_units"));
    assertEquals(
        "calc_code CASTEP\ncalc_cutoffenergy 40.0 Hartree", s.info().get("magres_calculation"));
    assertEquals(
        List.of("Si", "O", "Obr"),
        ((AtomProperty.Texts) s.atomProperties().get("labels")).values());
  }

  @Test
  void whatIsPassedOverIsSaid() {
    try (StructureReader reader = open(FILE)) {
      reader.next();
      assertFalse(reader.hasNext());
      assertEquals(1, reader.warnings().size());
      assertTrue(
          reader.warnings().get(0).contains("efg_local (1), isc (2)"), reader.warnings().get(0));
    }
  }

  /** CASTEP keeps its old format in a block of its own. */
  @Test
  void unknownBlocksAreNamedOnce() {
    String text = FILE + "[magres_old]\n====\nAtom: Si 1\n[/magres_old]\n";
    try (StructureReader reader = open(text)) {
      assertEquals(3, reader.next().atoms());
      String warning = reader.warnings().get(0);
      assertTrue(warning.contains("block [magres_old] (2), efg_local (1), isc (2)"), warning);
    }
  }

  @Test
  void whatIsWrittenComesBack() {
    Structure s = read(FILE);
    Path file = folder.resolve("y.magres");
    StructureWriter.writeAll(file, List.of(s));
    same(s, StructureReader.readAll(file).get(0));
    Path xyz = folder.resolve("y.xyz");
    StructureWriter.writeAll(xyz, List.of(s));
    same(s, StructureReader.readAll(xyz).get(0));
    CoesiteException two =
        assertThrows(CoesiteException.class, () -> StructureWriter.writeAll(file, List.of(s, s)));
    assertTrue(two.getMessage().contains("one structure"), two.getMessage());
  }

  private static void same(Structure a, Structure b) {
    assertArrayEquals(a.species(), b.species());
    assertArrayEquals(a.positions(), b.positions());
    assertEquals(a.cell(), b.cell());
    assertEquals(a.info(), b.info());
    assertEquals(a.atomProperties().keySet(), b.atomProperties().keySet());
    for (String tag : List.of("ms", "efg")) {
      assertArrayEquals(
          ((AtomProperty.Numbers) a.atomProperties().get(tag)).values(),
          ((AtomProperty.Numbers) b.atomProperties().get(tag)).values());
    }
  }

  @Test
  void structuresWithoutLabelsGetThem() {
    Structure plain =
        read(FILE).toBuilder().atomProperty("ms", AtomProperty.of(new double[27], 9)).build();
    Structure bare =
        Structure.of(plain.species(), plain.positions())
            .atomProperty("ms", AtomProperty.of(new double[27], 9))
            .build();
    Path file = folder.resolve("z.magres");
    StructureWriter.writeAll(file, List.of(bare));
    Structure back = StructureReader.readAll(file).get(0);
    assertArrayEquals(
        new long[] {1, 1, 2},
        ((AtomProperty.Integers) back.atomProperties().get("indices")).values());
    assertFalse(back.fullyPeriodic());
    Structure wrong =
        bare.toBuilder().atomProperty("efg", AtomProperty.of(new double[9], 3)).build();
    assertThrows(CoesiteException.class, () -> StructureWriter.writeAll(file, List.of(wrong)));
  }

  @Test
  void labelsThatRunIntoTheirIndicesAreSeparated() {
    String merged = FILE.replace("atom O O 1 ", "atom O O1000 ").replace("efg O 1 ", "efg O1000 ");
    Structure s = read(merged.replace("efg_local O 1", "efg_local O1000"));
    assertEquals(1000, ((AtomProperty.Integers) s.atomProperties().get("indices")).get(1, 0));
    assertEquals(0.5, ((AtomProperty.Numbers) s.atomProperties().get("efg")).get(1, 5));
  }

  @Test
  void bohrBecomesAngstrom() {
    Structure s = read(FILE.replace("units atom Angstroms", "units atom Bohr"));
    assertEquals(1.6 * 0.529177210544, s.position(1, 0), 1e-12);
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ms Si 1 1 2 3 4 5 6 7 8 9 | ms Si 1 1 2 3 4 5 6 7 8       | line 20: ms must be label, index and nine components, not 8
          ms Si 1 1 2 3 4 5 6 7 8 9 | ms Si 1 1 2 3 4 5 6 7 8 9 10  | nine components, not 10
          ms Si 1 1 2 3 4 5 6 7 8 9 | ms Si 1 1 nan 3 4 5 6 7 8 9   | line 20: a component of ms is not finite
          ms Si 1 1 2 3 4 5 6 7 8 9 | ms Si 1 1 x 3 4 5 6 7 8 9     | must be a number, not 'x'
          ms Si 1 1 2 3 4 5 6 7 8 9 | ms Si 2 1 2 3 4 5 6 7 8 9     | not in block [atoms]: 'Si 2'
          ms Si 1 1 2 3 4 5 6 7 8 9 | ms Obr 1 1 2 3 4 5 6 7 8 9    | line 21: a second ms
          ms Si 1 1 2 3 4 5 6 7 8 9 | ms                            | line 20
          units ms ppm              | units ms ppb                  | units ms ppb are not known; ppm was expected
          units efg au              | units efg kg                  | au was expected
          units efg au              | units efg                     | line 18: expected 'units quantity unit'
          units atom Angstroms      | units atom furlong            | Angstrom or Bohr was expected
          lattice 5 0 0  0 6 0  1 0 7 | lattice 5 0 0 0 6 0 1 0     | line 9: lattice must be nine numbers, not 8
          lattice 5 0 0  0 6 0  1 0 7 | lattice 5 0 0 0 6 0 5 0 0   | no volume
          atom O O 1   1.6 0.0 0.0  | atom O O 1 1.6 0.0            | line 13: expected 'atom species label index x y z'
          atom O O 1   1.6 0.0 0.0  | atom O O 1 1.6 0.0 inf        | line 13: a coordinate is not finite
          atom O O 1   1.6 0.0 0.0  | atom Qq O 1 1.6 0.0 0.0       | line 13: 'Qq'
          atom O O 1   1.6 0.0 0.0  | atom O Obr 1 1.6 0.0 0.0      | line 14: there is an atom Obr 1 already
          [/magres]                 | [/atoms]                      | block [magres] must end before [/atoms]
          [calculation]             | calculation                   | line 3: expected a block
          v1.0                      | v2.0                          | only version 1
          """)
  void hostileFilesAreOneLine(String from, String to, String expected) {
    assertTrue(FILE.contains(from), from);
    String text = FILE.replace(from, to);
    CoesiteException e = assertThrows(CoesiteException.class, () -> read(text));
    assertTrue(e.getMessage().contains(expected), e.getMessage());
    assertTrue(e.getMessage().startsWith("x.magres"), e.getMessage());
    assertFalse(e.getMessage().contains("\n"));
  }

  /** Cut anywhere and with bytes changed: a structure or a complaint, nothing else. */
  @Test
  void tornFilesNeverDoAnythingElse() {
    Random random = new Random(1);
    byte[] bytes = FILE.getBytes(StandardCharsets.UTF_8);
    for (int n = 0; n < 2000; n++) {
      byte[] torn = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
      for (int k = random.nextInt(4); k > 0 && torn.length > 0; k--) {
        torn[random.nextInt(torn.length)] = (byte) random.nextInt(256);
      }
      try (StructureReader reader =
          StructureReader.open(
              Path.of("torn.magres"), new ByteArrayInputStream(torn), ReadOptions.DEFAULT)) {
        assertNotNull(reader.next());
      } catch (CoesiteException e) {
        assertTrue(e.getMessage().startsWith("torn.magres"), e.getMessage());
      }
    }
    String cut = FILE.substring(0, FILE.indexOf("efg_local"));
    CoesiteException e = assertThrows(CoesiteException.class, () -> read(cut));
    assertTrue(e.getMessage().contains("line 16: the file ends inside"), e.getMessage());
  }

  @Test
  void theContentTellsTheFormat() throws IOException {
    Path file = folder.resolve("noname");
    Files.writeString(file, FILE);
    assertEquals(3, StructureReader.readAll(file).get(0).atoms());
    Files.writeString(file, "#$magres-abinitio-v1.0\n[magres]\n[/magres]\n");
    CoesiteException e = assertThrows(CoesiteException.class, () -> StructureReader.readAll(file));
    assertTrue(e.getMessage().contains("no atoms"), e.getMessage());
  }
}
