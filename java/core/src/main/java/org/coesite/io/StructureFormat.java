package org.coesite.io;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The file formats of structures. */
public enum StructureFormat {
  /** XYZ, plain or extended: one or more frames. */
  XYZ,
  /** Crystallographic information file: one or more data blocks. */
  CIF,
  /** VASP's POSCAR and CONTCAR: one structure. */
  POSCAR,
  /** CCP-NC's format of computed NMR parameters: one structure. */
  MAGRES;

  /** The format that a file's name tells, with or without {@code .gz}. */
  public static Optional<StructureFormat> ofName(Path file) {
    Path last = file.getFileName();
    String name = last == null ? "" : last.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".gz")) {
      name = name.substring(0, name.length() - 3);
    }
    if (name.endsWith(".xyz") || name.endsWith(".extxyz")) {
      return Optional.of(XYZ);
    }
    if (name.endsWith(".cif") || name.endsWith(".mcif")) {
      return Optional.of(CIF);
    }
    if (name.endsWith(".magres")) {
      return Optional.of(MAGRES);
    }
    boolean poscar =
        name.endsWith(".vasp")
            || name.endsWith("poscar")
            || name.endsWith("contcar")
            || name.startsWith("poscar")
            || name.startsWith("contcar");
    return poscar ? Optional.of(POSCAR) : Optional.empty();
  }

  /** The format that the first lines of a file tell. */
  static Optional<StructureFormat> ofContent(TextLines lines) {
    String first = lines.peek(0);
    if (first != null && Numbers.whole(first.strip()) != null) {
      return Optional.of(XYZ);
    }
    if (first != null && first.startsWith("#$magres")) {
      return Optional.of(MAGRES);
    }
    if (looksLikePoscar(lines)) {
      return Optional.of(POSCAR);
    }
    for (int i = 0; i < 200; i++) {
      String line = lines.peek(i);
      if (line == null) {
        break;
      }
      if (line.strip().toLowerCase(Locale.ROOT).startsWith("data_")) {
        return Optional.of(CIF);
      }
    }
    return Optional.empty();
  }

  private static boolean looksLikePoscar(TextLines lines) {
    for (int i = 1; i <= 4; i++) {
      String line = lines.peek(i);
      List<String> words = line == null ? List.of() : Numbers.words(line);
      int wanted = i == 1 ? 1 : 3;
      if (words.size() < wanted) {
        return false;
      }
      try {
        for (String word : words.subList(0, wanted)) {
          Numbers.real(word);
        }
      } catch (NumberFormatException e) {
        return false;
      }
    }
    return true;
  }
}
