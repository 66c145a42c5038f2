package org.coesite.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
  @Test
  void eachLiesAtTheNextMultipleOfItsSize() {
    Arguments a = new Arguments().add(7).add(1.5).add(2.5f).add(9L).none().add(-3);
    MemorySegment packed = a.packed();
    assertEquals(44, packed.byteSize(), "nothing is added at the end");
    assertEquals(7, packed.get(ValueLayout.JAVA_INT_UNALIGNED, 0));
    assertEquals(0, packed.get(ValueLayout.JAVA_INT_UNALIGNED, 4), "padding is zero");
    assertEquals(1.5, packed.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, 8));
    assertEquals(2.5f, packed.get(ValueLayout.JAVA_FLOAT_UNALIGNED, 16));
    assertEquals(9L, packed.get(ValueLayout.JAVA_LONG_UNALIGNED, 24));
    assertEquals(0L, packed.get(ValueLayout.JAVA_LONG_UNALIGNED, 32));
    assertEquals(-3, packed.get(ValueLayout.JAVA_INT_UNALIGNED, 40));
  }

  @Test
  void manyFit() {
    Arguments a = new Arguments();
    for (int i = 0; i < 1024; i++) {
      a.add(i);
    }
    assertEquals(4096, a.size());
    assertEquals(1023, a.packed().get(ValueLayout.JAVA_INT_UNALIGNED, 4092));
    assertThrows(IllegalArgumentException.class, () -> a.add(0));
  }
}
