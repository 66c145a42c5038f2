package org.coesite.cuda;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.coesite.backend.ProductPaths;
import org.coesite.cuda.driver.Arguments;
import org.coesite.cuda.driver.DeviceBuffer;
import org.coesite.math.ClebschGordan;

/**
 * Paths and their coefficients that are not zero, in device memory: {@code Paths} of
 * tensor_product.cu. Closed by its owner.
 */
final class PathTables implements AutoCloseable {
  private final ProductPaths paths;
  private final List<Integer> table = new ArrayList<>();
  private final List<Integer> starts = new ArrayList<>();
  private final List<Integer> places = new ArrayList<>();
  private final List<Double> values = new ArrayList<>();
  private final Owned owned;
  private final DeviceBuffer pathBuffer;
  private final DeviceBuffer startBuffer;
  private final DeviceBuffer placeBuffer;
  private final DeviceBuffer valueBuffer;

  PathTables(CudaBackend backend, ProductPaths paths) {
    this.paths = paths;
    for (int p = 0; p < paths.paths().size(); p++) {
      add(p);
    }
    owned = new Owned(backend);
    try {
      pathBuffer = owned.keep(backend.upload(ints(table)));
      startBuffer = owned.keep(backend.upload(ints(starts)));
      placeBuffer = owned.keep(backend.upload(ints(places)));
      double[] numbers = values.stream().mapToDouble(Double::doubleValue).toArray();
      valueBuffer = owned.keep(backend.upload(backend.inPrecision(numbers)));
    } catch (RuntimeException failure) {
      owned.close();
      throw failure;
    }
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  private void add(int p) {
    ProductPaths.Path path = paths.paths().get(p);
    int[] size = {
      paths.x().block(path.x()).irrep().size(),
      paths.y().block(path.y()).irrep().size(),
      paths.out().block(path.out()).irrep().size()
    };
    boolean shared = paths.y().block(path.y()).channels() < paths.channels(p);
    table.addAll(
        List.of(
            paths.channels(p),
            paths.x().offset(path.x()),
            paths.y().offset(path.y()),
            paths.out().offset(path.out()),
            paths.weightOffset(p),
            shared ? 1 : 0,
            size[0],
            size[1],
            size[2]));
    table.add(addRows(p, size, 2, 0, 1));
    table.add(addRows(p, size, 0, 2, 1));
    table.add(addRows(p, size, 1, 2, 0));
  }

  /** Adds the coefficients by one of the orders; returns the place of their first start. */
  private int addRows(int p, int[] size, int row, int first, int second) {
    record Entry(int row, int first, int second, double value) {}
    List<Entry> entries = new ArrayList<>();
    for (ClebschGordan.Entry c : paths.coefficients(p).entries()) {
      int[] m = {c.m1() + size[0] / 2, c.m2() + size[1] / 2, c.m3() + size[2] / 2};
      entries.add(new Entry(m[row], m[first], m[second], paths.paths().get(p).scale() * c.value()));
    }
    entries.sort(
        Comparator.comparingInt(Entry::row)
            .thenComparingInt(Entry::first)
            .thenComparingInt(Entry::second));
    int place = starts.size();
    int next = 0;
    for (int r = 0; r <= size[row]; r++) {
      while (next < entries.size() && entries.get(next).row < r) {
        next++;
      }
      starts.add(values.size() + next);
    }
    for (Entry entry : entries) {
      places.add(entry.first);
      places.add(entry.second);
      values.add(entry.value);
    }
    return place;
  }

  /** Arguments that begin with {@code Paths}. */
  Arguments arguments() {
    return new Arguments()
        .buffer(pathBuffer)
        .buffer(startBuffer)
        .buffer(placeBuffer)
        .buffer(valueBuffer)
        .add(paths.paths().size())
        .add(paths.x().size())
        .add(paths.y().size())
        .add(paths.out().size())
        .add(paths.weights())
        .add(0);
  }

  @Override
  public void close() {
    owned.close();
  }
}
