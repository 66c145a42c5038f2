package org.coesite.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.coesite.backend.Backend;
import org.coesite.dos.DosModel;
import org.coesite.dos.DosPrediction;
import org.coesite.dos.EnergyGrid;
import org.coesite.io.AtomicFile;
import org.coesite.io.FileProblem;
import org.coesite.io.NpyArray;
import org.coesite.io.NpyWriter;
import org.coesite.io.StructureReader;
import org.coesite.plot.Figure;
import org.coesite.report.DosFigure;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Densities of states of structures, by a model. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Predicts densities of states, and what follows from them.",
    footer = {
      "",
      "Writes OUT/dos.csv (energy in eV, then states/eV/atom of each structure), OUT/summary.csv (a"
          + " row per structure), OUT/dos.svg and .png; with --ldos also OUT/ldos.npy"
          + " [atoms of all structures, energies] in states/eV."
    })
final class DosPredictCommand implements Callable<Integer> {
  /** Structures in one batch. */
  private static final int BATCH = 64;

  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;
  @Mixin private PropertyOptions properties;

  @Parameters(paramLabel = "IN.xyz", description = "Structures.")
  private Path in;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "M",
      description = "Model file, made by coesite train dos (default: silicon, bundled).")
  private Path modelFile;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "DIR",
      description = "Folder for the results; made if it is not there.")
  private Path out;

  @Option(names = "--ldos", description = "Also local densities of states, atom by atom.")
  private boolean local;

  @Override
  public Integer call() {
    InputFiles.requireExists(in);
    if (modelFile != null) {
      InputFiles.requireExists(modelFile);
    }
    List<Structure> structures = StructureReader.readAll(in, properties.readOptions());
    try {
      Files.createDirectories(out);
    } catch (IOException e) {
      throw FileProblem.writing(out, e);
    }
    try (Backend backend = common.openBackend();
        DosModel model =
            modelFile == null
                ? DosModel.bundled("silicon", backend)
                : DosModel.load(modelFile, backend)) {
      String source = modelFile == null ? "bundled" : modelFile.toString();
      print("model: " + model.parameters().name() + " (" + source + ")");
      List<DosPrediction> predictions = new ArrayList<>(structures.size());
      for (int first = 0; first < structures.size(); first += BATCH) {
        int last = Math.min(structures.size(), first + BATCH);
        predictions.addAll(model.evaluate(Batch.of(structures.subList(first, last))));
      }
      writeCurves(model, predictions);
      new DosSummary(model, structures, predictions).write(out.resolve("summary.csv"));
      writeFigure(model, predictions);
      if (local) {
        writeLocal(model, structures);
      }
    }
    print("wrote " + out.resolve("dos.csv") + " and " + out.resolve("summary.csv"));
    return 0;
  }

  private void print(String line) {
    PrintWriter to = spec.commandLine().getOut();
    to.println(line);
    to.flush();
  }

  private void writeCurves(DosModel model, List<DosPrediction> predictions) {
    EnergyGrid grid = model.parameters().code().grid();
    AtomicFile.write(
        out.resolve("dos.csv"),
        stream -> {
          StringBuilder text = new StringBuilder();
          text.append("# states/eV/atom; zero of energy: ")
              .append(model.parameters().zero().description())
              .append("; Gaussian width ")
              .append(model.parameters().width())
              .append(" eV\nenergy_eV");
          for (int s = 0; s < predictions.size(); s++) {
            text.append(",structure_").append(s + 1);
          }
          text.append('\n');
          for (int e = 0; e < grid.count(); e++) {
            text.append(DosSummary.number(grid.energy(e), 4));
            for (DosPrediction prediction : predictions) {
              text.append(',')
                  .append(DosSummary.number(prediction.curve()[e] / prediction.atoms(), 6));
            }
            text.append('\n');
          }
          stream.write(text.toString().getBytes(StandardCharsets.UTF_8));
        });
  }

  private void writeFigure(DosModel model, List<DosPrediction> predictions) {
    if (predictions.isEmpty()) {
      return;
    }
    Figure figure = DosFigure.of(model.parameters(), predictions);
    AtomicFile.write(
        out.resolve("dos.svg"),
        stream -> stream.write(figure.svg().getBytes(StandardCharsets.UTF_8)));
    AtomicFile.write(out.resolve("dos.png"), stream -> stream.write(figure.png()));
  }

  private void writeLocal(DosModel model, List<Structure> structures) {
    long atoms = structures.stream().mapToLong(Structure::atoms).sum();
    int energies = model.parameters().code().grid().count();
    try (NpyWriter writer =
        NpyWriter.create(out.resolve("ldos.npy"), NpyArray.Type.F4, atoms, energies)) {
      for (Structure structure : structures) {
        model.local(structure, (atom, curve) -> writer.write(curve));
      }
      writer.commit();
    }
  }
}
