package org.coesite.spark;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.coesite.CoesiteException;

/**
 * The folder of results, on any file system that Hadoop knows. Every file is written to a temporary
 * name and moved, so that one with its final name is whole; the same file may be written again.
 * Thread-safe.
 */
final class OutputFolder {
  /** Folders that begin like this are no data for Spark. */
  private static final String TEMPORARY = "_temporary";

  private final Path folder;
  private final Configuration hadoop;

  /** The folder of that name; nothing is made yet. */
  OutputFolder(String name, Configuration hadoop) {
    this.hadoop = new Configuration(hadoop);
    // without files of checksums beside the results
    this.hadoop.set("fs.file.impl", "org.apache.hadoop.fs.RawLocalFileSystem");
    this.hadoop.set("fs.AbstractFileSystem.file.impl", "org.apache.hadoop.fs.local.RawLocalFs");
    this.hadoop.setBoolean("fs.file.impl.disable.cache", true);
    folder = StructureSource.qualified(new Path(name), this.hadoop);
  }

  /** Where something in it is. */
  Path path(String name) {
    return new Path(folder, name);
  }

  /** How its file system is reached. */
  Configuration hadoop() {
    return hadoop;
  }

  private FileSystem files() throws IOException {
    return folder.getFileSystem(hadoop);
  }

  /** What writes a file that nobody else sees yet. */
  interface Writing {
    /** Writes it. */
    void to(Path temporary) throws IOException;
  }

  /**
   * Writes a file.
   *
   * @param attempt who writes, that others who write the same use another temporary name
   */
  void write(String name, String attempt, Writing writing) {
    Path target = path(name);
    Path temporary = path(TEMPORARY + "/" + attempt + "-" + target.getName());
    try {
      writing.to(temporary);
      files().mkdirs(target.getParent());
      FileContext.getFileContext(folder.toUri(), hadoop)
          .rename(temporary, target, Options.Rename.OVERWRITE);
    } catch (IOException e) {
      throw new CoesiteException(target + ": cannot be written: " + e.getMessage(), e);
    }
  }

  /** Writes a text file. */
  void writeText(String name, String attempt, List<String> pieces) {
    write(
        name,
        attempt,
        temporary -> {
          try (OutputStream out = create(temporary)) {
            for (String piece : pieces) {
              out.write(piece.getBytes(StandardCharsets.UTF_8));
            }
          }
        });
  }

  /** A new file, buffered. */
  OutputStream create(Path file) throws IOException {
    return files().create(file, true, 1 << 16);
  }

  /** The text of a file; null where there is none. */
  String readText(String name) {
    try (InputStream in = files().open(path(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (FileNotFoundException e) {
      return null;
    } catch (IOException e) {
      throw new CoesiteException(path(name) + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** Lines of a text file, one after the other. */
  BufferedReader lines(String name) {
    try {
      return new BufferedReader(
          new InputStreamReader(files().open(path(name)), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new CoesiteException(path(name) + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** Names of what is in a folder of it, sorted; none where there is no such folder. */
  List<String> list(String name) {
    try {
      FileStatus[] found = files().listStatus(name.isEmpty() ? folder : path(name));
      return Arrays.stream(found).map(status -> status.getPath().getName()).sorted().toList();
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw new CoesiteException(path(name) + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** Removes a file or folder, if it is there. */
  void remove(String name) {
    try {
      files().delete(path(name), true);
    } catch (IOException e) {
      throw new CoesiteException(path(name) + ": cannot be removed: " + e.getMessage(), e);
    }
  }

  /** Removes what attempts that died have left. */
  void removeTemporary() {
    remove(TEMPORARY);
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
