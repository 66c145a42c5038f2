package org.coesite.examples.dynamics;

import java.util.ArrayList;
import java.util.List;

/**
 * The mean of a quantity along molecular dynamics and its standard error: moments within a block
 * resemble each other, blocks hardly do.
 */
public final class BlockAverage {
  private static final int BLOCKS = 10;

  private final List<Double> values = new ArrayList<>();

  /** Takes a moment. */
  public void add(double value) {
    values.add(value);
  }

  /** NaN where nothing was added. */
  public double mean() {
    return values.stream().mapToDouble(v -> v).average().orElse(Double.NaN);
  }

  /** Standard error of the mean; NaN for fewer moments than blocks. */
  public double error() {
    if (values.size() < BLOCKS) {
      return Double.NaN;
    }
    double mean = mean();
    double square = 0;
    for (int b = 0; b < BLOCKS; b++) {
      int from = b * values.size() / BLOCKS;
      int to = (b + 1) * values.size() / BLOCKS;
      double block = values.subList(from, to).stream().mapToDouble(v -> v).average().orElseThrow();
      square += (block - mean) * (block - mean);
    }
    return Math.sqrt(square / BLOCKS / (BLOCKS - 1));
  }
}
