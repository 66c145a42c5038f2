package org.coesite.bench.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;
import org.coesite.cuda.CudaBackend;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the benchmarks. What is measured is written after every case. */
@Command(name = "bench", description = "Times every stage, and holds it against the machine.")
final class BenchCommand implements Callable<Integer> {
  @Mixin private DeviceOption device;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "For the tables.")
  private Path folder;

  @Option(names = "--peers", paramLabel = "DIR", description = "For what peers.py is given.")
  private Path peers;

  @Option(names = "--quick", description = "A few dozen atoms: the times mean nothing.")
  private boolean quick;

  @Option(
      names = "--seconds",
      defaultValue = "300",
      description = "No case is begun later; ${DEFAULT-VALUE} by default.")
  private double seconds;

  private final long start = System.nanoTime();
  private Report report;
  private boolean failed;

  @Override
  public Integer call() throws IOException {
    Files.createDirectories(folder);
    Scale scale = quick ? Scale.quick() : Scale.full(device.name().equals("cuda"));
    report = new Report(folder, scale.judged());
    Cases cases = new Cases(scale, report, new Peers(peers));
    for (Precision precision : List.of(Precision.F32, Precision.F64)) {
      attempt(precision + " on " + device.name(), () -> onDevice(cases, scale, precision));
    }
    for (Precision precision : List.of(Precision.F32, Precision.F64)) {
      attempt("zeolites, " + precision + " on the CPU", () -> cases.zeolitesOnCpu(precision));
      attempt("silicon, " + precision + " on the CPU", () -> cases.siliconOnCpu(precision));
    }
    return failed ? 1 : 0;
  }

  private void onDevice(Cases cases, Scale scale, Precision precision) {
    try (Backend backend = Backends.open(device.name(), precision, 2)) {
      if (!(backend instanceof CudaBackend cuda)) {
        throw new CoesiteException(device.name() + " is no GPU: cuda and emulated are");
      }
      Limits limits = Limits.measure(cuda, scale);
      report.limits(precision, limits);
      attempt("silicon, " + precision, cuda, limits, cases::silicon);
      attempt("zeolites, " + precision, cuda, limits, cases::zeolites);
      attempt("dynamics, " + precision, () -> cases.dynamics(cuda));
      attempt("committee, " + precision, cuda, limits, cases::committee);
      attempt("convolutions, " + precision, cuda, limits, cases::messages);
      attempt("linear layers, " + precision, cuda, limits, cases::linear);
      attempt("shieldings, " + precision, () -> cases.shieldings(cuda));
    }
  }

  private void attempt(
      String name, CudaBackend backend, Limits limits, BiConsumer<CudaBackend, Limits> work) {
    attempt(name, () -> work.accept(backend, limits));
  }

  /** Runs a case; what fails is noted, and the others are still run. */
  private void attempt(String name, Runnable work) {
    double begun = 1e-9 * (System.nanoTime() - start);
    if (begun > seconds) {
      report.note("**" + name + " was left out**: there was no time left");
      failed = true;
    } else {
      try {
        work.run();
        System.out.printf("%s: %.1f s%n", name, 1e-9 * (System.nanoTime() - start) - begun);
      } catch (RuntimeException failure) {
        report.note("**" + name + " failed**: " + failure.getMessage());
        System.out.println(name + " failed");
        failure.printStackTrace(System.out);
        failed = true;
      }
    }
    report.write();
  }
}
