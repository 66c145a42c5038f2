package org.coesite.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.coesite.CoesiteException;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a file is one clear line. */
class BadFilesTest {
  private static final String XYZ =
      """
      3
      Lattice="5.0 0.0 0.0 1.0 6.0 0.0 0.5 0.25 7.0" Properties=species:S:1:pos:R:3:forces:R:3:n:I:1 energy=-1.5 name="a b" \
      pbc="T T F" stress="1 2 3 4 5 6" list="_JSON [1, 2]"
      Si 0.0 0.0 0.0 0.1 0.2 0.3 1
      O 1.6 0.0 0.0 0.1 0.2 0.3 2
      O -1.6 0.1 0.0 0.1 0.2 0.3 3
      1
      plain
      H 0 0 0
      """;
  private static final String CIF =
      """
      data_quartz
      _cell_length_a 4.916(1)
      _cell_length_b 4.916
      _cell_length_c 5.4054
      _cell_angle_alpha 90
      _cell_angle_beta 90
      _cell_angle_gamma 120
      _symmetry_space_group_name_H-M 'P 32 2 1'
      _symmetry_space_group_name_Hall 'P 32 2"'
      _title
      ;
       some text
      ;
      loop_
      _symmetry_equiv_pos_as_xyz
      'x,y,z'
      '-y,x-y,z+2/3'
      '-x+y,-x,z+1/3'
      'y,x,-z'
      'x-y,-y,-z+1/3'
      '-x,-x+y,-z+2/3'
      loop_
      _atom_site_label
      _atom_site_type_symbol
      _atom_site_fract_x
      _atom_site_fract_y
      _atom_site_fract_z
      _atom_site_occupancy
      Si1 Si4+ 0.4697 0 0.66667 1
      O1 O2- 0.4135 0.2669 0.78577 1.0
      """;
  private static final String HALL = CIF.replaceAll("(?s)loop_\\s_symmetry.*?(?=loop_)", "");
  private static final String NAME = HALL.replaceAll(".*Hall.*\n", "");
  private static final String POSCAR =
      """
      quartz
      1.0
      4.0 0.0 0.0
      0.0 4.0 0.0
      0.0 0.0 5.0
      Si O
      1 2
      Selective dynamics
      Direct
      0.0 0.0 0.0 T T F
      0.3 0.0 0.0 T F F
      0.0 0.3 0.5 F F F
      """;

  @TempDir Path folder;

  private static int drain(Path file) {
    int frames = 0;
    try (StructureReader reader = StructureReader.open(file)) {
      while (reader.hasNext()) {
        Structure s = reader.next();
        assertTrue(s.atoms() > 0);
        frames++;
      }
    }
    return frames;
  }

