package org.coesite.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;

/**
 * Puts the true standard error back in place.
 *
 * <p>The JVM warns on standard error, before any of our code runs and with no option to say no,
 * that the Vector API is incubating. The launcher sends what is printed on descriptor 2 through a
 * filter that drops that one line, and keeps the true standard error under the descriptor named by
 * {@code coesite.stderr}. Opening {@code /dev/fd/N} instead would lose the place in a file that
 * standard output shares, and calling {@code dup2} costs 0.2 s at each start.
 */
final class StandardError {
  private StandardError() {}

  static void restore() {
    Integer kept = Integer.getInteger("coesite.stderr");
    if (kept == null) {
      return;
    }
    try {
      Constructor<FileDescriptor> constructor =
          FileDescriptor.class.getDeclaredConstructor(int.class);
      constructor.setAccessible(true);
      FileOutputStream stream = new FileOutputStream(constructor.newInstance(kept));
      System.setErr(new PrintStream(stream, true, System.err.charset()));
    } catch (ReflectiveOperationException | RuntimeException e) {
      // everything still arrives, through the filter
      System.getLogger("org.coesite.cli").log(System.Logger.Level.DEBUG, "stderr stays as is", e);
    }
  }
}
