package org.coesite.nmr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.coesite.CoesiteException;
import org.coesite.structure.AtomProperty;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;

class TensorColumnTest {
  private static Structure.Builder two() {
    return Structure.of(new int[] {14, 8}, new double[] {0, 0, 0, 1.6, 0, 0});
  }

  private static double[] numbers() {
    double[] numbers = new double[18];
    for (int k = 0; k < 18; k++) {
      numbers[k] = k;
    }
    return numbers;
  }

  @Test
  void tensorsAreReadRowByRow() {
    Structure s = two().atomProperty("ms", AtomProperty.of(numbers(), 9)).build();
    TensorColumn column = TensorColumn.of(s, "ms");
    assertEquals(10, column.get(1).get(0, 1));
    assertEquals(12, column.get(1).get(1, 0));
    assertTrue(column.known(0) && TensorColumn.isIn(s, "ms") && !TensorColumn.isIn(s, "efg"));
  }

  @Test
  void unknownTensorsAreUnknownWhateverTheyHold() {
    double[] numbers = numbers();
    numbers[3] = Double.NaN;
    for (AtomProperty mask :
        List.of(
            AtomProperty.of(new long[] {0, 1}, 1),
            AtomProperty.of(new boolean[] {false, true}, 1),
            AtomProperty.of(new double[] {0, 1}, 1))) {
      Structure s =
          two()
              .atomProperty("ms", AtomProperty.of(numbers, 9))
              .atomProperty("ms_known", mask)
              .build();
      TensorColumn column = TensorColumn.of(s, "ms");
      assertFalse(column.known(0));
      assertTrue(column.known(1));
      assertThrows(IllegalArgumentException.class, () -> column.get(0));
    }
  }

  @Test
  void wrongColumnsAreOneLine() {
    assertTrue(complaint(two().build()).contains("no column ms"));
    Structure six = two().atomProperty("ms", AtomProperty.of(new double[12], 6)).build();
    assertTrue(complaint(six).contains("6 numbers an atom; a tensor has nine"));
    double[] numbers = numbers();
    numbers[12] = Double.POSITIVE_INFINITY;
    Structure infinite = two().atomProperty("ms", AtomProperty.of(numbers, 9)).build();
    assertTrue(complaint(infinite).contains("atom 2 (O) is not finite"));
    Structure text =
        two()
            .atomProperty("ms", AtomProperty.of(java.util.Collections.nCopies(18, "x"), 9))
            .build();
    assertTrue(complaint(text).contains("no numbers"));
    Structure mask =
        two()
            .atomProperty("ms", AtomProperty.of(numbers(), 9))
            .atomProperty("ms_known", AtomProperty.of(new long[4], 2))
            .build();
    assertTrue(complaint(mask).contains("ms_known has 2 values"));
  }

  private static String complaint(Structure s) {
    return assertThrows(CoesiteException.class, () -> TensorColumn.of(s, "ms")).getMessage();
  }
}
