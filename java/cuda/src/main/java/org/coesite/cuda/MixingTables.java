package org.coesite.cuda;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.coesite.backend.LinearPaths;
import org.coesite.cuda.driver.Arguments;
import org.coesite.cuda.driver.DeviceBuffer;
import org.coesite.math.Irreps;

/**
 * A linear layer's matrices, group after group, and where their channels stand, in device memory:
 * {@code Layer} of linear.cu. Closed by its owner.
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
    List<double[]> matrices = new ArrayList<>();
    int filled = 0;
    for (LinearPaths.Group group : paths.groups()) {
      add(group, filled);
      double[] matrix = paths.matrix(group, weights);
      matrices.add(matrix);
      filled += matrix.length;
    }
    double[] all = matrices.stream().flatMapToDouble(Arrays::stream).toArray();
    owned = new Owned(backend);
    try {
      stripBuffer = owned.keep(backend.upload(ints(strips)));
      placeBuffer = owned.keep(backend.upload(ints(places)));
      weightBuffer = owned.keep(backend.upload(backend.inPrecision(all)));
    } catch (RuntimeException failure) {
      owned.close();
      throw failure;
    }
  }

  private static int[] ints(List<int[]> rows) {
    return rows.stream().flatMapToInt(Arrays::stream).toArray();
  }

  /** Adds the strips of a group, whose matrix begins at {@code weight}. */
  private void add(LinearPaths.Group group, int weight) {
    int size = paths.out().block(group.out().getFirst()).irrep().size();
    int from = places.size();
    addPlaces(paths.x(), group.x());
    int to = places.size();
    addPlaces(paths.out(), group.out());
    int columns = places.size() - to;
    for (int column = 0; column < columns; column += COLUMNS) {
      strips.add(new int[] {size, column, to - from, columns, from, to, weight, 0});
    }
    largest = Math.max(largest, size);
  }

  private void addPlaces(Irreps irreps, List<Integer> blocks) {
    for (int block : blocks) {
      int channels = irreps.block(block).channels();
      for (int u = 0; u < channels; u++) {
        places.add(new int[] {irreps.offset(block) + u, channels});
      }
    }
  }

  /** Tiles of columns of all groups. */
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
