package org.coesite.capi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.PairList;
import org.coesite.backend.Precision;
import org.coesite.dos.DosModel;
import org.coesite.dos.DosPrediction;
import org.coesite.dos.EnergyGrid;
import org.coesite.dos.FilledPrediction;
import org.coesite.dos.FixedDos;
import org.coesite.io.StructureReader;
import org.coesite.math.SoapBasis;
import org.coesite.models.Calculator.Derivatives;
import org.coesite.models.Potential;
import org.coesite.models.Prediction;
import org.coesite.nmr.NmrModel;
import org.coesite.nmr.NmrPrediction;
import org.coesite.nmr.NmrTensor;
import org.coesite.soap.FullSpectrum;
import org.coesite.soap.SoapFeatures;
import org.coesite.soap.SoapHypers;
import org.coesite.structure.AtomProperty;
import org.coesite.structure.Batch;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** C and Fortran programs that use the library. */
class HostProgramsTest {
  /** What the command line's numbers may differ by. */
  private static final double SAME = 1e-12;

  @TempDir private Path folder;

  /** Crystals, a slab, a molecule, and nothing. */
  private static List<Structure> silica() {
    List<Structure> all = StructureReader.readAll(Path.of("../models/src/data/sio2-dft.xyz.gz"));
    Structure crystal = all.get(5);
    double[] thick = crystal.cell().toArray();
    thick[8] += 20;
    return List.of(
        bare(all.get(0), all.get(0).cell(), true),
        bare(crystal, crystal.cell(), true),
        bare(crystal, Cell.of(thick), false),
        Structure.of(new int[] {14, 8}, new double[] {0, 0.1, 0, 1.6, 0, 0.3}).build());
  }

  private static Structure bare(Structure structure, Cell cell, boolean third) {
    return Structure.of(structure.species(), structure.positions())
        .cell(cell, true, true, third)
        .build();
  }

  /** As predict.c and predict.f90 read it. */
  private static String text(List<Structure> structures) {
    StringBuilder text = new StringBuilder(structures.size() + "\n");
    for (Structure s : structures) {
      text.append(s.atoms()).append('\n');
      Arrays.stream(s.cell().toArray()).forEach(x -> text.append(x).append(' '));
      text.append('\n');
      for (int v = 0; v < 3; v++) {
        text.append(s.periodic(v) ? "1 " : "0 ");
      }
      text.append('\n');
      for (int i = 0; i < s.atoms(); i++) {
        text.append(s.species(i));
        for (int axis = 0; axis < 3; axis++) {
          text.append(' ').append(s.position(i, axis));
        }
        text.append('\n');
      }
    }
    return text.toString();
  }

  @Test
  void energiesForcesAndStressesAreTheCommandLines() throws IOException, InterruptedException {
    List<Structure> structures = silica();
    HostProgram program = HostProgram.watched("predict");
    Map<String, double[]> found =
        program.run(text(structures), "silica", "energy").requireSuccess().numbers();
    List<Structure> expected = CommandLine.predict(folder, structures, "silica");
    int atom = 0;
    for (int s = 0; s < structures.size(); s++) {
      Structure e = expected.get(s);
      assertEquals(number(e, "energy"), found.get("energies")[s], SAME);
      assertEquals(number(e, "energy_uncertainty"), found.get("uncertainties")[s], SAME);
      double[] stress = Arrays.copyOfRange(found.get("stresses"), 9 * s, 9 * s + 9);
      if (e.fullyPeriodic()) {
        assertArrayEquals((double[]) e.info().get("stress"), stress, SAME);
      } else {
        assertTrue(Arrays.stream(stress).allMatch(Double::isNaN));
      }
      AtomProperty.Numbers forces = (AtomProperty.Numbers) e.atomProperties().get("forces");
      for (int i = 0; i < e.atoms(); i++, atom++) {
        for (int axis = 0; axis < 3; axis++) {
          assertEquals(forces.get(i, axis), found.get("forces")[3 * atom + axis], SAME);
        }
      }
    }
    assertPartsAndCommitteeAreTheModels(structures, found);
  }

