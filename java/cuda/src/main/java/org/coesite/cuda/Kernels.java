package org.coesite.cuda;

import java.util.HashMap;
import java.util.Map;
import org.coesite.backend.Precision;
import org.coesite.cuda.driver.CudaDevice;
import org.coesite.cuda.driver.Kernel;
import org.coesite.cuda.driver.KernelImage;

/** The kernels of a backend: each family is loaded when it is first asked for. */
final class Kernels implements AutoCloseable {
  private final CudaDevice device;
  private final KernelSource source;
  private final String suffix;
  private final Map<String, KernelImage> images = new HashMap<>();
  private final Map<String, Kernel> kernels = new HashMap<>();

  Kernels(CudaDevice device, KernelSource source, Precision precision) {
    this.device = device;
    this.source = source;
    suffix = precision == Precision.F64 ? "_f64" : "_f32";
  }

  /** A family's image, owned by the caller. */
  KernelImage load(String family) {
    return KernelImage.load(device, source.image(family), family);
  }

  /** A kernel that is the same in both precisions. */
  Kernel plain(String family, String name) {
    return kernels.computeIfAbsent(
        name, key -> images.computeIfAbsent(family, this::load).kernel(name));
  }

  /** A kernel in the backend's precision. */
  Kernel precise(String family, String name) {
    return plain(family, name + suffix);
  }

  @Override
  public void close() {
    images.values().forEach(KernelImage::close);
    images.clear();
    kernels.clear();
  }
}
