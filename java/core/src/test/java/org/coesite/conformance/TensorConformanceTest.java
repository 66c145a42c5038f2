package org.coesite.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.IntStream;
import org.coesite.backend.Backend;
import org.coesite.backend.ChannelGradients;
import org.coesite.backend.ForceSums;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.Precision;
import org.coesite.backend.Soap;
import org.coesite.backend.SparseKernel;
import org.coesite.backend.SparsePoints;
import org.coesite.backend.Tensor;
import org.coesite.math.SoapBasis;
import org.coesite.structure.Batch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Who owns a tensor, and that a wrong one is refused rather than read. */
@ParameterizedClass
@MethodSource("org.coesite.conformance.Device#all")
class TensorConformanceTest {
  private static final Batch BATCH = Batch.of(RandomStructures.material(1, 3, 3, 14));
  private static final SoapBasis BASIS = new SoapBasis(3, 0.5, 2, 1, 0.5);

  @Parameter Device device;
  private Backend backend;

  @BeforeEach
  void open() {
    backend = device.open();
  }

  @AfterEach
  void close() {
    backend.close();
  }

  /** By way of memory outside of Java. */
  private static double[] copied(Tensor tensor) {
    try (Arena arena = Arena.ofConfined()) {
      long bytes = tensor.precision().bytes();
      MemorySegment memory = arena.allocate(bytes * tensor.size(), bytes);
      tensor.copyTo(memory);
      assertThrows(IllegalArgumentException.class, () -> tensor.copyTo(memory.asSlice(bytes)));
      return tensor.precision() == Precision.F64
          ? memory.toArray(ValueLayout.JAVA_DOUBLE)
          : IntStream.range(0, (int) tensor.size())
              .mapToDouble(k -> memory.getAtIndex(ValueLayout.JAVA_FLOAT, k))
              .toArray();
    }
  }

  @Test
  void holdsWhatItWasGiven() {
    double[] values = {1, -2.5, 0.1, 1e30, 5, 6};
    try (Tensor tensor = backend.tensor(values, 2, 3)) {
      assertSame(backend, tensor.owner());
      assertEquals(device.precision(), tensor.precision());
      assertEquals(2, tensor.rank());
      assertEquals(2, tensor.shape(0));
      assertEquals(3, tensor.shape(1));
      assertEquals(6, tensor.size());
      double[] expected = values.clone();
      for (int k = 0; k < expected.length && device.precision() == Precision.F32; k++) {
        expected[k] = (float) expected[k];
      }
      assertArrayEquals(expected, tensor.toDoubles());
      assertArrayEquals(expected, copied(tensor));
    }
  }

  @Test
  void valuesMustFillTheShape() {
    assertThrows(IllegalArgumentException.class, () -> backend.tensor(new double[5], 2, 3).close());
    try (Tensor empty = backend.tensor(new double[0], 0, 3)) {
      assertEquals(0, empty.toDoubles().length);
    }
  }

  @Test
  void rowsAreCopiedInTheOrderWanted() {
    double[] values = new double[7 * 2 * 3];
    for (int k = 0; k < values.length; k++) {
      values[k] = k;
    }
    int[] which = {5, 0, 5, 6};
    try (Tensor tensor = backend.tensor(values, 7, 2, 3);
        Tensor rows = backend.rows(tensor, which);
        Tensor none = backend.rows(tensor, new int[0])) {
      assertEquals(3, rows.rank());
      assertEquals(4, rows.shape(0));
      assertEquals(3, rows.shape(2));
      double[] found = rows.toDoubles();
      for (int k = 0; k < found.length; k++) {
        assertEquals(6 * which[k / 6] + k % 6, found[k]);
      }
      assertEquals(0, none.size());
      assertThrows(IllegalArgumentException.class, () -> backend.rows(tensor, new int[] {7}));
      assertThrows(IllegalArgumentException.class, () -> backend.rows(tensor, new int[] {-1}));
    }
  }

  @Test
  void closingTwiceDoesNothingAndReadingAfterwardsIsRefused() {
    Tensor tensor = backend.tensor(new double[] {1}, 1);
    tensor.close();
    tensor.close();
    assertThrows(IllegalStateException.class, tensor::toDoubles);
  }