  private static double number(Structure structure, String name) {
    return ((Number) structure.info().get(name)).doubleValue();
  }

  private static void assertPartsAndCommitteeAreTheModels(
      List<Structure> structures, Map<String, double[]> found) {
    try (Backend backend = Backends.open("cpu", Precision.F64, 1);
        Potential potential = Potential.bundled("silica", backend)) {
      int atom = 0;
      int member = 0;
      for (Prediction p : potential.evaluate(Batch.of(structures), Derivatives.NONE)) {
        for (double energy : p.committee()) {
          assertEquals(energy, found.get("committee")[member++], SAME);
        }
        for (int i = 0; i < p.atomEnergies().length; i++, atom++) {
          assertEquals(p.atomEnergies()[i], found.get("atom_energies")[atom], SAME);
          assertEquals(p.outside()[i] ? 1 : 0, found.get("outside")[atom]);
        }
      }
      assertEquals(member, found.get("committee").length);
    }
  }

  @Test
  void densitiesOfStatesAreTheModels() {
    List<Structure> structures =
        StructureReader.readAll(Path.of("../models/src/data/si-dft.xyz.gz")).subList(0, 3);
    Map<String, double[]> found =
        HostProgram.watched("predict")
            .run(text(structures), "silicon", "dos")
            .requireSuccess()
            .numbers();
    try (Backend backend = Backends.open("cpu", Precision.F64, 1);
        DosModel model = DosModel.bundled("silicon", backend)) {
      EnergyGrid grid = model.parameters().code().grid();
      // its zero is the Fermi level
      assertArrayEquals(
          new double[] {grid.start(), grid.step(), grid.count(), 1}, found.get("grid"));
      for (int s = 0; s < structures.size(); s++) {
        DosPrediction p = model.evaluate(structures.get(s));
        FilledPrediction filled = FilledPrediction.of(p);
        int from = s * grid.count();
        assertArrayEquals(p.curve(), part(found, "curves", from, grid.count()), SAME);
        assertArrayEquals(p.uncertainty(), part(found, "uncertainties", from, grid.count()), SAME);
        assertEquals(filled.model().fermiLevel(), found.get("fermi_levels")[s], SAME);
        assertEquals(
            filled.estimate(FixedDos::fermiLevel).uncertainty(),
            found.get("fermi_uncertainties")[s],
            SAME);
        assertEquals(p.level(), found.get("data_levels")[s], SAME);
        assertEquals(4 * structures.get(s).atoms(), found.get("electrons")[s], SAME);
      }
    }
  }

  @Test
  void shieldingsAreTheModels() {
    List<Structure> structures = silica().subList(2, 4);
    Map<String, double[]> found =
        HostProgram.watched("predict")
            .run(text(structures), "silicon-29", "shielding")
            .requireSuccess()
            .numbers();
    try (Backend backend = Backends.open("cpu", Precision.F64, 1);
        NmrModel model = NmrModel.bundled(NmrModel.SILICON_29, backend)) {
      int members = model.parameters().members();
      Batch batch = Batch.of(structures);
      List<NmrPrediction> expected = model.evaluate(batch);
      int sites = 0;
      for (int s = 0; s < batch.size(); s++) {
        NmrPrediction p = expected.get(s);
        for (int k = 0; k < p.sites(); k++, sites++) {
          int atom = batch.offset(s) + p.atoms()[k];
          assertEquals(1, found.get("predicted")[atom]);
          assertArrayEquals(p.tensors()[k].toArray(), part(found, "tensors", 9 * atom, 9));
          assertEquals(p.tensors()[k].isotropic(), found.get("isotropic")[atom]);
          assertEquals(p.uncertainty(k, NmrTensor::isotropic), found.get("uncertainties")[atom]);
          assertEquals(p.outside()[k] ? 1 : 0, found.get("outside")[atom]);
          for (int m = 0; m < members; m++) {
            assertArrayEquals(
                p.members()[k][m].toArray(), part(found, "committee", 9 * (members * atom + m), 9));
          }
        }
      }
      assertEquals(sites, Arrays.stream(found.get("predicted")).sum());
    }
  }

