package org.coesite.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.coesite.io.FileProblem;
import org.coesite.io.StructureFormat;
import org.coesite.screen.Frames;

/** Finds the structure files that a command line names. */
final class InputFiles {
  private InputFiles() {}

  /**
   * Checks a path that a command line names.
   *
   * @throws WrongCallException if there is nothing
   */
  static void requireExists(Path path) {
    if (!Files.exists(path)) {
      throw new WrongCallException(path + ": no such file");
    }
  }

  /**
   * The files named, in the order given; of a folder, all structure files in it and in the folders
   * below, sorted by name.
   *
   * @param skip a folder not to look into, because it is written to
   * @throws WrongCallException if a path does not exist, or a folder holds no structure
   */
  static List<Frames.InputFile> find(List<Path> paths, Path skip) {
    List<Frames.InputFile> files = new ArrayList<>();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        files.addAll(inFolder(path, skip.toAbsolutePath().normalize()));
      } else if (Files.exists(path)) {
        files.add(new Frames.InputFile(path, path.toString()));
      } else {
        throw new WrongCallException(path + ": no such file or folder");
      }
    }
    return files;
  }

  private static List<Frames.InputFile> inFolder(Path folder, Path skip) {
    List<Frames.InputFile> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files =
          all.filter(path -> !path.toAbsolutePath().normalize().startsWith(skip))
              .filter(path -> !path.getFileName().toString().startsWith("."))
              .filter(path -> StructureFormat.ofName(path).isPresent())
              .filter(path -> !Files.isDirectory(path))
              .map(path -> new Frames.InputFile(path, path.toString()))
              .sorted((a, b) -> a.label().compareTo(b.label()))
              .toList();
    } catch (UncheckedIOException e) {
      throw FileProblem.reading(folder, e.getCause());
    } catch (IOException e) {
      throw FileProblem.reading(folder, e);
    }
    if (files.isEmpty()) {
      throw new WrongCallException(
          folder
              + ": no structures in this folder; files named *.cif, *.xyz, *.extxyz, *.magres,"
              + " *.vasp, POSCAR or CONTCAR, with or without .gz, were expected");
    }
    return files;
  }
}
