package org.coesite.linalg;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import org.coesite.CoesiteException;

/**
 * Finds OpenBLAS and loads it once per JVM.
 *
 * <p>The shared libraries lie inside Maven's {@code org.bytedeco:openblas} jar. They are copied to
 * a cache folder, one for each content, the first time they are needed, and loaded in the order of
 * their dependencies, so that the loader finds each by its soname.
 */
final class OpenBlasLibrary {
  private static final List<String> DEPENDENCIES =
      List.of("libquadmath.so.0", "libgcc_s.so.1", "libgfortran.so.5");
  private static final String OPENBLAS = "libopenblas.so.0";

  private OpenBlasLibrary() {}

  /**
   * Symbols of OpenBLAS.
   *
   * @throws CoesiteException if there is none for this machine, saying what would help
   */
  static SymbolLookup load() {
    String named = System.getProperty("coesite.openblas");
    if (named != null) {
      return lookup(Path.of(named));
    }
    String platform = platform();
    URL library = resource(platform, OPENBLAS);
    if (library == null) {
      throw new CoesiteException(
          "no OpenBLAS for "
              + platform
              + ": put org.bytedeco:openblas for it on the class path, or name a libopenblas with"
              + " -Dcoesite.openblas=PATH");
    }
    try {
      Path cache = cacheFolder();
      for (String name : DEPENDENCIES) {
        URL source = resource(platform, name);
        if (source != null) {
          preload(cached(source, name, cache));
        }
      }
      return lookup(cached(library, OPENBLAS, cache));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack OpenBLAS", e);
    }
  }

  private static URL resource(String platform, String name) {
    return OpenBlasLibrary.class.getResource("/org/bytedeco/openblas/" + platform + "/" + name);
  }

  /** This machine in the words of the jar's folders, such as {@code linux-x86_64}. */
  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String chip = System.getProperty("os.arch");
    String system = os.startsWith("mac") ? "macosx" : os.startsWith("win") ? "windows" : os;
    return system
        + "-"
        + (chip.equals("amd64") ? "x86_64" : chip.equals("aarch64") ? "arm64" : chip);
  }

  @SuppressWarnings("restricted")
  private static SymbolLookup lookup(Path library) {
    try {
      return SymbolLookup.libraryLookup(library, Arena.global());
    } catch (IllegalArgumentException e) {
      throw new CoesiteException("cannot load OpenBLAS from " + library + ": " + e.getMessage(), e);
    }
  }

  @SuppressWarnings("restricted")
  private static void preload(Path library) {
    try {
      System.load(library.toString());
    } catch (UnsatisfiedLinkError e) {
      throw new CoesiteException("cannot load " + library + ": " + e.getMessage(), e);
    }
  }

  private static Path cached(URL source, String name, Path cache) throws IOException {
    URLConnection connection = source.openConnection();
    Path folder = cache.resolve("openblas-" + Long.toHexString(content(connection)));
    Path target = folder.resolve(name);
    try (InputStream in = connection.getInputStream()) {
      if (Files.isRegularFile(target) && Files.size(target) == connection.getContentLengthLong()) {
        return target;
      }
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, name, ".part");
      try {
        Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
        move(part, target);
      } finally {
        Files.deleteIfExists(part);
      }
      return target;
    }
  }

  private static void move(Path part, Path target) throws IOException {
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** A number that tells one build of a library from another. */
  private static long content(URLConnection connection) throws IOException {
    if (connection instanceof JarURLConnection jar) {
      return jar.getJarEntry().getCrc();
    }
    return connection.getContentLengthLong() * 31 + connection.getLastModified();
  }

  /** The user's cache, or a temporary folder where that cannot be written. */
  private static Path cacheFolder() throws IOException {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path wanted =
        cache == null || cache.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache", "coesite")
            : Path.of(cache, "coesite");
    try {
      Files.createDirectories(wanted);
      if (Files.isWritable(wanted)) {
        return wanted;
      }
    } catch (IOException e) {
      System.getLogger(OpenBlasLibrary.class.getName())
          .log(System.Logger.Level.DEBUG, "no cache in {0}: {1}", wanted, e);
    }
    return Files.createTempDirectory("coesite");
  }
}
