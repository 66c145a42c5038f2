package org.coesite.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.dos.AtomSample;
import org.coesite.dos.DataZero;
import org.coesite.dos.DosModel;
import org.coesite.dos.DosParameters;
import org.coesite.dos.DosPrediction;
import org.coesite.dos.EnergyGrid;
import org.coesite.dos.EnergyZero;
import org.coesite.io.AtomicFile;
import org.coesite.io.NpyArray;
import org.coesite.io.NpyWriter;
import org.coesite.io.StructureReader;
import org.coesite.plot.Figure;
import org.coesite.report.ChemiscopeFile;
import org.coesite.report.DosFigure;
import org.coesite.report.LocalDosMap;
import org.coesite.report.PredictedDos;
import org.coesite.screen.Formula;
import org.coesite.structure.Batch;
import org.coesite.structure.Element;
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
      "OUT holds, with figures as .svg and .png:",
      "",
      "dos.csv  densities of states: energy in eV, then a column for each structure, states/eV/atom"
          + " (2 electrons per state); its first line says what zero is. dos.svg: with two standard"
          + " deviations around them; of more than five structures the mean.",
      "",
      "summary.csv  a row for each structure, each number with the spread over the model's"
          + " committee: Fermi level on the zero of dos.csv, and as the data have it; density of"
          + " states there; band energy relative to it; valence width; gap, where the density is at"
          + " most 5%% of its mean over the valence band, and pseudo-gap, at most half of it"
          + " (Gaussians of width w make a gap 3.3 w too small and hardly change the pseudo-gap);"
          + " coefficient of the electronic heat capacity, per mole of atoms; atoms unlike any in"
          + " training.",
      "",
      "jdos.csv  k-random joint densities of states at 0 K, states^2/eV/atom^2, with"
          + " uncertainties, as far as the window holds all final states; jdos.svg.",
      "",
      "ldos-map.svg  atoms by the principal components of their SOAP vectors, coloured by the"
          + " local density of states at the Fermi level; ldos-map-shape.svg by the first principal"
          + " component of the local curves. chemiscope.json: the same map and the curves for the"
          + " viewer at chemiscope.org. Of more than 5000 atoms, as many are drawn, the same ones"
          + " each time.",
      "",
      "ldos.npy  with --ldos: [atoms of all structures, energies], states/eV, on the energies of"
          + " dos.csv."
    })
final class DosPredictCommand implements Callable<Integer> {
  /** Structures in one batch. */
  private static final int BATCH = 64;

  /** Atoms on the map: more would hide each other, and make a file that no viewer opens. */
  private static final int MOST_MAPPED = 5000;

  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;
  @Mixin private PropertyOptions properties;

