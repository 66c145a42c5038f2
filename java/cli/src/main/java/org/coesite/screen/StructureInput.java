package org.coesite.screen;

import org.coesite.io.ReadOptions;
import org.coesite.io.StructureReader;

/** Something that structures are read from: a file, or the content of one. */
public interface StructureInput {
  /** As the user named it. */
  String label();

  /**
   * Begins to read.
   *
   * @throws org.coesite.CoesiteException if it cannot be read, is empty, or has no known format
   */
  StructureReader open(ReadOptions options);

  /** A message of the reader, with the name that the user gave. */
  String relabel(String message);
}
