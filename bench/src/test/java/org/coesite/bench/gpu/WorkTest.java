package org.coesite.bench.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.coesite.backend.Precision;
import org.coesite.models.ManyBody;
import org.coesite.structure.Batch;
import org.junit.jupiter.api.Test;

/** What the roofline is made of. */
class WorkTest {
  private static final Limits LIMITS = new Limits(10, 100, "nothing");

  @Test
  void everyKernelIsHeldAgainstItsOwnLimit() {
    Work flops = Work.of(300, 10);
    Work bytes = Work.of(100, 50);
    assertEquals(3, flops.seconds(LIMITS));
    assertEquals(5, bytes.seconds(LIMITS));
    assertEquals(8, flops.and(bytes).seconds(LIMITS), "400 flops and 60 bytes at once take 6");
    assertEquals(400, flops.and(bytes).allFlops());
    assertEquals(60, flops.and(bytes).allBytes());
  }

  @Test
  void productsAreCountedOnceForValuesAndOnceForGradients() {
    ManyBody term = SiliconModel.of(10, 0).manyBody().getFirst();
    int features = term.points().featureCount();
    assertEquals(7 * 8 * 9 / 2, features);
    TermWork work = new TermWork(term, 1, Precision.F32, 100, 1000, 2800, 2800);
    assertEquals(2.0 * 1000 * features, work.values().flops()[1]);
    assertEquals(2.0 * 1000 * features, work.valuesAdjoint().flops()[1]);
    assertEquals(
        4.0 * (100 * features + 10 * features + 1000), work.values().bytes()[1], "p, p_M and K");
  }

  @Test
  void theBoxHasAsManyAtomsAsItSays() {
    int[] cells = Scale.full(true).silicon();
    assertEquals(100_000, 8 * cells[0] * cells[1] * cells[2]);
    assertEquals(10_000, Samples.silicon(Scale.full(true).networks()).atoms());
    assertEquals(16, Samples.silicon(new int[] {2, 1, 1}).atoms());
    assertEquals(200, Samples.dynamicsCell(false).atoms());
    Batch zeolites = Samples.zeolites(14);
    assertEquals(zeolites.structure(0).atoms(), zeolites.structure(13).atoms());
  }
}
