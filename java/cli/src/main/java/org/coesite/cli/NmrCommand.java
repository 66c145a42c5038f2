package org.coesite.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Everything about NMR parameters. */
@Command(
    name = "nmr",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "WHAT",
    description = "NMR: predicted tensors, ways to learn them, conventions, spectra, maps.",
    subcommands = {
      NmrPredictCommand.class,
      NmrCompareCommand.class,
      NmrTensorsCommand.class,
      NmrSpectrumCommand.class,
      NmrMapCommand.class
    })
final class NmrCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    String known = String.join(", ", spec.subcommands().keySet());
    throw new ParameterException(spec.commandLine(), "what to do about NMR is missing: " + known);
  }
}
