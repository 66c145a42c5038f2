package org.coesite.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the benchmarks and prints their table. */
@Command(
    name = "bench/run",
    mixinStandardHelpOptions = true,
    description = "Times the kernels and prints one table.")
public final class Main implements Callable<Integer> {
  private static final int MILLISECONDS = 250;

  /** Iterations until the compiler is done: about two seconds for a whole chain. */
  private static final int WARM_UP = 8;

  private static final int MEASURED = 4;

  @Option(
      names = "--quick",
      description = "One thread, the large system only: two minutes instead of seven.")
  private boolean quick;

  @Option(
      names = "--only",
      paramLabel = "REGEX",
      description = "Of the kernels, only those that match.")
  private String only = ".*";

  @Option(names = "--gc", description = "Shows JMH's own output with bytes allocated per call.")
  private boolean gc;

  @Option(names = "--out", paramLabel = "FILE", description = "Writes the table there, too.")
  private Path file;

  private final Timings timings = new Timings();

  private Main() {}

  /** See {@code --help}. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    run("GemmBenchmark", "gemm", Map.of());
    run("KernelBenchmark", ".*", Map.of("system", "silica"));
    if (!quick) {
      run("KernelBenchmark", "neighbours|energies|forces", Map.of("system", "cells"));
      run("ScalarBenchmark", ".*", Map.of("system", "silica"));
    }
    run("DosBenchmark", ".*", Map.of());
    run("ProductBenchmark", ".*", Map.of());
    run("DenseProductBenchmark", "messages", Map.of());
    run("LinearBenchmark", ".*", Map.of());
    run("LinearDgemmBenchmark", "apply", Map.of());
    if (PeerLibrary.find(PeerLibrary.VESIN).isPresent()) {
      run("VesinBenchmark", "neighbours", Map.of("system", quick ? "silica" : ""));
    }
    if (PeerLibrary.find(PeerLibrary.SOAP).isPresent()) {
      run("SoapPeerBenchmark", ".*", Map.of());
    }
    run("NmrModelBenchmark", "evaluate", Map.of());
    run("NmrBenchmark", ".*", Map.of());
    String text = new Report(timings).text();
    System.out.print(text);
    if (file != null) {
      Files.writeString(file, text);
    }
    return 0;
  }

  /**
   * Runs the methods of a class that match, with some parameters fixed where they are not empty.
   */
  private void run(String type, String methods, Map<String, String> fixed) {
    String filter = type.equals("GemmBenchmark") ? "gemm" : only;
    String include = "\\." + type + "\\.(?=(" + methods + ")$)(" + filter + ")$";
    System.err.println("bench: " + type + " " + fixed.getOrDefault("system", ""));
    ChainedOptionsBuilder options = options().include(include);
    fixed.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            options.param(name, value);
          }
        });
    try {
      timings.add(new Runner(options.build()).run());
    } catch (NoBenchmarksException _) {
      // --only asked for others
    } catch (RunnerException failure) {
      // a peer that fails must not cost the rest of the table
      System.err.println("bench: " + type + " failed: " + failure.getCause());
    }
  }

  private ChainedOptionsBuilder options() {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .forks(1)
            .warmupIterations(WARM_UP)
            .warmupTime(TimeValue.milliseconds(MILLISECONDS))
            .measurementIterations(MEASURED)
            .measurementTime(TimeValue.milliseconds(MILLISECONDS))
            .jvmArgsAppend(
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow")
            .shouldFailOnError(true)
            .verbosity(gc ? VerboseMode.NORMAL : VerboseMode.SILENT);
    String peers = System.getProperty("coesite.peers");
    if (peers != null) {
      options.jvmArgsAppend("-Dcoesite.peers=" + peers);
    }
    if (gc) {
      options.addProfiler(GCProfiler.class);
    }
    if (quick) {
      options.param("threads", "1");
    }
    return options;
  }
}
