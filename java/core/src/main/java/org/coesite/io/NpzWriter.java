package org.coesite.io;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes several named arrays into one {@code .npz} file, as {@code numpy.load} reads it. The file
 * appears when {@link #commit()} is called; closed without that, nothing is left. Not thread-safe.
 */
public final class NpzWriter implements Closeable {
  private final Path file;
  private final AtomicFile target;
  private final ZipOutputStream zip;
  private NpyWriter current;

  private NpzWriter(Path file, AtomicFile target) {
    this.file = file;
    this.target = target;
    zip = new ZipOutputStream(new BufferedOutputStream(target.output(), 1 << 16));
    zip.setLevel(Deflater.BEST_SPEED);
  }

  /**
   * Starts a file.
   *
   * @throws org.coesite.CoesiteException if it cannot be written
   */
  public static NpzWriter create(Path file) {
    return new NpzWriter(file, AtomicFile.create(file));
  }

  /** Writes a whole file at once. */
  public static void write(Path file, Map<String, NpyArray> arrays) {
    try (NpzWriter writer = create(file)) {
      arrays.forEach(writer::write);
      writer.commit();
    }
  }

  /** Writes an array. */
  public void write(String name, NpyArray array) {
    next(name, array.type(), array.shape()).write(array);
  }

  /**
   * Writes a text as an array of no dimensions, which {@code str(arrays[name])} gives back in
   * Python.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public void write(String name, String text) {
    byte[] array = NpyHeader.encodeText(text);
    try {
      finishCurrent();
      start(name);
      zip.write(array);
      zip.closeEntry();
    } catch (IOException e) {
      throw FileProblem.writing(file, e);
    }
  }

  /**
   * Starts an array that is written piece by piece, until the next one starts.
   *
   * @throws IllegalStateException if the array before is not complete
   */
  public NpyWriter next(String name, NpyArray.Type type, long... shape) {
    try {
      finishCurrent();
      start(name);
      current = NpyWriter.into(zip, file, type, shape);
      return current;
    } catch (IOException e) {
      throw FileProblem.writing(file, e);
    }
  }

  private void start(String name) throws IOException {
    ZipEntry entry = new ZipEntry(name + ".npy");
    entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0)); // the same bytes whenever written
    zip.putNextEntry(entry);
  }

  private void finishCurrent() throws IOException {
    if (current != null) {
      current.finish();
      zip.closeEntry();
      current = null;
    }
  }

  /** Completes the file and gives it its name. */
  public void commit() {
    try {
      finishCurrent();
      zip.close();
      target.commit();
    } catch (IOException e) {
      throw FileProblem.writing(file, e);
    }
  }

  @Override
  public void close() {
    target.close();
  }
}
