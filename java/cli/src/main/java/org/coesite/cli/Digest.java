package org.coesite.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.coesite.io.FileProblem;
import org.coesite.screen.Frames;

/** SHA-256 of files, to tell whether they are the same as before. */
final class Digest {
  private final MessageDigest digest;

  private Digest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Of the names and contents of files; a file that cannot be read counts by its name. */
  static String of(List<Frames.InputFile> files) {
    Digest all = new Digest();
    for (Frames.InputFile file : files) {
      all.digest.update(file.label().getBytes(StandardCharsets.UTF_8));
      all.digest.update((byte) 0);
      all.update(file.path());
    }
    return all.hex();
  }

  /** Of a file's content. */
  static String of(Path file) {
    try (InputStream input = Files.newInputStream(file)) {
      return of(input);
    } catch (IOException e) {
      throw FileProblem.reading(file, e);
    }
  }

  /** Of all that is left in a stream. */
  static String of(InputStream input) throws IOException {
    Digest one = new Digest();
    one.update(input);
    return one.hex();
  }

  private void update(Path file) {
    try (InputStream input = Files.newInputStream(file)) {
      update(input);
    } catch (IOException e) {
      digest.update((byte) 0);
    }
  }

  private void update(InputStream input) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (int n; (n = input.read(buffer)) >= 0; ) {
      digest.update(buffer, 0, n);
    }
  }

  private String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
