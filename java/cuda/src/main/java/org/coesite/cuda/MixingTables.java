package org.coesite.cuda;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.coesite.backend.LinearPaths;
import org.coesite.cuda.driver.Arguments;
import org.coesite.cuda.driver.DeviceBuffer;

/**
 * A linear layer's matrices, block of the result after block, and where their channels come from,
 * in device memory: {@code Layer} of linear.cu. Closed by its owner.
 */
final class MixingTables implements AutoCloseable {
  /** TILE_COLUMNS of tiles.cuh. */
  private static final int COLUMNS = 64;

  private final LinearPaths paths;
  private final List<int[]> strips = new ArrayList<>();
  private final List<int[]> places = new ArrayList<>();
  private int largest;
  private final Owned owned;
  private final DeviceBuffer stripBuffer;
  private final DeviceBuffer placeBuffer;
  private final DeviceBuffer weightBuffer;

  MixingTables(CudaBackend backend, LinearPaths paths, double[] weights) {
    this.paths = paths;
    double[] matrices = new double[weights.length];
    int filled = 0;
    for (int block = 0; block < paths.out().count(); block++) {
      filled = add(block, weights, matrices, filled);
    }
    owned = new Owned(backend);
    try {
      stripBuffer = owned.keep(backend.upload(ints(strips)));
      placeBuffer = owned.keep(backend.upload(ints(places)));
      weightBuffer = owned.keep(backend.upload(backend.inPrecision(matrices)));
    } catch (RuntimeException failure) {
      owned.close();
      throw failure;
    }
  }

  private static int[] ints(List<int[]> rows) {
    return rows.stream().flatMapToInt(Arrays::stream).toArray();
  }

  /** Adds a block's matrix to those that are there; returns where the next one begins. */
  private int add(int block, double[] weights, double[] matrices, int filled) {
    int size = paths.out().block(block).irrep().size();
    int channels = paths.out().block(block).channels();
    int first = places.size();
    int next = filled;
    for (int p : paths.pathsTo(block)) {
      int source = paths.paths().get(p).x();
      int sources = paths.xChannels(p);
      for (int u = 0; u < sources; u++) {
        places.add(new int[] {paths.x().offset(source) + u, sources});
      }
      System.arraycopy(weights, paths.weightOffset(p), matrices, next, sources * channels);
      next += sources * channels;
    }
    int depth = places.size() - first;
    for (int column = 0; depth > 0 && column < channels; column += COLUMNS) {
      int offset = paths.out().offset(block);
      strips.add(new int[] {size, channels, offset, column, depth, first, filled, 0});
      largest = Math.max(largest, size);
    }
    return next;
  }

  /** Tiles of columns in all blocks. */
  int strips() {
    return strips.size();
  }

  /** Most values of m. */
  int largest() {
    return largest;
  }

  /** Arguments that begin with {@code Layer}. */
  Arguments arguments() {
    return new Arguments()
        .buffer(stripBuffer)
        .buffer(placeBuffer)
        .buffer(weightBuffer)
        .add(paths.x().size())
        .add(paths.out().size());
  }

  @Override
  public void close() {
    owned.close();
  }
}
