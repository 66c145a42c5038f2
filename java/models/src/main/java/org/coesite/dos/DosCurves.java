package org.coesite.dos;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.coesite.io.NpyArray;
import org.coesite.io.NpzWriter;

/**
 * The densities of states of several structures on one grid. Immutable.
 *
 * @param frames the structures
 * @param dos of each of them, all of one width
 * @param grid energies from the common zero, eV
 * @param reference what that zero is
 */
public record DosCurves(
    List<DosFrame> frames, List<Dos> dos, EnergyGrid grid, EnergyReference reference) {
  /** Copies the lists. */
  public DosCurves {
    frames = List.copyOf(frames);
    dos = List.copyOf(dos);
  }

  /**
   * Builds curves on the widest grid at which those of all structures are complete.
   *
   * @param width standard deviation of the Gaussians, eV
   * @throws org.coesite.CoesiteException if there is no such grid, or the width is none
   */
  public static DosCurves build(
      List<DosFrame> frames, DosMethod method, double width, EnergyReference reference) {
    List<Dos> dos = dos(frames, method, width);
    return new DosCurves(frames, dos, new DosWindow(frames, dos, reference).chosen(), reference);
  }

  /**
   * Builds curves on a given grid.
   *
   * @param width standard deviation of the Gaussians, eV
   * @throws org.coesite.CoesiteException if bands are missing in the grid, or it cuts occupied
   *     states, or the width is none
   */
  public static DosCurves build(
      List<DosFrame> frames,
      DosMethod method,
      double width,
      EnergyReference reference,
      EnergyGrid grid) {
    List<Dos> dos = dos(frames, method, width);
    new DosWindow(frames, dos, reference).check(grid);
    return new DosCurves(frames, dos, grid, reference);
  }

  private static List<Dos> dos(List<DosFrame> frames, DosMethod method, double width) {
    return frames.parallelStream().map(frame -> method.dos(frame, width)).toList();
  }

  /** Where the curves are complete. */
  public DosWindow window() {
    return new DosWindow(frames, dos, reference);
  }

  /** The energy of the calculation of a structure that the grid calls 0, eV. */
  public double zero(int structure) {
    return reference.zero(dos.get(structure));
  }

  /** The curve of a structure, states/eV/atom, [count]. */
  public double[] curve(int structure) {
    return dos.get(structure).curve(grid, zero(structure));
  }

  /** States per atom of a structure below the energies of the grid, [count]. */
  public double[] cumulative(int structure) {
    return dos.get(structure).cumulative(grid, zero(structure));
  }

  /**
   * Writes an {@code .npz} file: the {@link #arrays}, and as texts what the zero of energies is,
   * {@code reference} as on the command line and {@code zero_is} in words.
   *
   * @throws org.coesite.CoesiteException if it cannot be written
   */
  public void write(Path file) {
    try (NpzWriter writer = NpzWriter.create(file)) {
      arrays().forEach(writer::write);
      writer.write("reference", reference.toString());
      writer.write("zero_is", reference.description());
      writer.commit();
    }
  }

  /**
   * The numbers of such a file: {@code energies} [energies] from the common zero, eV; {@code dos}
   * [structures, energies], states/eV/atom; {@code cumulative} [structures, energies], states per
   * atom; {@code fermi} [structures], eV from the same zero; {@code zero} [structures], what each
   * calculation's own energy of that zero is, eV; {@code frame}, {@code atoms} and {@code
   * electrons} [structures]; {@code width} [], eV.
   */
  Map<String, NpyArray> arrays() {
    int structures = frames.size();
    double[] curves = new double[structures * grid.count()];
    double[] cumulatives = new double[structures * grid.count()];
    double[] fermi = new double[structures];
    double[] zeros = new double[structures];
    for (int s = 0; s < structures; s++) {
      System.arraycopy(curve(s), 0, curves, s * grid.count(), grid.count());
      System.arraycopy(cumulative(s), 0, cumulatives, s * grid.count(), grid.count());
      zeros[s] = zero(s);
      fermi[s] = dos.get(s).fermiLevel() - zeros[s];
    }
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("energies", NpyArray.of(grid.energies(), grid.count()));
    arrays.put("dos", NpyArray.of(curves, structures, grid.count()));
    arrays.put("cumulative", NpyArray.of(cumulatives, structures, grid.count()));
    arrays.put("fermi", NpyArray.of(fermi, structures));
    arrays.put("zero", NpyArray.of(zeros, structures));
    arrays.put(
        "frame", NpyArray.of(frames.stream().mapToLong(DosFrame::number).toArray(), structures));
    arrays.put(
        "atoms", NpyArray.of(frames.stream().mapToLong(DosFrame::atoms).toArray(), structures));
    arrays.put(
        "electrons", NpyArray.of(dos.stream().mapToDouble(Dos::electrons).toArray(), structures));
    arrays.put("width", NpyArray.of(new double[] {dos.get(0).width()}));
    return arrays;
  }
}