  private static double[] part(Map<String, double[]> all, String name, int from, int count) {
    return Arrays.copyOfRange(all.get(name), from, from + count);
  }

  @Test
  void fortranHasTheSameNumbers() {
    List<Structure> structures = silica();
    HostProgram.Outcome outcome =
        HostProgram.fortran("predict").run(text(structures), "silica").requireSuccess();
    List<double[]> energies = named(outcome, "energy");
    List<double[]> forces = named(outcome, "forces");
    List<double[]> stresses = named(outcome, "stress");
    assertArrayEquals(new double[] {8, 14}, named(outcome, "known").get(0));
    assertTrue(outcome.out().contains("error the model \"silica\" knows O, Si, not Au"));
    try (Backend backend = Backends.open("cpu", Precision.F64, 1);
        Potential potential = Potential.bundled("silica", backend)) {
      int periodic = 0;
      for (int s = 0; s < structures.size(); s++) {
        Prediction p = potential.evaluate(structures.get(s));
        assertEquals(p.energy(), energies.get(s)[0], SAME);
        assertArrayEquals(p.forces(), forces.get(s), SAME);
        if (p.stress() != null) {
          assertArrayEquals(p.stress(), stresses.get(periodic++), SAME);
        }
      }
      assertEquals(periodic, stresses.size());
      assertPairsAreTheBackends(structures, backend, outcome);
      assertTensorsAreTheModels(structures.get(0), backend, outcome);
      SoapBasis basis = potential.model().manyBody().get(0).basis();
      int[] species = potential.model().species();
      try (SoapFeatures features = new SoapFeatures(new SoapHypers(basis, 1), species, backend)) {
        assertArrayEquals(
            spectra(features, Batch.of(structures.get(0))), named(outcome, "values").get(0));
        double last = basis.maxRadial();
        assertArrayEquals(
            new double[] {14, 14, basis.maxAngular(), last, last}, named(outcome, "labels").get(0));
      }
    }
  }

  private static void assertTensorsAreTheModels(
      Structure structure, Backend backend, HostProgram.Outcome outcome) {
    try (NmrModel model = NmrModel.bundled(NmrModel.SILICON_29, backend)) {
      NmrPrediction p = model.evaluate(structure);
      double[] all =
          Arrays.stream(p.tensors())
              .flatMapToDouble(tensor -> Arrays.stream(tensor.toArray()))
              .toArray();
      assertArrayEquals(all, named(outcome, "tensors").get(0));
    }
  }

  private static double[] spectra(SoapFeatures features, Batch batch) {
    double[] all = new double[batch.atoms() * features.soap().features()];
    features.spectra(
        batch,
        (first, last, values) ->
            System.arraycopy(
                values.toDoubles(),
                0,
                all,
                first * features.soap().features(),
                (last - first) * features.soap().features()));
    return all;
  }

  private static void assertPairsAreTheBackends(
      List<Structure> structures, Backend backend, HostProgram.Outcome outcome) {
    for (int s = 0; s < structures.size(); s++) {
      try (NeighbourSearch search = backend.neighbours(Batch.of(structures.get(s)), 3);
          Neighbours found = search.pairs(0, structures.get(s).atoms())) {
        PairList pairs = found.toPairList();
        double[] centres = IntStream.range(0, pairs.count()).mapToDouble(pairs::centre).toArray();
        assertArrayEquals(centres, named(outcome, "i").get(s));
        assertArrayEquals(pairs.vector(), named(outcome, "vectors").get(s));
      }
    }
  }

  private static List<double[]> named(HostProgram.Outcome outcome, String name) {
    return outcome
        .out()
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(words -> words[0].equals(name))
        .map(words -> Arrays.stream(words).skip(1).mapToDouble(Double::parseDouble).toArray())
        .toList();
  }

