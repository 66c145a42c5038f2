package org.coesite.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. Exit codes: 0 done; 1 something failed; 2 the call was wrong. */
@Command(
    name = "coesite",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false,
    description = "Atomistic machine learning: energies, forces and stress of silica and zeolites.",
    footer = {
      "",
      "Start with:  coesite screen            screens a dozen zeolite frameworks",
      "Each command explains itself:  coesite COMMAND --help",
      "Exit codes: 0 done; 1 something failed (the rest was done, the failures are listed); 2 the"
          + " call was wrong."
    },
    subcommands = {
      ScreenCommand.class,
      PredictCommand.class,
      TrainCommand.class,
      SoapCommand.class,
      NeighboursCommand.class,
      DosCommand.class,
      NmrCommand.class,
      IpiCommand.class,
      ConvertCommand.class,
      DevicesCommand.class,
      WarmUpCommand.class
    })
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
    StandardError.restore();
    System.exit(run(args));
  }

  /** Runs a command; returns its exit code. */
  public static int run(String... args) {
    Main main = new Main();
    return CommandRunner.run(main, () -> main.debug, args);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command given");
  }

  /** The version that the build wrote down. */
  public static String version() {
    try (InputStream text = Main.class.getResourceAsStream("version.txt")) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For {@code --version}. */
  public static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"coesite " + version()};
    }
  }
}
