package org.coesite.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.Test;

class JvmOptionsTest {
  @Test
  void theFileSaysWhatThisSparkAsksFor() throws IOException {
    List<String> options =
        Files.readAllLines(Path.of("src/main/launch/jvm-options")).stream()
            .filter(line -> !line.startsWith("#"))
            .toList();
    assertEquals(List.of(JavaModuleOptions.defaultModuleOptionArray()), options);
  }
}