  private static String error(Path file) {
    CoesiteException e = assertThrows(CoesiteException.class, () -> drain(file));
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    assertTrue(e.getMessage().contains(file.getFileName().toString()), e.getMessage());
    return e.getMessage();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.xyz", "a.cif", "POSCAR", "a.dat", "a.xyz.gz"})
  void emptyFiles(String name) throws IOException {
    assertTrue(error(write(name, "")).contains("the file is empty"));
    assertTrue(error(write(name, "\n \n\n")).contains("the file is empty"));
  }

  @Test
  void unreadableFiles() throws IOException {
    assertTrue(error(folder.resolve("none.xyz")).contains("no such file"));
    assertTrue(error(Files.createDirectory(folder.resolve("f.xyz"))).contains("it is a folder"));
    assertTrue(error(write("a.txt", "what is this\n")).contains("no structure file"));
  }

  @Test
  void truncatedFrame() throws IOException {
    String message = error(write("a.xyz", XYZ.substring(0, XYZ.indexOf("O -1.6"))));
    assertTrue(message.contains("frame 1") && message.contains("2 of 3 atoms"), message);
    assertTrue(error(write("b.xyz", "3\n")).contains("before the comment line"));
  }

  @Test
  void wrongColumnCount() throws IOException {
    String message = error(write("a.xyz", XYZ.replace(" 0.3 2", " 0.3")));
    assertTrue(message.contains("line 4: atom 2 has 7 columns, expected 8"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nan", "NaN", "inf", "-Infinity", "1e999"})
  void coordinatesThatAreNotFinite(String value) throws IOException {
    String message = error(write("a.xyz", XYZ.replace("O 1.6", "O " + value)));
    assertTrue(message.contains("line 4") && message.contains("not finite"), message);
  }

  @Test
  void cellsWithoutVolume() throws IOException {
    String flat = XYZ.replace("1.0 6.0 0.0 0.5", "10.0 0.0 0.0 0.5");
    assertTrue(error(write("a.xyz", flat)).contains("line 1: the cell has no volume"));
    String zero = "1\nLattice=\"0 0 0 0 0 0 0 0 0\"\nH 0 0 0\n";
    assertTrue(error(write("b.xyz", zero)).contains("the cell has no volume"));
    // without periodicity a cell need not have one
    assertEquals(1, drain(write("c.xyz", zero.replace("\nH", " pbc=\"F F F\"\nH"))));
    assertEquals(
        1, drain(write("d.xyz", "1\nLattice=\"5 0 0 0 0 0 0 0 0\" pbc=\"T F F\"\nH 0 0 0\n")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2\\n\\nSi 0 0 0\\nO 0.05 0 0|1 (Si) and 2 (O) are 0.050",
        "2\\nLattice=\"5 0 0 0 5 0 0 0 5\"\\nSi 0 0 0\\nO 5 4.98 -.01|2 (O) are 0.022",
        "3\\nLattice=\"5 0 0 4 5 0 4 4 5\"\\nH 1 1 1\\nSi 0.01 0 0\\nO 12.99 9 4.99|3 (O)",
      })
  void atomsAtOnePlace(String text, String part) throws IOException {
    String message = error(write("a.xyz", text.replace("\\n", "\n") + "\n"));
    assertTrue(message.contains(part) && message.contains("at least 0.1 apart"), message);
    Path file = write("b.xyz", text.replace("\\n", "\n") + "\n");
    assertEquals(
        1, StructureReader.readAll(file, ReadOptions.DEFAULT.withMinimumDistance(0)).size());
  }

  /** The linear search finds a pair exactly where all pairs and images do. */
  @Test
  void closePairsAgainstAllPairs() {
    Random random = new Random(3);
    int close = 0;
    for (int trial = 0; trial < 300; trial++) {
      double[] rows = new double[9];
      for (int i = 0; i < 9; i++) {
        rows[i] = (i % 4 == 0 ? 3 : 0) + 2 * random.nextGaussian();
      }
      Cell cell = Cell.of(rows);
      if (cell.volume() < 8) {
        continue;
      }
      int atoms = 12;
      double[] positions = random.doubles(3L * atoms, -9, 9).toArray();
      boolean[] pbc = {random.nextBoolean(), random.nextBoolean(), random.nextBoolean()};
      Structure s =
          Structure.of(new int[atoms], positions).cell(cell, pbc[0], pbc[1], pbc[2]).build();
      boolean expected = smallest(s) < 0.7;
      boolean found = StructureCheck.closePair(s, 0.7) != null;
      assertEquals(expected, found, "trial " + trial);
      close += expected ? 1 : 0;
    }
    assertTrue(close > 30 && close < 250, close + " close");
  }

  /** Shortest distance over the images around the nearest one in fractional coordinates. */
  private static double smallest(Structure s) {
    double[] inverse = s.cell().inverse();
    double smallest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < s.atoms(); i++) {
      for (int j = 0; j < i; j++) {
        int[] low = new int[3];
        int[] high = new int[3];
        for (int k = 0; k < 3; k++) {
          double f = 0;
          for (int axis = 0; axis < 3; axis++) {
            f += (s.position(j, axis) - s.position(i, axis)) * inverse[3 * axis + k];
          }
          low[k] = s.periodic(k) ? (int) -Math.rint(f) - 5 : 0;
          high[k] = s.periodic(k) ? low[k] + 10 : 0;
        }
        smallest = Math.min(smallest, smallest(s, i, j, low, high));
      }
    }
    return smallest;
  }

  private static double smallest(Structure s, int i, int j, int[] low, int[] high) {
    double smallest = Double.POSITIVE_INFINITY;
    for (int a = low[0]; a <= high[0]; a++) {
      for (int b = low[1]; b <= high[1]; b++) {
        for (int c = low[2]; c <= high[2]; c++) {
          double sum = 0;
          for (int k = 0; k < 3; k++) {
            double d =
                s.position(j, k)
                    - s.position(i, k)
                    + a * s.cell().get(0, k)
                    + b * s.cell().get(1, k)
                    + c * s.cell().get(2, k);
            sum += d * d;
          }
          smallest = Math.min(smallest, Math.sqrt(sum));
        }
      }
    }
    return smallest;
  }

  @Test
  void unknownElements() throws IOException {
    String message = error(write("a.xyz", XYZ.replace("Si 0.0", "Qx 0.0")));
    assertTrue(message.contains("line 3") && message.contains("Qx"), message);
    String cif = error(write("a.cif", CIF.replace("O2-", "OH")));
    assertTrue(cif.contains("line 30") && cif.contains("OH"), cif);
  }

  @Test
  void hugeCountsAreNotAllocated() throws IOException {
    assertTrue(error(write("a.xyz", "700000000\n\nH 0 0 0\n")).contains("1 of 700000000"));
    assertTrue(error(write("b.xyz", "99999999999\n\nH 0 0 0\n")).contains("cannot have"));
    assertTrue(
        error(write("POSCAR", POSCAR.replace("1 2", "1 500000000"))).contains("ends before atom"));
  }

  @Test
  void binaryGarbage() throws IOException {
    Random random = new Random(5);
    byte[] garbage = new byte[20_000];
    for (String name : new String[] {"a.xyz", "a.cif", "POSCAR", "a.bin", "a.xyz.gz"}) {
      for (int trial = 0; trial < 10; trial++) {
        random.nextBytes(garbage);
        error(Files.write(folder.resolve(name), garbage));
      }
    }
    byte[] endless = new byte[(1 << 24) + 100];
    Arrays.fill(endless, (byte) '1');
    assertTrue(error(Files.write(folder.resolve("line.xyz"), endless)).contains("not a text file"));
  }

  @Test
  void brokenGzip() throws IOException {
    Path file = folder.resolve("a.xyz.gz");
    try (OutputStream output = new GZIPOutputStream(Files.newOutputStream(file))) {
      output.write(XYZ.getBytes(StandardCharsets.UTF_8));
    }
    byte[] whole = Files.readAllBytes(file);
    assertEquals(2, drain(file));
    for (int length = 0; length < whole.length - 8; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      error(file);
    }
  }

  /** Any truncation or change of bytes gives structures or a CoesiteException, nothing else. */
  @Test
  void fuzz() throws IOException {
    String[] names = {"a.xyz", "a.cif", "b.cif", "c.cif", "POSCAR", "a.dat"};
    String[] texts = {XYZ, CIF, HALL, NAME, POSCAR, CIF};
    Random random = new Random(11);
    int errors = 0;
    for (int f = 0; f < names.length; f++) {
      byte[] valid = texts[f].getBytes(StandardCharsets.UTF_8);
      Path file = folder.resolve(names[f]);
      assertTrue(drain(Files.write(file, valid)) > 0);
      for (int trial = 0; trial < 400; trial++) {
        byte[] changed = changed(valid, random);
        Files.write(file, changed);
        try {
          drain(file);
        } catch (CoesiteException e) {
          errors++;
          assertEquals(1, e.getMessage().lines().count(), e.getMessage());
        } catch (RuntimeException e) {
          fail(names[f] + " with\n" + new String(changed, StandardCharsets.UTF_8), e);
        }
      }
    }
    assertTrue(errors > 500, errors + " errors");
  }

  private static byte[] changed(byte[] valid, Random random) {
    byte[] changed =
        random.nextInt(4) == 0 ? Arrays.copyOf(valid, random.nextInt(valid.length)) : valid.clone();
    int flips = random.nextInt(6);
    for (int i = 0; i < flips && changed.length > 0; i++) {
      String likely = "0123456789.-+eE \n'\"_#;,:TFSO/()=";
      byte to =
          random.nextBoolean()
              ? (byte) random.nextInt(256)
              : (byte) likely.charAt(random.nextInt(likely.length()));
      changed[random.nextInt(changed.length)] = to;
    }
    return changed;
  }
}
