package org.coesite.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** What of a command's work failed, while the rest was done. */
final class Failures {
  private final List<String> messages = new ArrayList<>();

  /** Notes a failure, a line that names what failed. */
  void add(String message) {
    messages.add(message);
  }

  /**
   * Lists them, if there are any.
   *
   * @param all how many pieces of work there were
   * @return the exit status: 0 if nothing failed, else 1
   */
  int report(CommandSpec spec, int all) {
    if (messages.isEmpty()) {
      return 0;
    }
    PrintWriter to = spec.commandLine().getErr();
    String name = spec.qualifiedName();
    if (messages.size() == 1) {
      to.println(name + ": " + messages.get(0));
    } else {
      to.println(name + ": " + messages.size() + " of " + all + " failed:");
      messages.forEach(message -> to.println("  " + message));
    }
    to.flush();
    return 1;
  }

  /** How many there are. */
  int count() {
    return messages.size();
  }
}
