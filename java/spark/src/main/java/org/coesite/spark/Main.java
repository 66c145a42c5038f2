package org.coesite.spark;

import org.coesite.cli.CommandRunner;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. Exit codes: 0 done; 1 something failed; 2 the call was wrong. */
@Command(
    name = "coesite-spark",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = org.coesite.cli.Main.Version.class,
    sortOptions = false,
    description = "Screening on Spark: here, or on a cluster with spark-submit.",
    subcommands = {ScreenJobCommand.class, SampleCommand.class})
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = "--debug",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Show stack traces of errors.")
  private boolean debug;

  private Main() {}

  /** Runs a command and exits with its code. */
  public static void main(String[] args) {
    int exit = run(args);
    // a driver on YARN or Kubernetes that says exit(0) itself would count as failed
    if (exit != 0) {
      System.exit(exit);
    }
  }

  /** Runs a command; returns its exit code. */
  static int run(String... args) {
    Main main = new Main();
    return CommandRunner.run(main, () -> main.debug, args);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command given");
  }
}
