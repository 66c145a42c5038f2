package org.coesite.dos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.learn.SumRegression;
import org.coesite.learn.TrainingListener;
import org.coesite.linalg.LeastSquares;
import org.coesite.linalg.Matrix;
import org.coesite.structure.Structure;

/**
 * Trains a model of the density of states on Kohn-Sham eigenvalues: curves of whole structures are
 * sums over atoms of what {@link SumRegression} learns, beside them the Fermi level as the data
 * have it. The result depends on data, settings and seeds alone. Used by one thread.
 */
public final class DosTrainer {
  /** Curves reach so many widths below the lowest state. */
  private static final double MARGIN = 5;

  /** Room that adaptive zeros have to move in, eV. */
  private static final double SLACK = 0.3;

  /** Times that the zeros are adapted to the model. */
  private static final int ADAPTATIONS = 6;

  private final DosSettings settings;
  private final ValenceElectrons valence;
  private final Backend backend;
  private final TrainingListener listener;

  /**
   * A trainer.
   *
   * @param valence electrons that the calculations treat, as the eigenvalues were read with
   * @param backend in double precision
   */
  public DosTrainer(
      DosSettings settings, ValenceElectrons valence, Backend backend, TrainingListener listener) {
    this.settings = settings;
    this.valence = valence;
    this.backend = backend;
    this.listener = listener;
  }

  /** What is known of the structures, and what is learnt of them. */
  private final class Data {
    final List<DosFrame> frames;
    final int[] train;
    final int[] test;

    final Dos[] curves;

    /** Fermi levels of the broadened curves, eV as the data have them. */
    final double[] fermi;

    /** What each curve's energies count from, eV as the data have them. */
    final double[] zero;

    final EnergyGrid grid;

    Data(List<DosFrame> frames) {
      this.frames = frames;
      List<Integer> order = new ArrayList<>(IntStream.range(0, frames.size()).boxed().toList());
      Collections.shuffle(order, new Random(settings.seed()));
      int held = (int) Math.round(settings.heldOut() * frames.size());
      test = order.subList(0, held).stream().mapToInt(i -> i).sorted().toArray();
      train = order.subList(held, order.size()).stream().mapToInt(i -> i).sorted().toArray();
      curves = new Dos[frames.size()];
      fermi = new double[frames.size()];
      for (int i = 0; i < curves.length; i++) {
        curves[i] = settings.method().dos(frames.get(i), settings.width());
        fermi[i] = curves[i].fermiLevel();
      }
      zero = settings.zero() == EnergyZero.NONE ? new double[frames.size()] : fermi.clone();
      grid = grid();
    }

    /** From below all states to where the first structure lacks bands. */
    private EnergyGrid grid() {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.POSITIVE_INFINITY;
      double needed = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < frames.size(); i++) {
        low = Math.min(low, curves[i].bandBottom() - zero[i]);
        high = Math.min(high, curves[i].completeUpTo() - zero[i]);
        needed = Math.max(needed, fermi[i] - zero[i]);
      }
      low -= MARGIN * settings.width() + slack();
      high -= slack();
      if (high <= needed) {
        throw new CoesiteException(
            ("curves are complete up to %.2f eV, and the highest Fermi level is %.2f eV: count"
                    + " energies from the Fermi level, use narrower Gaussians, or more bands")
                .formatted(high, needed));
      }
      return EnergyGrid.between(low, high, settings.step());
    }

    private double slack() {
      return settings.zero() == EnergyZero.ADAPTIVE ? SLACK : 0;
    }

    /** The broadened curve of a structure on the model's grid, states/eV. */
    double[] curve(int i) {
      double[] curve = curves[i].curve(grid, zero[i]);
      for (int e = 0; e < curve.length; e++) {
        curve[e] *= atoms(i);
      }
      return curve;
    }

    double atoms(int i) {
      return frames.get(i).atoms();
    }

