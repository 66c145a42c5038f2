package org.coesite.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.coesite.CoesiteException;
import org.coesite.dynamics.BirchMurnaghan;
import org.coesite.models.Calculator;
import org.coesite.models.Calculator.Derivatives;
import org.coesite.models.Prediction;
import org.coesite.structure.Batch;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;

/**
 * The energy of a phase over its volume, all lengths scaled alike and fractional coordinates kept:
 * the reference's points and the potential's curve through the same structures.
 *
 * @param phase its name
 * @param unit what volumes and energies belong to: {@code SiO₂} or {@code atom}
 * @param referenceVolumes angstrom^3, ascending
 * @param referenceEnergies eV
 * @param volumes angstrom^3, ascending
 * @param energies eV
 * @param fit the equation of state of the potential's curve; null where it has no minimum
 */
public record CompressionCurve(
    String phase,
    String unit,
    double[] referenceVolumes,
    double[] referenceEnergies,
    double[] volumes,
    double[] energies,
    BirchMurnaghan fit) {
  private static final String COMPRESSED = "-eos";

  /** Frames with larger forces, eV/angstrom, are distorted: no points of a phase's curve. */
  private static final double LARGEST_FORCE = 0.2;

  /** How far fractional coordinates and shapes of cells may differ along one curve. */
  private static final double SAME = 5e-3;

  private static final int POINTS = 25;

  /** A reference calculation, its volume per atom. */
  private record Point(TrainingFrame frame, double volume) {
    static Point of(TrainingFrame frame) {
      return new Point(frame, frame.structure().cell().volume() / frame.atoms());
    }

    double energy() {
      return frame.energy() / frame.atoms();
    }
  }

  /**
   * Curves of the phases among labelled structures: of kinds that end in {@code -eos}, and of those
   * others that have an undistorted structure, even if only one.
   */
  public static List<CompressionCurve> of(List<FrameResult> results, Calculator calculator) {
    Map<String, List<Point>> phases = new LinkedHashMap<>();
    for (FrameResult result : results) {
      TrainingFrame frame = result.frame();
      if (frame.structure().fullyPeriodic() && frame.kind().endsWith(COMPRESSED)) {
        String phase = frame.kind().substring(0, frame.kind().length() - COMPRESSED.length());
        phases.computeIfAbsent(phase, name -> new ArrayList<>()).add(Point.of(frame));
      }
    }
    Map<String, List<Point>> others = new LinkedHashMap<>();
    for (FrameResult result : results) {
      TrainingFrame frame = result.frame();
      if (frame.structure().fullyPeriodic()
          && !frame.kind().endsWith(COMPRESSED)
          && !phases.containsKey(frame.kind())
          && undistorted(frame)) {
        others.computeIfAbsent(frame.kind(), name -> new ArrayList<>()).add(Point.of(frame));
      }
    }
    phases.putAll(others);
    List<CompressionCurve> curves = new ArrayList<>();
    phases.forEach((phase, points) -> curves.add(of(phase, points, calculator)));
    return curves;
  }

  private static boolean undistorted(TrainingFrame frame) {
    return frame.forces() != null
        && Arrays.stream(frame.forces()).allMatch(f -> Math.abs(f) < LARGEST_FORCE);
  }

  private static CompressionCurve of(String phase, List<Point> points, Calculator calculator) {
    Point lowest = points.stream().min(Comparator.comparingDouble(Point::energy)).orElseThrow();
    List<Point> alike =
        points.stream()
            .filter(point -> alike(point.frame.structure(), lowest.frame.structure()))
            .sorted(Comparator.comparingDouble(Point::volume))
            .toList();
    boolean silica = isSilica(lowest.frame.structure());
    int atoms = silica ? 3 : 1;
    // a little beyond all points, and far enough to see the minimum near the lowest
    double from = Math.min(0.96 * alike.getFirst().volume, 0.87 * lowest.volume);
    double to = Math.max(1.04 * alike.getLast().volume, 1.13 * lowest.volume);
    double[] volumes = new double[POINTS];
    List<Structure> scaled = new ArrayList<>();
    for (int k = 0; k < POINTS; k++) {
      double volume = from + (to - from) * k / (POINTS - 1);
      volumes[k] = atoms * volume;
      scaled.add(scaled(lowest.frame.structure(), Math.cbrt(volume / lowest.volume)));
    }
    List<Prediction> predictions = calculator.evaluate(Batch.of(scaled), Derivatives.NONE);
    double[] energies =
        predictions.stream()
            .mapToDouble(one -> atoms * one.energy() / lowest.frame.atoms())
            .toArray();
    return new CompressionCurve(
        phase,
        silica ? "SiO₂" : "atom",
        alike.stream().mapToDouble(point -> atoms * point.volume).toArray(),
        alike.stream().mapToDouble(point -> atoms * point.energy()).toArray(),
        volumes,
        energies,
        fit(volumes, energies));
  }

  private static BirchMurnaghan fit(double[] volumes, double[] energies) {
    try {
      return BirchMurnaghan.fit(volumes, energies);
    } catch (CoesiteException e) {
      return null;
    }
  }

  private static boolean isSilica(Structure structure) {
    Map<Integer, Integer> composition = structure.composition();
    return composition.size() == 2
        && composition.containsKey(14)
        && composition.getOrDefault(8, 0) == 2 * composition.get(14);
  }

  /** Whether two structures differ by a scale only. */
  private static boolean alike(Structure a, Structure b) {
    if (!Arrays.equals(a.species(), b.species())) {
      return false;
    }
    double scale = Math.cbrt(a.cell().volume() / b.cell().volume());
    double[] rowsA = a.cell().toArray();
    double[] rowsB = b.cell().toArray();
    double size = Math.cbrt(a.cell().volume());
    for (int k = 0; k < 9; k++) {
      if (Math.abs(rowsA[k] - scale * rowsB[k]) > SAME * size) {
        return false;
      }
    }
    double[] fractionalA = fractional(a);
    double[] fractionalB = fractional(b);
    for (int k = 0; k < fractionalA.length; k++) {
      double difference = fractionalA[k] - fractionalB[k];
      if (Math.abs(difference - Math.rint(difference)) > SAME) {
        return false;
      }
    }
    return true;
  }

  private static double[] fractional(Structure structure) {
    double[] inverse = structure.cell().inverse();
    double[] out = new double[3 * structure.atoms()];
    for (int i = 0; i < structure.atoms(); i++) {
      for (int k = 0; k < 3; k++) {
        for (int axis = 0; axis < 3; axis++) {
          out[3 * i + k] += structure.position(i, axis) * inverse[3 * axis + k];
        }
      }
    }
    return out;
  }

  private static Structure scaled(Structure structure, double scale) {
    double[] positions = structure.positions();
    for (int k = 0; k < positions.length; k++) {
      positions[k] *= scale;
    }
    double[] rows = structure.cell().toArray();
    for (int k = 0; k < rows.length; k++) {
      rows[k] *= scale;
    }
    return Structure.of(structure.species(), positions).cell(Cell.of(rows)).build();
  }
}
