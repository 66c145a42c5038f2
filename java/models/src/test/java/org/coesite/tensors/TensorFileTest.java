package org.coesite.tensors;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;
import org.coesite.models.Potential;
import org.coesite.models.Safetensors;
import org.coesite.structure.Batch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of tensors survive a round trip, and nothing else is taken for one. */
class TensorFileTest {
  @TempDir private Path folder;
  private final TensorParameters model = TensorSamples.parameters(2, 1, 1);
  private Path file;

  @BeforeEach
  void write() {
    file = folder.resolve("m.safetensors");
    TensorModel.save(model, file);
  }

  private static TensorParameters read(Path file) {
    return TensorFile.read(Safetensors.read(file));
  }

  @Test
  void roundTripKeepsEveryBit() {
    TensorParameters read = read(file);
    assertEquals(model.name(), read.name());
    assertEquals(model.description(), read.description());
    assertEquals(model.property(), read.property());
    assertEquals(model.unit(), read.unit());
    assertEquals(model.element(), read.element());
    assertEquals(model.zeta(), read.zeta());
    assertEquals(model.baseline(), read.baseline());
    assertEquals(model.members(), read.members());
    assertEquals(model.similarity(), read.similarity());
    assertEquals(model.training(), read.training());
    assertEquals(model.features().basis(), read.features().basis());
    assertArrayEquals(model.features().species(), read.features().species());
    assertEquals(model.features().mixing().channels(), read.features().mixing().channels());
    assertTrue(
        Arrays.deepEquals(
            model.features().mixing().matrices(), read.features().mixing().matrices()));
    for (int k = 0; k < 3; k++) {
      LambdaFeatures own = model.features().lambdas().get(k);
      LambdaFeatures readOwn = read.features().lambdas().get(k);
      assertEquals(own.products(), readOwn.products());
      assertEquals(own.count(), readOwn.count());
      assertArrayEquals(own.transform(), readOwn.transform());
      assertTrue(Arrays.deepEquals(model.points().get(k), read.points().get(k)));
      assertTrue(Arrays.deepEquals(model.weights().get(k), read.weights().get(k)));
    }
  }

  @Test
  void aModelThatWasReadPredictsTheSameBits() {
    Batch batch = Batch.of(TensorSamples.structure(1, 9));
    try (Backend backend = Backends.open("cpu", Precision.F64, 1);
        TensorModel there = TensorModel.of(model, backend);
        TensorModel here = TensorModel.load(file, backend)) {
      assertTrue(
          Arrays.deepEquals(
              there.evaluate(batch).get(0).tensors(), here.evaluate(batch).get(0).tensors()));
    }
  }

