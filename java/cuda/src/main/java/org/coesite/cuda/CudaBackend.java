package org.coesite.cuda;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.coesite.backend.Backend;
import org.coesite.backend.Convolution;
import org.coesite.backend.Doubles;
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
import org.coesite.cuda.blas.Gemm;
import org.coesite.cuda.driver.Arguments;
import org.coesite.cuda.driver.CommandQueue;
import org.coesite.cuda.driver.CudaDevice;
import org.coesite.cuda.driver.CudaException;
import org.coesite.cuda.driver.DeviceBuffer;
import org.coesite.cuda.driver.DeviceMemory;
import org.coesite.cuda.driver.Failures;
import org.coesite.cuda.driver.HostMemory;
import org.coesite.math.SoapBasis;
import org.coesite.structure.Batch;

/**
 * Kernels on a GPU, or on the emulated driver, which looks the same from here.
 *
 * <p>Calls enqueue work and return; only reading results waits. Everything stays on the device, and
 * within {@link #run} small work is collected and launched as a graph once it repeats.
 */
public final class CudaBackend implements Backend {
  /** Room for pairs that a centre is counted with when memory is shared out. */
  private static final long PAIR_BYTES_PER_CENTRE = 16 << 10;

  private static final int MOST_CENTRES = 1 << 20;

  /** As in rows.cu. */
  private static final int ROWS_THREADS = 256;

  private static final System.Logger LOG = System.getLogger(CudaBackend.class.getName());

  private final String name;
  private final Precision precision;
  private final CudaDevice device;
  private final DeviceMemory memory;
  private final HostMemory hostMemory;
  private final CommandQueue queue;
  private final Readbacks readbacks;
  private final Kernels kernels;
  private final Gemm gemm;
  private final PairCapacities capacities = new PairCapacities();
  private boolean running;

  /**
   * A backend on a device, which it closes in the end.
   *
   * @param name as in {@code --device}
   */
  public CudaBackend(String name, CudaDevice device, KernelSource source, Precision precision) {
    this(name, device, source, precision, true);
  }

  /**
   * A backend whose device memory is pooled or not.
   *
   * @param pooled false allocates and frees each array by itself, for a driver that watches them
   */
  CudaBackend(
      String name, CudaDevice device, KernelSource source, Precision precision, boolean pooled) {
    this.name = name;
    this.device = device;
    this.precision = precision;
    memory = new DeviceMemory(device, pooled);
    hostMemory = new HostMemory(device);
    queue = new CommandQueue(device, hostMemory);
    readbacks = new Readbacks(queue, hostMemory);
    kernels = new Kernels(device, source, precision);
    gemm = Gemm.open(device, queue, memory, () -> kernels.load("gemm"));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    int capability = device.computeCapability();
    return "%s: %s, compute capability %d.%d, %.1f GiB, driver for CUDA %d.%d, products by %s"
        .formatted(
            name,
            device.name(),
            capability / 10,
            capability % 10,
            device.totalMemory() / (double) (1 << 30),
            device.driverVersion() / 1000,
            device.driverVersion() % 1000 / 10,
            gemm.description());
  }

  @Override
  public Precision precision() {
    return precision;
  }

  /** What all work of this backend goes through; for benchmarks, which put work of their own in. */
  public CommandQueue queue() {
    return queue;
  }

  /** Device memory, pooled. */
  public DeviceMemory memory() {
    return memory;
  }

  /** Seconds that the device has been at work for this backend. */
  @Override
  public double busySeconds() {
    return queue.busySeconds();
  }

  /** Times that repeated work was launched as a graph. */
  public long graphLaunches() {
    return queue.graphLaunches();
  }

  Kernels kernels() {
    return kernels;
  }

  /** What multiplies matrices. */
  public Gemm gemm() {
    return gemm;
  }

  PairCapacities capacities() {
    return capacities;
  }

  /** Whether work is under way that may be started over. */
  boolean running() {
    return running;
  }

