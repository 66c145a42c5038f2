package org.coesite.bench.gpu;

import picocli.CommandLine.Option;

/** The device that is checked. */
final class DeviceOption {
  @Option(
      names = "--device",
      defaultValue = "cuda",
      description = "cuda or emulated; ${DEFAULT-VALUE} by default.")
  private String name;

  /** As in {@code --device}. */
  String name() {
    return name;
  }
}
