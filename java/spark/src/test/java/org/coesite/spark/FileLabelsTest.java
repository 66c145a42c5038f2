package org.coesite.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class FileLabelsTest {
  private static final String HERE = "file:" + Path.of("").toAbsolutePath();

  private static FileLabels labels(String... inputs) {
    return new FileLabels(List.of(inputs), new Configuration());
  }

  @Test
  void filesAreCalledAsTheyWereNamed() {
    assertEquals("in/a/b.cif", labels("in").of(HERE + "/in/a/b.cif"));
    assertEquals("in/a.cif", labels("in/").of(HERE + "/in/a.cif"));
    assertEquals("./in/a.cif", labels("./in/").of(HERE + "/in/a.cif"));
    assertEquals("in/a.cif", labels("in/a.cif").of(HERE + "/in/a.cif"));
    assertEquals("in/a.cif", labels("in/*.cif").of(HERE + "/in/a.cif"));
    assertEquals("in/x/a.cif", labels("in/x*/{a,b}.cif").of(HERE + "/in/x/a.cif"));
    assertEquals("a.cif", labels("*.cif").of(HERE + "/a.cif"));
    assertEquals("/data/in/a.cif", labels("/data/in").of("file:/data/in/a.cif"));
    assertEquals("/data/in/deep/a.cif", labels("/data", "/data/in").of("file:/data/in/deep/a.cif"));
    assertEquals("file:/elsewhere/a.cif", labels("in").of("file:/elsewhere/a.cif"));
  }

  @Test
  void rowsAreOrderedByFileAndNumber() {
    List<String> labels = List.of("a.xyz#2", "a.xyz#10", "b#ad.cif", "b.cif", "c#1#2.cif#3");
    assertEquals(
        List.of("a.xyz#2", "a.xyz#10", "b#ad.cif", "b.cif", "c#1#2.cif#3"),
        labels.stream().sorted((a, b) -> RowOrder.of(a).compareTo(RowOrder.of(b))).toList());
    assertEquals(new RowOrder("c#1#2.cif", 3), RowOrder.of("c#1#2.cif#3"));
    assertTrue(
        Stream.of("a#", "#", "", "a#99999999999").allMatch(x -> RowOrder.of(x).number() == 1));
  }
}
