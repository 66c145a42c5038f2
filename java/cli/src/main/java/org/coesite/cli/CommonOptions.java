package org.coesite.cli;

import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;
import picocli.CommandLine.Option;

/** Where and how a command computes. */
final class CommonOptions {
  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "auto",
      description = "auto, cpu, cuda or emulated (default: ${DEFAULT-VALUE}).")
  private String device;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "CPU threads (default: all the machine has).")
  private Integer threads;

  @Option(
      names = "--precision",
      paramLabel = "P",
      defaultValue = "f64",
      description = "f64 or f32 (default: ${DEFAULT-VALUE}).")
  private Precision precision;

  /**
   * Opens the device asked for.
   *
   * @throws WrongCallException if there is no such device, or it does not work here
   */
  Backend openBackend() {
    return chooseBackend().backend();
  }

  /**
   * Opens the device asked for, and says why it is not another.
   *
   * @throws WrongCallException if there is no such device, or it does not work here
   */
  Backends.Choice chooseBackend() {
    int count = threads();
    try {
      return Backends.choose(device, precision, count);
    } catch (CoesiteException e) {
      throw new WrongCallException(e.getMessage());
    }
  }

  int threads() {
    if (threads == null) {
      return Runtime.getRuntime().availableProcessors();
    }
    if (threads < 1) {
      throw new WrongCallException("--threads is at least 1, not " + threads);
    }
    return threads;
  }

  Precision precision() {
    return precision;
  }
}
