package org.coesite.screen;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.coesite.CoesiteException;
import org.coesite.io.ReadOptions;
import org.coesite.io.StructureReader;
import org.coesite.structure.Structure;

/**
 * All frames of a list of files, one after the other; what cannot be read is a frame that says why,
 * and ends its file.
 */
public final class Frames implements Iterator<Frame>, AutoCloseable {
  private final List<? extends StructureInput> files;
  private final ReadOptions options;
  private final Queue<Frame> ready = new ArrayDeque<>();
  private int nextFile;
  private StructureReader reader;

  /** Reads nothing yet. */
  public Frames(List<? extends StructureInput> files, ReadOptions options) {
    this.files = files;
    this.options = options;
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && (reader != null || nextFile < files.size())) {
      fetch();
    }
    return !ready.isEmpty();
  }

  @Override
  public Frame next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }

  private void fetch() {
    if (reader == null) {
      nextFile++;
    }
    StructureInput file = files.get(nextFile - 1);
    boolean first = reader == null;
    try {
      if (first) {
        reader = file.open(options);
      }
      if (!reader.hasNext()) {
        finishFile();
        return;
      }
      read(file, first);
    } catch (CoesiteException e) {
      int number = first ? 1 : (int) reader.frame() + 1;
      String label = first ? file.label() : file.label() + "#" + number;
      ready.add(new Frame(label, null, file.relabel(e.getMessage()), nextFile - 1, number));
      finishFile();
    }
  }

  /** Reads a frame; of the first, only what follows tells whether it is one of several. */
  private void read(StructureInput file, boolean first) {
    Structure structure = reader.next();
    String message = file.relabel(String.join("; ", reader.warnings()));
    int number = (int) reader.frame();
    boolean several = !first;
    CoesiteException broken = null;
    if (first) {
      try {
        several = reader.hasNext();
      } catch (CoesiteException e) {
        several = true;
        broken = e;
      }
    }
    String label = several ? file.label() + "#" + number : file.label();
    ready.add(new Frame(label, structure, message, nextFile - 1, number));
    if (broken != null) {
      String next = file.label() + "#" + (number + 1);
      ready.add(new Frame(next, null, file.relabel(broken.getMessage()), nextFile - 1, number + 1));
      finishFile();
    }
  }

  private void finishFile() {
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }

  @Override
  public void close() {
    finishFile();
  }

  /**
   * A file to read.
   *
   * @param label as the user named it
   */
  public record InputFile(Path path, String label) implements StructureInput {
    @Override
    public StructureReader open(ReadOptions options) {
      return StructureReader.open(path, options);
    }

    @Override
    public String relabel(String message) {
      return message.replace(path.toString(), label);
    }
  }
}
