package org.coesite.io;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file that appears under its name only when it is complete. It is written under a temporary name
 * in the same folder and moved by {@link #commit()}; closed without that, or when the process is
 * interrupted, the temporary file is removed and whatever had the name before is untouched.
 *
 * {@snippet :
 * try (AtomicFile file = AtomicFile.create(path)) {
 *   file.output().write(bytes);
 *   file.commit();
 * }
 * }
 *
 * <p>Failures of the file system are {@link org.coesite.CoesiteException}s that name the target,
 * except those of the stream and channel themselves. Not thread-safe.
 */
public final class AtomicFile implements Closeable {
  private static final Set<Path> UNFINISHED = ConcurrentHashMap.newKeySet();

  static {
    // Ctrl-C ends a JVM without running any finally block
    Runtime.getRuntime().addShutdownHook(new Thread(AtomicFile::removeUnfinished));
  }

  private final Path target;
  private final Path temporary;
  private final FileChannel channel;
  private final OutputStream output;
  private final boolean inPlace;
  private boolean committed;

  private AtomicFile(Path target, Path temporary, FileChannel channel, boolean inPlace) {
    this.target = target;
    this.temporary = temporary;
    this.channel = channel;
    this.inPlace = inPlace;
    output = Channels.newOutputStream(channel);
  }

  /** What a caller writes into a stream. */
  @FunctionalInterface
  public interface Content {
    /** Writes everything; the stream is buffered and closed by the caller. */
    void writeTo(OutputStream output) throws IOException;
  }

  /**
   * Starts a file.
   *
   * @param target where it will appear; a device such as {@code /dev/stdout} is written directly
   * @throws org.coesite.CoesiteException if nothing can be written there
   */
  public static AtomicFile create(Path target) {
    try {
      if (Files.exists(target) && !Files.isRegularFile(target) && !Files.isDirectory(target)) {
        FileChannel device = FileChannel.open(target, StandardOpenOption.WRITE);
        return new AtomicFile(target, target, device, true);
      }
      if (Files.isDirectory(target)) {
        throw new IOException("it is a folder");
      }
      Path real = Files.exists(target) ? target.toRealPath() : target;
      Path temporary = real.resolveSibling(temporaryName(real));
      UNFINISHED.add(temporary);
      FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      return new AtomicFile(real, temporary, channel, false);
    } catch (IOException e) {
      throw FileProblem.writing(target, e);
    }
  }

  private static String temporaryName(Path target) {
    long random = ThreadLocalRandom.current().nextLong() >>> 1;
    return "." + target.getFileName() + "." + Long.toString(random, 36) + ".tmp";
  }

  /** Writes a whole file at once. */
  public static void write(Path target, Content content) {
    try (AtomicFile file = create(target)) {
      try (OutputStream buffered = new BufferedOutputStream(file.output(), 1 << 16)) {
        content.writeTo(buffered);
        buffered.flush();
        file.commit();
      } catch (IOException e) {
        throw FileProblem.writing(target, e);
      }
    }
  }

  /** Writes a whole text file at once, in UTF-8. */
  public static void write(Path target, String text) {
    write(target, output -> output.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Where the file will appear. */
  public Path target() {
    return target;
  }

  /** The name it has until then, for libraries that want to open a path themselves. */
  public Path temporary() {
    return temporary;
  }

  /** An unbuffered stream to the end of the file. */
  public OutputStream output() {
    return output;
  }

  /** The file itself, for writing at a position. */
  public FileChannel channel() {
    return channel;
  }

  /**
   * Gives the file its name, replacing what had it. To be called once, after everything is written
   * and flushed.
   */
  public void commit() {
    if (committed) {
      throw new IllegalStateException(target + " is committed already");
    }
    try {
      channel.close();
      if (!inPlace) {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      }
      committed = true;
      UNFINISHED.remove(temporary);
    } catch (IOException e) {
      throw FileProblem.writing(target, e);
    }
  }

  /** Removes the file if it was not committed. */
  @Override
  public void close() {
    if (committed || inPlace) {
      return;
    }
    try {
      channel.close();
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      throw FileProblem.writing(target, e);
    } finally {
      UNFINISHED.remove(temporary);
    }
  }

  private static void removeUnfinished() {
    for (Path file : UNFINISHED) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        // the process is ending: nobody is left to tell
      }
    }
  }
}
