package org.coesite.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.coesite.CoesiteException;
import org.coesite.dos.DosFrame;
import org.coesite.dos.EigenvalueFile;
import org.coesite.dos.ValenceElectrons;
import picocli.CommandLine.Option;

/** Structures and their Kohn-Sham eigenvalues. */
final class DosDataOptions {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "DATA.xyz",
      description = "Structures in extended XYZ; frame=N names the eigenvalues of each.")
  private Path data;

  @Option(
      names = "--eigenvalues",
      required = true,
      paramLabel = "E.npz",
      description =
          "eigenvalues_N [k-points, bands] in eV, weights_N [k-points], kpoints_N [k-points, 3] in"
              + " reciprocal lattice vectors, k and -k once.")
  private Path eigenvalues;

  @Option(
      names = "--valence",
      split = ",",
      paramLabel = "ELEMENT=N",
      description =
          "Valence electrons of the pseudopotentials, as Ti=12; known: H 1, C 4, N 5, O 6, F 7, Al"
              + " 3, Si 4, P 5, S 6, Cl 7.")
  private Map<String, Integer> valence = Map.of();

  /** Name of the structures' file, for messages and models. */
  String source() {
    return data.getFileName().toString();
  }

  List<DosFrame> read() {
    InputFiles.requireExists(data);
    InputFiles.requireExists(eigenvalues);
    return EigenvalueFile.read(data, eigenvalues, valenceElectrons());
  }

  /**
   * Reads further structures.
   *
   * @param levels their eigenvalues; null for the same file
   */
  List<DosFrame> read(Path structures, Path levels) {
    InputFiles.requireExists(structures);
    Path file = levels == null ? eigenvalues : levels;
    InputFiles.requireExists(file);
    return EigenvalueFile.read(structures, file, valenceElectrons());
  }

  ValenceElectrons valenceElectrons() {
    try {
      return ValenceElectrons.DEFAULT.with(valence);
    } catch (CoesiteException e) {
      throw new WrongCallException("--valence: " + e.getMessage());
    }
  }
}
