package org.coesite.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.coesite.CoesiteException;
import org.coesite.io.ReadOptions;
import org.coesite.io.StructureReader;
import org.coesite.nmr.NmrTrainingData;
import org.coesite.structure.Element;
import org.coesite.structure.Structure;
import org.coesite.tensors.TensorConfig;
import org.coesite.tensors.TensorData;
import picocli.CommandLine.Option;

/** Which tensors are learnt, and how. */
final class TensorDataOptions {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "TRAIN.xyz",
      description = "Structures with tensors: extended XYZ or .magres.")
  private Path file;

  @Option(
      names = "--property",
      paramLabel = "NAME",
      defaultValue = "ms",
      description =
          "Column of the tensors, nine numbers an atom, row by row: ms, efg, ... (default:"
              + " ${DEFAULT-VALUE}).")
  private String property;

  @Option(
      names = "--mask",
      paramLabel = "NAME",
      description = "Column that says of which atoms they are known (default: NAME_known).")
  private String mask;

  @Option(
      names = "--group",
      paramLabel = "NAME",
      description =
          "Entry of structures that marks those of one geometry, which are held out together"
              + " (default: group, where there is one).")
  private String group;

  @Option(
      names = "--element",
      paramLabel = "SYMBOL",
      description = "Whose tensors are learnt (default: the element that has known ones).")
  private String element;

  @Option(
      names = "--config",
      paramLabel = "C.yaml",
      description = "Hyperparameters (default: sane ones for 29Si in silicates).")
  private Path config;

  /** The settings. */
  TensorConfig config() {
    if (config == null) {
      return TensorConfig.defaults();
    }
    InputFiles.requireExists(config);
    return TensorConfig.read(config);
  }

  /** The tensors. */
  TensorData read() {
    InputFiles.requireExists(file);
    NmrTrainingData wanted =
        new NmrTrainingData(
            property,
            mask == null ? property + "_known" : mask,
            group == null ? "group" : group,
            wantedElement());
    List<Structure> structures = StructureReader.readAll(file, ReadOptions.DEFAULT);
    requireNamed(structures);
    return wanted.of(structures, file.toString());
  }

  /** What is asked for by name is there: else unknown tensors would be learnt, or groups split. */
  private void requireNamed(List<Structure> structures) {
    if (mask != null && structures.stream().noneMatch(s -> s.atomProperties().containsKey(mask))) {
      throw new CoesiteException(file + ": no structure has a column " + mask + " (--mask)");
    }
    if (group != null && structures.stream().noneMatch(s -> s.info().containsKey(group))) {
      throw new CoesiteException(file + ": no structure has an entry " + group + " (--group)");
    }
  }

  private OptionalInt wantedElement() {
    try {
      return element == null ? OptionalInt.empty() : OptionalInt.of(Element.of(element));
    } catch (CoesiteException e) {
      throw new WrongCallException("--element: " + e.getMessage());
    }
  }

  /** Name of the data. */
  String source() {
    return file.getFileName().toString();
  }
}
