package org.coesite.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import org.coesite.CoesiteException;
import org.junit.jupiter.api.Test;

class CudaNativesTest {
  private static final String TEMPORARY = "java.io.tmpdir";

  @Test
  void eachLibraryIsUnpackedInAFolderOfItsOwn() {
    String before = System.getProperty(TEMPORARY);
    String[] during = {null};
    int[] times = {0};
    for (int i = 0; i < 2; i++) {
      CudaNatives.load(
          "a library",
          () -> {
            during[0] = System.getProperty(TEMPORARY);
            times[0]++;
          });
    }
    assertEquals(1, times[0]);
    assertNotEquals(before, during[0]);
    assertEquals(before, System.getProperty(TEMPORARY));
    assertFalse(Files.exists(Path.of(during[0])));
  }

  @Test
  void whatIsMissingIsSaidInOneLine() {
    String before = System.getProperty(TEMPORARY);
    for (int i = 0; i < 2; i++) {
      CoesiteException e =
          assertThrows(
              CoesiteException.class,
              () -> CudaNatives.load("no library", CudaNativesTest::failAsJcudaDoes));
      assertEquals(
          "no library cannot be loaded: libcublas.so.12: cannot open shared object file: No such"
              + " file or directory",
          e.getMessage());
    }
    assertEquals(before, System.getProperty(TEMPORARY));
  }

  private static void failAsJcudaDoes() {
    throw new UnsatisfiedLinkError(
        """
        Error while loading native library "JCublas2-12.6.0-linux-x86_64"
        Operating system name: Linux
        Stack trace from the attempt to load the library as a resource:
        java.lang.UnsatisfiedLinkError: /tmp/libJCublas2-12.6.0-linux-x86_64.so: libcublas.so.12: \
        cannot open shared object file: No such file or directory
        \tat java.base/jdk.internal.loader.NativeLibraries.load(Native Method)
        """);
  }
}