  @Test
  void everyTruncationIsRefusedInOneLine() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Path cut = folder.resolve("cut.safetensors");
    Random random = new Random(7);
    for (int k = 0; k < 200; k++) {
      int length = k < 20 ? k : random.nextInt(bytes.length);
      Files.write(cut, Arrays.copyOf(bytes, length));
      complaint(cut);
    }
  }

  @Test
  void flippedBytesNeverCrash() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int header = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    Path bad = folder.resolve("bad.safetensors");
    Random random = new Random(8);
    for (int k = 0; k < 1000; k++) {
      byte[] copy = bytes.clone();
      copy[random.nextInt(header + 400)] = (byte) random.nextInt();
      Files.write(bad, copy);
      try {
        read(bad);
      } catch (CoesiteException e) {
        assertTrue(e.getMessage().startsWith(bad.toString()), e.getMessage());
      }
    }
  }

  @Test
  void otherKindsAreNamed() throws IOException {
    assertTrue(
        complaint(edited("\\\"kind\\\":\\\"tensors\\\"", "\\\"kind\\\":\\\"sensors\\\""))
            .contains("sensors"));
    CoesiteException potential =
        assertThrows(CoesiteException.class, () -> Potential.loadModel(file));
    assertTrue(potential.getMessage().contains("\"tensors\""), potential.getMessage());
    Safetensors foreign = new Safetensors();
    foreign.put("x", new double[] {1}, 1);
    Path other = folder.resolve("other");
    foreign.write(other);
    assertTrue(complaint(other).contains("not a Coesite model"));
    assertTrue(complaint(folder.resolve("none")).contains("no such file"));
  }

  @Test
  void aNewerFormatIsNamed() throws IOException {
    assertTrue(complaint(edited("\\\"format\\\":1", "\\\"format\\\":9")).contains("format 9"));
  }

  @Test
  void shapesAndNumbersMustFit() throws IOException {
    assertTrue(complaint(edited("\"lambda2.weights\"", "\"lambda2.weighty\"")).contains("weights"));
    assertTrue(complaint(edited("[6,5,2]", "[5,6,2]")).contains("shape"));
    assertTrue(
        complaint(edited("\\\"lambdas\\\":[0,1,2]", "\\\"lambdas\\\":[0,1,3]"))
            .contains("lambda 3"));
    assertTrue(
        complaint(edited("\\\"lambdas\\\":[0,1,2]", "\\\"lambdas\\\":[0,2,1]")).contains("ascend"));
    assertTrue(
        complaint(edited("\\\"lambdas\\\":[0,1,2]", "\\\"lambdas\\\":[1,2]  "))
            .contains("lambda = 0"));
    assertTrue(complaint(edited("\\\"element\\\":14", "\\\"element\\\":15")).contains("element"));
    assertTrue(complaint(edited("\\\"zeta\\\":2", "\\\"zeta\\\":0")).contains("zeta"));
    assertTrue(complaint(edited("\\\"members\\\":1", "\\\"members\\\":3")).contains("shape"));
    complaint(edited("\\\"channels\\\":4", "\\\"channels\\\":0"));
    complaint(edited("\\\"species\\\":[3,8,14]", "\\\"species\\\":[8,3,14]"));
    complaint(edited("\\\"similarity\\\":0.5", "\\\"similarity\\\":{} "));
  }

  /** Sparse points of one lambda are those of the others. */
  @Test
  void everyLambdaHasAsManySparsePoints() {
    List<double[][]> points = new ArrayList<>(model.points());
    List<double[][]> weights = new ArrayList<>(model.weights());
    points.set(1, Arrays.copyOf(points.get(1), 4));
    weights.set(1, Arrays.copyOf(weights.get(1), 12));
    assertThrows(IllegalArgumentException.class, () -> with(points, weights));
    assertThrows(IllegalArgumentException.class, () -> with(points.subList(0, 1), model.weights()));
    assertThrows(
        IllegalArgumentException.class, () -> with(model.points(), model.weights().subList(0, 2)));
  }

  private TensorParameters with(List<double[][]> points, List<double[][]> weights) {
    return new TensorParameters(
        model.name(),
        model.description(),
        model.property(),
        model.unit(),
        model.element(),
        model.features(),
        model.zeta(),
        points,
        weights,
        model.baseline(),
        model.members(),
        model.similarity(),
        model.training());
  }

  @Test
  void productsMustBeOfTheChannelsThereAre() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int start = 8 + (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    int products = start + offset("lambda0.products");
    for (int[] change : new int[][] {{2, 4}, {3, 4}, {1, 4}, {2, -1}, {0, 1}}) {
      byte[] copy = bytes.clone();
      ByteBuffer numbers = ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
      numbers.putInt(products + 4 * change[0], change[1]);
      Path bad = folder.resolve("products.safetensors");
      Files.write(bad, copy);
      complaint(bad);
    }
  }

  @Test
  void numbersMustBeFinite() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int start = 8 + (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    for (String name : List.of("mixing", "lambda1.weights")) {
      byte[] copy = bytes.clone();
      ByteBuffer.wrap(copy)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putDouble(start + offset(name), Double.NaN);
      Path bad = folder.resolve("nan.safetensors");
      Files.write(bad, copy);
      String complaint = complaint(bad);
      assertTrue(complaint.contains("finite") && complaint.contains(name), complaint);
    }
  }

  /** Where an array begins after the header. */
  private int offset(String name) throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    int at = text.indexOf("\"data_offsets\":[", text.indexOf("\"" + name + "\""));
    int from = at + "\"data_offsets\":[".length();
    return Integer.parseInt(text.substring(from, text.indexOf(',', from)));
  }

  /** The file with a text of its header replaced by one of the same length. */
  private Path edited(String from, String to) throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    assertEquals(from.length(), to.length());
    assertTrue(text.contains(from), from);
    Path target = folder.resolve("edited.safetensors");
    Files.write(target, text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1));
    return target;
  }

  private static String complaint(Path bad) {
    CoesiteException e = assertThrows(CoesiteException.class, () -> read(bad));
    assertTrue(e.getMessage().startsWith(bad.toString()), e.getMessage());
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    return e.getMessage();
  }

  @Test
  void nothingIsLeftWhenTheFolderIsMissing() throws IOException {
    Path target = folder.resolve("no/such/folder/m.safetensors");
    assertThrows(CoesiteException.class, () -> TensorModel.save(model, target));
    try (Stream<Path> left = Files.list(folder)) {
      assertFalse(left.anyMatch(path -> path.toString().endsWith(".tmp")));
    }
  }
}
