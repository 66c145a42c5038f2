package org.coesite.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.coesite.CoesiteException;
import org.junit.jupiter.api.Test;

/** YAML in, hyperparameters or one clear line out. */
class PotentialConfigTest {
  @Test
  void whatIsLeftOutHasItsDefault() {
    PotentialConfig config =
        PotentialConfig.parse("c.yaml", "name: x\nsoap: [{cutoff: 4, sparse: {O: 7}}]\n");
    assertEquals(4, config.soap().get(0).basis().cutoff());
    assertEquals(PotentialConfig.defaults().noise(), config.noise());
    assertEquals(7, config.soap().get(0).sparse("O"));
    assertEquals(500, config.soap().get(0).sparse("Si"));
  }

  @Test
  void mistakesAreSaidInOneLine() {
    assertMessage("nose: {energy: 1}\n", "c.yaml: ", "\"nose\"");
    assertMessage("name: x\nsoap:\n  - {cutof: 4}\n", "c.yaml: ", "\"soap.0.cutof\"; known here: ");
    assertMessage("noise: {energy: -1}\n", "c.yaml:", "positive");
    assertMessage("noise: {energy: [}\n", "c.yaml:", "");
    assertMessage("soap: [{selection: BEST}]\n", "c.yaml:", "BEST");
  }

  private static void assertMessage(String text, String start, String part) {
    CoesiteException e =
        assertThrows(CoesiteException.class, () -> PotentialConfig.parse("c.yaml", text));
    assertTrue(e.getMessage().startsWith(start), e.getMessage());
    assertTrue(e.getMessage().contains(part), e.getMessage());
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
  }
}