  @Test
  void whateverIsWrongIsSaid() throws IOException {
    Files.writeString(folder.resolve("text.safetensors"), "this is no model");
    HostProgram.watched("errors").run("", folder).requireSuccess();
  }

  @Test
  void neighbourListsHoldAllPairsOnce() {
    HostProgram.watched("neighbours").run("").requireSuccess();
  }

  @Test
  void featuresAreTheKernels() {
    Map<String, double[]> found = HostProgram.watched("soap").run("").requireSuccess().numbers();
    Batch batch = quartz(found.get("positions"));
    SoapBasis basis = new SoapBasis(3.5, 0.5, 1, 2, 0.4);
    try (Backend backend = Backends.open("cpu", Precision.F64, 1);
        SoapFeatures features =
            new SoapFeatures(new SoapHypers(basis, 1), new int[] {8, 14}, backend)) {
      double[] spectra = spectra(features, batch);
      assertArrayEquals(spectra, found.get("spectrum"));
      features.expansions(
          batch,
          (first, last, values) ->
              assertArrayEquals(
                  values.toDoubles(), part(found, "expansion", 36 * first, 36 * (last - first))));
      FullSpectrum full = new FullSpectrum(features.soap());
      double[] unfolded = found.get("full");
      for (int k = 0; k < unfolded.length; k++) {
        int row = k / full.columns() * features.soap().features();
        assertEquals(full.value(spectra, row, k % full.columns()), unfolded[k]);
      }
      for (int k = 0; k < spectra.length; k++) {
        assertEquals(spectra[k], found.get("float")[k], 1e-6);
        assertEquals((float) found.get("float")[k], found.get("float")[k]);
      }
      assertLabelsSayWhatColumnsAre(features, found);
    }
    assertFeaturesOfTheModelAreItsOwn(batch, found.get("of_model"));
  }

  /** The two structures of soap.c. */
  private static Batch quartz(double[] positions) {
    int[] species = {14, 14, 14, 8, 8, 8, 8, 8, 8};
    Cell cell = Cell.of(4.916, 0, 0, -2.458, 4.2573808859, 0, 0, 0, 5.4054);
    return Batch.of(
        List.of(
            Structure.of(species, Arrays.copyOf(positions, 27))
                .cell(cell, true, true, true)
                .build(),
            Structure.of(species, Arrays.copyOfRange(positions, 27, 54))
                .cell(cell, true, true, true)
                .build()));
  }

  /** Power spectra from the coefficients, column by column, by what the labels say. */
  private static void assertLabelsSayWhatColumnsAre(
      SoapFeatures features, Map<String, double[]> found) {
    double[] coefficients = found.get("expansion");
    int columns = features.expansionColumns();
    Map<List<Integer>, Integer> column = new HashMap<>();
    for (int k = 0; k < columns; k++) {
      column.put(labels(found, "expansion_labels", k, 4), k);
    }
    for (String kind : List.of("spectrum", "full")) {
      double[] values = found.get(kind);
      int width = found.get(kind + "_labels").length / 5;
      for (int k = 0; k < values.length; k++) {
        List<Integer> label = labels(found, kind + "_labels", k % width, 5);
        int l = label.get(2);
        double sum = 0;
        for (int m = -l; m <= l; m++) {
          int a = column.get(List.of(label.get(0), l, m, label.get(3)));
          int b = column.get(List.of(label.get(1), l, m, label.get(4)));
          sum += coefficients[k / width * columns + a] * coefficients[k / width * columns + b];
        }
        boolean twice =
            !label.get(0).equals(label.get(1))
                || (kind.equals("spectrum") && !label.get(3).equals(label.get(4)));
        double expected = (twice ? Math.sqrt(2) : 1) * Math.pow(-1, l) / Math.sqrt(2 * l + 1) * sum;
        assertEquals(expected, values[k], 1e-13, () -> kind + label);
      }
    }
  }

