package org.coesite.capi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void oneThreadUnderMpi() {
    assertEquals(1, Options.defaultThreads(Map.of("OMPI_COMM_WORLD_SIZE", "8")));
    assertEquals(1, Options.defaultThreads(Map.of("PMI_SIZE", "2")));
    assertEquals(1, Options.defaultThreads(Map.of("PMIX_RANK", "0")));
    assertEquals(
        Runtime.getRuntime().availableProcessors(), Options.defaultThreads(Map.of("HOME", "/")));
  }
}
