package org.coesite.math;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.coesite.CoesiteException;

/**
 * What the numbers of an equivariant array are: blocks of irreps, each in a number of channels.
 * Written as in e3nn: {@code 128x0e+128x1o}.
 *
 * <p>Blocks follow each other in memory. In a block the channels stand together: number (m, u) is
 * at (m + l) channels + u, which e3nn calls {@code ir_mul} and cuEquivariance supports under that
 * name. So channels are read and worked on a vector or a warp at a time, whatever l is; weights of
 * linear layers, which mix channels only, are the same as in e3nn's own order {@code mul_ir}.
 * SOAP's expansion coefficients of a centre, [species, (L + 1)^2, N], are such an array: for each
 * species a block of N channels for each l. Immutable.
 */
public final class Irreps {
  /**
   * An irrep in several channels.
   *
   * @param channels at least 1
   */
  public record Block(int channels, Irrep irrep) {
    public Block {
      if (channels < 1) {
        throw new IllegalArgumentException("an irrep has at least one channel, not " + channels);
      }
    }

    /** Numbers in it. */
    public int size() {
      return Math.multiplyExact(channels, irrep.size());
    }

    @Override
    public String toString() {
      return channels + "x" + irrep;
    }
  }

  private final List<Block> blocks;
  private final int[] offsets;

  /** Blocks in their order; the same irrep may come in several of them. */
  public Irreps(List<Block> blocks) {
    this.blocks = List.copyOf(blocks);
    offsets = new int[blocks.size() + 1];
    for (int k = 0; k < blocks.size(); k++) {
      offsets[k + 1] = Math.addExact(offsets[k], blocks.get(k).size());
    }
  }

  /** The harmonics of l = 0 to a largest one, each in so many channels. */
  public static Irreps harmonics(int maxDegree, int channels) {
    List<Block> blocks = new ArrayList<>();
    for (int l = 0; l <= maxDegree; l++) {
      blocks.add(new Block(channels, Irrep.harmonic(l)));
    }
    return new Irreps(blocks);
  }

  /**
   * Reads {@code 128x0e+128x1o}; {@code 1o} is short for {@code 1x1o}.
   *
   * @throws CoesiteException if it is not that
   */
  public static Irreps parse(String text) {
    List<Block> blocks = new ArrayList<>();
    for (String part : text.split("\\+", -1)) {
      String block = part.strip();
      int times = block.indexOf('x');
      String channels = times < 0 ? "1" : block.substring(0, times);
      if (!channels.matches("[1-9]\\d{0,6}")) {
        throw new CoesiteException(
            "irreps '%s': '%s' is not a number of channels and an irrep, such as 128x1o"
                .formatted(text, block));
      }
      blocks.add(new Block(Integer.parseInt(channels), irrep(block.substring(times + 1), text)));
    }
    return new Irreps(blocks);
  }

  private static Irrep irrep(String part, String text) {
    try {
      return Irrep.parse(part);
    } catch (CoesiteException e) {
      throw new CoesiteException("irreps '%s': %s".formatted(text, e.getMessage()), e);
    }
  }

  /** Number of blocks. */
  public int count() {
    return blocks.size();
  }

  public Block block(int k) {
    return blocks.get(k);
  }

  public List<Block> blocks() {
    return blocks;
  }

  /** Where a block begins. */
  public int offset(int k) {
    return offsets[k];
  }

  /** Numbers in all. */
  public int size() {
    return offsets[blocks.size()];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Irreps irreps && blocks.equals(irreps.blocks);
  }

  @Override
  public int hashCode() {
    return blocks.hashCode();
  }

  @Override
  public String toString() {
    return blocks.stream().map(Block::toString).collect(Collectors.joining("+"));
  }
}
