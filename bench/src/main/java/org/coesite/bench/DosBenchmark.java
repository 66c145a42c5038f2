package org.coesite.bench;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;
import org.coesite.dos.DosModel;
import org.coesite.dos.DosPrediction;
import org.coesite.dos.HotElectrons;
import org.coesite.models.Calculator;
import org.coesite.models.Prediction;
import org.coesite.structure.Batch;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Densities of states of silicon by the bundled model. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DosBenchmark {
  /** Cells along each axis. */
  private static final int CELLS = 5;

  private static final double EDGE = 5.43;
  private static final double RATTLE = 0.15;

  /** What kernels compute in. */
  @Param({"F64", "F32"})
  public Precision precision;

  /** Threads of the backend. */
  @Param({"1", "2"})
  public int threads;

  /** Small cells in a batch, where electrons are heated. */
  static final int SMALL = 32;

  /** Of the heated electrons, K. */
  private static final double TEMPERATURE = 5000;

  private final Structure structure = silicon(CELLS, 20261126);
  private final Batch batch = Batch.of(structure);
  private final Batch small =
      Batch.of(IntStream.range(0, SMALL).mapToObj(seed -> silicon(1, seed)).toList());
  private Backend backend;
  private DosModel model;
  private HotElectrons hot;

  /** Loads the model. */
  @Setup(Level.Trial)
  public void prepare() {
    backend = Backends.open("cpu", precision, threads);
    model = DosModel.bundled("silicon", backend);
    hot = new HotElectrons(model, TEMPERATURE);
  }

  /** Gives everything back. */
  @TearDown(Level.Trial)
  public void close() {
    model.close();
    backend.close();
  }

  /** Atoms of the structure. */
  static int atoms() {
    return 8 * CELLS * CELLS * CELLS;
  }

  /** Atoms of the small cells. */
  static int smallAtoms() {
    return 8 * SMALL;
  }

  /** Diamond of some cubic cells along each axis, rattled. */
  private static Structure silicon(int cells, long seed) {
    Random random = new Random(seed);
    double[] basis = {0, 0, 0, 0, 2, 2, 2, 0, 2, 2, 2, 0, 1, 1, 1, 1, 3, 3, 3, 1, 3, 3, 3, 1};
    int[] species = new int[8 * cells * cells * cells];
    double[] positions = new double[3 * species.length];
    for (int i = 0; i < species.length; i++) {
      species[i] = 14;
      int cell = i / 8;
      int[] at = {cell % cells, cell / cells % cells, cell / cells / cells};
      for (int axis = 0; axis < 3; axis++) {
        positions[3 * i + axis] =
            EDGE * (at[axis] + basis[3 * (i % 8) + axis] / 4) + RATTLE * random.nextGaussian();
      }
    }
    double length = EDGE * cells;
    return Structure.of(species, positions)
        .cell(Cell.of(length, 0, 0, 0, length, 0, 0, 0, length))
        .build();
  }

  /**
   * The curve of the structure and of every member, with which atoms are unlike any in training.
   */
  @Benchmark
  public List<DosPrediction> evaluate() {
    return model.evaluate(batch);
  }

  /** The curve of each atom. */
  @Benchmark
  public double local() {
    double[] sum = {0};
    model.local(structure, (atom, curve) -> sum[0] += curve[0]);
    return sum[0];
  }

  /** Free energies, forces and stresses of hot electrons, in small cells. */
  @Benchmark
  public List<Prediction> heat() {
    return hot.evaluate(small, Calculator.Derivatives.FIRST);
  }
}
