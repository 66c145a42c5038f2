package org.coesite.dos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The noise that a curve of a finite k-mesh has of its own, estimated from thinned meshes: no model
 * can be seen to be better than this.
 *
 * <p>The mesh is split into cosets of a coarser lattice: every other plane along the axes that have
 * an even number of points, every p-th oblique plane (k1 + 2 k2 - k3 = const mod p and its
 * rotations) of those whose smallest factor p is odd. Each coset is a regular mesh itself, shifted,
 * and all cosets together are the full mesh, so that the mean square of what they differ from it is
 * exactly the mean square error of the thinned meshes less the square error of the full one. Square
 * errors are then taken to go with the sum of the squares of the weights of the k-points, k and -k
 * being one: 1/N of N independent points. With r that sum's ratio between full and thinned mesh,
 * the error of the full mesh is the difference times sqrt(r/(1 - r)).
 *
 * <p>On random plane-wave Hamiltonians with the size, electron count and meshes of eight-atom
 * silicon cells, the estimate is within about a third of the true error for widths up to 0.3 eV and
 * up to one half too large for 0.5 eV, where regular meshes converge faster than random points.
 *
 * @param curve error of the curve, Fermi levels aligned, in parts of the curve's norm: root of the
 *     ratio of integrated squares, up to {@link #ABOVE} above the Fermi level; NaN where the mesh
 *     cannot be thinned
 * @param fermi error of the Fermi level, eV
 * @param bandEnergy error of the band energy relative to the Fermi level, eV/atom
 */
public record KPointFloor(double curve, double fermi, double bandEnergy) {
  /** How far above the Fermi level curves are compared, eV. */
  public static final double ABOVE = 2.5;

  private static final KPointFloor UNKNOWN = new KPointFloor(Double.NaN, Double.NaN, Double.NaN);

  /** Thinning that leaves more than this part of the spread says nothing. */
  private static final double LARGEST_RATIO = 0.9;

  /**
   * Estimates the floor of one structure's Gaussian curve.
   *
   * @param width standard deviation of the Gaussians, eV
   * @throws org.coesite.CoesiteException if its k-points do not fill a regular mesh
   */
  public static KPointFloor of(DosFrame frame, double width) {
    Eigenvalues eigenvalues = frame.eigenvalues();
    KMesh mesh = KMesh.of(frame);
    Dos full = Dos.gaussian(eigenvalues, width);
    double bottom = eigenvalues.lowest() - full.fermiLevel() - 5 * width;
    EnergyGrid grid = EnergyGrid.between(bottom, ABOVE, width / 6);
    Sample whole = new Sample(full, grid);
    double[] squares = new double[3];
    double concentration = 0;
    int cosets = 0;
    int rotations = new KCosets(mesh, 0).leaning() ? 3 : 1;
    for (int rotation = 0; rotation < rotations; rotation++) {
      for (double[] weights : new KCosets(mesh, rotation).weights(eigenvalues.kPoints())) {
        Sample part = new Sample(Dos.gaussian(eigenvalues.reweighted(weights), width), grid);
        part.addSquares(whole, squares);
        concentration += Arrays.stream(weights).map(w -> w * w).sum();
        cosets++;
      }
    }
    double own = 0;
    for (int k = 0; k < eigenvalues.kPoints(); k++) {
      own += eigenvalues.weight(k) * eigenvalues.weight(k);
    }
    double ratio = own / (concentration / cosets);
    if (ratio > LARGEST_RATIO) {
      return UNKNOWN;
    }
    double scale = ratio / (1 - ratio) / cosets;
    double norm = Arrays.stream(whole.curve).map(d -> d * d).sum();
    return new KPointFloor(
        Math.sqrt(scale * squares[0] / norm),
        Math.sqrt(scale * squares[1]),
        Math.sqrt(scale * squares[2]));
  }

  /** Root mean squares over structures, those without an estimate left out. */
  public static KPointFloor mean(List<KPointFloor> floors) {
    List<KPointFloor> known = new ArrayList<>(floors);
    known.removeIf(floor -> Double.isNaN(floor.curve));
    double curve = 0;
    double fermi = 0;
    double energy = 0;
    for (KPointFloor floor : known) {
      curve += floor.curve * floor.curve / known.size();
      fermi += floor.fermi * floor.fermi / known.size();
      energy += floor.bandEnergy * floor.bandEnergy / known.size();
    }
    return known.isEmpty()
        ? UNKNOWN
        : new KPointFloor(Math.sqrt(curve), Math.sqrt(fermi), Math.sqrt(energy));
  }

  /** What is compared. */
  private static final class Sample {
    private final double[] curve;
    private final double fermi;
    private final double bandEnergy;

    Sample(Dos dos, EnergyGrid grid) {
      fermi = dos.fermiLevel();
      curve = dos.curve(grid, fermi);
      bandEnergy = (dos.bandEnergy() - dos.electrons() * fermi) / dos.atoms();
    }

    void addSquares(Sample whole, double[] squares) {
      for (int i = 0; i < curve.length; i++) {
        squares[0] += square(curve[i] - whole.curve[i]);
      }
      squares[1] += square(fermi - whole.fermi);
      squares[2] += square(bandEnergy - whole.bandEnergy);
    }

    private static double square(double x) {
      return x * x;
    }
  }
}
