package org.coesite.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockPoolTest {
  private long next = 4096;
  private final List<Long> gone = new ArrayList<>();
  private final BlockPool pool = new BlockPool(this::allocate, gone::add);

  private long allocate(long bytes) {
    long address = next;
    next += bytes;
    return address;
  }

  private BlockPool.Block take(long bytes) {
    long size = BlockPool.rounded(bytes);
    BlockPool.Block block = pool.unused(size);
    return block == null ? pool.allocated(size) : block;
  }

  @Test
  void sizesAreRoundedUpByAnEighthAtMost() {
    assertEquals(256, BlockPool.rounded(0));
    assertEquals(256, BlockPool.rounded(256));
    assertEquals(512, BlockPool.rounded(257));
    assertEquals(4096, BlockPool.rounded(4096));
    assertEquals(4096 + 512, BlockPool.rounded(4097));
    for (long bytes = 3000; bytes < 1L << 40; bytes += 1 + bytes / 3) {
      long size = BlockPool.rounded(bytes);
      assertTrue(size >= bytes && size - bytes <= bytes / 8, bytes + " became " + size);
      assertEquals(size, BlockPool.rounded(size));
      assertEquals(0, size % 256);
    }
  }

  @Test
  void aStepThatRepeatsMeetsTheSameAddresses() {
    List<Long> first = step();
    for (int i = 0; i < 5; i++) {
      assertEquals(first, step());
    }
    assertEquals(4, pool.allocations());
  }

  /** Takes four blocks of two sizes, and gives them back in an order that a stack would turn. */
  private List<Long> step() {
    List<BlockPool.Block> blocks = List.of(take(1000), take(1000), take(5000), take(1000));
    for (int i : new int[] {1, 0, 3, 2}) {
      pool.giveBack(blocks.get(i));
    }
    return blocks.stream().map(BlockPool.Block::address).toList();
  }

  @Test
  void trimmingKeepsWhatIsInUse() {
    BlockPool.Block kept = take(1000);
    BlockPool.Block unused = take(1000);
    pool.giveBack(unused);
    pool.trim();
    assertEquals(List.of(unused.address()), gone);
    assertEquals(1, pool.allocations());
    assertEquals(pool.inUse(), pool.held());
    assertNull(pool.unused(BlockPool.rounded(1000)));
    pool.giveBack(kept);
    assertEquals(kept, take(1000));
    assertNotNull(take(1000));
    assertEquals(2, pool.allocations());
  }

  @Test
  void closingFreesAll() {
    BlockPool.Block kept = take(1000);
    pool.giveBack(take(300));
    pool.close();
    assertEquals(2, gone.size());
    assertEquals(0, pool.held());
    assertEquals(0, pool.inUse());
    pool.giveBack(kept);
    assertEquals(2, gone.size());
  }
}
