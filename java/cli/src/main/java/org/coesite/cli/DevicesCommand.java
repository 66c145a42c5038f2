package org.coesite.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.coesite.backend.Backend;
import org.coesite.backend.BackendProvider;
import org.coesite.backend.Backends;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What devices there are, which one is chosen, and why. */
@Command(
    name = "devices",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Lists the devices that can compute, which one is chosen, and why.")
final class DevicesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<BackendProvider> providers = Backends.providers();
    if (providers.isEmpty()) {
      out.println("no devices on the class path");
    }
    for (BackendProvider provider : providers) {
      Optional<String> why = provider.unavailable();
      out.printf("%-10s %s%n", provider.name(), why.map(w -> "no: " + w).orElse("works"));
    }
    Backends.Choice choice = common.chooseBackend();
    try (Backend chosen = choice.backend()) {
      out.printf("chosen: %s%n", chosen.description());
    }
    out.flush();
    return 0;
  }
}
