package org.coesite.spark;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import org.coesite.io.ReadOptions;
import org.coesite.io.StructureReader;
import org.coesite.screen.StructureInput;

/**
 * The content of a structure file.
 *
 * @param label what the file is called, which tells its format
 * @param bytes gzipped or not; not copied
 */
record FileContent(String label, byte[] bytes) implements StructureInput {
  @Override
  public StructureReader open(ReadOptions options) {
    return StructureReader.open(path(), new ByteArrayInputStream(bytes), options);
  }

  @Override
  public String relabel(String message) {
    return message.replace(path().toString(), label);
  }

  private Path path() {
    return Path.of(label);
  }
}
