package org.coesite.dos;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.coesite.CoesiteException;
import org.coesite.io.NpyArray;
import org.coesite.io.NpyReader;
import org.coesite.io.StructureReader;
import org.coesite.structure.Structure;

/**
 * Kohn-Sham eigenvalues in an {@code .npz} file beside structures in extended XYZ.
 *
 * <p>The arrays are {@code eigenvalues_N} [k-points, bands] in eV, {@code weights_N} [k-points]
 * with the sum 1, and {@code kpoints_N} [k-points, 3] in reciprocal lattice vectors, k and -k
 * listed once. N is the whole number {@code frame} of the structure, where every structure has its
 * own; else, as for one structure at several electronic temperatures, its place in the file from 0,
 * and then both files must hold equally many.
 */
public final class EigenvalueFile {
  private static final String EIGENVALUES = "eigenvalues_";

  /**
   * The level that a structure's {@code fermi_energy} names may hold this part of the electrons
   * more or fewer: hot electrons and metals differ by some per cent, another structure's by far
   * more.
   */
  private static final double COUNT_TOLERANCE = 0.2;

  private final Path dataFile;
  private final Path file;
  private final Map<String, NpyArray> arrays;
  private final ValenceElectrons valence;

  private EigenvalueFile(Path dataFile, Path file, ValenceElectrons valence) {
    this.dataFile = dataFile;
    this.file = file;
    this.valence = valence;
    arrays = NpyReader.readAll(file);
  }

  /**
   * Reads structures and their eigenvalues.
   *
   * @param data structures
   * @param eigenvalues {@code .npz} file; it may hold those of further frames
   * @return in the order of {@code data}
   * @throws CoesiteException if a file cannot be read or the two do not match, in one line with
   *     frame and file
   */
  public static List<DosFrame> read(Path data, Path eigenvalues, ValenceElectrons valence) {
    List<Structure> structures = StructureReader.readAll(data);
    return new EigenvalueFile(data, eigenvalues, valence).pair(structures);
  }

  private List<DosFrame> pair(List<Structure> structures) {
    long[] numbers = numbers(structures);
    List<DosFrame> frames = new ArrayList<>();
    for (int s = 0; s < numbers.length; s++) {
      Structure structure = structures.get(s);
      try {
        Eigenvalues eigenvalues = eigenvalues(structure, numbers[s]);
        check(structure, eigenvalues);
        String kind = String.valueOf(structure.info().getOrDefault("kind", ""));
        frames.add(new DosFrame(structure, numbers[s], kind, eigenvalues));
      } catch (CoesiteException e) {
        throw new CoesiteException(
            file
                + ": frame "
                + numbers[s]
                + " (structure "
                + (s + 1)
                + " of "
                + dataFile
                + "): "
                + e.getMessage(),
            e);
      }
    }
    return frames;
  }

  private long[] numbers(List<Structure> structures) {
    long[] numbers = new long[structures.size()];
    Set<Long> seen = new HashSet<>();
    for (int s = 0; s < numbers.length; s++) {
      if (structures.get(s).info().get("frame") instanceof Long frame && seen.add(frame)) {
        numbers[s] = frame;
      }
    }
    if (seen.size() == numbers.length) {
      return numbers;
    }
    long stored = arrays.keySet().stream().filter(name -> name.startsWith(EIGENVALUES)).count();
    if (stored != numbers.length) {
      throw new CoesiteException(
          dataFile
              + ": "
              + numbers.length
              + " structures, of which not every one has its own number frame=N, beside "
              + file
              + " with the eigenvalues of "
              + stored
              + "; either number the structures or give both files equally many");
    }
    for (int s = 0; s < numbers.length; s++) {
      numbers[s] = s;
    }
    return numbers;
  }

  private Eigenvalues eigenvalues(Structure structure, long number) {
    NpyArray values = array(EIGENVALUES + number, 2);
    NpyArray weights = array("weights_" + number, 1);
    NpyArray kPoints = array("kpoints_" + number, 2);
    long points = values.shape()[0];
    if (weights.shape()[0] != points || kPoints.shape()[0] != points || kPoints.shape()[1] != 3) {
      throw new CoesiteException(
          String.format(
              Locale.ROOT,
              "eigenvalues at %d k-points, %d weights and k-points of the shape [%d, %d]",
              points,
              weights.shape()[0],
              kPoints.shape()[0],
              kPoints.shape()[1]));
    }
    return Eigenvalues.of(
        values.toDoubles(),
        weights.toDoubles(),
        kPoints.toDoubles(),
        structure.atoms(),
        valence.in(structure));
  }

  private NpyArray array(String name, int dimensions) {
    NpyArray array = arrays.get(name);
    if (array == null) {
      throw new CoesiteException("there is no array " + name);
    }
    if (array.shape().length != dimensions) {
      throw new CoesiteException(
          name + " has " + array.shape().length + " dimensions; " + dimensions + " are expected");
    }
    return array;
  }

  /** What the structure says about its calculation must fit the eigenvalues. */
  private static void check(Structure structure, Eigenvalues eigenvalues) {
    KMesh.declared(structure).ifPresent(size -> KMesh.of(eigenvalues, size));
    if (structure.info().get("fermi_energy") instanceof Double fermi) {
      double electrons = eigenvalues.electronsBelow(fermi);
      if (Math.abs(electrons / eigenvalues.electrons() - 1) > COUNT_TOLERANCE) {
        throw new CoesiteException(
            String.format(
                Locale.ROOT,
                "the eigenvalues hold %.1f electrons below the structure's fermi_energy of %.3f eV,"
                    + " which has %.0f: they belong to another structure",
                electrons,
                fermi,
                eigenvalues.electrons()));
      }
    }
  }
}
