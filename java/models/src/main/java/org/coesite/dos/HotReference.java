package org.coesite.dos;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.coesite.CoesiteException;
import org.coesite.structure.AtomProperty;
import org.coesite.structure.Structure;

/**
 * One structure in self-consistent (Mermin) calculations at several electronic temperatures, and
 * what filling the eigenvalues of the coldest one, without changing them, makes of the others: the
 * error of a fixed density of states itself, which a model of it cannot go below (Phys. Rev. B 106,
 * L121116, section II). Immutable.
 */
public final class HotReference {
  /** Of the Gaussians that stand for levels, eV: far below k_B T. */
  private static final double WIDTH = 0.02;

  private static final double STEP = WIDTH / 4;

  /** One calculation. */
  private record Frame(DosFrame frame, double temperature, double freeEnergy, int moved) {
    Structure structure() {
      return frame.structure();
    }

    double[] forces() {
      return ((AtomProperty.Numbers) structure().atomProperties().get("forces")).values();
    }
  }

  /** A coordinate that was moved down and up at the coldest temperature. */
  private record Displacement(int coordinate, double step, Frame down, Frame up) {}

  private final Frame cold;
  private final List<Frame> hot;
  private final List<Displacement> displacements;
  private final EnergyGrid grid;
  private final FixedDos fixed;

  private HotReference(Frame cold, List<Frame> hot, List<Displacement> displacements) {
    this.cold = cold;
    this.hot = hot;
    this.displacements = displacements;
    List<DosFrame> levels = new ArrayList<>(List.of(cold.frame));
    for (Displacement d : displacements) {
      levels.add(d.down.frame);
      levels.add(d.up.frame);
    }
    grid = grid(levels);
    fixed = filled(cold.frame, grid);
  }

