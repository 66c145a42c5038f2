package org.coesite.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.coesite.backend.Backend;
import org.coesite.dos.DosModel;
import org.coesite.dos.ElectronicState;
import org.coesite.io.AtomicFile;
import org.coesite.io.StructureReader;
import org.coesite.io.StructureWriter;
import org.coesite.plot.Figure;
import org.coesite.report.HeatCapacityCurves;
import org.coesite.screen.Predicted;
import org.coesite.structure.Structure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Free energies, forces and heat capacities at electronic temperatures. */
@Command(
    name = "thermo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Free energies, forces and stresses at electronic temperatures, from models of the ground"
          + " state alone.",
      "",
      "The electrons are placed at each temperature into the density of states that the model"
          + " predicts; forces are derivatives of A(T) at a constant number of electrons. A"
          + " temperature whose electrons reach above the model's highest energy is refused."
    },
    footer = {
      "",
      "OUT.xyz holds each structure at each temperature: electronic_temperature (K), energy and"
          + " free_energy (A, eV), internal_energy (U = A + T S, eV), minus_TS (eV),"
          + " chemical_potential (eV as in the data), heat_capacity (of the electrons at constant"
          + " volume, eV/K), energy_uncertainty, stress and forces of A. OUT.csv, beside it, holds"
          + " a row for each, per atom. With --potential none energies are A(T) - E(0), and forces"
          + " theirs.",
      "With --heat-capacity also OUT-heat-capacity.csv, .svg and .png: the electrons' heat"
          + " capacity up to the highest of the temperatures."
    })
final class DosThermoCommand implements Callable<Integer> {
  /** Atoms of the structures in one batch. */
  private static final int BATCH_ATOMS = 2048;

  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;
  @Mixin private GroundStateOptions groundState;
  @Mixin private PropertyOptions properties;

  @Parameters(paramLabel = "IN.xyz", description = "Structures.")
  private Path in;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "OUT.xyz",
      description = "Replaced if it exists.")
  private Path out;

  @Option(
      names = {"-t", "--temperatures"},
      required = true,
      split = ",",
      paramLabel = "K",
      description = "Temperatures of the electrons, K, with commas.")
  private double[] temperatures;

  @Option(names = "--heat-capacity", description = "Also curves of the heat capacity.")
  private boolean heatCapacity;

  private final List<String> failures = new ArrayList<>();
  private HeatCapacityCurves curves;
  private int last;
  private int written;

  @Override
  public Integer call() {
    checkTemperatures();
    InputFiles.requireExists(in);
    List<Structure> structures = StructureReader.readAll(in, properties.readOptions());
    try (Backend backend = common.openBackend();
        DosModel model = groundState.openModel(backend);
        LoadedModel potential = groundState.openPotential(backend);
        StructureWriter writer = StructureWriter.create(out)) {
      System.err.println(groundState.describe(model, potential));
      ThermoTable table = new ThermoTable(model.parameters().zero());
      curves = new HeatCapacityCurves(highest());
      ThermoRun run =
          new ThermoRun(
              model,
              potential == null ? null : potential.calculator(),
              temperatures,
              point -> take(point, writer, table),
              failures::add);
      batches(structures, run);
      if (written > 0) {
        writer.commit();
        table.write(beside(".csv"));
        writeHeatCapacity();
      }
    }
    return report();
  }

  private void checkTemperatures() {
    for (double temperature : temperatures) {
      if (!Double.isFinite(temperature) || temperature < 0) {
        throw new WrongCallException(
            "--temperatures: " + temperature + " K is none: 0 K or more is expected");
      }
    }
  }

  private double highest() {
    double highest = 0;
    for (double temperature : temperatures) {
      highest = Math.max(highest, temperature);
    }
    return highest;
  }

  private static void batches(List<Structure> structures, ThermoRun run) {
    int first = 0;
    while (first < structures.size()) {
      int end = first;
      int atoms = 0;
      while (end < structures.size() && (end == first || atoms < BATCH_ATOMS)) {
        atoms += structures.get(end).atoms();
        end++;
      }
      run.run(structures.subList(first, end), first + 1);
      first = end;
    }
  }

  private void take(ThermoPoint point, StructureWriter writer, ThermoTable table) {
    ElectronicState state = point.state();
    Structure.Builder builder = Predicted.annotate(point.structure(), point.total());
    builder.info("electronic_temperature", state.temperature());
    builder.info("free_energy", point.total().energy());
    builder.info("internal_energy", point.total().energy() + state.temperature() * state.entropy());
    // not minus zero at 0 K
    builder.info("minus_TS", 0 - state.temperature() * state.entropy());
    builder.info("chemical_potential", ThermoTable.chemicalPotentialAsInData(point));
    builder.info("heat_capacity", state.heatCapacity());
    writer.write(builder.build());
    table.add(point);
    written++;
    if (heatCapacity && point.number() != last) {
      last = point.number();
      curves.add(point.number(), point.filled().curves());
    }
  }

  private Path beside(String suffix) {
    String name = out.getFileName().toString().replaceFirst("(\\.xyz|\\.extxyz)?(\\.gz)?$", "");
    return out.resolveSibling(name + suffix);
  }

  private void writeHeatCapacity() {
    if (!heatCapacity) {
      return;
    }
    Figure figure = curves.figure();
    AtomicFile.write(beside("-heat-capacity.csv"), curves.csv());
    AtomicFile.write(beside("-heat-capacity.svg"), figure.svg());
    AtomicFile.write(beside("-heat-capacity.png"), stream -> stream.write(figure.png()));
  }

  private int report() {
    if (written > 0) {
      PrintWriter to = spec.commandLine().getOut();
      to.println("wrote " + out + " and " + beside(".csv"));
      to.flush();
    }
    for (String failure : failures) {
      System.err.println(spec.qualifiedName() + ": " + in + ": " + failure);
    }
    return failures.isEmpty() ? 0 : 1;
  }
}