  @Parameters(paramLabel = "IN.xyz", description = "Structures: extended XYZ, CIF or POSCAR.")
  private Path in;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "M",
      description = "Model file, made by coesite train dos (default: silicon, bundled).")
  private Path modelFile;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "OUT",
      description = "Folder for the results; made if it is not there.")
  private Path out;

  @Option(
      names = "--zero",
      paramLabel = "ZERO",
      defaultValue = "data",
      description =
          "data or model: what energies of dos.csv, summary.csv and ldos.npy count from: as in the"
              + " calculations it was trained on, by the Fermi level it learnt, or as the model has"
              + " them (default: ${DEFAULT-VALUE}).")
  private Zero wanted;

  /** What energies count from. */
  enum Zero {
    /** As in the calculations. */
    DATA,
    /** As the model has them. */
    MODEL
  }

  @Option(names = "--ldos", description = "Also local densities of states, atom by atom.")
  private boolean local;

  private final Failures failures = new Failures();

  /** On the zero of the model. */
  private final List<PredictedDos> predictions = new ArrayList<>();

  /** On the zero that is wanted, each at energies of its own. */
  private final List<PredictedDos> shown = new ArrayList<>();

  /** From the one to the other, eV. */
  private final List<Double> shifts = new ArrayList<>();

  @Override
  public Integer call() {
    InputFiles.requireExists(in);
    List<Structure> structures = StructureReader.readAll(in, properties.readOptions());
    try (Backend backend = common.openBackend();
        DosModel model = DosModels.open(modelFile, DosModels.CURVE, backend)) {
      requireKnown(structures, model.parameters());
      ResultFolder.make(out);
      print("model: " + DosModels.describe(model, modelFile));
      predict(model, structures);
      write(model, structures);
      if (local) {
        writeLocal(model, structures);
      }
    }
    return failures.report(spec, structures.size());
  }

  private void requireKnown(List<Structure> structures, DosParameters model) {
    for (int s = 0; s < structures.size(); s++) {
      for (int z : structures.get(s).composition().keySet()) {
        if (Arrays.binarySearch(model.species(), z) < 0) {
          String known =
              Arrays.stream(model.species())
                  .mapToObj(Element::symbol)
                  .collect(Collectors.joining(", "));
          throw new CoesiteException(
              "%s: structure %d: the model \"%s\" does not know %s; it knows %s"
                  .formatted(in, s + 1, model.name(), Element.symbol(z), known));
        }
      }
    }
  }

  private void predict(DosModel model, List<Structure> structures) {
    try (Progress progress = Progress.start("dos", "structures", structures.size())) {
      for (int first = 0; first < structures.size(); first += BATCH) {
        int last = Math.min(structures.size(), first + BATCH);
        List<Structure> some = structures.subList(first, last);
        for (DosPrediction p : model.evaluate(Batch.of(some))) {
          int number = predictions.size() + 1;
          String label = number + ": " + new Formula(structures.get(number - 1));
          add(label, number, p, model.parameters().zero());
        }
        progress.done(last);
      }
    }
  }

  private void add(String label, int number, DosPrediction p, EnergyZero zero) {
    try {
      PredictedDos own = PredictedDos.of(label, p, zero);
      boolean moved = wanted == Zero.DATA && p.atoms() > 0;
      DataZero data = moved ? DataZero.of(p, zero) : null;
      shown.add(moved ? PredictedDos.of(label, data.prediction(), EnergyZero.NONE) : own);
      shifts.add(moved ? data.shift() : 0);
      predictions.add(own);
    } catch (CoesiteException e) {
      failures.add(in + ": structure " + number + ": " + e.getMessage());
      // its Fermi level is not known: nor is where its curve would be
      predictions.add(PredictedDos.unfilled(label, p));
      shown.add(predictions.getLast());
      shifts.add(0.0);
    }
  }

  private EnergyZero zero(DosModel model) {
    return wanted == Zero.DATA ? EnergyZero.NONE : model.parameters().zero();
  }

  /** Energies that hold those of all structures. */
  private EnergyGrid energies(DosModel model) {
    EnergyGrid own = model.parameters().code().grid();
    double low = shifts.stream().mapToDouble(s -> s).min().orElse(0);
    double high = shifts.stream().mapToDouble(s -> s).max().orElse(0);
    return high == 0 && low == 0
        ? own
        : EnergyGrid.between(own.start() + low, own.end() + high, own.step());
  }

  private void write(DosModel model, List<Structure> structures) {
    EnergyGrid energies = energies(model);
    List<PredictedDos> together = shown.stream().map(p -> p.on(energies)).toList();
    DosTables tables = new DosTables(model.parameters().width(), zero(model), energies, together);
    tables.writeDos(out.resolve("dos.csv"));
    tables.writeJoint(out.resolve("jdos.csv"));
    new DosSummary(structures, shown).write(out.resolve("summary.csv"));
    print("wrote " + out.resolve("dos.csv") + ", summary.csv, jdos.csv");
    if (predictions.stream().noneMatch(PredictedDos::known)) {
      print("no figures: there is nothing to show");
      return;
    }
    writeFigure(DosFigure.of(zero(model), energies, together));
    writeFigure(DosFigure.joint(predictions));
    writeMap(model, structures);
  }

  private void writeFigure(Figure figure) {
    Path svg = out.resolve(figure.id() + ".svg");
    AtomicFile.write(svg, stream -> stream.write(figure.svg().getBytes(StandardCharsets.UTF_8)));
    AtomicFile.write(out.resolve(figure.id() + ".png"), stream -> stream.write(figure.png()));
    print("wrote " + svg + " and .png");
  }

  private void writeMap(DosModel model, List<Structure> structures) {
    int[] atoms = predictions.stream().mapToInt(p -> p.known() ? p.atoms() : 0).toArray();
    long all = Arrays.stream(atoms).asLongStream().sum();
    AtomSample sample = AtomSample.of(atoms, MOST_MAPPED);
    if (sample.size() < LocalDosMap.FEWEST) {
      print("no map of atoms: it takes " + LocalDosMap.FEWEST + " or more");
      return;
    }
    if (sample.size() < all) {
      print("the map shows " + sample.size() + " of " + all + " atoms, drawn evenly");
    }
    LocalDosMap map = LocalDosMap.of(model, structures, predictions, sample);
    writeFigure(map.atFermiLevelFigure());
    writeFigure(map.shapeFigure());
    ChemiscopeFile chemiscope = new ChemiscopeFile(map, structures, predictions);
    if (chemiscope.environments() < sample.size()) {
      print(
          "chemiscope.json holds %d of these, in the %d structures that have at most %d atoms together"
              .formatted(
                  chemiscope.environments(), chemiscope.structures(), ChemiscopeFile.MOST_ATOMS));
    }
    if (chemiscope.environments() > 0) {
      Path file = out.resolve("chemiscope.json");
      chemiscope.write(file);
      print("wrote " + file);
    }
  }

  private void writeLocal(DosModel model, List<Structure> structures) {
    long atoms = structures.stream().mapToLong(Structure::atoms).sum();
    EnergyGrid own = model.parameters().code().grid();
    EnergyGrid energies = energies(model);
    Path file = out.resolve("ldos.npy");
    long[] done = {0};
    try (NpyWriter writer = NpyWriter.create(file, NpyArray.Type.F4, atoms, energies.count());
        Progress progress = Progress.start("ldos", "atoms", atoms)) {
      for (int s = 0; s < structures.size(); s++) {
        EnergyGrid grid = own.shifted(shifts.get(s));
        model.local(
            structures.get(s),
            (atom, curve) -> {
              writer.write(grid.resampled(curve, energies, 0, Double.NaN));
              progress.done(++done[0]);
            });
      }
      writer.commit();
    }
    print("wrote " + file);
  }

  private void print(String line) {
    PrintWriter to = spec.commandLine().getOut();
    to.println(line);
    to.flush();
  }
}
