package org.coesite.bench.gpu;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The steps of {@code bench/gpu-check} that run in Java, each in a process of its own: a device
 * that a kernel has brought down takes no other step with it.
 */
@Command(
    name = "gpu-check",
    mixinStandardHelpOptions = true,
    description = "The steps of bench/gpu-check.",
    subcommands = {DevicesCommand.class, SmallCommand.class, BenchCommand.class})
public final class GpuCheck {
  private GpuCheck() {}

  /** See {@code --help}. */
  public static void main(String[] arguments) {
    CommandLine line = new CommandLine(new GpuCheck());
    line.setExecutionExceptionHandler(
        (failure, _, _) -> {
          failure.printStackTrace();
          return 1;
        });
    System.exit(line.execute(arguments));
  }
}
