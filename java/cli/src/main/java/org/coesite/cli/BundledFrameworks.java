package org.coesite.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.coesite.CoesiteException;
import org.coesite.io.StructureReader;
import org.coesite.screen.Frames;
import org.coesite.structure.Structure;

/** The frameworks that come with Coesite, restated from the crystallographic literature. */
public final class BundledFrameworks {
  private static final String QUARTZ = "quartz.cif";

  private BundledFrameworks() {}

  /** All of them, sorted by name. */
  static List<Frames.InputFile> files() {
    try (Stream<Path> all = Files.list(folder())) {
      return all.filter(path -> path.toString().endsWith(".cif"))
          .map(path -> new Frames.InputFile(path, path.getFileName().toString()))
          .sorted((a, b) -> a.label().compareTo(b.label()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Alpha-quartz, which energies are compared with. */
  static Structure quartz() {
    return read(QUARTZ);
  }

  /**
   * One of them.
   *
   * @param name of its file, such as {@code cristobalite.cif}
   * @throws CoesiteException if there is none of that name
   */
  public static Structure read(String name) {
    Path file = folder().resolve(name);
    if (!Files.exists(file)) {
      throw new CoesiteException(
          name
              + ": is no bundled framework; those are "
              + String.join(", ", files().stream().map(Frames.InputFile::label).toList()));
    }
    return StructureReader.readAll(file).get(0);
  }

  private static Path folder() {
    URL resource = BundledFrameworks.class.getResource("frameworks");
    if (resource == null) {
      throw new CoesiteException("this build of Coesite has no frameworks in it: build it again");
    }
    try {
      URI uri = resource.toURI();
      return uri.getScheme().equals("jar")
          ? jar(uri).getPath("/org/coesite/cli/frameworks")
          : Path.of(uri);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Stays open until the JVM ends. */
  private static FileSystem jar(URI uri) {
    try {
      return FileSystems.newFileSystem(uri, Map.of());
    } catch (FileSystemAlreadyExistsException e) {
      return FileSystems.getFileSystem(uri);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
