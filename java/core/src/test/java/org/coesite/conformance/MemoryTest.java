package org.coesite.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.coesite.CoesiteException;
import org.coesite.backend.Linear;
import org.coesite.backend.LinearPaths;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.Precision;
import org.coesite.backend.Soap;
import org.coesite.backend.Tensor;
import org.coesite.cpu.CpuBackend;
import org.coesite.math.SoapBasis;
import org.coesite.structure.Batch;
import org.junit.jupiter.api.Test;

/** The CPU backend gives back what it took. */
class MemoryTest {
  private static final Batch BATCH = Batch.of(RandomStructures.material(1, 20, 3, 8, 14));
  private static final SoapBasis BASIS = new SoapBasis(3, 0.5, 2, 1, 0.5);

  @Test
  void nothingIsLeftAfterAModelRan() {
    RandomModel model = RandomModel.of(BASIS, 2, true, 1, 8, 14);
    try (CpuBackend backend = new CpuBackend(Precision.F64, 2)) {
      model.evaluate(backend, BATCH, 7);
      assertEquals(0, backend.memory().live());
      long reserved = backend.memory().reserved();
      for (int time = 0; time < 20; time++) {
        model.evaluate(backend, BATCH, 7);
      }
      assertEquals(reserved, backend.memory().reserved(), "blocks are used again");
    }
  }

  @Test
  void aFailureLeavesNothing() {
    try (CpuBackend backend = new CpuBackend(Precision.F32, 2)) {
      try (NeighbourSearch search = backend.neighbours(BATCH, 3);
          Neighbours pairs = search.pairs(0, 20);
          Soap soap = backend.soap(BASIS, new int[] {14})) {
        assertThrows(CoesiteException.class, () -> soap.expansion(pairs).close());
      }
      assertThrows(
          IllegalArgumentException.class, () -> backend.tensor(new double[5], 2, 3).close());
      assertEquals(0, backend.memory().live());
    }
  }

  @Test
  void aLayerClosedTwiceGivesItsMatricesBackOnce() {
    try (CpuBackend backend = new CpuBackend(Precision.F64, 2)) {
      LinearPaths paths = ReferenceLinear.all("3x0e+2x1o+1x0e", "2x0e+4x1o");
      Linear linear = backend.linear(paths, new double[paths.weights()]);
      assertEquals(4, backend.memory().live());
      linear.close();
      linear.close();
      assertEquals(0, backend.memory().live());
    }
  }

  @Test
  void aTensorClosedTwiceIsGivenBackOnce() {
    try (CpuBackend backend = new CpuBackend(Precision.F64, 1)) {
      Tensor tensor = backend.tensor(new double[] {1, 2}, 2);
      tensor.close();
      tensor.close();
      assertEquals(0, backend.memory().live());
      try (Tensor first = backend.tensor(new double[] {3, 4}, 2);
          Tensor second = backend.tensor(new double[] {5, 6}, 2)) {
        assertEquals(3, first.toDoubles()[0], "a block handed out twice would hold 5");
        assertEquals(5, second.toDoubles()[0]);
      }
    }
  }
}
