package org.coesite.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.coesite.CoesiteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlSettingsTest {
  @TempDir private Path folder;

  record Inner(Double length) {
    Inner {
      if (length != null && length < 0) {
        throw new CoesiteException("inner.length: is not negative");
      }
      if (length != null && length > 99) {
        throw new IllegalArgumentException("length is below 99, not " + length);
      }
    }
  }

  record Settings(String name, Integer count, Inner inner, List<Double> list) {}

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("s.yaml"), text);
  }

  @Test
  void whatIsNotSaidIsNull() throws IOException {
    assertEquals(
        Optional.of(new Settings("x", null, new Inner(2.5), List.of(1.0, 2.0))),
        YamlSettings.read(file("name: x\ninner: {length: 2.5}\nlist: [1, 2]\n"), Settings.class));
    assertEquals(Optional.empty(), YamlSettings.read(file(" \n\n"), Settings.class));
    assertEquals(Optional.empty(), YamlSettings.read(file("# nothing yet\n"), Settings.class));
  }

  @Test
  void mistakesNameTheLineOrTheEntry() throws IOException {
    assertMessage("name: x\ncount: many\n", ":2: count: ", "many");
    assertMessage("name: x\ncount: 2.5\n", ":2: count: ", "2.5");
    assertMessage("name: x\ninner: {length: -1}\n", ":2: ", "inner.length: is not negative");
    assertMessage("name: x\ninner: {length: 100}\n", ":2: inner: ", "length is below 99");
    assertMessage("nam: x\n", ": there is no entry \"nam\"", "inner");
    assertMessage("name: {x\n", ":", "");
    assertMessage("inner: 3\n", ":1: inner", "");
    assertMessage("- 3\n", ":1: ", "");
    assertMessage("name: x\n---\nname: y\n", ":3: ", "Trailing");
  }

  private void assertMessage(String text, String start, String part) throws IOException {
    Path file = file(text);
    CoesiteException e =
        assertThrows(CoesiteException.class, () -> YamlSettings.read(file, Settings.class));
    assertTrue(e.getMessage().startsWith(file + start), e.getMessage());
    assertTrue(e.getMessage().contains(part), e.getMessage());
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
  }
}