  @Override
  public CudaTensor tensor(double[] values, long... shape) {
    CudaTensor out = allocate(shape);
    if (out.size() != values.length) {
      out.close();
      throw new IllegalArgumentException(
          values.length + " values for shape " + Arrays.toString(shape));
    }
    queue.upload(inPrecision(values), out.buffer(), 0);
    return out;
  }

  /** Numbers in the backend's precision, in heap memory. */
  MemorySegment inPrecision(double[] values) {
    if (precision == Precision.F64) {
      return MemorySegment.ofArray(values);
    }
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return MemorySegment.ofArray(floats);
  }

  /** A new block holding these numbers. */
  DeviceBuffer upload(MemorySegment numbers) {
    DeviceBuffer block = memory.take(Math.max(1, numbers.byteSize()));
    queue.upload(numbers, block, 0);
    return block;
  }

  DeviceBuffer upload(int[] numbers) {
    return upload(MemorySegment.ofArray(numbers));
  }

  DeviceBuffer upload(double[] numbers) {
    return upload(MemorySegment.ofArray(numbers));
  }

  @Override
  public CudaTensor zeros(long... shape) {
    CudaTensor out = allocate(shape);
    queue.zero(out.buffer(), 0, out.size() * precision.bytes());
    return out;
  }

  @Override
  public CudaTensor rows(Tensor x, int[] which) {
    CudaTensor from = mine(x);
    CudaTensor out = allocate(x.shapeOfRows(which));
    if (out.size() == 0) {
      return out;
    }
    try (Owned owned = new Owned(this)) {
      queue.launch(
          kernels.precise("rows", "rows_pick"),
          Blocks.of(out.size(), ROWS_THREADS),
          ROWS_THREADS,
          0,
          new Arguments()
              .add(out.size())
              .add(Math.toIntExact(out.size() / which.length))
              .buffer(owned.keep(upload(which)))
              .buffer(from.buffer())
              .buffer(out.buffer()));
      return out;
    } catch (RuntimeException failure) {
      out.close();
      throw failure;
    }
  }

  /** A tensor with unspecified contents. */
  CudaTensor allocate(long... shape) {
    return CudaTensor.allocate(this, shape);
  }

  /**
   * The tensor as one of this backend's.
   *
   * @throws IllegalArgumentException if it belongs to another backend, or has another shape
   */
  CudaTensor own(Tensor tensor, long... shape) {
    CudaTensor own = mine(tensor);
    boolean fits = tensor.rank() == shape.length;
    for (int k = 0; fits && k < shape.length; k++) {
      fits = tensor.shape(k) == shape[k];
    }
    if (!fits) {
      throw new IllegalArgumentException("the tensor is not of shape " + Arrays.toString(shape));
    }
    return own;
  }

  private CudaTensor mine(Tensor tensor) {
    if (tensor.owner() != this) {
      throw new IllegalArgumentException(
          "the tensor belongs to another backend: " + tensor.owner().description());
    }
    CudaTensor own = (CudaTensor) tensor;
    own.buffer(); // refuses a closed one
    return own;
  }

  /** A tensor of pairs' gradients, [pairs, 3], without waiting for the number of pairs. */
  CudaTensor ownGradients(Tensor tensor, CudaNeighbours pairs) {
    return ownOfPairs(tensor, pairs, 3);
  }

  /** A tensor of pairs, [pairs, columns], if possible without waiting for the number of pairs. */
  CudaTensor ownOfPairs(Tensor tensor, CudaNeighbours pairs, int columns) {
    CudaTensor own = mine(tensor);
    return own.isOf(pairs) && own.rank() == 2 && own.shape(1) == columns
        ? own
        : own(tensor, pairs.count(), columns);
  }

  /**
   * The tensor as one of this backend's, seen as rows.
   *
   * @throws IllegalArgumentException if it belongs to another backend, or has not that many rows of
   *     that many numbers
   */
  CudaTensor ownRows(Tensor tensor, long rows, long size) {
    CudaTensor own = mine(tensor);
    if (tensor.rank() == 0 || tensor.shape(0) != rows || tensor.size() != rows * size) {
      throw new IllegalArgumentException(
          "the tensor has not %d rows of %d numbers".formatted(rows, size));
    }
    return own;
  }