    double electrons(int i) {
      return frames.get(i).eigenvalues().electrons();
    }
  }

  /**
   * Trains.
   *
   * @param frames structures with eigenvalues
   * @param source name of the data, for the model file
   * @throws CoesiteException if the data do not suffice
   */
  public DosTrainingResult train(List<DosFrame> frames, String source) {
    Data data = new Data(frames);
    if (data.train.length < 2) {
      throw new CoesiteException(source + ": two structures to train on are needed at least");
    }
    listener.progress("environments", 0, 1);
    List<Structure> structures = frames.stream().map(DosFrame::structure).toList();
    SumRegression regression =
        SumRegression.of(settings.soap(), settings.seed(), structures, data.train, backend);
    listener.progress("environments", 1, 1);
    if (settings.zero() == EnergyZero.ADAPTIVE) {
      adapt(data, regression);
    }
    CurveCode code = code(data);
    double[][] targets = targets(data, code);
    listener.progress("fit", 0, 1);
    Learnt learnt = learn(data, regression, targets);
    double[][] members = committee(data, regression, targets, learnt);
    double scale = calibrate(data, regression, code, learnt, members);
    listener.progress("fit", 1, 1);
    List<DosErrors> train = errors(data, data.train, code, learnt.leftOut());
    double[][] predictions = new double[data.test.length][];
    Arrays.setAll(
        predictions, t -> regression.predict(data.test[t], learnt.baseline(), learnt.weights()));
    List<DosErrors> test = errors(data, data.test, code, predictions);
    DosParameters parameters =
        parameters(regression, code, learnt, members, scale, summary(source, train, test));
    return new DosTrainingResult(
        parameters,
        train,
        test,
        volumeBaseline(data),
        coverage(data, regression, code, learnt, members, scale));
  }

  private CurveCode code(Data data) {
    return switch (settings.representation()) {
      case POINTWISE -> new CurveCode.Pointwise(data.grid);
      case CDF -> new CurveCode.Cumulative(data.grid);
      case PCA -> {
        double[][] curves = new double[data.train.length][];
        double[] atoms = new double[data.train.length];
        for (int t = 0; t < curves.length; t++) {
          curves[t] = data.curve(data.train[t]);
          atoms[t] = data.atoms(data.train[t]);
        }
        yield CurveCode.principal(data.grid, curves, atoms, settings.explained());
      }
    };
  }

  /** Channels of the curves, and the Fermi level times the number of atoms, of all structures. */
  private static double[][] targets(Data data, CurveCode code) {
    double[][] targets = new double[data.frames.size()][];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = Arrays.copyOf(code.encode(data.curve(i), data.atoms(i)), code.channels() + 1);
      targets[i][code.channels()] = data.atoms(i) * data.fermi[i];
    }
    return targets;
  }

  /** The channels of the curve and the Fermi level, fitted. */
  private record Learnt(
      double[] baseline, double[] weights, double[] lambdas, double[][] leftOut) {}

  private Learnt learn(Data data, SumRegression regression, double[][] targets) {
    int block = targets[0].length;
    boolean together = settings.representation() != DosSettings.Representation.PCA;
    SumRegression.Fit curve = regression.fit(data.train, columns(targets, 0, block - 1), together);
    SumRegression.Fit level = regression.fit(data.train, columns(targets, block - 1, block), true);
    double[] lambdas = Arrays.copyOf(curve.lambdas(), block);
    lambdas[block - 1] = level.lambdas()[0];
    double[][] leftOut = new double[data.train.length][];
    for (int t = 0; t < leftOut.length; t++) {
      leftOut[t] = Arrays.copyOf(curve.leftOut()[t], block);
      leftOut[t][block - 1] = level.leftOut()[t][0];
    }
    return new Learnt(
        joined(curve.baseline(), level.baseline(), block),
        joined(curve.weights(), level.weights(), block),
        lambdas,
        leftOut);
  }

  private static double[][] columns(double[][] rows, int from, int to) {
    return Arrays.stream(rows)
        .map(row -> Arrays.copyOfRange(row, from, to))
        .toArray(double[][]::new);
  }

  /** Rows of a curve's channels, each followed by the level's. */
  private static double[] joined(double[] curve, double[] level, int block) {
    double[] out = new double[level.length * block];
    for (int r = 0; r < level.length; r++) {
      System.arraycopy(curve, r * (block - 1), out, r * block, block - 1);
      out[r * block + block - 1] = level[r];
    }
    return out;
  }

  /**
   * Shifts the zero of each structure in training to where its curve agrees best with what the
   * model predicts without it; the mean shift stays zero.
   */
  private void adapt(Data data, SumRegression regression) {
    for (int round = 0; round < ADAPTATIONS; round++) {
      listener.progress("adaptive zero", round, ADAPTATIONS);
      CurveCode code = new CurveCode.Pointwise(data.grid);
      double[][] curves = columns(targets(data, code), 0, code.channels());
      SumRegression.Fit fit = regression.fit(data.train, curves, true);
      double mean = 0;
      double[] shifts = new double[data.train.length];
      for (int t = 0; t < shifts.length; t++) {
        shifts[t] = bestShift(data, data.train[t], fit.leftOut()[t]);
        mean += shifts[t] / shifts.length;
      }
      for (int t = 0; t < shifts.length; t++) {
        int i = data.train[t];
        double shifted = data.zero[i] + shifts[t] - mean;
        data.zero[i] = Math.clamp(shifted, data.fermi[i] - SLACK, data.fermi[i] + SLACK);
      }
    }
    listener.progress("adaptive zero", ADAPTATIONS, ADAPTATIONS);
  }

  /** The change of the zero, eV, that brings a structure's curve closest to a given one. */
  private double bestShift(Data data, int i, double[] predicted) {
    // beyond what the shifted grid needs, where there is more
    EnergyGrid wide =
        EnergyGrid.between(
            data.grid.start() - SLACK, data.grid.end() + SLACK, settings.width() / 8);
    double[] fine = data.curves[i].curve(wide, data.zero[i]);
    double best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (double radius = SLACK; radius > 0.004; radius /= 4) {
      double centre = best;
      for (int k = -4; k <= 4; k++) {
        double shift = centre + k * radius / 4;
        double square = 0;
        for (int e = 0; e < predicted.length; e++) {
          double there = data.atoms(i) * between(wide, fine, data.grid.energy(e) + shift);
          square += (there - predicted[e]) * (there - predicted[e]);
        }
        if (square < least) {
          least = square;
          best = shift;
        }
      }
    }
    return best;
  }

  /** A curve between the points of its grid; its ends go on. */
  private static double between(EnergyGrid grid, double[] curve, double energy) {
    double place = Math.clamp((energy - grid.start()) / grid.step(), 0, grid.count() - 1.0);
    int i = Math.min((int) place, grid.count() - 2);
    return curve[i] + (place - i) * (curve[i + 1] - curve[i]);
  }

  /**
   * Fits to random halves of the training structures: they differ from the whole about as much as
   * it does from the truth, in all channels together.
   *
   * @return deviations of the weights, [members][points x channels]
   */
  private double[][] committee(
      Data data, SumRegression regression, double[][] targets, Learnt learnt) {
    double[][] deviations = new double[settings.members()][];
    Random random = new Random(settings.seed());
    for (int m = 0; m < deviations.length; m++) {
      int[] half = half(data, random);
      double[] weights = regression.weights(half, targets, learnt.baseline(), learnt.lambdas());
      for (int k = 0; k < weights.length; k++) {
        weights[k] -= learnt.weights()[k];
      }
      deviations[m] = weights;
    }
    return deviations;
  }

  private static int[] half(Data data, Random random) {
    List<Integer> order = new ArrayList<>(Arrays.stream(data.train).boxed().toList());
    Collections.shuffle(order, random);
    return order.subList(0, (order.size() + 1) / 2).stream().mapToInt(i -> i).sorted().toArray();
  }

  /**
   * The factor by which the committee's spread is to grow: errors of curves of structures left out,
   * over the spread, both as root mean squares.
   */
  private double calibrate(
      Data data, SumRegression regression, CurveCode code, Learnt learnt, double[][] members) {
    double errors = 0;
    double spreads = 0;
    double[] zeros = new double[learnt.baseline().length];
    for (int t = 0; t < data.train.length; t++) {
      int i = data.train[t];
      double[] expected = data.curve(i);
      double[] actual = curve(code, learnt.leftOut()[t], data.atoms(i));
      for (int e = 0; e < expected.length; e++) {
        errors += (actual[e] - expected[e]) * (actual[e] - expected[e]) / data.atoms(i);
      }
      for (double[] member : members) {
        double[] deviation = curve(code, regression.predict(i, zeros, member), 0);
        for (double d : deviation) {
          spreads += d * d / members.length / data.atoms(i);
        }
      }
    }
    return spreads == 0 ? 1 : Math.sqrt(errors / spreads);
  }

  /** The curve of a block of channels; with no atoms, of deviations. */
  private static double[] curve(CurveCode code, double[] channels, double atoms) {
    return code.decode(Arrays.copyOf(channels, code.channels()), atoms);
  }

  private List<DosErrors> errors(Data data, int[] which, CurveCode code, double[][] predictions) {
    Map<String, List<DosErrors.Squares>> byKind = new TreeMap<>();
    List<DosErrors.Squares> all = new ArrayList<>();
    for (int t = 0; t < which.length; t++) {
      int i = which[t];
      double[] channels = predictions[t];
      FixedDos actual =
          new FixedDos(data.grid, curve(code, channels, data.atoms(i)), data.electrons(i));
      double level =
          settings.zero() == EnergyZero.NONE
              ? actual.fermiLevel()
              : channels[code.channels()] / data.atoms(i);
      DosErrors.Squares squares = DosErrors.compare(data.curves[i], actual, level);
      byKind.computeIfAbsent(data.frames.get(i).kind(), key -> new ArrayList<>()).add(squares);
      all.add(squares);
    }
    List<DosErrors> out = new ArrayList<>();
    byKind.forEach((kind, squares) -> out.add(DosErrors.of(kind, squares)));
    if (!all.isEmpty()) {
      out.add(DosErrors.of("all", all));
    }
    return out;
  }

  /** Fits the Fermi level by a parabola in the cube root of the volume per atom alone. */
  private static double volumeBaseline(Data data) {
    try (LeastSquares system = new LeastSquares(3, 1)) {
      for (int i : data.train) {
        try (Matrix row = Matrix.of(1, 3, powers(data, i));
            Matrix side = Matrix.of(1, 1, data.fermi[i])) {
          system.append(row, side);
        }
      }
      try (Matrix solution = system.solve()) {
        double square = 0;
        for (int i : data.test) {
          double[] powers = powers(data, i);
          double predicted = 0;
          for (int k = 0; k < 3; k++) {
            predicted += powers[k] * solution.get(k, 0);
          }
          square += (predicted - data.fermi[i]) * (predicted - data.fermi[i]);
        }
        return Math.sqrt(square / data.test.length);
      }
    }
  }

  private static double[] powers(Data data, int i) {
    double length =
        Math.cbrt(data.frames.get(i).structure().cell().volume() / data.frames.get(i).atoms());
    return new double[] {1, 1 / length, 1 / (length * length)};
  }

  /** Shares of points of held-out curves within one and two standard deviations. */
  private double[] coverage(
      Data data,
      SumRegression regression,
      CurveCode code,
      Learnt learnt,
      double[][] members,
      double scale) {
    double[] zeros = new double[learnt.baseline().length];
    double[] within = new double[2];
    long points = 0;
    for (int i : data.test) {
      double[] expected = data.curve(i);
      double[] actual =
          curve(code, regression.predict(i, learnt.baseline(), learnt.weights()), data.atoms(i));
      double[] variance = new double[expected.length];
      for (double[] member : members) {
        double[] deviation = curve(code, regression.predict(i, zeros, member), 0);
        for (int e = 0; e < variance.length; e++) {
          variance[e] += scale * scale * deviation[e] * deviation[e] / members.length;
        }
      }
      for (int e = 0; e < variance.length; e++) {
        double error = Math.abs(actual[e] - expected[e]);
        within[0] += error <= Math.sqrt(variance[e]) ? 1 : 0;
        within[1] += error <= 2 * Math.sqrt(variance[e]) ? 1 : 0;
        points++;
      }
    }
    return new double[] {within[0] / points, within[1] / points};
  }

  private DosParameters parameters(
      SumRegression regression,
      CurveCode code,
      Learnt learnt,
      double[][] members,
      double scale,
      Map<String, Object> summary) {
    int block = code.channels() + 1;
    int stride = (members.length + 1) * block;
    int points = learnt.weights().length / block;
    double[] weights = new double[points * stride];
    for (int k = 0; k < points; k++) {
      for (int c = 0; c < block; c++) {
        double mean = learnt.weights()[k * block + c];
        weights[k * stride + c] = mean;
        for (int m = 0; m < members.length; m++) {
          weights[k * stride + (m + 1) * block + c] = mean + scale * members[m][k * block + c];
        }
      }
    }
    int[] species = regression.species();
    double[] electrons = new double[species.length];
    Arrays.setAll(electrons, a -> valence.of(species[a]));
    return new DosParameters(
        settings.name(),
        settings.description(),
        species,
        electrons,
        settings.width(),
        settings.zero(),
        code,
        regression.basis(),
        regression.withWeights(weights, stride),
        learnt.baseline(),
        regression.similarity(),
        members.length,
        summary);
  }

  private Map<String, Object> summary(String source, List<DosErrors> train, List<DosErrors> test) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("data", source);
    summary.put("leave_one_out", rows(train));
    summary.put("test", rows(test));
    return summary;
  }

  private static List<Map<String, Object>> rows(List<DosErrors> errors) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (DosErrors error : errors) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("group", error.group());
      row.put("structures", error.structures());
      row.put("curve_percent", rounded(100 * error.curve()));
      row.put("fermi_eV", rounded(error.fermi()));
      row.put("dos_at_fermi_percent", rounded(100 * error.dosAtFermi()));
      row.put("band_energy_meV_per_atom", rounded(1000 * error.bandEnergy()));
      rows.add(row);
    }
    return rows;
  }

  private static Object rounded(double value) {
    return Double.isFinite(value) ? Math.round(1e4 * value) / 1e4 : "none";
  }
}
