package org.coesite.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Loads what the commands need, for the launcher to record in a start-up cache. */
@Command(name = "warm-up", hidden = true, description = "Loads what the other commands need.")
final class WarmUpCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    CommandLine line = new CommandLine(Main.class);
    line.setOut(new PrintWriter(new StringWriter()));
    line.execute("--help");
    return 0;
  }
}
