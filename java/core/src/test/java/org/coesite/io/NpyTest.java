package org.coesite.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.coesite.CoesiteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyTest {
  @TempDir Path folder;

  @Test
  void bytesOfTheFormat() throws IOException {
    Path file = folder.resolve("a.npy");
    NpyWriter.write(file, NpyArray.of(new double[] {1, 2, 3, 4, 5, 6}, 3, 2));
    byte[] bytes = Files.readAllBytes(file);
    assertEquals(128 + 48, bytes.length);
    assertEquals("934e554d505901007600", HexFormat.of().formatHex(bytes, 0, 10));
    assertEquals(
        "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }",
        new String(bytes, 10, 117, StandardCharsets.US_ASCII).strip());
    assertEquals('\n', bytes[127]);
    assertEquals("0000000000000840", HexFormat.of().formatHex(bytes, 144, 152));
  }

  @Test
  void allTypesThereAndBack() {
    Path file = folder.resolve("a.npy");
    List<NpyArray> arrays =
        List.of(
            NpyArray.of(new double[] {1e-300, Double.NaN, -0.0, 7}, 2, 2),
            NpyArray.of(new float[] {1.5f, -2}, 2),
            NpyArray.of(new long[] {Long.MAX_VALUE, -1}, 1, 2, 1),
            NpyArray.of(new int[] {Integer.MIN_VALUE, 3}, 2),
            NpyArray.of(new double[] {4}),
            NpyArray.of(new double[0], 0, 5));
    for (NpyArray array : arrays) {
      NpyWriter.write(file, array);
      NpyArray back = NpyReader.read(file);
      assertEquals(array.type(), back.type());
      assertArrayEquals(array.shape(), back.shape());
      assertArrayEquals(array.toDoubles(), back.toDoubles());
    }
  }

  @Test
  void piecesOfUnknownNumber() {
    Path file = folder.resolve("rows.npy");
    double[] row = new double[1000];
    try (NpyWriter writer = NpyWriter.create(file, NpyArray.Type.F4, NpyWriter.OPEN, 1000)) {
      for (int i = 0; i < 70; i++) {
        Arrays.fill(row, i);
        writer.write(row);
      }
      assertFalse(Files.exists(file));
      writer.commit();
    }
    NpyArray back = NpyReader.read(file);
    assertArrayEquals(new long[] {70, 1000}, back.shape());
    assertEquals(69, back.toDoubles()[69_999]);
    assertEquals(42, back.toDoubles()[42_500]);
    try (NpyWriter writer = NpyWriter.create(file, NpyArray.Type.F8, 2, 2)) {
      writer.write(new double[3]);
      assertThrows(IllegalStateException.class, writer::commit);
    }
    assertEquals(70, NpyReader.read(file).shape()[0], "the old file stays");
    assertEquals(1, folder.toFile().list().length);
  }

  @Test
  void npz() {
    Path file = folder.resolve("a.npz");
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("i", NpyArray.of(new int[] {1, 2, 3}, 3));
    arrays.put("D", NpyArray.of(new double[] {1, 2, 3, 4, 5, 6}, 2, 3));
    NpzWriter.write(file, arrays);
    Map<String, NpyArray> back = NpyReader.readAll(file);
    assertEquals(List.of("i", "D"), List.copyOf(back.keySet()));
    assertArrayEquals(new long[] {1, 2, 3}, back.get("i").toLongs());
    assertArrayEquals(arrays.get("D").toDoubles(), NpyReader.read(file, "D").toDoubles());
    assertThrows(CoesiteException.class, () -> NpyReader.read(file, "S"));
  }

  /** numpy.savez and savez_compressed of 1.24: big-endian, Fortran order, small types, versions. */
  @Test
  void textsAmongArrays() throws IOException {
    Path file = folder.resolve("a.npz");
    try (NpzWriter writer = NpzWriter.create(file)) {
      writer.write("a", NpyArray.of(new double[] {1, 2}, 2));
      writer.write("unit", "eV per \u00e5 \ud835\udf0e");
      writer.next("b", NpyArray.Type.I4, 2).write(new int[] {3, 4});
      writer.write("last", "x");
      assertThrows(IllegalArgumentException.class, () -> writer.write("none", ""));
      writer.commit();
    }
    assertEquals(List.of("a", "b"), List.copyOf(NpyReader.readAll(file).keySet()));
    assertArrayEquals(new double[] {3, 4}, NpyReader.read(file, "b").toDoubles());
    assertEquals("eV per \u00e5 \ud835\udf0e", NpyReader.readText(file, "unit"));
    assertEquals("x", NpyReader.readText(file, "last"));
    assertThrows(CoesiteException.class, () -> NpyReader.readText(file, "a"));
    assertThrows(CoesiteException.class, () -> NpyReader.readText(file, "absent"));
    assertThrows(CoesiteException.class, () -> NpyReader.read(file, "unit"));
    // as numpy.save writes a text: a type of one character of four bytes, no dimension
    byte[] entry = NpyHeader.encodeText("x");
    assertEquals(128 + 4, entry.length);
    assertEquals(
        "{'descr': '<U1', 'fortran_order': False, 'shape': (), }",
        new String(entry, 10, 117, StandardCharsets.US_ASCII).strip());
    assertEquals("78000000", HexFormat.of().formatHex(entry, 128, 132));
  }

  @Test
  void whatNumpyWrites() throws IOException {
    for (String name : List.of("numpy.npz", "numpy-deflated.npz")) {
      Path file = folder.resolve(name);
      try (InputStream input = NpyTest.class.getResourceAsStream(name)) {
        Files.copy(input, file);
      }
      Map<String, NpyArray> arrays = NpyReader.readAll(file);
      double[] wanted = {0, 1, 2, 3, 4, 5};
      for (String key :
          List.of("f8", "f4", "i8", "i4", "big", "fortran", "bytes", "shorts", "u4")) {
        assertArrayEquals(wanted, arrays.get(key).toDoubles(), key);
        assertArrayEquals(new long[] {2, 3}, arrays.get(key).shape(), key);
      }
      assertArrayEquals(new double[] {1, 0, 1}, arrays.get("truths").toDoubles());
      assertArrayEquals(new long[0], arrays.get("scalar").shape());
      assertEquals(Math.PI, arrays.get("scalar").toDoubles()[0]);
    }
  }

  @Test
  void brokenFiles() throws IOException {
    Path file = folder.resolve("a.npy");
    NpyWriter.write(file, NpyArray.of(new double[100], 10, 10));
    byte[] good = Files.readAllBytes(file);
    for (int length : new int[] {0, 5, 9, 100, 127, 128, 900}) {
      Files.write(file, Arrays.copyOf(good, length));
      CoesiteException e = assertThrows(CoesiteException.class, () -> NpyReader.read(file));
      assertTrue(e.getMessage().contains("a.npy"), e.getMessage());
    }
    String header = new String(good, StandardCharsets.ISO_8859_1);
    for (String shape : List.of("(99999999, 99999)", "(9999999999999999999)", "(4000000000, 9)")) {
      Files.writeString(file, header.replace("(10, 10)", shape), StandardCharsets.ISO_8859_1);
      assertThrows(CoesiteException.class, () -> NpyReader.read(file));
    }
    Files.writeString(file, header.replace("<f8", "<c8"), StandardCharsets.ISO_8859_1);
    assertThrows(CoesiteException.class, () -> NpyReader.read(file));
    assertThrows(CoesiteException.class, () -> NpyReader.readAll(file));
    assertThrows(CoesiteException.class, () -> NpyReader.read(folder.resolve("none.npy")));
  }
}
