package org.coesite.cli;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.coesite.CoesiteException;
import org.coesite.io.FileProblem;

/**
 * A file that grows by whole records while a long run goes on. A record reaches the operating
 * system before {@link #append} returns, and one that cannot be written leaves nothing behind.
 */
final class AppendedFile implements Closeable {
  private final Path file;
  private final FileChannel channel;
  private long size;

  private AppendedFile(Path file, FileChannel channel, long size) {
    this.file = file;
    this.channel = channel;
    this.size = size;
  }

  /**
   * Opens a file, new or old.
   *
   * @param keep bytes of it to keep; what follows was torn
   */
  static AppendedFile open(Path file, long keep) {
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      channel.truncate(keep);
      channel.position(keep);
      return new AppendedFile(file, channel, keep);
    } catch (IOException e) {
      throw FileProblem.writing(file, e);
    }
  }

  /** Adds a record. */
  void append(byte[] record) {
    ByteBuffer bytes = ByteBuffer.wrap(record);
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      size += record.length;
    } catch (IOException e) {
      CoesiteException problem = FileProblem.writing(file, e);
      try {
        channel.truncate(size);
      } catch (IOException again) {
        problem.addSuppressed(again);
      }
      throw problem;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw FileProblem.writing(file, e);
    }
  }
}
