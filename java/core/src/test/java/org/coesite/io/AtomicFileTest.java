package org.coesite.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.coesite.CoesiteException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void appearsWhenCommitted() throws IOException {
    Path target = folder.resolve("out.txt");
    try (AtomicFile file = AtomicFile.create(target)) {
      file.output().write(bytes("all"));
      assertFalse(Files.exists(target));
      assertEquals(folder, file.temporary().getParent());
      file.commit();
      assertThrows(IllegalStateException.class, file::commit);
    }
    assertEquals("all", Files.readString(target));
    assertArrayEquals(new String[] {"out.txt"}, folder.toFile().list());
  }

  @Test
  void nothingIsLeftOtherwise() throws IOException {
    Path target = folder.resolve("out.txt");
    AtomicFile.write(target, "old");
    try (AtomicFile file = AtomicFile.create(target)) {
      file.output().write(bytes("half"));
    }
    CoesiteException e =
        assertThrows(
            CoesiteException.class,
            () ->
                AtomicFile.write(
                    target,
                    output -> {
                      output.write(bytes("half"));
                      throw new IOException("No space left on device");
                    }));
    assertTrue(e.getMessage().contains("out.txt: cannot be written: No space left"));
    assertEquals("old", Files.readString(target));
    assertEquals(1, folder.toFile().list().length);
  }

  @Test
  void linksKeepPointing() throws IOException {
    Path real = Files.writeString(folder.resolve("real.txt"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link.txt"), real);
    AtomicFile.write(link, "new");
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("new", Files.readString(real));
  }

  @Test
  void placesThatCannotBeWritten() {
    CoesiteException folderMissing =
        assertThrows(
            CoesiteException.class, () -> AtomicFile.write(folder.resolve("no/out.txt"), "x"));
    assertTrue(folderMissing.getMessage().contains("does not exist"), folderMissing.getMessage());
    CoesiteException isFolder =
        assertThrows(CoesiteException.class, () -> AtomicFile.write(folder, "x"));
    assertTrue(isFolder.getMessage().contains("it is a folder"), isFolder.getMessage());
  }

  @Test
  void fullDevice() {
    Path full = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.exists(full));
    CoesiteException e = assertThrows(CoesiteException.class, () -> AtomicFile.write(full, "x"));
    assertTrue(e.getMessage().contains("/dev/full: cannot be written"), e.getMessage());
  }
}
