package org.coesite.cpu;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.Supplier;
import org.coesite.backend.Backend;
import org.coesite.backend.Convolution;
import org.coesite.backend.GivenPairs;
import org.coesite.backend.Linear;
import org.coesite.backend.LinearPaths;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.PairPotential;
import org.coesite.backend.PairSplines;
import org.coesite.backend.Precision;
import org.coesite.backend.ProductPaths;
import org.coesite.backend.Soap;
import org.coesite.backend.SparseKernel;
import org.coesite.backend.SparsePoints;
import org.coesite.backend.Tensor;
import org.coesite.backend.TensorProduct;
import org.coesite.math.SoapBasis;
import org.coesite.structure.Batch;

/** The backend that is always there: the JDK's Vector API on a fixed team of threads. */
public final class CpuBackend implements Backend {
  /** What a slice may take: no more is gained beyond a few times the caches. */
  private static final long SLICE_BYTES = 128L << 20;

  private static final int MOST_CENTRES = 8192;

  private final Precision precision;
  private final WorkerPool workers;
  private final MemoryPool memory = new MemoryPool();

  public CpuBackend(Precision precision, int threads) {
    this.precision = precision;
    workers = new WorkerPool(threads);
  }

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public String description() {
    int lanes =
        precision == Precision.F64
            ? org.coesite.cpu.f64.Lanes.COUNT
            : org.coesite.cpu.f32.Lanes.COUNT;
    return "cpu: %d thread%s, vectors of %d x %d bits"
        .formatted(
            workers.workers(), workers.workers() == 1 ? "" : "s", lanes, 8 * precision.bytes());
  }

  @Override
  public Precision precision() {
    return precision;
  }

  /** The team of threads. */
  public WorkerPool workers() {
    return workers;
  }

  /** Where tensors live. */
  public MemoryPool memory() {
    return memory;
  }

  @Override
  public CpuTensor tensor(double[] values, long... shape) {
    CpuTensor out = new CpuTensor(this, shape);
    if (out.size() != values.length) {
      out.close();
      throw new IllegalArgumentException(
          values.length + " values for shape " + Arrays.toString(shape));
    }
    for (int i = 0; i < values.length; i++) {
      out.set(i, values[i]);
    }
    return out;
  }

  /** A tensor with unspecified contents. */
  public CpuTensor allocate(long... shape) {
    return new CpuTensor(this, shape);
  }

  @Override
  public CpuTensor zeros(long... shape) {
    return new CpuTensor(this, shape).zero();
  }

  @Override
  public CpuTensor rows(Tensor x, int[] which) {
    CpuTensor from = mine(x);
    CpuTensor out = allocate(x.shapeOfRows(which));
    long bytes = which.length == 0 ? 0 : out.size() / which.length * precision.bytes();
    for (int k = 0; k < which.length; k++) {
      MemorySegment.copy(from.segment(), which[k] * bytes, out.segment(), k * bytes, bytes);
    }
    return out;
  }

  /**
   * The tensor as one of this backend's.
   *
   * @throws IllegalArgumentException if it belongs to another backend, or has another shape
   */
  public CpuTensor own(Tensor tensor, long... shape) {
    CpuTensor own = mine(tensor);
    boolean fits = tensor.rank() == shape.length;
    for (int k = 0; fits && k < shape.length; k++) {
      fits = tensor.shape(k) == shape[k];
    }
    if (!fits) {
      throw new IllegalArgumentException("the tensor is not of shape " + Arrays.toString(shape));
    }
    return own;
  }

  private CpuTensor mine(Tensor tensor) {
    if (tensor.owner() != this) {
      throw new IllegalArgumentException(
          "the tensor belongs to another backend: " + tensor.owner().description());
    }
    CpuTensor own = (CpuTensor) tensor;
    own.segment(); // refuses a closed one
    return own;
  }

  /**
   * The tensor as one of this backend's, seen as rows.
   *
   * @throws IllegalArgumentException if it belongs to another backend, or has not that many rows of
   *     that many numbers
   */
  public CpuTensor ownRows(Tensor tensor, long rows, long size) {
    CpuTensor own = mine(tensor);
    if (tensor.rank() == 0 || tensor.shape(0) != rows || tensor.size() != rows * size) {
      throw new IllegalArgumentException(
          "the tensor has not %d rows of %d numbers".formatted(rows, size));
    }
    return own;
  }

  @Override
  public NeighbourSearch neighbours(Batch batch, double cutoff) {
    return new CpuNeighbourSearch(this, batch, cutoff);
  }

  @Override
  public NeighbourSearch neighbours(Batch batch, GivenPairs given, double cutoff) {
    return new CpuGivenPairs(this, batch, given, cutoff);
  }

  @Override
  public Soap soap(SoapBasis basis, int[] species) {
    return precision == Precision.F64
        ? new org.coesite.cpu.f64.CpuSoap(this, basis, species)
        : new org.coesite.cpu.f32.CpuSoap(this, basis, species);
  }

  @Override
  public SparseKernel sparseKernel(SparsePoints points) {
    return precision == Precision.F64
        ? new org.coesite.cpu.f64.CpuSparseKernel(this, points)
        : new org.coesite.cpu.f32.CpuSparseKernel(this, points);
  }

  @Override
  public Convolution convolution(ProductPaths paths) {
    return precision == Precision.F64
        ? new org.coesite.cpu.f64.CpuConvolution(this, paths)
        : new org.coesite.cpu.f32.CpuConvolution(this, paths);
  }

  @Override
  public TensorProduct tensorProduct(ProductPaths paths) {
    return precision == Precision.F64
        ? new org.coesite.cpu.f64.CpuTensorProduct(this, paths)
        : new org.coesite.cpu.f32.CpuTensorProduct(this, paths);
  }

  @Override
  public Linear linear(LinearPaths paths, double[] weights) {
    return precision == Precision.F64
        ? new org.coesite.cpu.f64.CpuLinear(this, paths, weights)
        : new org.coesite.cpu.f32.CpuLinear(this, paths, weights);
  }

  @Override
  public PairPotential pairPotential(PairSplines splines) {
    return new CpuPairPotential(this, splines);
  }

  @Override
  public int centresAtOnce(long bytesPerCentre) {
    return Math.clamp(SLICE_BYTES / bytesPerCentre / 64 * 64, 64, MOST_CENTRES);
  }

  @Override
  public <T> T run(Supplier<T> work) {
    return work.get();
  }

  @Override
  public double busySeconds() {
    return Double.NaN;
  }

  @Override
  public void close() {
    workers.close();
    memory.close();
  }
}
