package org.coesite.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.io.AtomicFile;
import org.coesite.io.ReadOptions;
import org.coesite.io.StructureWriter;
import org.coesite.nmr.NmrModel;
import org.coesite.nmr.NmrPrediction;
import org.coesite.nmr.NmrTensor;
import org.coesite.nmr.Nuclei;
import org.coesite.nmr.Nucleus;
import org.coesite.nmr.Referencing;
import org.coesite.screen.Frame;
import org.coesite.screen.Frames;
import org.coesite.structure.AtomProperty;
import org.coesite.structure.Batch;
import org.coesite.structure.Element;
import org.coesite.structure.Structure;
import org.coesite.tensors.TensorParameters;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tensors of the atoms of structures. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Predicts shielding or field-gradient tensors.",
      "",
      "DIR/nmr.xyz holds everything IN holds, and per atom the tensor (ms or efg, nine numbers row"
          + " by row), ms_known (1 for atoms of the model's element), ms_uncertainty (standard"
          + " deviation of the isotropic value) and ms_outside (T where the environment is unlike"
          + " any in training). DIR/sites.csv has a row for each site in every convention. Frames"
          + " that cannot be predicted are listed and left out."
    })
final class NmrPredictCommand implements Callable<Integer> {
  private static final int ATOMS_PER_THREAD = 2000;

  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;

  @Parameters(paramLabel = "IN", description = "Extended XYZ, CIF or POSCAR.")
  private Path in;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "DIR",
      description = "Folder for nmr.xyz and sites.csv; made if it is not there.")
  private Path out;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "M",
      description = "Model file (default: silicon-29, bundled: shieldings of 29Si).")
  private Path modelFile;

  @Option(
      names = "--reference",
      paramLabel = "PPM",
      description =
          "For columns of shifts: shift = reference + slope x shielding (bundled model: 289).")
  private Double reference;

  @Option(
      names = "--slope",
      paramLabel = "S",
      description = "See --reference (bundled model: -0.90; else -1).")
  private Double slope;

  private final Failures failures = new Failures();
  private int predicted;
  private int sites;

  @Override
  public Integer call() {
    InputFiles.requireExists(in);
    Optional<Referencing> referencing = NmrModels.referencing(modelFile, "--", reference, slope);
    List<Frames.InputFile> files = List.of(new Frames.InputFile(in, in.toString()));
    try (Backend backend = common.openBackend();
        NmrModel model = NmrModels.open(modelFile, backend);
        Frames frames = new Frames(files, ReadOptions.DEFAULT)) {
      print("model: " + NmrModels.describe(model, modelFile));
      ResultFolder.make(out);
      NmrSiteTable table = new NmrSiteTable(referencing, true);
      try (StructureWriter writer = StructureWriter.create(out.resolve("nmr.xyz"))) {
        predict(frames, model, table, writer);
        if (predicted > 0) {
          writer.commit();
          AtomicFile.write(out.resolve("sites.csv"), table.toString());
          print("wrote tensors of %s to %s".formatted(counted(), out));
        }
      }
    }
    return failures.report(spec, failures.count() + predicted);
  }

  private void predict(Frames frames, NmrModel model, NmrSiteTable table, StructureWriter writer) {
    List<Frame> batch = new ArrayList<>();
    int atoms = 0;
    while (frames.hasNext()) {
      Frame frame = frames.next();
      if (frame.readable()) {
        batch.add(frame);
        atoms += frame.structure().atoms();
      } else {
        failures.add(frame.message());
      }
      if (atoms >= ATOMS_PER_THREAD * common.threads() || !frames.hasNext()) {
        evaluate(batch, model, table, writer);
        batch.clear();
        atoms = 0;
      }
    }
  }

  private void evaluate(
      List<Frame> frames, NmrModel model, NmrSiteTable table, StructureWriter writer) {
    if (frames.isEmpty()) {
      return;
    }
    List<NmrPrediction> found;
    try {
      found = model.evaluate(Batch.of(frames.stream().map(Frame::structure).toList()));
    } catch (CoesiteException e) {
      if (frames.size() == 1) {
        failures.add(frames.get(0).label() + ": " + e.getMessage());
        return;
      }
      // somebody in the batch was refused: find out who
      for (Frame frame : frames) {
        evaluate(List.of(frame), model, table, writer);
      }
      return;
    }
    for (int k = 0; k < found.size(); k++) {
      take(frames.get(k), found.get(k), model.parameters(), table, writer);
    }
  }

  private void take(
      Frame frame,
      NmrPrediction found,
      TensorParameters model,
      NmrSiteTable table,
      StructureWriter writer) {
    if (found.sites() == 0) {
      failures.add(
          "%s: no atom is %s, of which the model \"%s\" predicts tensors"
              .formatted(frame.label(), Element.symbol(model.element()), model.name()));
      return;
    }
    writer.write(annotated(frame.structure(), found, model));
    Nucleus nucleus = nucleus(model.element());
    for (int k = 0; k < found.sites(); k++) {
      table.add(frame.label(), frame.structure(), nucleus, found, k, model.unit());
    }
    predicted++;
    sites += found.sites();
  }

  private static Nucleus nucleus(int element) {
    return Nuclei.of(element).stream()
        .max(Comparator.comparingDouble(Nucleus::abundance))
        .orElseThrow(() -> new CoesiteException("no nucleus of the model's element is known"));
  }

  private static Structure annotated(
      Structure structure, NmrPrediction found, TensorParameters model) {
    double[] tensors = new double[9 * structure.atoms()];
    long[] known = new long[structure.atoms()];
    double[] uncertainty = new double[structure.atoms()];
    boolean[] outside = new boolean[structure.atoms()];
    for (int k = 0; k < found.sites(); k++) {
      int atom = found.atoms()[k];
      System.arraycopy(found.tensors()[k].toArray(), 0, tensors, 9 * atom, 9);
      known[atom] = 1;
      uncertainty[atom] = found.uncertainty(k, NmrTensor::isotropic);
      outside[atom] = found.outside()[k];
    }
    String name = model.property();
    return structure.toBuilder()
        .info(name + "_units", model.unit())
        .atomProperty(name, AtomProperty.of(tensors, 9))
        .atomProperty(name + "_known", AtomProperty.of(known, 1))
        .atomProperty(name + "_uncertainty", AtomProperty.of(uncertainty, 1))
        .atomProperty(name + "_outside", AtomProperty.of(outside, 1))
        .build();
  }

  private String counted() {
    return "%d %s of %d %s"
        .formatted(
            sites,
            sites == 1 ? "site" : "sites",
            predicted,
            predicted == 1 ? "structure" : "structures");
  }

  private void print(String line) {
    PrintWriter to = spec.commandLine().getOut();
    to.println(line);
    to.flush();
  }
}
