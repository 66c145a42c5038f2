package org.coesite.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.coesite.CoesiteException;
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
  static int run(String... args) {
    Locale.setDefault(Locale.ROOT);
    Main main = new Main();
    CommandLine line = new CommandLine(main);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setAbbreviatedOptionsAllowed(false);
    line.setUsageHelpAutoWidth(true);
    line.setParameterExceptionHandler((exception, _) -> wrongCall(exception, main.debug));
    line.setExecutionExceptionHandler(
        (exception, command, _) -> failure(exception, command, main.debug));
    return line.execute(args);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command given");
  }

  private static int wrongCall(ParameterException exception, boolean debug) {
    CommandLine command = exception.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    PrintWriter err = command.getErr();
    err.println(name + ": " + complaint(exception) + " (see " + name + " --help)");
    if (debug) {
      exception.printStackTrace(err);
    }
    return CommandLine.ExitCode.USAGE;
  }

  private static String complaint(ParameterException exception) {
    boolean noCommand =
        exception instanceof CommandLine.UnmatchedArgumentException
            && exception.getCommandLine().getParent() == null;
    if (noCommand) {
      CommandLine.UnmatchedArgumentException unmatched =
          (CommandLine.UnmatchedArgumentException) exception;
      return "there is no command " + unmatched.getUnmatched().get(0);
    }
    return oneLine(exception);
  }

  private static int failure(Exception exception, CommandLine command, boolean debug) {
    PrintWriter err = command.getErr();
    String name = command.getCommandSpec().qualifiedName();
    boolean expected = exception instanceof CoesiteException;
    err.println(
        name
            + ": "
            + (expected ? "" : "internal error, " + exception.getClass().getSimpleName() + ": ")
            + oneLine(exception)
            + (expected ? "" : " (--debug shows where)"));
    if (debug) {
      exception.printStackTrace(err);
    }
    return exception instanceof WrongCallException
        ? CommandLine.ExitCode.USAGE
        : CommandLine.ExitCode.SOFTWARE;
  }

  private static String oneLine(Exception exception) {
    return String.valueOf(exception.getMessage()).strip().replaceAll("\\s*\\R\\s*", "; ");
  }

  /** The version that the build wrote down. */
  static String version() {
    try (InputStream text = Main.class.getResourceAsStream("version.txt")) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For {@code --version}. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"coesite " + version()};
    }
  }
}
