package org.coesite.io;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.coesite.CoesiteException;

/** Says in one line why the operating system would not read or write a file. */
public final class FileProblem {
  private FileProblem() {}

  /** The error to throw when reading a file failed. */
  public static CoesiteException reading(Path file, IOException cause) {
    return new CoesiteException(file + ": cannot be read: " + reason(file, cause), cause);
  }

  /** The error to throw when writing a file failed. */
  public static CoesiteException writing(Path file, IOException cause) {
    Path folder = file.toAbsolutePath().getParent();
    String reason =
        cause instanceof NoSuchFileException && folder != null && !Files.exists(folder)
            ? "the folder " + folder + " does not exist"
            : reason(file, cause);
    return new CoesiteException(file + ": cannot be written: " + reason, cause);
  }

  private static String reason(Path file, IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return "no such file";
    }
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (Files.isDirectory(file)) {
      return "it is a folder";
    }
    String reason =
        cause instanceof FileSystemException system && system.getReason() != null
            ? system.getReason()
            : cause.getMessage();
    return reason == null
        ? cause.getClass().getSimpleName()
        : reason.lines().findFirst().orElse("");
  }
}
