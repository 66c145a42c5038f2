package org.coesite.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.coesite.dos.DosFrame;
import picocli.CommandLine.Option;

/** Structures that models of the density of states are tested on. */
final class DosTestOptions {
  @Option(
      names = "--test",
      paramLabel = "TEST.xyz",
      description =
          "Structures to test on (default: a share of the data is held out). Those that are also"
              + " among the data, by their frame number in one file of eigenvalues, are not"
              + " trained on.")
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

  /** The data without what is tested on. */
  List<DosFrame> trained(List<DosFrame> frames, List<DosFrame> tests) {
    if (eigenvalues != null) {
      return frames;
    }
    Set<Long> numbers = tests.stream().map(DosFrame::number).collect(Collectors.toSet());
    return frames.stream().filter(frame -> !numbers.contains(frame.number())).toList();
  }

  /** The structures; none where none were named. */
  List<DosFrame> read(DosDataOptions data) {
    if (test == null && eigenvalues != null) {
      throw new WrongCallException("--test-eigenvalues belong to structures of --test: name them");
    }
    return test == null ? List.of() : data.read(test, eigenvalues);
  }
}