  /** Asks for doubles of a block. */
  Doubles request(DeviceBuffer source, long count) {
    PendingDoubles pendingDoubles = new PendingDoubles(this);
    readbacks.request(
        source, 0, count * Double.BYTES, bytes -> pendingDoubles.set(Readbacks.doubles(bytes)));
    return pendingDoubles;
  }

  /** Bytes of a block, at once. */
  void read(DeviceBuffer source, long from, MemorySegment target) {
    readbacks.request(source, from, target.byteSize(), target::copyFrom);
    synchronize();
  }

  /** Asks for one whole number, and has it checked when it is there. */
  void request(DeviceBuffer source, long from, LongConsumer reader) {
    readbacks.request(
        source,
        from,
        Long.BYTES,
        bytes -> reader.accept(bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, 0)));
  }

  /**
   * Waits for all that was enqueued, and hands out what was asked for.
   *
   * @throws CapacityExceededException if room was made for too few pairs
   */
  void synchronize() {
    try {
      queue.synchronize();
      readbacks.arrived();
    } finally {
      readbacks.drop();
    }
  }

  @Override
  public NeighbourSearch neighbours(Batch batch, double cutoff) {
    return CudaNeighbourSearch.of(this, batch, cutoff);
  }

  @Override
  public NeighbourSearch neighbours(Batch batch, GivenPairs given, double cutoff) {
    return new CudaGivenPairs(this, batch, given, cutoff);
  }

  @Override
  public Soap soap(SoapBasis basis, int[] species) {
    return new CudaSoap(this, basis, species);
  }

  @Override
  public SparseKernel sparseKernel(SparsePoints points) {
    return new CudaSparseKernel(this, points);
  }

  @Override
  public Convolution convolution(ProductPaths paths) {
    return new CudaConvolution(this, paths);
  }

  @Override
  public TensorProduct tensorProduct(ProductPaths paths) {
    return new CudaTensorProduct(this, paths);
  }

  @Override
  public Linear linear(LinearPaths paths, double[] weights) {
    return new CudaLinear(this, paths, weights);
  }

  @Override
  public PairPotential pairPotential(PairSplines splines) {
    return new CudaPairPotential(this, splines);
  }

  @Override
  public int centresAtOnce(long bytesPerCentre) {
    long room = (device.freeMemory() + memory.held() - memory.inUse()) / 2;
    return Math.clamp(room / (bytesPerCentre + PAIR_BYTES_PER_CENTRE), 64, MOST_CENTRES);
  }

  @Override
  public <T> T run(Supplier<T> work) {
    if (running) {
      return work.get();
    }
    running = true;
    try {
      while (true) {
        queue.collecting(true);
        try {
          T result = work.get();
          synchronize();
          return result;
        } catch (CapacityExceededException tooFew) {
          // there is more room the next time
        } finally {
          queue.collecting(false);
        }
      }
    } finally {
      running = false;
      forgetReadbacks();
    }
  }

  /** Gives back what results were to be copied to, once no copy to it can be under way. */
  private void forgetReadbacks() {
    if (readbacks.isEmpty()) {
      return;
    }
    try {
      queue.synchronize();
    } catch (CudaException failure) {
      // the failure that ended the work is on its way already
      LOG.log(System.Logger.Level.DEBUG, "after work that failed", failure);
    } finally {
      readbacks.drop();
    }
  }

  @Override
  public void close() {
    List<Runnable> steps =
        List.of(
            queue::synchronize,
            readbacks::drop,
            gemm::close,
            kernels::close,
            queue::close,
            memory::close,
            hostMemory::close,
            device::close);
    Failures failures = new Failures();
    steps.forEach(failures::during);
    failures.throwFirst();
  }
}
