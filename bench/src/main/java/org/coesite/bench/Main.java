package org.coesite.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
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

  @Option(names = "--quick", description = "One thread, the large system only: about a minute.")
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
    for (String include : benchmarks()) {
      System.err.println("bench: " + include);
      try {
        timings.add(new Runner(options(include).build()).run());
      } catch (RunnerException failure) {
        // a peer that fails must not cost the rest of the table
        System.err.println("bench: " + include + " failed: " + failure.getCause());
      }
    }
    String text = new Report(timings).text();
    System.out.print(text);
    if (file != null) {
      Files.writeString(file, text);
    }
    return 0;
  }

  /** Regular expressions of JMH, one for each group. */
  private List<String> benchmarks() {
    List<String> out = new ArrayList<>();
    out.add("GemmBenchmark");
    out.add("KernelBenchmark\\.(" + only + ")$");
    if (!quick) {
      out.add("ScalarBenchmark\\.(" + only + ")$");
    }
    if (PeerLibrary.find(PeerLibrary.VESIN).isPresent()) {
      out.add("VesinBenchmark\\.(" + only + ")$");
    }
    if (PeerLibrary.find(PeerLibrary.SOAP).isPresent()) {
      out.add("SoapPeerBenchmark\\.(" + only + ")$");
    }
    return out;
  }

  private ChainedOptionsBuilder options(String include) {
    TimeValue time = TimeValue.milliseconds(MILLISECONDS);
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(include)
            .forks(1)
            .warmupIterations(quick ? 3 : 4)
            .warmupTime(time)
            .measurementIterations(quick ? 3 : 4)
            .measurementTime(time)
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
      options.param("system", "silica").param("threads", "1");
    }
    return options;
  }
}
