package org.coesite.cuda.blas;

import org.coesite.backend.Precision;
import org.coesite.cuda.driver.Arguments;
import org.coesite.cuda.driver.CommandQueue;
import org.coesite.cuda.driver.DeviceBuffer;
import org.coesite.cuda.driver.Kernel;
import org.coesite.cuda.driver.KernelImage;

/**
 * Products by our own kernel, for machines without cuBLAS. Each element is one chain of fused
 * multiply-adds over k in order.
 */
public final class TiledGemm implements Gemm {
  private static final int ROWS_OF_TILE = 128;
  private static final int COLUMNS_OF_TILE = 64;
  private static final int THREADS = 256;
  private static final int SHARED_NUMBERS = 16 * (132 + 68);

  private final CommandQueue queue;
  private final KernelImage image;

  /**
   * Products on a queue.
   *
   * @param image the kernels of the family "gemm", closed with this
   */
  public TiledGemm(CommandQueue queue, KernelImage image) {
    this.queue = queue;
    this.image = image;
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
    Shapes.check(p, a, b, c, rows, n, k);
    Kernel kernel = image.kernel((transposed ? "gemm_nt_" : "gemm_nn_") + suffix(p));
    Arguments arguments = new Arguments().add(rows).add(n).add(k).buffer(a).buffer(b).buffer(c);
    queue.launch(
        kernel,
        Math.ceilDiv(rows, ROWS_OF_TILE),
        Math.ceilDiv(n, COLUMNS_OF_TILE),
        THREADS,
        SHARED_NUMBERS * p.bytes(),
        arguments);
  }

  @Override
  public String description() {
    return "the tiled kernel";
  }

  @Override
  public void close() {
    image.close();
  }

  private static String suffix(Precision p) {
    return p == Precision.F64 ? "f64" : "f32";
  }
}
