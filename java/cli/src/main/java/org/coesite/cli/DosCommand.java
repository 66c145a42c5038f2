package org.coesite.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Everything about the electronic density of states. */
@Command(
    name = "dos",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "WHAT",
    description = "Electronic densities of states.",
    subcommands = {
      DosBuildCommand.class,
      DosPredictCommand.class,
      DosCompareCommand.class,
      DosThermoCommand.class,
      DosValidateCommand.class
    })
final class DosCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    String known = String.join(", ", spec.subcommands().keySet());
    throw new ParameterException(
        spec.commandLine(), "what to do with densities of states is missing: " + known);
  }
}