  /** Energies to which all of some structures' bands are complete. */
  private static EnergyGrid grid(List<DosFrame> frames) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.POSITIVE_INFINITY;
    for (DosFrame frame : frames) {
      low = Math.min(low, frame.eigenvalues().lowest() - 6 * WIDTH);
      high = Math.min(high, frame.eigenvalues().completeUpTo() - Dos.MARGIN * WIDTH);
    }
    return EnergyGrid.between(low, high, STEP);
  }

  /** A structure's eigenvalues as they are, but for Gaussians of 0.02 eV, filled. */
  static FixedDos filled(DosFrame frame) {
    return filled(frame, grid(List.of(frame)));
  }

  private static FixedDos filled(DosFrame frame, EnergyGrid grid) {
    return new FixedDos(grid, curve(frame, grid), frame.eigenvalues().electrons());
  }

  private static double[] curve(DosFrame frame, EnergyGrid grid) {
    double[] curve = Dos.gaussian(frame.eigenvalues(), WIDTH).curve(grid, 0);
    for (int i = 0; i < curve.length; i++) {
      curve[i] *= frame.atoms();
    }
    return curve;
  }

  /**
   * Sorts calculations by structure.
   *
   * @param frames with the entries {@code structure} (which one it is), {@code
   *     electronic_temperature} (K), {@code free_energy} (eV), {@code forces}, and {@code
   *     displaced} (atom, axis, step in angstrom) where an atom was moved
   * @param source name of the file, for messages
   * @throws CoesiteException if an entry is missing, or a structure has fewer than two temperatures
   */
  public static List<HotReference> of(List<DosFrame> frames, String source) {
    Map<Long, List<Frame>> byStructure = new LinkedHashMap<>();
    for (int row = 0; row < frames.size(); row++) {
      DosFrame frame = frames.get(row);
      String where = source + ": frame " + (row + 1);
      long number = (long) number(frame.structure(), "structure", where);
      byStructure.computeIfAbsent(number, key -> new ArrayList<>()).add(frame(frame, where));
    }
    List<HotReference> out = new ArrayList<>();
    byStructure.forEach((number, own) -> out.add(of(own, number, source)));
    return out;
  }

  private static double number(Structure structure, String name, String where) {
    if (structure.info().get(name) instanceof Number value) {
      return value.doubleValue();
    }
    throw new CoesiteException(where + ": no number named " + name);
  }

  private static Frame frame(DosFrame frame, String where) {
    Structure structure = frame.structure();
    if (!(structure.atomProperties().get("forces") instanceof AtomProperty.Numbers)) {
      throw new CoesiteException(where + ": no forces");
    }
    int moved = -1;
    Object displaced = structure.info().get("displaced");
    if (displaced != null) {
      if (!(displaced instanceof double[] d) || d.length != 3) {
        throw new CoesiteException(where + ": displaced is not \"atom axis step\"");
      }
      moved = 3 * (int) d[0] + (int) d[1];
      if (moved < 0 || moved >= 3 * structure.atoms()) {
        throw new CoesiteException(where + ": displaced names no coordinate of the structure");
      }
    }
    double temperature = number(structure, "electronic_temperature", where);
    return new Frame(frame, temperature, number(structure, "free_energy", where), moved);
  }

  private static HotReference of(List<Frame> frames, long number, String source) {
    List<Frame> still =
        frames.stream()
            .filter(frame -> frame.moved < 0)
            .sorted(Comparator.comparingDouble(Frame::temperature))
            .toList();
    if (still.size() < 2) {
      throw new CoesiteException(
          source + ": structure " + number + " has fewer than two electronic temperatures");
    }
    Frame cold = still.get(0);
    Map<Integer, Frame[]> pairs = new LinkedHashMap<>();
    for (Frame frame : frames) {
      if (frame.moved >= 0 && frame.temperature == cold.temperature) {
        boolean up = step(frame) > 0;
        pairs.computeIfAbsent(frame.moved, key -> new Frame[2])[up ? 1 : 0] = frame;
      }
    }
    List<Displacement> displacements = new ArrayList<>();
    pairs.forEach(
        (coordinate, pair) -> {
          if (pair[0] != null && pair[1] != null) {
            double step = step(pair[1]) - step(pair[0]);
            displacements.add(new Displacement(coordinate, step, pair[0], pair[1]));
          }
        });
    return new HotReference(cold, still.subList(1, still.size()), displacements);
  }

  private static double step(Frame frame) {
    return ((double[]) frame.structure().info().get("displaced"))[2];
  }

  /** Atoms and cell. */
  public Structure structure() {
    return cold.structure();
  }

  /** Group of configurations. */
  public String kind() {
    return cold.frame.kind();
  }

  /** The coldest temperature, K: what all is compared with. */
  public double coldest() {
    return cold.temperature;
  }

  /** The other temperatures, K, ascending. */
  public double[] temperatures() {
    return hot.stream().mapToDouble(Frame::temperature).toArray();
  }

  /** A(T) less that at the coldest temperature, eV/atom, self-consistently, [temperatures]. */
  public double[] heating() {
    return hot.stream()
        .mapToDouble(frame -> (frame.freeEnergy - cold.freeEnergy) / structure().atoms())
        .toArray();
  }

  /** The same from the coldest temperature's eigenvalues, eV/atom, [temperatures]. */
  public double[] fixedHeating() {
    double from = fixed.state(cold.temperature).freeEnergyChange();
    return hot.stream()
        .mapToDouble(
            frame ->
                (fixed.state(frame.temperature).freeEnergyChange() - from) / structure().atoms())
        .toArray();
  }

  /** Self-consistent forces at the coldest temperature, eV/angstrom, [atoms x 3]. */
  public double[] coldForces() {
    return cold.forces();
  }

  /** Self-consistent forces at a temperature of {@link #temperatures}, eV/angstrom. */
  public double[] forces(int temperature) {
    return hot.get(temperature).forces();
  }

  /** Coordinates, 3 x atom + axis, of which forces can be had from eigenvalues. */
  public int[] displacedCoordinates() {
    return displacements.stream().mapToInt(Displacement::coordinate).toArray();
  }

  /**
   * Forces on the displaced coordinates from the coldest temperature's eigenvalues and forces,
   * eV/angstrom, [displaced coordinates].
   *
   * @param temperature of {@link #temperatures}
   */
  public double[] fixedForces(int temperature) {
    double[] weights = fixed.state(hot.get(temperature).temperature).freeEnergyWeights();
    double[] cool = fixed.state(cold.temperature).freeEnergyWeights();
    return displacements.stream()
        .mapToDouble(
            d -> {
              double[] up = curve(d.up.frame, grid);
              double[] down = curve(d.down.frame, grid);
              double slope = 0;
              for (int i = 0; i < up.length; i++) {
                slope += (weights[i] - cool[i]) * (up[i] - down[i]) / d.step;
              }
              return cold.forces()[d.coordinate] - slope;
            })
        .toArray();
  }
}
