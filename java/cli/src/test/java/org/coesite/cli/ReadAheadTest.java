package org.coesite.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.coesite.CoesiteException;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
  @Test
  void handsOnEverythingInOrder() {
    List<Integer> numbers = IntStream.range(0, 1000).boxed().toList();
    for (int most : new int[] {1, 7, 2000}) {
      List<Integer> got = new ArrayList<>();
      try (ReadAhead<Integer> ahead = new ReadAhead<>(numbers.iterator(), most)) {
        ahead.forEachRemaining(got::add);
        assertFalse(ahead.hasNext());
        assertThrows(NoSuchElementException.class, ahead::next);
      }
      assertEquals(numbers, got);
    }
  }

  @Test
  void readsWhileNobodyAsks() throws InterruptedException {
    CountDownLatch third = new CountDownLatch(3);
    Iterator<Integer> source =
        IntStream.range(0, 10).peek(i -> third.countDown()).boxed().iterator();
    try (ReadAhead<Integer> ahead = new ReadAhead<>(source, 5)) {
      assertTrue(third.await(10, TimeUnit.SECONDS));
      assertEquals(0, ahead.next());
    }
  }

  @Test
  void aFailureComesAfterWhatWasReadBeforeIt() {
    AtomicInteger calls = new AtomicInteger();
    Iterator<Integer> source =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public Integer next() {
            if (calls.incrementAndGet() == 3) {
              throw new CoesiteException("torn");
            }
            return calls.get();
          }
        };
    try (ReadAhead<Integer> ahead = new ReadAhead<>(source, 10)) {
      assertEquals(1, ahead.next());
      assertEquals(2, ahead.next());
      assertEquals("torn", assertThrows(CoesiteException.class, ahead::next).getMessage());
    }
  }

  @Test
  void closingStopsAReaderThatWaitsForRoom() {
    ReadAhead<Integer> ahead = new ReadAhead<>(IntStream.range(0, 100).boxed().iterator(), 1);
    assertEquals(0, ahead.next());
    ahead.close();
  }
}
