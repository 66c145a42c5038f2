package org.coesite.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.coesite.CoesiteException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Runs commands, and says in one line what went wrong. */
public final class CommandRunner {
  private CommandRunner() {}

  /**
   * Runs a command.
   *
   * @param command annotated for picocli
   * @param debug whether stack traces are shown, asked when there is one
   * @return its exit code: 0 done; 1 something failed; 2 the call was wrong
   */
  public static int run(Object command, BooleanSupplier debug, String... args) {
    Locale.setDefault(Locale.ROOT);
    CommandLine line = new CommandLine(command);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setAbbreviatedOptionsAllowed(false);
    line.setUsageHelpAutoWidth(true);
    line.setParameterExceptionHandler((exception, _) -> wrongCall(exception, debug.getAsBoolean()));
    line.setExecutionExceptionHandler(
        (exception, failed, _) -> failure(exception, failed, debug.getAsBoolean()));
    return line.execute(args);
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
}
