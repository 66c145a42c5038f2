package org.coesite.cuda;

import java.util.Optional;
import org.coesite.backend.Backend;
import org.coesite.backend.BackendProvider;
import org.coesite.backend.Precision;
import org.coesite.cuda.driver.CudaDevice;
import org.coesite.cuda.emulated.EmulatedDriver;

/**
 * Offers the emulated driver: the GPU's kernels and host code on the CPU, slow by nature, never
 * chosen automatically. With the system property {@code coesite.emulated=checked} every access to
 * memory is watched.
 */
public final class EmulatedProvider implements BackendProvider {
  @Override
  public String name() {
    return "emulated";
  }

  @Override
  public int priority() {
    return -100;
  }

  @Override
  public Optional<String> unavailable() {
    return EmulatedDriver.unavailable();
  }

  @Override
  public Backend open(Precision precision, int threads) {
    EmulatedDriver driver =
        EmulatedDriver.load(
            "checked".equals(System.getProperty("coesite.emulated"))
                ? EmulatedDriver.Build.CHECKED
                : EmulatedDriver.Build.PLAIN);
    driver.loadBlas(12);
    driver.loadBlas(13);
    CudaDevice device = CudaDevice.open(0);
    try {
      return new CudaBackend(
          "emulated",
          device,
          family -> JarKernels.read(driver.image(family)),
          precision,
          driver.build() == EmulatedDriver.Build.PLAIN);
    } catch (RuntimeException failure) {
      device.close();
      throw failure;
    }
  }
}
