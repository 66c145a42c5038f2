package org.coesite.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import org.coesite.backend.Backend;
import org.coesite.io.StructureWriter;
import org.coesite.screen.Evaluation;
import org.coesite.screen.Frame;
import org.coesite.screen.Frames;
import org.coesite.screen.Outcome;
import org.coesite.screen.Predicted;
import org.coesite.structure.Structure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Energies, forces and stress of all frames of a file. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Predicts energies, forces and stress of structures.",
      "",
      "OUT is extended XYZ that holds, with everything IN holds: energy (eV), energy_uncertainty"
          + " (eV), stress (eV/angstrom^3, nine numbers, positive in tension, of structures"
          + " periodic in three directions), and per atom forces (eV/angstrom) and outside (T where"
          + " the environment is unlike any in training). Frames that cannot be predicted are"
          + " listed and left out."
    })
final class PredictCommand implements Callable<Integer> {
  private static final int ATOMS_PER_THREAD = 4000;

  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;
  @Mixin private PropertyOptions properties;

  @Parameters(paramLabel = "IN", description = "Extended XYZ, CIF or POSCAR.")
  private Path in;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "OUT.xyz",
      description = "Replaced if it exists.")
  private Path out;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "M",
      description = "Model file, or silica or silicon (default: silica, bundled).")
  private Path modelFile;

  private final List<String> failures = new ArrayList<>();
  private int predicted;

  @Override
  public Integer call() {
    InputFiles.requireExists(in);
    List<Frames.InputFile> files = List.of(new Frames.InputFile(in, in.toString()));
    try (Backend backend = common.openBackend();
        LoadedModel model = Models.open(modelFile, backend);
        StructureWriter writer = StructureWriter.create(out);
        Frames frames = new Frames(files, properties.readOptions())) {
      System.err.println("model:  " + model.name());
      Evaluation evaluation =
          Evaluation.asGiven(model.calculator(), ATOMS_PER_THREAD * common.threads());
      List<String> labels = new ArrayList<>();
      evaluation.evaluate(
          new ReadableFrames(frames, labels),
          (outcome, index) -> take(outcome, labels.get(index), writer));
      if (predicted > 0) {
        writer.commit();
      }
    }
    return report();
  }

  private void take(Outcome outcome, String label, StructureWriter writer) {
    if (outcome.prediction() == null) {
      failures.add(label + ": " + outcome.message());
      return;
    }
    writer.write(Predicted.annotate(outcome.structure(), outcome.prediction()).build());
    predicted++;
  }

  private int report() {
    if (failures.isEmpty()) {
      return 0;
    }
    String name = spec.qualifiedName();
    if (failures.size() == 1) {
      System.err.println(name + ": " + failures.get(0));
    } else {
      System.err.println(
          name + ": " + failures.size() + " of " + (failures.size() + predicted) + " failed:");
      failures.forEach(failure -> System.err.println("  " + failure));
    }
    return 1;
  }

  /** The frames that can be read; the others count as failed. */
  private final class ReadableFrames implements Iterator<Structure> {
    private final Frames frames;
    private final List<String> labels;
    private Frame next;

    ReadableFrames(Frames frames, List<String> labels) {
      this.frames = frames;
      this.labels = labels;
    }

    @Override
    public boolean hasNext() {
      while (next == null && frames.hasNext()) {
        Frame frame = frames.next();
        if (frame.readable()) {
          next = frame;
        } else {
          failures.add(frame.message());
        }
      }
      return next != null;
    }

    @Override
    public Structure next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      labels.add(next.label());
      Structure structure = next.structure();
      next = null;
      return structure;
    }
  }
}
