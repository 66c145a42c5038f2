package org.coesite.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.Optional;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.backend.BackendProvider;
import org.coesite.backend.Precision;
import org.coesite.cuda.driver.CudaDevice;
import org.coesite.cuda.driver.KernelImage;
import org.coesite.cuda.emulated.EmulatedDriver;

/**
 * Offers the GPUs that the driver shows, the first unless another is asked for; {@code
 * CUDA_VISIBLE_DEVICES} says which those are. With the system property {@code
 * coesite.cuda.pool=false} every block of device memory is an allocation of its own, which is what
 * compute-sanitizer wants. Thread-safe.
 */
public final class CudaProvider implements BackendProvider {
  private static Optional<String> tried;

  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public int priority() {
    return 100;
  }

  @Override
  public Optional<String> unavailable() {
    if (EmulatedDriver.current().isPresent()) {
      return Optional.of("this process runs on the emulated driver");
    }
    return tryOnce();
  }

  private static synchronized Optional<String> tryOnce() {
    if (tried == null) {
      tried = tryDevice();
    }
    return tried;
  }

  @SuppressWarnings("restricted") // asks whether the library is there, and calls nothing of it
  private static Optional<String> tryDevice() {
    if (!JarKernels.forGpus()) {
      return Optional.of("the jar has no GPU part: it was built without nvcc 13 or later");
    }
    try (Arena arena = Arena.ofConfined()) {
      SymbolLookup.libraryLookup("libcuda.so.1", arena);
    } catch (IllegalArgumentException noDriver) {
      return Optional.of("no NVIDIA driver (libcuda.so.1)");
    }
    try {
      if (CudaDevice.count() == 0) {
        return Optional.of("the driver shows no GPU");
      }
      // held as long as the process lives: making a context anew takes a good part of a second
      CudaDevice device = CudaDevice.open(0);
      // a driver that is too old, or a GPU, refuses the kernels
      KernelImage.load(device, JarKernels.gpus().image("scan"), "scan").close();
      return Optional.empty();
    } catch (CoesiteException | LinkageError failure) {
      return Optional.of(String.valueOf(failure.getMessage()).lines().findFirst().orElse("?"));
    }
  }

  @Override
  public Backend open(Precision precision, int threads) {
    return open(precision, threads, 0);
  }

  @Override
  public Backend open(Precision precision, int threads, int ordinal) {
    int count = CudaDevice.count();
    if (ordinal >= count) {
      throw new CoesiteException(
          "device cuda:" + ordinal + ": the driver shows " + count + ", numbered from 0");
    }
    CudaDevice device = CudaDevice.open(ordinal);
    try {
      boolean pooled = !"false".equals(System.getProperty("coesite.cuda.pool"));
      return new CudaBackend("cuda", device, JarKernels.gpus(), precision, pooled);
    } catch (RuntimeException failure) {
      device.close();
      throw failure;
    }
  }
}
