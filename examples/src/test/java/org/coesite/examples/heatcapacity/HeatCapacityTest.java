package org.coesite.examples.heatcapacity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Random;
import org.coesite.examples.dynamics.BlockAverage;
import org.junit.jupiter.api.Test;

class HeatCapacityTest {
  @Test
  void errorsOfIndependentNumbersFallAsTheRootOfTheirCount() {
    Random random = new Random(3);
    BlockAverage average = new BlockAverage();
    for (int k = 0; k < 10_000; k++) {
      average.add(5 + random.nextGaussian());
    }
    assertEquals(5, average.mean(), 0.05);
    assertEquals(0.01, average.error(), 0.007);
  }

  /** Too short for a physical number: the pieces fit together. */
  @Test
  void aTinyRunGoesThrough() {
    StringWriter out = new StringWriter();
    int exit =
        HeatCapacity.commandLine()
            .setOut(new PrintWriter(out))
            .execute("--crystal", "--cells", "1", "--steps", "30", "--temperature", "900");
    assertEquals(0, exit, out.toString());
    assertTrue(out.toString().contains("hot electrons: heat capacity"), out.toString());
    assertTrue(out.toString().contains("C_el at constant volume"), out.toString());
  }
}
