package org.coesite.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.coesite.backend.Backend;
import org.coesite.dos.DirectHeating;
import org.coesite.dos.DosFrame;
import org.coesite.dos.DosModel;
import org.coesite.dos.EigenvalueFile;
import org.coesite.dos.HotComparison;
import org.coesite.dos.HotReference;
import org.coesite.io.AtomicFile;
import org.coesite.io.FileProblem;
import org.coesite.plot.Figure;
import org.coesite.plot.Panels;
import org.coesite.report.HotElectronFigures;
import org.coesite.structure.Structure;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Hot electrons of a model against self-consistent calculations. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Compares a model's free energies and forces at electronic temperatures with self-consistent"
          + " calculations, and with what the calculations' own fixed density of states gives.",
      "",
      "Structures carry structure (which one), electronic_temperature (K), free_energy (eV),"
          + " forces, and displaced (atom axis step) where an atom was moved for derivatives."
    },
    footer = {
      "",
      "Writes OUT/hot.csv (a row for each structure and temperature; rises count from the coldest"
          + " temperature) and figures of the errors of free energies and of forces, and both in"
          + " one as hot, .svg and .png. With --train-data also baselines that learn the free"
          + " energy at each temperature directly; frames that are compared are left out of their"
          + " training."
    })
final class DosValidateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;
  @Mixin private GroundStateOptions groundState;
  @Mixin private DosDataOptions data;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "DIR",
      description = "Folder for the results; made if it is not there.")
  private Path out;

  @ArgGroup(exclusive = false)
  private Training training;

  /** What baselines learn from. */
  static final class Training {
    @Option(
        names = "--train-data",
        required = true,
        paramLabel = "T.xyz",
        description = "Structures that baselines learn from.")
    private Path data;

    @Option(
        names = "--train-eigenvalues",
        required = true,
        paramLabel = "TE.npz",
        description = "Their eigenvalues.")
    private Path eigenvalues;
  }

  private final List<String> refused = new ArrayList<>();

  @Override
  public Integer call() {
    List<DosFrame> frames = data.read();
    List<HotReference> references = HotReference.of(frames, data.source());
    try {
      Files.createDirectories(out);
    } catch (IOException e) {
      throw FileProblem.writing(out, e);
    }
    try (Backend backend = common.openBackend();
        DosModel model = groundState.openModel(backend);
        LoadedModel potential = groundState.openPotential(backend)) {
      print(groundState.describe(model, potential));
      List<HotComparison> rows = new ArrayList<>();
      for (int s = 0; s < references.size(); s++) {
        rows.addAll(
            HotComparison.of(
                s + 1,
                references.get(s),
                model,
                Optional.ofNullable(potential).map(LoadedModel::calculator),
                refused));
      }
      double[][] direct = training == null ? null : direct(frames, references, backend);
      write(rows, references, direct);
    }
    for (String line : refused) {
      System.err.println(spec.qualifiedName() + ": " + line);
    }
    return refused.isEmpty() ? 0 : 1;
  }

  /** Rises that baselines predict, [structures][temperatures]. */
  private double[][] direct(List<DosFrame> frames, List<HotReference> references, Backend backend) {
    InputFiles.requireExists(training.data);
    InputFiles.requireExists(training.eigenvalues);
    Set<Object> compared = new HashSet<>();
    frames.forEach(frame -> compared.add(frame.structure().info().get("frame")));
    List<DosFrame> rest =
        EigenvalueFile.read(training.data, training.eigenvalues, data.valenceElectrons()).stream()
            .filter(frame -> !compared.contains(frame.structure().info().get("frame")))
            .toList();
    List<Structure> structures = references.stream().map(HotReference::structure).toList();
    HotReference first = references.get(0);
    return DirectHeating.predict(
        DosSettingsOptions.SILICON,
        1,
        rest,
        structures,
        first.coldest(),
        first.temperatures(),
        backend);
  }

  private void write(List<HotComparison> rows, List<HotReference> references, double[][] direct) {
    StringBuilder csv =
        new StringBuilder(
            "structure,kind,electronic_temperature_K,heating_dft_eV_per_atom,"
                + "heating_fixed_dos_eV_per_atom,heating_model_eV_per_atom,"
                + "heating_uncertainty_eV_per_atom,heating_direct_eV_per_atom,"
                + "force_rms_eV_per_A,error_cold_forces,error_cold_plus_model,"
                + "error_potential_plus_model,moved_error_cold,moved_error_fixed_dos,"
                + "moved_error_model\n");
    print(
        String.format(
            Locale.ROOT,
            "%-12s %7s %10s %12s %12s %12s %10s %10s %10s",
            "structure",
            "T / K",
            "dA, DFT",
            "fixed - DFT",
            "model-fixed",
            "direct-fixed",
            "F(T0)",
            "+ model",
            "potential"));
    for (HotComparison row : rows) {
      double learnt = direct == null ? Double.NaN : learnt(row, references, direct);
      csv(csv, row, learnt);
      print(
          String.format(
              Locale.ROOT,
              "%-12s %7.0f %10.2f %12.2f %12.2f %12.2f %10.3f %10.3f %10.3f",
              row.kind() + " " + row.number(),
              row.temperature(),
              1000 * row.heating(),
              1000 * (row.fixed() - row.heating()),
              1000 * (row.model() - row.fixed()),
              1000 * (learnt - row.fixed()),
              row.forces().cold(),
              row.forces().model(),
              row.forces().potential()));
    }
    print("free energies in meV/atom; forces: rms errors in eV/angstrom");
    AtomicFile.write(out.resolve("hot.csv"), csv.toString());
    if (!rows.isEmpty()) {
      draw(HotElectronFigures.freeEnergies(rows), HotElectronFigures.forces(rows));
    }
    print("wrote " + out.resolve("hot.csv"));
  }

  private static double learnt(
      HotComparison row, List<HotReference> references, double[][] direct) {
    double[] temperatures = references.get(row.number() - 1).temperatures();
    for (int t = 0; t < direct[0].length; t++) {
      if (temperatures[t] == row.temperature()) {
        return direct[row.number() - 1][t];
      }
    }
    return Double.NaN;
  }

  private static void csv(StringBuilder csv, HotComparison row, double learnt) {
    csv.append(row.number()).append(',').append(row.kind());
    HotComparison.ForceErrors f = row.forces();
    double[] numbers = {
      row.temperature(),
      row.heating(),
      row.fixed(),
      row.model(),
      row.uncertainty(),
      learnt,
      f.rms(),
      f.cold(),
      f.model(),
      f.potential(),
      f.coldDisplaced(),
      f.fixedDisplaced(),
      f.modelDisplaced()
    };
    for (double number : numbers) {
      csv.append(',').append(DosTables.number(number, 6));
    }
    csv.append('\n');
  }

  /** Each figure, and both in one picture. */
  private void draw(Figure energies, Figure forces) {
    for (Figure figure : List.of(energies, forces)) {
      AtomicFile.write(out.resolve(figure.id() + ".svg"), figure.svg());
      AtomicFile.write(out.resolve(figure.id() + ".png"), stream -> stream.write(figure.png()));
    }
    Panels both =
        Panels.of("hot", "Errors of free energies and forces", List.of(List.of(energies, forces)));
    AtomicFile.write(out.resolve("hot.svg"), both.svg());
    AtomicFile.write(out.resolve("hot.png"), stream -> stream.write(both.png()));
  }

  private void print(String line) {
    PrintWriter to = spec.commandLine().getOut();
    to.println(line);
    to.flush();
  }
}