  private static List<Integer> labels(
      Map<String, double[]> found, String name, int column, int count) {
    return Arrays.stream(part(found, name, column * count, count)).mapToObj(x -> (int) x).toList();
  }

  private static void assertFeaturesOfTheModelAreItsOwn(Batch batch, double[] found) {
    try (Backend backend = Backends.open("cpu", Precision.F64, 1);
        Potential potential = Potential.bundled("silica", backend)) {
      // what is printed last is of the last term
      SoapBasis basis = potential.model().manyBody().getLast().basis();
      try (SoapFeatures features =
          new SoapFeatures(new SoapHypers(basis, 1), potential.model().species(), backend)) {
        assertArrayEquals(spectra(features, batch), found);
      }
    }
  }

  @Test
  void eightThreadsAtOnceHaveTheBitsOfOne() {
    HostProgram.watched("threads").run("").requireSuccess();
  }

  @Test
  void tenThousandCallsLeaveMemoryAsItIs() {
    HostProgram.c("memory")
        .with("COESITE_JAVA_OPTS", "-Xms96m -Xmx96m -XX:+AlwaysPreTouch")
        .run("")
        .requireSuccess();
  }

  @Test
  void theJavaMachineOfTheHostIsJoined() {
    Path home = Path.of(System.getProperty("java.home"));
    Path server = home.resolve("lib/server");
    HostProgram program =
        HostProgram.c(
            "joins",
            "-I" + home.resolve("include"),
            "-I" + home.resolve("include/linux"),
            "-L" + server,
            "-Wl,-rpath," + server,
            "-ljvm");
    program.run("", "with").requireSuccess();
    program.run("", "without").requireSuccess();
  }

  @Test
  void theStackOfTheMainThreadRemainsTheHosts() {
    HostProgram program = HostProgram.c("starts");
    program.run("").requireSuccess();
    program.runWithoutStackLimit().requireSuccess();
  }

  @Test
  void underMpiThereIsOneThread() {
    String line =
        HostProgram.c("starts").with("OMPI_COMM_WORLD_SIZE", "4").run("").requireSuccess().out();
    assertTrue(line.startsWith("silica (bundled): "), line);
    assertTrue(line.contains("; cpu: 1 thread,"), line);
  }

  @Test
  void whereJavaCannotStartItIsSaidWhy() {
    HostProgram program = HostProgram.c("starts");
    assertNoJava(
        "COESITE_JAVA_HOME: /nowhere is no JDK", program.with("COESITE_JAVA_HOME", "/nowhere"));
    program.with("COESITE_JAVA_HOME", System.getProperty("java.home"));
    assertNoJava(
        "cannot load Coesite's classes from /nowhere.jar: java.lang.ClassNotFoundException",
        program.with("COESITE_CLASS_PATH", "/nowhere.jar"));
    assertNoJava("is COESITE_JAVA_OPTS right?", program.with("COESITE_JAVA_OPTS", "-Xnonsense"));
  }

  private static void assertNoJava(String why, HostProgram program) {
    HostProgram.Outcome outcome = program.run("");
    // COESITE_ERROR_JAVA
    assertEquals(6, outcome.exit(), outcome.out());
    assertTrue(outcome.out().contains(why), outcome.out());
    assertEquals(1, outcome.out().lines().count());
  }

  @Test
  void anOlderJavaIsNotTaken() throws IOException {
    Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"21.0.4\"\n");
    assertNoJava(
        folder + " is of Java 21.0.4; Coesite needs Java 25 or later",
        HostProgram.c("starts").with("COESITE_JAVA_HOME", folder.toString()));
    Files.writeString(
        folder.resolve("release"), "JAVA_VERSION=\"25.0.1\"\nMODULES=\"java.base java.logging\"\n");
    assertNoJava(
        "lacks the module jdk.incubator.vector",
        HostProgram.c("starts").with("COESITE_JAVA_HOME", folder.toString()));
  }
}