  @Test
  void kernelsRefuseAClosedTensor() {
    inEveryPlace(backend, true, IllegalStateException.class);
  }

  @Test
  void kernelsRefuseATensorOfAnotherBackend() {
    try (Backend other = device.open()) {
      inEveryPlace(other, false, IllegalArgumentException.class);
    }
  }

  /** Puts a bad tensor of the right shape wherever a kernel takes one. */
  private void inEveryPlace(Backend owner, boolean closed, Class<? extends Exception> refusal) {
    SparsePoints points =
        new SparsePoints(new int[] {14}, new double[12], 12, 1, false, new double[1], 1);
    try (NeighbourSearch search = backend.neighbours(BATCH, 3);
        Neighbours pairs = search.pairs(0, 3);
        Soap soap = backend.soap(BASIS, new int[] {14});
        ForceSums sums = search.forceSums();
        SparseKernel kernel = backend.sparseKernel(points);
        Tensor goodCoefficients = soap.expansion(pairs);
        Tensor goodFeatures = soap.powerSpectrum(goodCoefficients);
        Tensor goodGradients = pairs.zeroGradients()) {
      Tensor badCoefficients = owner.tensor(new double[36], 3, 1, 4, 3);
      Tensor badFeatures = owner.tensor(new double[36], 3, 12);
      Tensor badGradients = owner.tensor(new double[3 * (int) pairs.count()], pairs.count(), 3);
      assertEquals(12, soap.features());
      if (closed) {
        badCoefficients.close();
        badFeatures.close();
        badGradients.close();
      }
      int[] species = {14, 14, 14};
      ChannelGradients one = ChannelGradients.same(1);
      Executable[] calls = {
        () -> soap.powerSpectrum(badCoefficients).close(),
        () -> soap.powerSpectrumAdjoint(badCoefficients, goodFeatures).close(),
        () -> soap.powerSpectrumAdjoint(goodCoefficients, badFeatures).close(),
        () -> soap.expansionAdjoint(pairs, badCoefficients, goodGradients),
        () -> soap.expansionAdjoint(pairs, goodCoefficients, badGradients),
        () -> sums.add(pairs, badGradients),
        () -> kernel.kernel(badFeatures, species).close(),
        () -> kernel.values(badFeatures, species),
        () -> kernel.valuesAndAdjoint(badFeatures, species, one, goodFeatures),
        () -> kernel.valuesAndAdjoint(goodFeatures, species, one, badFeatures)
      };
      for (int call = 0; call < calls.length; call++) {
        assertThrows(refusal, calls[call], "call " + call);
      }
      badCoefficients.close();
      badFeatures.close();
      badGradients.close();
    }
  }

  @Test
  void kernelsRefuseAWrongShape() {
    try (NeighbourSearch search = backend.neighbours(BATCH, 3);
        Neighbours pairs = search.pairs(0, 3);
        Soap soap = backend.soap(BASIS, new int[] {14});
        Tensor wrong = backend.tensor(new double[4], 2, 2);
        Tensor coefficients = soap.expansion(pairs)) {
      assertThrows(IllegalArgumentException.class, () -> soap.powerSpectrum(wrong).close());
      assertThrows(
          IllegalArgumentException.class, () -> soap.powerSpectrumAdjoint(coefficients, wrong));
      assertThrows(
          IllegalArgumentException.class, () -> soap.expansionAdjoint(pairs, coefficients, wrong));
    }
  }

  @Test
  void closedPairsAreRefused() {
    try (NeighbourSearch search = backend.neighbours(BATCH, 3);
        Soap soap = backend.soap(BASIS, new int[] {14})) {
      Neighbours pairs = search.pairs(0, 3);
      pairs.close();
      pairs.close();
      assertThrows(IllegalStateException.class, () -> soap.expansion(pairs).close());
      assertThrows(IllegalStateException.class, pairs::toPairList);
    }
  }

  @Test
  void aSliceLiesWithinTheBatch() {
    try (NeighbourSearch search = backend.neighbours(BATCH, 3)) {
      assertThrows(IndexOutOfBoundsException.class, () -> search.pairs(0, 4).close());
      assertThrows(IndexOutOfBoundsException.class, () -> search.pairs(-1, 2).close());
      assertThrows(IndexOutOfBoundsException.class, () -> search.pairs(2, 1).close());
    }
  }
}
