package org.coesite.io;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.coesite.CoesiteException;
import org.coesite.structure.Structure;

/**
 * Writes structures into a file of the format that its name tells, gzipped where it ends in {@code
 * .gz}. The file appears when {@link #commit()} is called; closed without that, nothing is left.
 *
 * {@snippet :
 * try (StructureWriter writer = StructureWriter.create(path)) {
 *   structures.forEach(writer::write);
 *   writer.commit();
 * }
 * }
 *
 * <p>XYZ holds everything a {@link Structure} does. CIF (one P1 data block per structure) and
 * POSCAR (one structure) hold the geometry; magres (one structure) the tensors of NMR, too. Not
 * thread-safe.
 */
public final class StructureWriter implements Closeable {
  private final Path file;
  private final StructureFormat format;
  private final AtomicFile output;
  private final BufferedWriter text;
  private int written;

  private StructureWriter(
      Path file, StructureFormat format, AtomicFile output, BufferedWriter text) {
    this.file = file;
    this.format = format;
    this.output = output;
    this.text = text;
  }

  /**
   * Starts a file.
   *
   * @throws CoesiteException if its name tells no format or it cannot be written
   */
  public static StructureWriter create(Path file) {
    StructureFormat format =
        StructureFormat.ofName(file)
            .orElseThrow(
                () ->
                    new CoesiteException(
                        file
                            + ": the name tells no format; .xyz, .cif, .magres, .vasp or POSCAR"
                            + " was expected"));
    AtomicFile output = AtomicFile.create(file);
    try {
      OutputStream stream = output.output();
      if (String.valueOf(file.getFileName()).endsWith(".gz")) {
        stream = new GZIPOutputStream(stream, 1 << 16);
      }
      BufferedWriter text =
          new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), 1 << 16);
      return new StructureWriter(file, format, output, text);
    } catch (IOException e) {
      output.close();
      throw FileProblem.writing(file, e);
    }
  }

  /** Writes a whole file at once. */
  public static void writeAll(Path file, List<Structure> structures) {
    try (StructureWriter writer = create(file)) {
      structures.forEach(writer::write);
      writer.commit();
    }
  }

  /**
   * Appends a structure.
   *
   * @throws CoesiteException if the format cannot hold it or the disk is full
   */
  public void write(Structure structure) {
    try {
      switch (format) {
        case XYZ -> ExtendedXyz.write(structure, text);
        case CIF -> CifText.write(structure, "structure_" + (written + 1), text);
        case POSCAR -> {
          requireFirst("POSCAR");
          Poscar.write(structure, text);
        }
        case MAGRES -> {
          requireFirst(".magres file");
          MagresText.write(structure, text);
        }
      }
      written++;
    } catch (IOException e) {
      throw FileProblem.writing(file, e);
    } catch (CoesiteException e) {
      throw new CoesiteException(file + ": " + e.getMessage(), e);
    }
  }

  private void requireFirst(String file) {
    if (written > 0) {
      throw new CoesiteException("a " + file + " holds one structure; write several as .xyz");
    }
  }

  /** Completes the file and gives it its name. */
  public void commit() {
    try {
      text.close();
      output.commit();
    } catch (IOException e) {
      throw FileProblem.writing(file, e);
    }
  }

  @Override
  public void close() {
    output.close();
  }
}
