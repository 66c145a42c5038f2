package org.coesite.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.coesite.math.Irreps;
import org.junit.jupiter.api.Test;

class LinearPathsTest {
  /** The instructions of e3nn's Linear("2x0e+3x1o+4x0e+1x1e", "5x1o+6x0e+7x0e+1x2e"), by hand. */
  @Test
  void allPathsAreE3nns() {
    LinearPaths paths =
        LinearPaths.all(Irreps.parse("2x0e+3x1o+4x0e+1x1e"), Irreps.parse("5x1o+6x0e+7x0e+1x2e"));
    assertEquals(
        List.of(
            new LinearPaths.Path(0, 1),
            new LinearPaths.Path(0, 2),
            new LinearPaths.Path(1, 0),
            new LinearPaths.Path(2, 1),
            new LinearPaths.Path(2, 2)),
        paths.paths());
    assertEquals(2 * 6 + 2 * 7 + 3 * 5, paths.weightOffset(3));
    assertEquals(2 * 6 + 2 * 7 + 3 * 5 + 4 * 6 + 4 * 7, paths.weights());
    assertEquals(4, paths.xChannels(3));
    assertEquals(6, paths.outChannels(3));
  }

  @Test
  void matricesAreTransposedOneByOne() {
    LinearPaths paths = LinearPaths.all(Irreps.parse("2x0e+1x0e"), Irreps.parse("3x0e"));
    double[] weights = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    double[] transposed = paths.transposed(weights);
    assertArrayEquals(new double[] {1, 4, 2, 5, 3, 6, 7, 8, 9}, transposed);
    assertEquals(paths, paths.transposed().transposed());
    assertArrayEquals(weights, paths.transposed().transposed(transposed));
  }

  /** Blocks 1 and 2 come from 0 and 2, block 0 from 1, block 3 from nowhere. */
  @Test
  void blocksFromTheSameOnesAreGrouped() {
    LinearPaths paths =
        LinearPaths.all(Irreps.parse("2x0e+1x1o+1x0e+1x1e"), Irreps.parse("2x1o+1x0e+2x0e+1x2e"));
    assertEquals(
        List.of(
            new LinearPaths.Group(List.of(1), List.of(0)),
            new LinearPaths.Group(List.of(0, 2), List.of(1, 2))),
        paths.groups());
    double[] weights = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    assertArrayEquals(
        new double[] {1, 3, 4, 2, 5, 6, 9, 10, 11}, paths.matrix(paths.groups().get(1), weights));
    assertArrayEquals(new double[] {7, 8}, paths.matrix(paths.groups().get(0), weights));
    assertFalse(paths.reachesAll());
    assertFalse(paths.transposed().reachesAll());
    assertTrue(LinearPaths.all(paths.x(), paths.x()).reachesAll());
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    List<LinearPaths.Path> path = List.of(new LinearPaths.Path(0, 0));
    Irreps vector = Irreps.parse("2x1o");
    for (String wrong : new String[] {"2x1e", "2x2o"}) {
      IllegalArgumentException refusal =
          assertThrows(
              IllegalArgumentException.class,
              () -> new LinearPaths(vector, Irreps.parse(wrong), path));
      assertEquals(
          "a linear layer does not lead from 2x1o to " + wrong + ": irreps differ",
          refusal.getMessage());
    }
    LinearPaths paths = LinearPaths.all(vector, vector);
    assertThrows(IllegalArgumentException.class, () -> paths.transposed(new double[3]));
  }
}
