package org.coesite.backend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.coesite.math.ClebschGordan;
import org.coesite.math.Irrep;
import org.coesite.math.Irreps;

/**
 * A product of two equivariant arrays: which blocks of x and y make which block of the result.
 *
 * <p>A path (x block of l1, y block of l2, result block of l3) adds, channel by channel,
 *
 * <pre>
 *   z_m3,u += scale weight_u sum over m1, m2 of C(l1 m1, l2 m2; l3 m3) x_m1,u y_m2,u
 * </pre>
 *
 * with {@link ClebschGordan}'s coefficients. Where y's block has one channel it is shared by all of
 * x's (e3nn's {@code uvu}), else the three have the same number of channels ({@code uuu}). Parities
 * must go together, so that the result is equivariant under inversion, too.
 *
 * <p>Weights stand path after path, {@link #weightOffset}, one for each channel of the path: the
 * order of e3nn's external weights, in which MACE's and NequIP's radial networks give them.
 *
 * @param x of the first array
 * @param y of the second
 * @param out of the result; blocks that no path leads to are zero
 * @param paths in the order in which they are summed
 */
public record ProductPaths(Irreps x, Irreps y, Irreps out, List<Path> paths) {
  /**
   * A path by numbers of blocks.
   *
   * @param scale a factor, 1 for e3nn's normalisation of one path
   */
  public record Path(int x, int y, int out, double scale) {}

  public ProductPaths {
    paths = List.copyOf(paths);
    for (Path path : paths) {
      Irreps.Block a = x.block(path.x);
      Irreps.Block b = y.block(path.y);
      Irreps.Block c = out.block(path.out);
      if (!c.irrep().isOf(a.irrep(), b.irrep())) {
        throw new IllegalArgumentException(
            "%s and %s do not make %s".formatted(a.irrep(), b.irrep(), c.irrep()));
      }
      if (a.channels() != c.channels() || (b.channels() != a.channels() && b.channels() != 1)) {
        throw new IllegalArgumentException(
            "channels of %s, %s and %s do not go together".formatted(a, b, c));
      }
    }
  }

  /**
   * Every way from blocks of x and y to wanted irreps, each with a block of its own in the result:
   * the paths of MACE's and NequIP's convolutions. The result's blocks are sorted as e3nn sorts
   * them: by l, then odd before even, and in the order of x and y within; paths are in the order of
   * their results, as MACE and NequIP (since 0.11) have them.
   *
   * @param wanted irreps to keep
   */
  public static ProductPaths all(Irreps x, Irreps y, List<Irrep> wanted) {
    record Found(int x, int y, Irreps.Block out) {}
    List<Found> found = new ArrayList<>();
    for (int a = 0; a < x.count(); a++) {
      for (int b = 0; b < y.count(); b++) {
        Irrep first = x.block(a).irrep();
        Irrep second = y.block(b).irrep();
        for (int l = Math.abs(first.degree() - second.degree());
            l <= first.degree() + second.degree();
            l++) {
          Irrep irrep = new Irrep(l, first.parity() * second.parity());
          if (wanted.contains(irrep)) {
            found.add(new Found(a, b, new Irreps.Block(x.block(a).channels(), irrep)));
          }
        }
      }
    }
    found.sort(
        Comparator.comparingInt((Found f) -> f.out.irrep().degree())
            .thenComparingInt(f -> f.out.irrep().parity()));
    List<Path> paths = new ArrayList<>();
    for (int k = 0; k < found.size(); k++) {
      paths.add(new Path(found.get(k).x, found.get(k).y, k, 1));
    }
    return new ProductPaths(x, y, new Irreps(found.stream().map(Found::out).toList()), paths);
  }

  /** Channels of a path. */
  public int channels(int path) {
    return out.block(paths.get(path).out).channels();
  }

  /** Where the weights of a path begin; of the number of paths, how many weights there are. */
  public int weightOffset(int path) {
    int offset = 0;
    for (int k = 0; k < path; k++) {
      offset += channels(k);
    }
    return offset;
  }

  /** Number of weights. */
  public int weights() {
    return weightOffset(paths.size());
  }

  /**
   * Refuses paths on which y has channels of its own.
   *
   * @throws IllegalArgumentException if there is one
   */
  public void requireSharedEdges() {
    for (int p = 0; p < paths.size(); p++) {
      Irreps.Block block = y.block(paths.get(p).y);
      if (block.channels() != 1) {
        throw new IllegalArgumentException(
            "attributes of edges have one channel, shared by all of the nodes', not " + block);
      }
    }
  }

  /** The coefficients of a path, without its scale. */
  public ClebschGordan coefficients(int path) {
    Path p = paths.get(path);
    return ClebschGordan.of(
        x.block(p.x).irrep().degree(),
        y.block(p.y).irrep().degree(),
        out.block(p.out).irrep().degree());
  }
}
