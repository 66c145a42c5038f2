package org.coesite.cuda.blas;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.coesite.CoesiteException;
import org.coesite.backend.Precision;
import org.coesite.cuda.driver.CommandQueue;
import org.coesite.cuda.driver.CudaDevice;
import org.coesite.cuda.driver.DeviceBuffer;
import org.coesite.cuda.driver.DeviceMemory;
import org.coesite.cuda.driver.Failures;
import org.coesite.cuda.driver.Lanes;

/**
 * Products by cuBLAS: row-major, in chunks of a fixed number of rows, several at a time.
 *
 * <p>A chunk alone does not fill a large GPU, and its shape may not change. So chunks take turns on
 * a few streams. That leaves their bits alone as each stream has a handle and a workspace of its
 * own: only among streams that share them does cuBLAS choose otherwise (its manual, "Results
 * Reproducibility").
 */
final class CublasGemm implements Gemm {
  private static final String STREAMS_PROPERTY = "coesite.gemm.streams";
  private static final int MOST_STREAMS = 32;

  /**
   * A chunk of 1024 rows and a thousand columns is 64 tiles of 128 x 128, and an H100 has 132
   * multiprocessors: two chunks fill it once, and twice as many are there so that one's tiles start
   * as another's end. Each stream takes a workspace, of 32 MiB on such a GPU.
   */
  private static final int STREAMS = 4;

  private static final AtomicLong INSTANCES = new AtomicLong();

  private final String way;
  private final CudaDevice device;
  private final CommandQueue queue;
  private final DeviceMemory memory;
  private final Lanes lanes;
  private final List<DeviceBuffer> workspaces = new ArrayList<>();

  /** One for each lane. */
  private final List<CublasHandle> handles = new ArrayList<>();

  /** Tells graphs apart that use different workspaces. */
  private final long instance = INSTANCES.incrementAndGet();

  private boolean closed;

  /**
   * Opens handles.
   *
   * @param way how cuBLAS is called, for {@link #description}
   * @param queue whose stream it enqueues on
   * @param memory where its workspaces are taken
   * @throws CoesiteException if cuBLAS refuses, or there is no memory
   */
  CublasGemm(
      String way,
      CudaDevice device,
      CommandQueue queue,
      DeviceMemory memory,
      CublasHandle.Opener opener) {
    this.way = way;
    this.device = device;
    this.queue = queue;
    this.memory = memory;
    lanes = new Lanes(device, queue, streams());
    try {
      for (int lane = 0; lane < lanes.count(); lane++) {
        DeviceBuffer workspace = memory.take(CublasWorkspace.bytes(device));
        workspaces.add(workspace);
        handles.add(opener.open(lanes.stream(lane), workspace));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static int streams() {
    String wanted = System.getProperty(STREAMS_PROPERTY);
    if (wanted == null) {
      return STREAMS;
    }
    int number = wanted.matches("[0-9]{1,2}") ? Integer.parseInt(wanted) : 0;
    if (number < 1 || number > MOST_STREAMS) {
      throw new CoesiteException(
          "-D%s=%s: a number from 1 to %d is expected"
              .formatted(STREAMS_PROPERTY, wanted, MOST_STREAMS));
    }
    return number;
  }

  @Override
  public void multiply(
      Precision p,
      DeviceBuffer a,
      DeviceBuffer b,
      boolean transposed,
      DeviceBuffer c,
      int rows,
      int n,
      int k) {
    int chunks = Math.ceilDiv(rows, ROWS);
    Shapes.check(p, a, b, c, chunks * (long) ROWS, n, k);
    if (chunks == 0 || n == 0) {
      return;
    }
    Product product = new Product(p, transposed, a.address(), b.address(), c.address(), n, k);
    queue.call(product.identity(instance, chunks), () -> enqueue(product, chunks));
  }

  private void enqueue(Product product, int chunks) {
    int used = Math.min(chunks, lanes.count());
    lanes.fork(
        used,
        () -> {
          for (int chunk = 0; chunk < chunks; chunk++) {
            product.enqueue(handles.get(chunk % used), chunk);
          }
        });
  }

  /**
   * A product said in the column-major words of BLAS, by addresses. A row-major matrix is its
   * transpose in column-major order. So c = a op(b) is asked for as c^T = op(b)^T a^T, with n, the
   * chunk's rows and k as the dimensions.
   */
  private record Product(Precision p, boolean transposed, long a, long b, long c, int n, int k) {
    void enqueue(CublasHandle handle, int chunk) {
      long row = (long) chunk * ROWS;
      int columns = Math.max(k, 1);
      handle.multiply(
          p,
          transposed,
          n,
          ROWS,
          k,
          b,
          transposed ? columns : n,
          a + row * k * p.bytes(),
          columns,
          c + row * n * p.bytes(),
          n);
    }

    long[] identity(long instance, int chunks) {
      return new long[] {instance, p.bytes(), transposed ? 1 : 0, a, b, c, n, k, chunks};
    }
  }

  @Override
  public String description() {
    int version = handles.getFirst().version();
    return "cuBLAS " + version / 10000 + "." + version / 100 % 100 + " through " + way;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    device.makeCurrent();
    Failures failures = new Failures();
    failures.during(lanes::drain);
    handles.reversed().forEach(handle -> failures.during(handle::close));
    workspaces.reversed().forEach(block -> failures.during(() -> memory.giveBack(block)));
    failures.during(lanes::close);
    failures.throwFirst();
  }
}
