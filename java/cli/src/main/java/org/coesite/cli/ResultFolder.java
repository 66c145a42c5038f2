package org.coesite.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.coesite.CoesiteException;
import org.coesite.io.FileProblem;

/** Folders that commands write their results to. */
final class ResultFolder {
  private ResultFolder() {}

  /**
   * Makes a folder if it is not there.
   *
   * @throws CoesiteException if it cannot be one
   */
  static void make(Path folder) {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new CoesiteException(folder + ": cannot be a folder of results, it is a file");
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw FileProblem.writing(folder, e);
    }
  }
}
