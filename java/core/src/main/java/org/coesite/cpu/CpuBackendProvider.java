package org.coesite.cpu;

import java.util.Optional;
import org.coesite.backend.Backend;
import org.coesite.backend.BackendProvider;
import org.coesite.backend.Precision;

/** Offers the {@link CpuBackend}. */
public final class CpuBackendProvider implements BackendProvider {
  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public Optional<String> unavailable() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
        ? Optional.empty()
        : Optional.of("start the JVM with --add-modules jdk.incubator.vector");
  }

  @Override
  public Backend open(Precision precision, int threads) {
    return new CpuBackend(precision, threads);
  }
}
