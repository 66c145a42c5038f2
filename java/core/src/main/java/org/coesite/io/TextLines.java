package org.coesite.io;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.zip.GZIPInputStream;
import org.coesite.CoesiteException;

/**
 * The lines of a text file, gzipped or not, one at a time, and the place of the last one for
 * messages. Lines are bounded, so that a file that is no text cannot fill the memory.
 */
final class TextLines implements Closeable {
  private static final int LONGEST_LINE = 1 << 24;
  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final InputStream input;
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int end;
  private byte[] partial = new byte[256];
  private final Deque<String> ahead = new ArrayDeque<>();
  private long line;
  private long linesFetched;
  private long frame;

  private TextLines(Path file, InputStream input) {
    this.file = file;
    this.input = input;
  }

  static TextLines open(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw new IOException("it is a folder");
      }
      return new TextLines(file, decompressed(Files.newInputStream(file)));
    } catch (IOException e) {
      throw FileProblem.reading(file, e);
    }
  }

  /** Lines of a stream, which messages call by the given name. */
  static TextLines of(Path name, InputStream stream) {
    try {
      return new TextLines(name, decompressed(stream));
    } catch (IOException e) {
      throw FileProblem.reading(name, e);
    }
  }

  /** Compression is recognised by its magic number: names lie. */
  private static InputStream decompressed(InputStream raw) throws IOException {
    try {
      BufferedInputStream buffered = new BufferedInputStream(raw, BUFFER);
      buffered.mark(2);
      int magic = buffered.read() | buffered.read() << 8;
      buffered.reset();
      return magic == GZIPInputStream.GZIP_MAGIC ? new GZIPInputStream(buffered, BUFFER) : buffered;
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  Path file() {
    return file;
  }

  /** Number of the line last returned by {@link #next}, from 1; 0 before the first. */
  long line() {
    return line;
  }

  /** From now on, messages name this frame; 0 for none. */
  void frame(long number) {
    frame = number;
  }

  /** The next line without its end, or null after the last. */
  String next() {
    String text = ahead.isEmpty() ? fetch() : ahead.removeFirst();
    if (text != null) {
      line++;
    }
    return text;
  }

  /** The next line, which {@link #next} will return again; null after the last. */
  String peek() {
    return peek(0);
  }

  /** The line that follows the next {@code skipped} ones; null after the last. */
  String peek(int skipped) {
    while (ahead.size() <= skipped) {
      String text = fetch();
      if (text == null) {
        return null;
      }
      ahead.addLast(text);
    }
    return ahead.stream().skip(skipped).findFirst().orElseThrow();
  }

  /** An error at the line last returned. */
  CoesiteException error(String what) {
    return errorAt(line, what);
  }

  /** An error at some line. */
  CoesiteException errorAt(long lineNumber, String what) {
    return new CoesiteException(place(lineNumber) + ": " + what);
  }

  /** The name of a place, as messages start with it. */
  String place(long lineNumber) {
    String inFrame = frame > 0 ? ", frame " + frame : "";
    String atLine = lineNumber > 0 ? ", line " + lineNumber : "";
    return file + inFrame + atLine;
  }

  /** A file's text in a message: short, printable, in quotes. */
  static String quoted(String text) {
    StringBuilder shown = new StringBuilder("'");
    String stripped = text.strip();
    for (int i = 0; i < Math.min(40, stripped.length()); i++) {
      char c = stripped.charAt(i);
      shown.append(Character.isISOControl(c) ? '?' : c);
    }
    return shown.append(stripped.length() > 40 ? "...'" : "'").toString();
  }

  private String fetch() {
    int length = 0;
    while (true) {
      if (position == end && !fill()) {
        return length == 0 ? null : decode(length);
      }
      int from = position;
      while (position < end && buffer[position] != '\n') {
        position++;
      }
      length = append(from, length);
      if (position < end) {
        position++;
        return decode(length);
      }
    }
  }

  private boolean fill() {
    try {
      position = 0;
      end = Math.max(0, input.read(buffer));
      return end > 0;
    } catch (IOException e) {
      throw FileProblem.reading(file, e);
    }
  }

  private int append(int from, int length) {
    int added = position - from;
    if (length + added > LONGEST_LINE) {
      throw errorAt(linesFetched + 1, "the line does not end: this is not a text file");
    }
    if (length + added > partial.length) {
      partial = Arrays.copyOf(partial, Math.max(length + added, 2 * partial.length));
    }
    System.arraycopy(buffer, from, partial, length, added);
    return length + added;
  }

  private String decode(int lengthWithReturn) {
    linesFetched++;
    int length = lengthWithReturn;
    if (length > 0 && partial[length - 1] == '\r') {
      length--;
    }
    boolean ascii = true;
    for (int i = 0; i < length; i++) {
      if (partial[i] == 0) {
        throw errorAt(linesFetched, "holds a zero byte: this is not a text file");
      }
      ascii &= partial[i] > 0;
    }
    if (ascii) {
      return new String(partial, 0, length, StandardCharsets.ISO_8859_1);
    }
    String text = new String(partial, 0, length, StandardCharsets.UTF_8);
    boolean marked = linesFetched == 1 && text.startsWith("\uFEFF");
    return marked ? text.substring(1) : text;
  }

  @Override
  public void close() {
    try {
      input.close();
    } catch (IOException e) {
      throw FileProblem.reading(file, e);
    }
  }
}
