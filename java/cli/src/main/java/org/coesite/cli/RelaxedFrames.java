package org.coesite.cli;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.coesite.io.ExtendedXyz;
import org.coesite.io.FileProblem;
import org.coesite.structure.Structure;

/**
 * {@code relaxed.xyz}: a frame for every row of the table that has a prediction, written before its
 * row. What a killed run wrote beyond its last whole frame is dropped.
 */
final class RelaxedFrames implements Closeable {
  private final Path path;

  /** Where each whole frame ends, bytes. */
  private final List<Long> ends;

  private AppendedFile file;

  private RelaxedFrames(Path path, List<Long> ends) {
    this.path = path;
    this.ends = ends;
  }

  /** Looks for whole frames that are there already; nothing is written yet. */
  static RelaxedFrames read(Path path) {
    RelaxedFrames frames = new RelaxedFrames(path, new ArrayList<>());
    if (Files.exists(path)) {
      try (BufferedReader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
        frames.findEnds(reader);
      } catch (IOException e) {
        throw FileProblem.reading(path, e);
      }
    }
    return frames;
  }

  private void findEnds(BufferedReader reader) throws IOException {
    long size = Files.size(path);
    long position = 0;
    for (String count; (count = reader.readLine()) != null; ) {
      position += bytes(count);
      int lines;
      try {
        lines = Integer.parseInt(count) + 1;
      } catch (NumberFormatException e) {
        return;
      }
      for (int i = 0; i < lines; i++) {
        String line = reader.readLine();
        if (line == null) {
          return;
        }
        position += bytes(line);
      }
      // a last line without its line break is torn
      if (position <= size) {
        ends.add(position);
      }
    }
  }

  private static long bytes(String line) {
    return line.getBytes(StandardCharsets.UTF_8).length + 1L;
  }

  /** Number of whole frames. */
  int count() {
    return ends.size();
  }

  /** Drops all frames from the given one on, and makes ready for appending. */
  void startAppending(int keep) {
    file = AppendedFile.open(path, keep == 0 ? 0 : ends.get(keep - 1));
  }

  /** Adds a frame; it is in the file when this returns. */
  void append(Structure structure) {
    StringBuilder text = new StringBuilder();
    try {
      ExtendedXyz.write(structure, text);
    } catch (IOException e) {
      throw FileProblem.writing(path, e);
    }
    file.append(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    if (file != null) {
      file.close();
    }
  }
}
