package org.coesite.bench.gpu;

import java.util.List;
import java.util.concurrent.Callable;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.backend.BackendProvider;
import org.coesite.backend.Backends;
import org.coesite.backend.OutOfDeviceMemoryException;
import org.coesite.backend.Precision;
import org.coesite.cuda.driver.CudaException;
import org.coesite.cuda.emulated.EmulatedDriver;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what there is, what is chosen and why, and tries every way to multiply matrices. */
@Command(name = "devices", description = "What there is, and whether each way to products works.")
final class DevicesCommand implements Callable<Integer> {
  private static final String GEMM = "coesite.gemm";

  @Mixin private DeviceOption device;

  private boolean failed;

  @Override
  public Integer call() {
    System.out.printf(
        "Java %s on %s, %d processors, heap of %d MiB%n",
        Runtime.version(),
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        Runtime.getRuntime().maxMemory() >> 20);
    if (device.name().equals("emulated")) {
      // stands in for both versions of cuBLAS, so that every way to products is tried
      EmulatedDriver driver = EmulatedDriver.load(EmulatedDriver.Build.PLAIN);
      driver.loadBlas(12);
      driver.loadBlas(13);
    }
    String chosen = null;
    for (BackendProvider provider : Backends.providers()) {
      String why = provider.unavailable().map(reason -> "no: " + reason).orElse("works");
      System.out.println("device " + provider.name() + ": " + why);
      if (chosen == null && why.equals("works")) {
        chosen = provider.name();
      }
    }
    System.out.println("chosen by --device auto: " + chosen + ", the first that works");
    products("", "as chosen by itself");
    for (String way : List.of("jcublas", "cublas", "tiled")) {
      products(way, "by " + way);
    }
    return failed ? 1 : 0;
  }

  /** Opens the device with one way to products, and checks what it computes. */
  private void products(String way, String words) {
    if (way.isEmpty()) {
      System.clearProperty(GEMM);
    } else {
      System.setProperty(GEMM, way);
    }
    for (Precision precision : Precision.values()) {
      try (Backend backend = Backends.open(device.name(), precision, 2)) {
        if (precision == Precision.F64) {
          System.out.println("products " + words + ": " + backend.description());
        }
        System.out.println("  " + SmallCheck.run(backend));
      } catch (CoesiteException absent) {
        System.out.println("products " + words + ", " + precision + ": " + absent.getMessage());
        // cuBLAS may be missing; the choice by itself and our own kernel may not, and nothing may
        // fail
        failed |= way.isEmpty() || way.equals("tiled") || isFailure(absent);
      } catch (IllegalStateException wrong) {
        System.out.println("products " + words + ": WRONG: " + wrong.getMessage());
        failed = true;
      }
    }
    System.clearProperty(GEMM);
  }

  /** Whether something went wrong on the device, rather than was not there. */
  private static boolean isFailure(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof CudaException || cause instanceof OutOfDeviceMemoryException) {
        return true;
      }
    }
    return false;
  }
}
