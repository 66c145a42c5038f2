package org.coesite.bench.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.coesite.backend.PairList;
import org.coesite.backend.Precision;
import org.coesite.bench.LinearShapes;
import org.coesite.bench.ProductShapes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other libraries are given. */
class PeersTest {
  @TempDir private Path folder;

  @Test
  void sendersOfAllEdgesComeBeforeTheirReceivers() throws IOException {
    int[] start = {0, 2, 2, 3};
    new Peers(folder).edges(new PairList(5, start, new int[] {6, 7, 5}, new int[9], new double[9]));
    ByteBuffer bytes =
        ByteBuffer.wrap(Files.readAllBytes(folder.resolve("edges.i32")))
            .order(ByteOrder.LITTLE_ENDIAN);
    int[] numbers = new int[6];
    bytes.asIntBuffer().get(numbers);
    assertEquals(24, bytes.limit());
    assertArrayEquals(new int[] {6, 7, 5, 5, 5, 7}, numbers);
  }

  @Test
  void shapesAreInE3nnsWords() throws IOException {
    Peers peers = new Peers(folder);
    List<Stage> stages =
        List.of(
            new Stage("forward", 1, Work.NONE),
            new Stage("one adjoint", 2, Work.NONE),
            new Stage("another", 4, Work.NONE));
    peers.convolution("mace", Precision.F32, ProductShapes.named("mace"), 10, 300, stages);
    peers.linear("soap", Precision.F64, LinearShapes.named("soap"), 10, stages.subList(0, 2));
    JsonNode cases = new ObjectMapper().readTree(folder.resolve("cases.json").toFile());
    assertEquals(2, cases.size());
    JsonNode messages = cases.get(0);
    assertEquals("128x0e+128x1o", messages.get("x").asText());
    assertEquals("1x0e+1x1o+1x2e+1x3o", messages.get("y").asText());
    assertEquals("F32", messages.get("precision").asText());
    assertEquals(10, messages.get("paths").size(), "those of MACE's second layer");
    assertEquals("[1,1,1]", messages.get("paths").get(1).toString());
    assertEquals(300, messages.get("edges").asLong());
    assertEquals(1, messages.get("forward").asDouble());
    assertEquals(7, messages.get("both").asDouble());
    assertEquals("linear", cases.get(1).get("kind").asText());
    assertTrue(cases.get(1).get("y").isNull());
    assertEquals("[7,0]", cases.get(1).get("paths").get(7).toString(), "species by species");
    assertEquals(3, cases.get(1).get("both").asDouble());
  }

  @Test
  void withoutAFolderNothingIsWritten() {
    Peers peers = new Peers(null);
    peers.edges(new PairList(0, new int[] {0}, new int[0], new int[0], new double[0]));
    peers.linear("soap", Precision.F64, LinearShapes.named("soap"), 1, stageOf(1));
  }

  private static List<Stage> stageOf(double seconds) {
    return List.of(new Stage("forward", seconds, Work.NONE));
  }
}
