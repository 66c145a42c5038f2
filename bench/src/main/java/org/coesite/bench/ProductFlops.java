package org.coesite.bench;

import org.coesite.backend.ProductPaths;
import org.coesite.math.ClebschGordan;

/**
 * Floating-point operations and bytes that a convolution needs, whatever computes it: elements of
 * the edges' matrices that are not zero, each a multiply-add for each channel. Bytes are those of
 * arrays read and written once, senders' numbers left to the caches.
 */
public final class ProductFlops {
  private final ProductPaths paths;
  private final long atoms;
  private final long edges;
  private long elements;
  private long entries;
  private long sources;
  private long results;

  public ProductFlops(ProductPaths paths, long atoms, long edges) {
    this.paths = paths;
    this.atoms = atoms;
    this.edges = edges;
    for (int p = 0; p < paths.paths().size(); p++) {
      ProductPaths.Path path = paths.paths().get(p);
      long channels = paths.channels(p);
      ClebschGordan c = paths.coefficients(p);
      entries += c.entries().size();
      elements +=
          channels * c.entries().stream().map(e -> e.m1() + 1000 * e.m3()).distinct().count();
      sources += paths.x().block(path.x()).size();
      results += paths.out().block(path.out()).size();
    }
  }

  /** Matrices, sources times weights, products. */
  public long messages() {
    return edges * (2 * entries + sources + 2 * elements);
  }

  /** The same with messages for sources. */
  public long nodesAdjoint() {
    return edges * (2 * entries + results + 2 * elements);
  }

  /**
   * Matrices and their gradients' spread, sources times weights, gradients of matrices, messages,
   * and these times gradients.
   */
  public long edgesAdjoint() {
    return edges * (4 * entries + sources + 4 * elements + 2 * results);
  }

  private long numbers() {
    return atoms * (paths.x().size() + paths.out().size())
        + edges * (paths.y().size() + paths.weights());
  }

  /** Nodes, attributes and weights read, messages written. */
  public long messagesNumbers() {
    return numbers();
  }

  /** Gradients of messages, attributes and weights read, those of nodes read and written. */
  public long nodesAdjointNumbers() {
    return numbers() + atoms * paths.x().size();
  }

  /** All read, gradients of attributes and weights read and written. */
  public long edgesAdjointNumbers() {
    return numbers() + 2 * edges * (paths.y().size() + paths.weights());
  }

  /** Number of edges. */
  long edges() {
    return edges;
  }
}
