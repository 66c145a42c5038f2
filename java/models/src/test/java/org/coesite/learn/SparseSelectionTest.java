package org.coesite.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.coesite.learn.PotentialConfig.Selection;
import org.junit.jupiter.api.Test;

/** Farthest points and leverage scores where the answer is known. */
class SparseSelectionTest {
  @Test
  void farthestPointsOnALine() {
    List<double[]> line = new ArrayList<>();
    for (double x : new double[] {0, 1, 2, 3, 4, 10}) {
      line.add(new double[] {x});
    }
    assertArrayEquals(new int[] {5, 0, 4, 2}, SparseSelection.choose(Selection.FPS, line, 4, 1));
  }

  @Test
  void duplicatesAreChosenOnce() {
    List<double[]> points = List.of(new double[] {1, 0}, new double[] {0, 1}, new double[] {1, 0});
    for (Selection selection : Selection.values()) {
      assertEquals(2, SparseSelection.choose(selection, points, 3, 1).length);
    }
  }

  @Test
  void leverageScoresAddUpToTheRankAndFavourTheLonely() {
    List<double[]> points = new ArrayList<>();
    Random random = new Random(4);
    for (int k = 0; k < 50; k++) {
      points.add(new double[] {1 + 0.01 * random.nextGaussian(), 0.01 * random.nextGaussian(), 0});
    }
    points.add(new double[] {0, 0, 1});
    double[] scores = SparseSelection.leverageScores(points, 3);
    assertEquals(3, Arrays.stream(scores).sum(), 1e-9);
    assertEquals(1, scores[50], 1e-9);
    int[] chosen = SparseSelection.choose(Selection.CUR, points, 10, 1);
    assertTrue(Arrays.stream(chosen).anyMatch(k -> k == 50));
  }
}
