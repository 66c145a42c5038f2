package org.coesite.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Stream;
import org.coesite.math.Irrep;
import org.coesite.math.Irreps;
import org.junit.jupiter.api.Test;

class ProductPathsTest {
  private static List<Irrep> irreps(String... names) {
    return Stream.of(names).map(Irrep::parse).toList();
  }

  /** What MACE's tp_out_irreps_with_instructions gives for these, by hand. */
  @Test
  void allPathsAreMaces() {
    ProductPaths paths =
        ProductPaths.all(
            Irreps.parse("8x0e+8x1o"), Irreps.harmonics(2, 1), irreps("0e", "1o", "2e"));
    assertEquals("8x0e+8x0e+8x1o+8x1o+8x1o+8x2e+8x2e", paths.out().toString());
    assertEquals(
        List.of(
            new ProductPaths.Path(0, 0, 0, 1),
            new ProductPaths.Path(1, 1, 1, 1),
            new ProductPaths.Path(0, 1, 2, 1),
            new ProductPaths.Path(1, 0, 3, 1),
            new ProductPaths.Path(1, 2, 4, 1),
            new ProductPaths.Path(0, 2, 5, 1),
            new ProductPaths.Path(1, 1, 6, 1)),
        paths.paths());
    assertEquals(7 * 8, paths.weights());
    assertEquals(3 * 8, paths.weightOffset(3));
  }

  /** As tuples (l, p): odd before even. */
  @Test
  void resultsAreSortedAsE3nnSorts() {
    ProductPaths paths =
        ProductPaths.all(
            Irreps.parse("2x0e+3x0o"), Irreps.harmonics(1, 1), irreps("0e", "0o", "1e", "1o"));
    assertEquals("3x0o+2x0e+2x1o+3x1e", paths.out().toString());
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    List<ProductPaths.Path> path = List.of(new ProductPaths.Path(0, 0, 0, 1));
    for (String[] wrong :
        new String[][] {
          {"2x1o", "1x1o", "2x1o"}, // parity
          {"2x1o", "1x1o", "2x3e"}, // degree
          {"2x1o", "1x1o", "3x1e"}, // channels of the result
          {"2x1o", "3x1o", "2x1e"} // channels of the second
        }) {
      assertThrows(
          IllegalArgumentException.class,
          () ->
              new ProductPaths(
                  Irreps.parse(wrong[0]), Irreps.parse(wrong[1]), Irreps.parse(wrong[2]), path));
    }
    ProductPaths own =
        new ProductPaths(Irreps.parse("2x1o"), Irreps.parse("2x1o"), Irreps.parse("2x1e"), path);
    assertThrows(IllegalArgumentException.class, own::requireSharedEdges);
  }
}
