package org.coesite.bench.gpu;

import java.util.concurrent.Callable;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs a small model in both precisions: what compute-sanitizer watches. */
@Command(name = "small", description = "Two crystals in both precisions, held against the CPU.")
final class SmallCommand implements Callable<Integer> {
  @Mixin private DeviceOption device;

  @Override
  public Integer call() {
    for (Precision precision : Precision.values()) {
      try (Backend backend = Backends.open(device.name(), precision, 2)) {
        System.out.println(backend.description());
        System.out.println("  " + SmallCheck.run(backend));
      }
    }
    return 0;
  }
}
