package org.coesite.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Everything that is trained. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "WHAT",
    description = "Trains a model on labelled structures.",
    subcommands = {TrainPotentialCommand.class, TrainDosCommand.class, TrainNmrCommand.class})
final class TrainCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "what is to be trained is missing: potential, dos, nmr");
  }
}
