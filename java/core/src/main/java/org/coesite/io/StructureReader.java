package org.coesite.io;

import java.io.Closeable;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.coesite.CoesiteException;
import org.coesite.structure.Structure;

/**
 * Reads the structures of a file one after the other, so that files larger than memory can be read:
 * extended XYZ, CIF, POSCAR and magres, told by the file's name or else its content, gzipped or
 * not.
 *
 * {@snippet :
 * try (StructureReader reader = StructureReader.open(path)) {
 *   while (reader.hasNext()) {
 *     Structure structure = reader.next();
 *   }
 * }
 * }
 *
 * <p>Anything wrong with the file is a {@link CoesiteException} naming file, frame and line, thrown
 * by {@link #open}, {@link #hasNext} or {@link #next}. Every structure handed out has been checked:
 * finite coordinates, a cell with volume where it is periodic, atoms apart by {@link
 * ReadOptions#minimumDistance()}. Not thread-safe.
 */
public final class StructureReader implements Iterator<Structure>, Closeable {
  private final TextLines lines;
  private final FrameSource source;
  private final ReadOptions options;
  private final List<String> pendingWarnings = new ArrayList<>();
  private List<String> warnings = List.of();
  private Structure pending;
  private long pendingLine;
  private long frame;
  private long line;
  private boolean ended;

  private StructureReader(TextLines lines, FrameSource source, ReadOptions options) {
    this.lines = lines;
    this.source = source;
    this.options = options;
  }

  /** Opens a file with {@link ReadOptions#DEFAULT}. */
  public static StructureReader open(Path file) {
    return open(file, ReadOptions.DEFAULT);
  }

  /**
   * Opens a file.
   *
   * @throws CoesiteException if it cannot be read, is empty, or has no known format
   */
  public static StructureReader open(Path file, ReadOptions options) {
    return open(TextLines.open(file), options);
  }

  /**
   * Reads a stream, which is closed with the reader.
   *
   * @param name tells the format, and is what messages call the stream
   * @throws CoesiteException if it cannot be read, is empty, or has no known format
   */
  public static StructureReader open(Path name, InputStream stream, ReadOptions options) {
    return open(TextLines.of(name, stream), options);
  }

  private static StructureReader open(TextLines lines, ReadOptions options) {
    Path file = lines.file();
    try {
      if (isEmpty(lines)) {
        throw new CoesiteException(file + ": the file is empty");
      }
      return new StructureReader(lines, source(file, lines, options), options);
    } catch (CoesiteException e) {
      lines.close();
      throw e;
    }
  }

  private static boolean isEmpty(TextLines lines) {
    for (int i = 0; i < 1000; i++) {
      String line = lines.peek(i);
      if (line == null) {
        return true;
      }
      if (!line.isBlank()) {
        return false;
      }
    }
    return false;
  }

  private static FrameSource source(Path file, TextLines lines, ReadOptions options) {
    StructureFormat format =
        StructureFormat.ofName(file)
            .or(() -> StructureFormat.ofContent(lines))
            .orElseThrow(
                () ->
                    new CoesiteException(
                        file
                            + ": no structure file; extended XYZ, CIF, POSCAR or magres was"
                            + " expected"));
    return switch (format) {
      case XYZ -> new ExtendedXyzSource(lines, options.names());
      case CIF -> new CifSource(lines, options);
      case POSCAR -> new PoscarSource(lines);
      case MAGRES -> new MagresSource(lines);
    };
  }

  /** All structures of a file, with {@link ReadOptions#DEFAULT}. */
  public static List<Structure> readAll(Path file) {
    return readAll(file, ReadOptions.DEFAULT);
  }

  /**
   * All structures of a file.
   *
   * @throws CoesiteException if anything is wrong with the file
   */
  public static List<Structure> readAll(Path file, ReadOptions options) {
    List<Structure> structures = new ArrayList<>();
    try (StructureReader reader = open(file, options)) {
      reader.forEachRemaining(structures::add);
    }
    return structures;
  }

  @Override
  public boolean hasNext() {
    if (pending == null && !ended) {
      fetch();
    }
    return pending != null;
  }

  private void fetch() {
    lines.frame(frame + 1);
    pendingLine = lines.line() + 1;
    try {
      pending = source.next(this::warn);
      if (pending == null) {
        ended = true;
      } else {
        check();
      }
    } catch (CoesiteException e) {
      ended = true; // what follows a broken frame has no known start
      pending = null;
      throw e;
    }
  }

  private void check() {
    try {
      StructureCheck.check(pending, options.minimumDistance());
    } catch (CoesiteException e) {
      throw lines.errorAt(pendingLine, e.getMessage());
    }
  }

  private void warn(String message) {
    String placed = lines.place(pendingLine) + ": " + message;
    pendingWarnings.add(placed);
    options.warnings().accept(placed);
  }

  @Override
  public Structure next() {
    if (!hasNext()) {
      throw new NoSuchElementException(lines.file() + " has no more structures");
    }
    Structure structure = pending;
    pending = null;
    frame++;
    line = pendingLine;
    warnings = List.copyOf(pendingWarnings);
    pendingWarnings.clear();
    return structure;
  }

  /** The file that is read. */
  public Path file() {
    return lines.file();
  }

  /** Number of the structure last returned, from 1; 0 before the first. */
  public long frame() {
    return frame;
  }

  /** The line that the structure last returned starts at, from 1. */
  public long line() {
    return line;
  }

  /** What was odd, but no error, about the structure last returned: with file and place. */
  public List<String> warnings() {
    return warnings;
  }

  @Override
  public void close() {
    lines.close();
  }
}
