package org.coesite.cli;

import java.nio.file.Path;
import java.util.List;
import org.coesite.dos.DosFrame;
import picocli.CommandLine.Option;

/** Structures that models of the density of states are tested on. */
final class DosTestOptions {
  @Option(
      names = "--test",
      paramLabel = "TEST.xyz",
      description = "Structures to test on (default: a share of the data is held out).")
  private Path test;

  @Option(
      names = "--test-eigenvalues",
      paramLabel = "E.npz",
      description = "Eigenvalues of the structures to test on (default: those of --eigenvalues).")
  private Path eigenvalues;

  /** Whether structures were named. */
  boolean given() {
    return test != null;
  }

  /** The structures; none where none were named. */
  List<DosFrame> read(DosDataOptions data) {
    if (test == null && eigenvalues != null) {
      throw new WrongCallException("--test-eigenvalues belong to structures of --test: name them");
    }
    return test == null ? List.of() : data.read(test, eigenvalues);
  }
}
