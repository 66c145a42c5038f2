package org.coesite.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.coesite.CoesiteException;
import org.coesite.structure.AtomProperty;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtendedXyzTest {
  @TempDir Path folder;

  private Structure read(String text) throws IOException {
    return read(text, ReadOptions.DEFAULT);
  }

  private Structure read(String text, ReadOptions options) throws IOException {
    Path file = Files.writeString(folder.resolve("test.xyz"), text);
    List<Structure> frames = StructureReader.readAll(file, options);
    assertEquals(1, frames.size());
    return frames.getFirst();
  }

  /** A file that ASE 3.22.1 wrote, with everything its writer knows. */
  @Test
  void whatAseWrites() throws IOException {
    Path file = folder.resolve("ase.xyz");
    try (InputStream input = ExtendedXyzTest.class.getResourceAsStream("ase.xyz")) {
      Files.copy(input, file);
    }
    Structure s = StructureReader.readAll(file).getFirst();
    assertArrayEquals(new int[] {14, 8, 8}, s.species());
    assertEquals(1e-7, s.position(2, 2), 1e-12);
    assertEquals(Cell.of(5, 0, 0, 1, 6, 0, 0.5, 0.25, 7), s.cell());
    assertTrue(s.periodic(0) && s.periodic(1));
    assertFalse(s.periodic(2));
    Map<String, Object> info = s.info();
    assertEquals(-1.5, info.get("energy"));
    assertEquals("bulk", info.get("config"));
    assertEquals("two words", info.get("title"));
    assertEquals("say \"hi\"", info.get("quoted"));
    assertEquals(3L, info.get("count"));
    assertEquals(true, info.get("flag"));
    assertEquals(false, info.get("off"));
    assertEquals(0.001, info.get("ratio"));
    assertArrayEquals(new long[] {1, 2, 3}, (long[]) info.get("ints"));
    assertArrayEquals(new double[] {0.5, 2}, (double[]) info.get("reals"));
    assertArrayEquals(new boolean[] {true, false}, (boolean[]) info.get("truths"));
    assertEquals(List.of("a b", "c"), info.get("names"));
    assertEquals("_JSON [[1, 2], [3, 4]]", info.get("nested"));
    assertEquals(9, ((double[]) info.get("virial")).length);
    assertEquals("{x}", info.get("braces"));
    assertEquals("_JSON {\"k\": [1, 2]}", info.get("mapping"));
    assertEquals(
        8 / 7.0, ((AtomProperty.Numbers) s.atomProperties().get("forces")).get(2, 2), 1e-7);
    assertEquals(6, ((AtomProperty.Integers) s.atomProperties().get("tag_i")).get(2, 0));
    assertFalse(((AtomProperty.Truths) s.atomProperties().get("mask")).get(1, 0));
    assertEquals("B", ((AtomProperty.Texts) s.atomProperties().get("site")).get(1, 0));
    assertEquals(6, ((AtomProperty.Integers) s.atomProperties().get("pair")).get(2, 1));
  }

  @Test
  void commentLines() throws IOException {
    Structure s =
        read(
            """
            1
            Lattice="10. 0 0 0 1.0D1 0 0 0 1d+1" Properties=species:S:1:pos:R:3 bare 'single q'=1 a='it is' \
            b={1 2} c=[3,4.5] d = spaced e="back\\\\slash \\"x\\" \\n" f="" g=1D5 h=[[1,2],[3,4]] \
            i=["p","q r"] uid=007 j=a=b pbc=[T, F, T] k=inf bare2
            Si 1.0D-1 .5 -1e0
            """);
    assertEquals(Cell.of(10, 0, 0, 0, 10, 0, 0, 0, 10), s.cell());
    assertArrayEquals(new double[] {0.1, 0.5, -1}, s.positions());
    assertTrue(s.periodic(0) && !s.periodic(1) && s.periodic(2));
    Map<String, Object> info = s.info();
    assertEquals(true, info.get("bare"));
    assertEquals(1L, info.get("single q"));
    assertEquals("it is", info.get("a"));
    assertArrayEquals(new long[] {1, 2}, (long[]) info.get("b"));
    assertArrayEquals(new double[] {3, 4.5}, (double[]) info.get("c"));
    assertEquals("spaced", info.get("d"));
    assertEquals("back\\slash \"x\" \n", info.get("e"));
    assertEquals("", info.get("f"));
    assertEquals("1D5", info.get("g"));
    assertEquals("[[1,2],[3,4]]", info.get("h"));
    assertEquals(List.of("p", "q r"), info.get("i"));
    assertEquals("007", info.get("uid"));
    assertEquals("a=b", info.get("j"));
    assertEquals(Double.POSITIVE_INFINITY, info.get("k"));
    assertEquals(true, info.get("bare2"));
  }

  @Test
  void plainXyz() throws IOException {
    List<String> warnings = new ArrayList<>();
    Structure s =
        read(
            "2\nwater, isn't it \"open\nO 0 0 0 0.1\n1 0 0 0.96\n\n",
            ReadOptions.DEFAULT.withWarnings(warnings::add));
    assertArrayEquals(new int[] {8, 1}, s.species());
    assertEquals("water, isn't it \"open", s.info().get("comment"));
    assertEquals(Cell.NONE, s.cell());
    assertFalse(s.periodic(0));
    assertEquals(1, warnings.size());
    assertTrue(warnings.getFirst().contains("frame 1"), warnings.getFirst());
  }

  @Test
  void vectorsAfterTheAtoms() throws IOException {
    Structure s = read("1\nslab\nSi 0 0 0\nVEC1 5 0 0\nVEC2 0 6 0\n");
    assertTrue(s.periodic(0) && s.periodic(1) && !s.periodic(2));
    assertEquals(6, s.cell().get(1, 1));
  }

  @Test
  void speciesByNumberOrOtherNames() throws IOException {
    Structure s = read("1\nProperties=numbers:I:1:positions:R:3:q:R:1\n14 0 0 0 1.5\n");
    assertEquals(14, s.species(0));
    assertEquals(List.of("q"), List.copyOf(s.atomProperties().keySet()));
  }

  @Test
  void otherNamesForTheTargets() throws IOException {
    String text =
        "1\nProperties=species:S:1:pos:R:3:QM_forces:R:3:forces:R:3 QM_energy=-2 energy=-9 stress=1"
            + " QM_stress=\"1 2 3 4 5 6\"\nH 0 0 0 1 2 3 7 8 9\n";
    Structure s = read(text, ReadOptions.DEFAULT.withNames(PropertyNames.DEFAULT.prefixed("QM_")));
    assertEquals(-2.0, s.info().get("energy"));
    assertNull(s.info().get("QM_energy"));
    assertArrayEquals(new double[] {1, 6, 5, 6, 2, 4, 5, 4, 3}, (double[]) s.info().get("stress"));
    assertArrayEquals(
        new double[] {1, 2, 3}, ((AtomProperty.Numbers) s.atomProperties().get("forces")).values());
    assertEquals(1, s.atomProperties().size());
  }

  @Test
  void framesComeOneByOneWithTheirPlace() throws IOException {
    Path file = folder.resolve("many.xyz.gz");
    try (OutputStream output = new GZIPOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < 3; i++) {
        output.write(("1\ni=" + i + "\nHe 0 0 0\n").getBytes(StandardCharsets.UTF_8));
      }
      output.write("2\nbroken\nHe 0 0 0\n".getBytes(StandardCharsets.UTF_8));
    }
    try (StructureReader reader = StructureReader.open(file)) {
      for (int i = 0; i < 3; i++) {
        assertEquals((long) i, reader.next().info().get("i"));
        assertEquals(i + 1, reader.frame());
        assertEquals(3 * i + 1, reader.line());
      }
      CoesiteException e = assertThrows(CoesiteException.class, reader::hasNext);
      assertTrue(e.getMessage().contains("frame 4"), e.getMessage());
      assertTrue(e.getMessage().contains("1 of 2 atoms"), e.getMessage());
      assertFalse(reader.hasNext());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x\\n\\nH 0 0 0|number of atoms|line 1",
        "-1\\n\\nH 0 0 0|cannot have -1|line 1",
        "1\\nLattice=\"1 2 3\"\\nH 0 0 0|Lattice|line 2",
        "1\\nLattice=\"1 2 3|not closed|line 2",
        "1\\npbc=\"T T T\"\\nH 0 0 0|Lattice|line 2",
        "1\\nLattice=\"9 0 0 0 9 0 0 0 9\" pbc=\"T T\"\\nH 0 0 0|pbc|line 2",
        "1\\nProperties=species:S:1\\nH|positions|line 2",
        "1\\nProperties=pos:R:3\\n0 0 0|species|line 2",
        "1\\nProperties=species:S:1:pos:Q:3\\nH 0 0 0|types are|line 2",
        "1\\nProperties=species:S:1:pos:R\\nH 0 0 0|name:type:columns|line 2",
        "1\\nProperties=species:S:1:pos:R:x\\nH 0 0 0|number of columns|line 2",
        "1\\nenergy=high\\nH 0 0 0|energy|line 2",
        "1\\nenergy=nan\\nH 0 0 0|energy|line 2",
        "1\\nstress=\"1 2 3\"\\nH 0 0 0|stress|line 2",
        "1\\nProperties=species:S:1:pos:R:3:forces:R:3\\nH 0 0 0 1 nan 3|force|line 3",
        "1\\nProperties=species:S:1:pos:R:3:forces:I:3\\nH 0 0 0 1 2 3|R:3|line 3",
        "1\\nProperties=species:S:1:pos:R:3:n:I:1\\nH 0 0 0 1.5|whole number|line 3",
        "1\\nProperties=species:S:1:pos:R:3:n:L:1\\nH 0 0 0 yes|T or F|line 3",
        "1\\n\\nH 0 0 zero|number|line 3",
        "1\\n\\nH 0 0 0x1p3|number|line 3",
        "1\\n\\nH 0 0 1f|number|line 3",
        "1\\n\\n119 0 0 0|atomic number|line 3",
      })
  void whatIsWrongIsSaid(String text, String part, String place) {
    CoesiteException e =
        assertThrows(CoesiteException.class, () -> read(text.replace("\\n", "\n") + "\n"));
    assertTrue(e.getMessage().contains(part), e.getMessage());
    assertTrue(e.getMessage().contains(place), e.getMessage());
    assertTrue(e.getMessage().contains("test.xyz"), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  /** Everything a structure holds, written and read, is the same to the bit. */
  @Test
  void roundTrip() throws IOException {
    Random random = new Random(7);
    int atoms = 50;
    int[] species = random.ints(atoms, 1, 119).toArray();
    double[] positions = new double[3 * atoms];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = i + random.nextDouble() / 3;
    }
    double[] wild = new double[2 * atoms];
    long[] wholes = random.longs(atoms).toArray();
    boolean[] truths = new boolean[3 * atoms];
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < atoms; i++) {
      wild[2 * i] = Double.longBitsToDouble(random.nextLong());
      wild[2 * i + 1] = i == 0 ? Double.NEGATIVE_INFINITY : random.nextGaussian() * 1e-300;
      truths[3 * i] = random.nextBoolean();
      texts.add("t\"" + i + "{é");
    }
    Structure s =
        Structure.of(species, positions)
            .cell(Cell.of(400, 0.1, 0, 1 / 3.0, 400, 0, 0, 0, 400), true, false, true)
            .info("energy", 1 / 3.0)
            .info("stress", new double[] {1, 2, 3, 2, 4, 5, 3, 5, 1e-17})
            .info("text", "with \"quotes\", \\ and = {all} [of] 'it'\nand a line")
            .info("looks like a number", "12.0")
            .info("looks like truth", "T")
            .info("empty", "")
            .info("json", "_JSON {\"a\": [1, {\"b\": 2}]}")
            .info("count", Long.MIN_VALUE)
            .info("flag", false)
            .info("one", new double[] {1})
            .info("ones", new long[] {1})
            .info("yes", new boolean[] {true})
            .info("wholes", new long[] {1, -2})
            .info("truths", new boolean[] {true, false})
            .info("names", List.of("a", "b, c", "1"))
            .info("not finite", Double.NaN)
            .atomProperty("wild", AtomProperty.of(wild, 2))
            .atomProperty("wholes", AtomProperty.of(wholes, 1))
            .atomProperty("truths", AtomProperty.of(truths, 3))
            .atomProperty("texts", AtomProperty.of(texts, 1))
            .build();
    Path file = folder.resolve("round.extxyz");
    StructureWriter.writeAll(file, List.of(s, s));
    List<Structure> back =
        StructureReader.readAll(file, ReadOptions.DEFAULT.withMinimumDistance(0));
    assertEquals(2, back.size());
    for (Structure t : back) {
      assertArrayEquals(s.species(), t.species());
      assertArrayEquals(s.positions(), t.positions());
      assertEquals(s.cell(), t.cell());
      assertEquals(
          List.copyOf(s.atomProperties().keySet()), List.copyOf(t.atomProperties().keySet()));
      assertEquals(s.info().keySet(), t.info().keySet());
      s.info().forEach((key, value) -> assertSame(key, value, t.info().get(key)));
      assertArrayEquals(wild, ((AtomProperty.Numbers) t.atomProperties().get("wild")).values());
      assertArrayEquals(
          wholes, ((AtomProperty.Integers) t.atomProperties().get("wholes")).values());
      assertArrayEquals(truths, ((AtomProperty.Truths) t.atomProperties().get("truths")).values());
      assertEquals(s.atomProperties().get("texts"), t.atomProperties().get("texts"));
    }
  }

  private static void assertSame(String key, Object expected, Object actual) {
    switch (expected) {
      case double[] array -> assertArrayEquals(array, (double[]) actual, key);
      case long[] array -> assertArrayEquals(array, (long[]) actual, key);
      case boolean[] array -> assertArrayEquals(array, (boolean[]) actual, key);
      default -> assertEquals(expected, actual, key);
    }
  }

  @Test
  void whatTheFormatCannotHold() {
    Structure.Builder builder = Structure.of(new int[] {1}, new double[3]);
    Path file = folder.resolve("never.xyz");
    List<Structure> bad =
        List.of(
            builder.info("Lattice", "x").build(),
            Structure.of(new int[] {1}, new double[3])
                .atomProperty("t", AtomProperty.of(List.of("two words"), 1))
                .build(),
            Structure.of(new int[] {1}, new double[3])
                .atomProperty("a:b", AtomProperty.of(new double[1], 1))
                .build());
    for (Structure s : bad) {
      assertThrows(CoesiteException.class, () -> StructureWriter.writeAll(file, List.of(s)));
      assertFalse(Files.exists(file));
    }
    assertEquals(0, folder.toFile().list().length);
  }
}
