package org.coesite.backend;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.coesite.math.Irreps;

/**
 * An equivariant linear layer: which blocks of x are added up to which blocks of the result.
 *
 * <p>A path (x block, result block), both of the same irrep, adds
 *
 * <pre>
 *   z_m,w += sum over u of W_u,w x_m,u
 * </pre>
 *
 * with one matrix W [x channels, result channels] for all m: by Schur's lemma, all that a linear
 * map between them can be. Weights stand path after path, {@link #weightOffset}, each matrix row by
 * row: the order of e3nn's {@code o3.Linear} (Geiger and Smidt, arXiv:2207.09453), which divides
 * them by the root of all channels that lead to a block; here they are taken as they are.
 *
 * @param x of the argument
 * @param out of the result; blocks that no path leads to are zero
 * @param paths in the order in which they are summed
 */
public record LinearPaths(Irreps x, Irreps out, List<Path> paths) {
  /** A path by numbers of blocks. */
  public record Path(int x, int out) {}

  public LinearPaths {
    paths = List.copyOf(paths);
    for (Path path : paths) {
      Irreps.Block from = x.block(path.x);
      Irreps.Block to = out.block(path.out);
      if (!from.irrep().equals(to.irrep())) {
        throw new IllegalArgumentException(
            "a linear layer does not lead from %s to %s: irreps differ".formatted(from, to));
      }
    }
  }

  /** Every pair of blocks of equal irreps, x's block after block: e3nn's order. */
  public static LinearPaths all(Irreps x, Irreps out) {
    List<Path> paths = new ArrayList<>();
    for (int a = 0; a < x.count(); a++) {
      for (int b = 0; b < out.count(); b++) {
        if (x.block(a).irrep().equals(out.block(b).irrep())) {
          paths.add(new Path(a, b));
        }
      }
    }
    return new LinearPaths(x, out, paths);
  }

  /** The paths the other way, in their order: those of the adjoint. */
  public LinearPaths transposed() {
    return new LinearPaths(out, x, paths.stream().map(p -> new Path(p.out, p.x)).toList());
  }

  /**
   * The matrices of the paths transposed: weights of {@link #transposed()}.
   *
   * @throws IllegalArgumentException if there are not {@link #weights()} of them
   */
  public double[] transposed(double[] weights) {
    requireWeights(weights);
    double[] turned = new double[weights.length];
    int offset = 0;
    for (int p = 0; p < paths.size(); p++) {
      int rows = xChannels(p);
      int columns = outChannels(p);
      for (int u = 0; u < rows; u++) {
        for (int w = 0; w < columns; w++) {
          turned[offset + w * rows + u] = weights[offset + u * columns + w];
        }
      }
      offset += rows * columns;
    }
    return turned;
  }

  /** Channels that a path comes from. */
  public int xChannels(int path) {
    return x.block(paths.get(path).x).channels();
  }

  /** Channels that a path leads to. */
  public int outChannels(int path) {
    return out.block(paths.get(path).out).channels();
  }

  /** Where the weights of a path begin; of the number of paths, how many weights there are. */
  public int weightOffset(int path) {
    int offset = 0;
    for (int k = 0; k < path; k++) {
      offset = Math.addExact(offset, Math.multiplyExact(xChannels(k), outChannels(k)));
    }
    return offset;
  }

  /** Number of weights. */
  public int weights() {
    return weightOffset(paths.size());
  }

  /**
   * Blocks of the result that the same blocks of x lead to: for each m, a product of these blocks'
   * channels, one block's after the other's, with one matrix.
   *
   * @param x numbers of the blocks that lead there, in the order of the paths
   * @param out numbers of the blocks
   */
  public record Group(List<Integer> x, List<Integer> out) {}

  /** All groups of which there is something to do: blocks that no path leads to are in none. */
  public List<Group> groups() {
    Map<List<Integer>, List<Integer>> bySources = new LinkedHashMap<>();
    for (int block = 0; block < out.count(); block++) {
      List<Integer> sources = pathsTo(block).stream().map(p -> paths.get(p).x).toList();
      bySources.computeIfAbsent(sources, key -> new ArrayList<>()).add(block);
    }
    bySources.remove(List.of());
    return bySources.entrySet().stream().map(e -> new Group(e.getKey(), e.getValue())).toList();
  }

  private List<Integer> pathsTo(int block) {
    return IntStream.range(0, paths.size()).filter(p -> paths.get(p).out == block).boxed().toList();
  }

  /** Whether a path leads to every block of the result. */
  public boolean reachesAll() {
    return paths.stream().map(Path::out).distinct().count() == out.count();
  }

  /**
   * The matrix of a group, [channels of its x, channels of its out], row by row.
   *
   * @throws IllegalArgumentException if there are not {@link #weights()} weights
   */
  public double[] matrix(Group group, double[] weights) {
    requireWeights(weights);
    int columns = channels(out, group.out);
    double[] matrix = new double[Math.multiplyExact(channels(x, group.x), columns)];
    int column = 0;
    for (int block : group.out) {
      int channels = out.block(block).channels();
      int at = column;
      for (int p : pathsTo(block)) {
        for (int u = 0; u < xChannels(p); u++) {
          System.arraycopy(weights, weightOffset(p) + u * channels, matrix, at, channels);
          at += columns;
        }
      }
      column += channels;
    }
    return matrix;
  }

  private static int channels(Irreps irreps, List<Integer> blocks) {
    return blocks.stream().mapToInt(block -> irreps.block(block).channels()).sum();
  }

  /**
   * Refuses weights that are too few or too many.
   *
   * @throws IllegalArgumentException if there are not {@link #weights()} of them
   */
  public void requireWeights(double[] weights) {
    if (weights.length != weights()) {
      throw new IllegalArgumentException(
          "the layer has %d weights, not %d".formatted(weights(), weights.length));
    }
  }
}
