package org.coesite.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.coesite.CoesiteException;
import org.coesite.io.ReadOptions;
import org.coesite.io.StructureReader;
import org.coesite.nmr.GradientUnit;
import org.coesite.nmr.NmrTensor;
import org.coesite.nmr.TensorColumn;
import org.coesite.structure.AtomProperty;
import org.coesite.structure.Structure;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Structures with tensors, as the commands of NMR read them. */
final class NmrInput {
  /** What acts on a nucleus. */
  enum Interactions {
    /** Shift, and the coupling of a quadrupolar nucleus where there are field gradients. */
    ALL,
    SHIFT,
    EFG
  }

  /**
   * One structure.
   *
   * @param label the file, with the frame's number where there are several
   */
  record Frame(String label, Structure structure) {
    CoesiteException error(CoesiteException cause) {
      return new CoesiteException(label + ": " + cause.getMessage(), cause);
    }
  }

  @Parameters(
      paramLabel = "IN",
      arity = "1..*",
      description = {
        "Structures with tensors: .magres, or extended XYZ with columns ms:R:9 (shielding, ppm)"
            + " and efg:R:9 (field gradient), row by row; of which atoms they are known may stand"
            + " in ms_known:I:1, efg_known:I:1."
      })
  private List<Path> files;

  @Option(
      names = "--ms-name",
      paramLabel = "NAME",
      defaultValue = "ms",
      description = "Column of the shieldings (default: ${DEFAULT-VALUE}).")
  private String shieldings;

  @Option(
      names = "--efg-name",
      paramLabel = "NAME",
      defaultValue = "efg",
      description = "Column of the field gradients (default: ${DEFAULT-VALUE}).")
  private String gradients;

  @Option(
      names = "--efg-unit",
      paramLabel = "UNIT",
      description =
          "au or V/A^2, where the file does not say so by efg_units=... (default: au, as in"
              + " .magres).")
  private String unit;

  String shieldings() {
    return shieldings;
  }

  String gradients() {
    return gradients;
  }

  /** The files named. */
  List<Path> files() {
    return files;
  }

  /** Checks what can be checked before anything is read. */
  void check() {
    files.forEach(InputFiles::requireExists);
    wantedUnit();
  }

  private Optional<GradientUnit> wantedUnit() {
    try {
      return Optional.ofNullable(unit).map(GradientUnit::named);
    } catch (CoesiteException e) {
      throw new WrongCallException("--efg-unit: " + e.getMessage());
    }
  }

  /** The frames of a file. */
  List<Frame> read(Path file) {
    List<Structure> structures = new ArrayList<>();
    try (StructureReader reader = StructureReader.open(file, ReadOptions.DEFAULT)) {
      while (reader.hasNext()) {
        structures.add(reader.next());
        reader.warnings().forEach(warning -> System.err.println("note: " + warning));
      }
    }
    List<Frame> frames = new ArrayList<>();
    for (int k = 0; k < structures.size(); k++) {
      String label = structures.size() == 1 ? file.toString() : file + "#" + (k + 1);
      frames.add(new Frame(label, structures.get(k)));
    }
    return frames;
  }

  /** The tensors of a column, if there is one. */
  Optional<TensorColumn> column(Frame frame, String name) {
    return TensorColumn.isIn(frame.structure(), name)
        ? Optional.of(required(frame, name))
        : Optional.empty();
  }

  /**
   * The tensors of a column.
   *
   * @throws CoesiteException with the file's name if there are none, or they are wrong
   */
  TensorColumn required(Frame frame, String name) {
    try {
      return TensorColumn.of(frame.structure(), name);
    } catch (CoesiteException e) {
      throw frame.error(e);
    }
  }

  /** The unit of a frame's field gradients. */
  GradientUnit unit(Frame frame) {
    Object said = frame.structure().info().get(gradients + "_units");
    if (said instanceof String name) {
      try {
        return GradientUnit.named(name);
      } catch (CoesiteException e) {
        throw frame.error(e);
      }
    }
    return wantedUnit().orElse(GradientUnit.ATOMIC);
  }

  /**
   * One frame with the mean of the tensors of several: a trajectory.
   *
   * @throws CoesiteException if the atoms differ
   */
  Frame mean(String label, List<Frame> frames) {
    Structure first = frames.get(0).structure();
    for (Frame frame : frames) {
      if (!Arrays.equals(frame.structure().species(), first.species())) {
        throw new CoesiteException(
            frame.label() + ": other atoms than in the first frame: tensors cannot be averaged");
      }
      if (unit(frame) != unit(frames.get(0))) {
        throw new CoesiteException(
            frame.label() + ": another unit of field gradients than in the first frame");
      }
    }
    Structure.Builder mean =
        Structure.of(first.species(), first.positions())
            .cell(first.cell(), first.periodic(0), first.periodic(1), first.periodic(2));
    first.info().forEach(mean::info);
    for (String name : List.of(shieldings, gradients)) {
      if (TensorColumn.isIn(first, name)) {
        setMean(mean, name, frames);
      }
    }
    return new Frame(label, mean.build());
  }

  private void setMean(Structure.Builder builder, String name, List<Frame> frames) {
    List<TensorColumn> columns = frames.stream().map(frame -> required(frame, name)).toList();
    int atoms = columns.get(0).atoms();
    double[] values = new double[9 * atoms];
    long[] known = new long[atoms];
    for (int i = 0; i < atoms; i++) {
      int atom = i;
      List<NmrTensor> tensors =
          columns.stream()
              .filter(column -> column.known(atom))
              .map(column -> column.get(atom))
              .toList();
      if (!tensors.isEmpty()) {
        known[i] = 1;
        System.arraycopy(NmrTensor.mean(tensors).toArray(), 0, values, 9 * i, 9);
      }
    }
    builder.atomProperty(name, AtomProperty.of(values, 9));
    builder.atomProperty(name + "_known", AtomProperty.of(known, 1));
  }
}
