package org.coesite.cuda;

import java.util.ArrayList;
import java.util.List;
import org.coesite.backend.ProductPaths;
import org.coesite.cuda.driver.Arguments;
import org.coesite.cuda.driver.DeviceBuffer;
import org.coesite.math.ClebschGordan;
import org.coesite.math.Irreps;

/**
 * Blocks that messages are summed into, and the paths that lead to them, in device memory: {@code
 * Sums} of tensor_product.cu. Forward, sources are nodes and targets messages; in the adjoint the
 * other way round. Closed by its owner.
 */
final class SumTables implements AutoCloseable {
  private static final int TARGET_INTS = 8;

  private final ProductPaths paths;
  private final boolean adjoint;
  private final Irreps targets;
  private final Irreps sources;
  private final List<Integer> targetTable = new ArrayList<>();
  private final List<Integer> columnTable = new ArrayList<>();
  private final List<Integer> attributes = new ArrayList<>();
  private final List<Double> coefficients = new ArrayList<>();
  private final Owned owned;
  private final DeviceBuffer targetBuffer;
  private final DeviceBuffer columnBuffer;
  private final DeviceBuffer attributeBuffer;
  private final DeviceBuffer coefficientBuffer;

  /** Number of targets. */
  final int count;

  /** Most elements of an edge's matrix. */
  final int elements;

  /** Most channels. */
  final int channels;

  SumTables(CudaBackend backend, ProductPaths paths, boolean adjoint) {
    this.paths = paths;
    this.adjoint = adjoint;
    targets = adjoint ? paths.x() : paths.out();
    sources = adjoint ? paths.out() : paths.x();
    int mostElements = 0;
    int mostChannels = 0;
    for (int block = 0; block < targets.count(); block++) {
      mostElements = Math.max(mostElements, add(block));
      mostChannels = Math.max(mostChannels, targets.block(block).channels());
    }
    elements = mostElements;
    channels = mostChannels;
    count = targetTable.size() / TARGET_INTS;
    owned = new Owned(backend);
    try {
      targetBuffer = owned.keep(backend.upload(ints(targetTable)));
      columnBuffer = owned.keep(backend.upload(ints(columnTable)));
      attributeBuffer = owned.keep(backend.upload(ints(attributes)));
      double[] values = coefficients.stream().mapToDouble(Double::doubleValue).toArray();
      coefficientBuffer = owned.keep(backend.upload(backend.inPrecision(values)));
    } catch (RuntimeException failure) {
      owned.close();
      throw failure;
    }
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Adds a target; returns how many elements its matrices have, 0 where no path leads there. */
  private int add(int block) {
    int rows = targets.block(block).irrep().size();
    int firstColumn = columnTable.size() / 2;
    int firstElement = attributes.size() / 2;
    for (int p = 0; p < paths.paths().size(); p++) {
      ProductPaths.Path path = paths.paths().get(p);
      if ((adjoint ? path.x() : path.out()) == block) {
        addPath(p, rows);
      }
    }
    int columns = columnTable.size() / 2 - firstColumn;
    if (columns > 0) {
      targetTable.addAll(
          List.of(
              rows,
              targets.block(block).channels(),
              targets.offset(block),
              columns,
              firstColumn,
              firstElement,
              0,
              0));
    }
    return rows * columns;
  }

  private void addPath(int p, int rows) {
    ProductPaths.Path path = paths.paths().get(p);
    int from = adjoint ? path.out() : path.x();
    int firstElement = attributes.size() / 2;
    for (int m = 0; m < sources.block(from).irrep().size(); m++) {
      columnTable.add(sources.offset(from) + m * sources.block(from).channels());
      columnTable.add(paths.weightOffset(p));
      for (int k = 0; k < 2 * rows; k++) {
        attributes.add(0);
        coefficients.add(0.0);
      }
    }
    int l1 = paths.x().block(path.x()).irrep().degree();
    int l3 = paths.out().block(path.out()).irrep().degree();
    int y = paths.y().offset(path.y()) + paths.y().block(path.y()).irrep().degree();
    for (ClebschGordan.Entry c : paths.coefficients(p).entries()) {
      int row = adjoint ? c.m1() + l1 : c.m3() + l3;
      int column = adjoint ? c.m3() + l3 : c.m1() + l1;
      int at = 2 * (firstElement + column * rows + row);
      if (coefficients.get(at) != 0) {
        at++; // m1 and m3 leave two m2 at most: |m1| + |m3| and their difference
      }
      attributes.set(at, y + c.m2());
      coefficients.set(at, path.scale() * c.value());
    }
  }

  /**
   * Arguments that begin with {@code Sums}.
   *
   * @param tile edges at a time
   */
  Arguments arguments(int tile) {
    return new Arguments()
        .buffer(targetBuffer)
        .buffer(columnBuffer)
        .buffer(attributeBuffer)
        .buffer(coefficientBuffer)
        .add(sources.size())
        .add(paths.y().size())
        .add(paths.weights())
        .add(targets.size())
        .add(tile)
        .add(0);
  }

  @Override
  public void close() {
    owned.close();
  }
}
