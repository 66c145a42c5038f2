package org.coesite.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.coesite.CoesiteException;
import org.coesite.backend.PairSplines;
import org.coesite.backend.SparsePoints;
import org.coesite.math.DensityScaling;
import org.coesite.math.SoapBasis;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Model files survive a round trip, and nothing else is taken for one. */
class PotentialFileTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() {
    file = folder.resolve("m.safetensors");
    Potential.save(model(), file);
  }

  private static double[] random(int count, long seed) {
    return new Random(seed).doubles(count).map(x -> (float) x).toArray();
  }

  private static PotentialModel model() {
    SoapBasis basis = new SoapBasis(3, 0.5, 1, 1, 0.5, new DensityScaling(1, 2, 3), 1e-7);
    int features = ManyBody.features(basis, 2);
    SparsePoints points =
        new SparsePoints(
            new int[] {8, 8, 14}, random(3 * features, 1), features, 2, true, random(6, 2), 2);
    PairSplines pair =
        new PairSplines(new int[] {8, 14}, 0.5, 0.25, 5, random(15, 3), random(15, 4));
    return new PotentialModel(
        "toy",
        "of random numbers",
        new int[] {8, 14},
        new double[] {-1.5, -2.25},
        pair,
        List.of(new ManyBody(basis, points, new double[] {0.5, 0.75})),
        1,
        Map.of("data", "none", "numbers", List.of(1, 2.5)));
  }

  @Test
  void roundTripKeepsEveryNumber() {
    PotentialModel read = Potential.loadModel(file);
    PotentialModel model = model();
    assertEquals(model.name(), read.name());
    assertEquals(model.description(), read.description());
    assertArrayEquals(model.species(), read.species());
    assertArrayEquals(model.speciesEnergies(), read.speciesEnergies());
    assertEquals(model.training(), read.training());
    assertArrayEquals(model.pair().values(), read.pair().values());
    assertArrayEquals(model.pair().slopes(), read.pair().slopes());
    assertEquals(model.pair().cutoff(), read.pair().cutoff());
    ManyBody term = model.manyBody().get(0);
    ManyBody readTerm = read.manyBody().get(0);
    assertEquals(term.basis(), readTerm.basis());
    assertArrayEquals(term.points().features(), readTerm.points().features());
    assertArrayEquals(term.points().weights(), readTerm.points().weights());
    assertArrayEquals(term.points().species(), readTerm.points().species());
    assertArrayEquals(term.similarity(), readTerm.similarity());
    assertEquals(3, read.cutoff());
  }

  @Test
  void everyTruncationIsRefusedInOneLine() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Path cut = folder.resolve("cut.safetensors");
    Random random = new Random(7);
    for (int k = 0; k < 200; k++) {
      int length = k < 20 ? k : random.nextInt(bytes.length);
      Files.write(cut, Arrays.copyOf(bytes, length));
      assertOneLine(cut);
    }
  }

  @Test
  void flippedBytesNeverCrash() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Path bad = folder.resolve("bad.safetensors");
    Random random = new Random(8);
    for (int k = 0; k < 1000; k++) {
      byte[] copy = bytes.clone();
      copy[random.nextInt(Math.min(bytes.length, 1800))] = (byte) random.nextInt();
      Files.write(bad, copy);
      try {
        Potential.loadModel(bad);
      } catch (CoesiteException e) {
        assertTrue(e.getMessage().startsWith(bad.toString()), e.getMessage());
      }
    }
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    Path other = folder.resolve("other");
    Files.writeString(other, "data_quartz\n_cell_length_a 4.91\n");
    assertOneLine(other);
    Files.write(other, new byte[] {-1, -1, -1, -1, -1, -1, -1, 127, '{', '}'});
    assertTrue(assertOneLine(other).contains("header"));
    assertTrue(assertOneLine(folder.resolve("none")).contains("no such file"));
    Safetensors foreign = new Safetensors();
    foreign.put("x", new double[] {1}, 1);
    foreign.write(other);
    assertTrue(assertOneLine(other).contains("not a Coesite model"));
  }

  @Test
  void aNewerFormatIsNamed() throws IOException {
    assertTrue(assertOneLine(edited("\\\"format\\\":1", "\\\"format\\\":9")).contains("format 9"));
  }

  @Test
  void shapesAndNumbersMustFit() throws IOException {
    assertTrue(
        assertOneLine(edited("\"soap.0.weights\",", "\"soap.0.weighty\",")).contains("weights"));
    assertTrue(assertOneLine(edited("[3,2]", "[2,3]")).contains("shape"));
    assertTrue(assertOneLine(edited("\"F32\"", "\"F16\"")).contains("F16"));
    assertOneLine(edited("\\\"zeta\\\":2", "\\\"zeta\\\":0"));
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putDouble(bytes.length - 8, Double.NaN);
    Files.write(file, bytes);
    assertTrue(assertOneLine(file).contains("finite"));
  }

  /** The file with a text of its header replaced by one of the same length. */
  private Path edited(String from, String to) throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    String wanted = from.endsWith(",") ? from.substring(0, from.length() - 1) : from;
    String given = to.endsWith(",") ? to.substring(0, to.length() - 1) : to;
    assertTrue(text.contains(wanted), wanted);
    Path target = folder.resolve("edited.safetensors");
    Files.write(target, text.replace(wanted, given).getBytes(StandardCharsets.ISO_8859_1));
    return target;
  }

  private static String assertOneLine(Path bad) {
    CoesiteException e = assertThrows(CoesiteException.class, () -> Potential.loadModel(bad));
    assertTrue(e.getMessage().startsWith(bad.toString()), e.getMessage());
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    return e.getMessage();
  }

  @Test
  void nothingIsLeftWhenTheFolderIsMissing() throws IOException {
    Path target = folder.resolve("no/such/folder/m.safetensors");
    assertThrows(CoesiteException.class, () -> Potential.save(model(), target));
    try (Stream<Path> left = Files.list(folder)) {
      assertFalse(left.anyMatch(path -> path.toString().endsWith(".tmp")));
    }
  }
}
