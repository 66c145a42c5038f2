package org.coesite.examples.silica;

import java.util.List;
import java.util.Locale;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;

/**
 * A crystal over the moments of a trajectory, as a structure of mean positions in a mean box. Mean
 * positions make straighter bridges than atoms ever do where these swing about them: the mean
 * Si-O-Si angle of the moments stands in the structure beside them.
 *
 * @param mean where atoms are on average
 */
record CrystalShape(Structure mean) {
  private static final String BRIDGE = "mean_bridge_deg";

  /** Of the moments of one trajectory, in their order. */
  static CrystalShape of(List<Structure> moments) {
    double bridge =
        moments.stream()
            .mapToDouble(s -> new SilicaMeasures(s).bridges().mean())
            .average()
            .orElse(Double.NaN);
    return new CrystalShape(mean(moments).toBuilder().info(BRIDGE, bridge).build());
  }

  private static Structure mean(List<Structure> moments) {
    Structure first = moments.get(0);
    double[] positions = new double[3 * first.atoms()];
    double[] cell = new double[9];
    for (Structure s : moments) {
      for (int k = 0; k < positions.length; k++) {
        positions[k] += s.position(k / 3, k % 3) / moments.size();
      }
      double[] rows = s.cell().toArray();
      for (int k = 0; k < 9; k++) {
        cell[k] += rows[k] / moments.size();
      }
    }
    return Structure.of(first.species(), positions).cell(Cell.of(cell)).build();
  }

  /** Of one SiO2, angstrom^3. */
  double volume() {
    return mean.cell().volume() / (mean.atoms() / 3.0);
  }

  /** Of the box along x, y or z, angstrom. */
  double length(int axis) {
    return mean.cell().length(axis);
  }

  /** Si-O-Si angle, mean over the moments, degrees. */
  double bridge() {
    return mean.info().get(BRIDGE) instanceof Number value ? value.doubleValue() : Double.NaN;
  }

  /** Si-O-Si angle of the mean positions, degrees. */
  double bridgeOfMean() {
    return new SilicaMeasures(mean).bridges().mean();
  }

  /** How far the longest edge exceeds the shortest, as a part of it: of a cubic box nothing. */
  double distortion() {
    double longest = Math.max(length(0), Math.max(length(1), length(2)));
    double shortest = Math.min(length(0), Math.min(length(1), length(2)));
    return longest / shortest - 1;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.2f A^3 per SiO2, box %.3f x %.3f x %.3f, Si-O-Si %.1f, of mean positions %.1f",
        volume(),
        length(0),
        length(1),
        length(2),
        bridge(),
        bridgeOfMean());
  }
}
