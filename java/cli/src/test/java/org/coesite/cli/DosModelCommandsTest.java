package org.coesite.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.coesite.io.NpyArray;
import org.coesite.io.NpyReader;
import org.coesite.io.NpzWriter;
import org.coesite.io.StructureReader;
import org.coesite.io.StructureWriter;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train dos} and {@code dos predict}, on cubic silicon whose levels follow its edge. */
class DosModelCommandsTest {
  @TempDir private Path folder;
  private Path data;
  private Path eigenvalues;
  private Path model;

  @BeforeEach
  void prepare() {
    data = folder.resolve("si.xyz");
    eigenvalues = folder.resolve("si.npz");
    model = folder.resolve("m.safetensors");
    Random random = new Random(1);
    List<Structure> structures = new ArrayList<>();
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    for (int s = 0; s < 20; s++) {
      double edge = 2.2 + 0.4 * random.nextDouble();
      structures.add(
          Structure.of(new int[] {14}, new double[3])
              .cell(Cell.of(edge, 0, 0, 0, edge, 0, 0, 0, edge))
              .info("frame", (long) s)
              .info("kind", "sc")
              .build());
      double up = 5 * (2.4 - edge);
      double[] bands = {-6 + up, -2 + up, 3 + up, 8 + up};
      arrays.put("eigenvalues_" + s, NpyArray.of(bands, 1, 4));
      arrays.put("weights_" + s, NpyArray.of(new double[] {1}, 1));
      arrays.put("kpoints_" + s, NpyArray.of(new double[3], 1, 3));
    }
    StructureWriter.writeAll(data, structures);
    NpzWriter.write(eigenvalues, arrays);
  }

  private Call train(Object... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of("train", "dos", "--data", data, "--eigenvalues", eigenvalues, "--out", model));
    arguments.addAll(List.of(more));
    return Call.of(arguments.toArray());
  }

  @Test
  void whatIsTrainedPredicts() throws IOException {
    Call trained = train("--width", "0.4", "--reference", "none");
    assertEquals(0, trained.exit(), trained.err());
    assertTrue(trained.out().contains("leave-one-out"), trained.out());
    assertTrue(trained.out().contains("test"), trained.out());

    Path out = folder.resolve("out");
    Call call = Call.of("dos", "predict", data, "--model", model, "--out", out, "--ldos");
    assertEquals(0, call.exit(), call.err());
    List<String> curves = Files.readAllLines(out.resolve("dos.csv"));
    assertTrue(curves.get(0).startsWith("# states/eV/atom; zero of energy:"), curves.get(0));
    assertTrue(curves.get(1).startsWith("energy_eV,structure_1,structure_2"), curves.get(1));
    assertEquals(21, curves.get(2).split(",", -1).length);
    List<String> summary = Files.readAllLines(out.resolve("summary.csv"));
    assertEquals(21, summary.size());
    int columns = summary.get(0).split(",", -1).length;
    for (String row : summary) {
      assertEquals(columns, row.split(",", -1).length, row);
    }
    List<String> header = List.of(summary.get(0).split(","));
    for (String name : List.of("fermi", "valence_width", "gap", "pseudogap")) {
      int column = header.indexOf(name + "_eV");
      assertEquals(name + "_uncertainty_eV", header.get(column + 1));
      assertFalse(summary.get(1).split(",", -1)[column + 1].isEmpty(), name);
    }
    int gamma = header.indexOf("gamma_uncertainty_mJ_per_mol_K2");
    assertFalse(summary.get(1).split(",", -1)[gamma].isEmpty());
    List<String> joint = Files.readAllLines(out.resolve("jdos.csv"));
    assertTrue(joint.get(0).contains("states^2/eV/atom^2"), joint.get(0));
    assertTrue(
        joint.get(1).startsWith("energy_eV,structure_1,structure_1_uncertainty,structure_2"),
        joint.get(1));
    assertEquals(41, joint.get(2).split(",", -1).length);
    assertTrue(joint.size() > 20);
    // two levels are full: the Fermi level lies in the gap between the second and the third
    double up = 5 * (2.4 - edge());
    double fermi = Double.parseDouble(summary.get(1).split(",", -1)[4]);
    assertTrue(fermi > up - 2 && fermi < up + 3, "Fermi level " + fermi);
    NpyArray local = NpyReader.read(out.resolve("ldos.npy"));
    assertArrayEquals(new long[] {20, curves.size() - 2}, local.shape());
    for (String figure : List.of("dos", "jdos", "ldos-map", "ldos-map-shape")) {
      assertTrue(Files.size(out.resolve(figure + ".png")) > 1000, figure);
      assertFalse(Files.readString(out.resolve(figure + ".svg")).isBlank(), figure);
    }
    assertTrue(Files.size(out.resolve("chemiscope.json")) > 1000);
    assertTrue(Files.readString(out.resolve("dos.svg")).contains("mean of 20 structures"));
  }

  private static Call bundled(Path in, Path out) {
    return Call.of("dos", "predict", in, "--out", out);
  }

  private Path xyz(String text) throws IOException {
    return Files.writeString(folder.resolve("in.xyz"), text.replace(';', '\n'));
  }

  @Test
  void oneAtomIsAStructureToo() throws IOException {
    String cell = "Lattice=\"2.6 0 0 0 2.6 0 0 0 2.6\" Properties=species:S:1:pos:R:3;";
    Path out = folder.resolve("out");
    Call call = bundled(xyz(("1;" + cell + "Si 0 0 0;").repeat(2)), out);
    assertEquals(0, call.exit(), call.err());
    assertTrue(call.out().contains("no map of atoms"), call.out());
    List<String> summary = Files.readAllLines(out.resolve("summary.csv"));
    assertTrue(summary.get(1).startsWith("1,Si,1,4,"), summary.get(1));
    assertEquals(summary.get(1).substring(2), summary.get(2).substring(2));
    assertFalse(Files.readString(out.resolve("dos.svg")).contains("NaN"));
    assertTrue(Files.readString(out.resolve("jdos.svg")).contains("2: Si"));
    assertFalse(Files.exists(out.resolve("chemiscope.json")));
  }

  @Test
  void whatCannotBePredictedIsOneLine() throws IOException {
    String cell = "Lattice=\"2.6 0 0 0 2.6 0 0 0 2.6\" Properties=species:S:1:pos:R:3;";
    Path out = folder.resolve("out");
    Call empty = bundled(xyz(""), out);
    assertEquals(1, empty.exit());
    assertTrue(empty.complaint().contains("in.xyz: the file is empty"), empty.err());

    Call noAtoms = bundled(xyz("1;" + cell + "Si 0 0 0;0;" + cell), out);
    assertEquals(1, noAtoms.exit());
    assertTrue(noAtoms.complaint().contains("in.xyz, frame 2, line 4"), noAtoms.err());
    assertTrue(noAtoms.complaint().contains("cannot have 0 atoms"), noAtoms.err());

    String many = ("1;" + cell + "Si 0 0 0;").repeat(70) + "1;" + cell + "Ge 0 0 0;";
    Call unknown = bundled(xyz(many), out);
    assertEquals(1, unknown.exit());
    assertTrue(
        unknown
            .complaint()
            .contains("in.xyz: structure 71: the model \"silicon\" does not know Ge"),
        unknown.err());

    Path potential = TinyModel.write(folder.resolve("tiny.safetensors"));
    Call kind = Call.of("dos", "predict", data, "--model", potential, "--out", out);
    assertEquals(1, kind.exit());
    assertTrue(kind.complaint().contains("tiny.safetensors"), kind.err());
    assertTrue(kind.complaint().contains("potential"), kind.err());
    assertFalse(Files.exists(out), "nothing is made where nothing can be predicted");

    Path file = Files.writeString(folder.resolve("file"), "");
    Path good = xyz("1;" + cell + "Si 0 0 0;");
    Call taken = bundled(good, file);
    assertEquals(1, taken.exit());
    assertTrue(taken.complaint().contains("file: cannot be a folder"), taken.err());
    Call below = bundled(good, file.resolve("out"));
    assertEquals(1, below.exit());
    assertTrue(below.complaint().contains("file/out: cannot be written"), below.err());
    assertEquals(2, bundled(folder.resolve("no.xyz"), out).exit());
  }

  /** Edge of the first structure. */
  private static double edge() {
    return 2.2 + 0.4 * new Random(1).nextDouble();
  }

  @Test
  void electronsAreHeated() throws IOException {
    assertEquals(0, train("--width", "0.4").exit());
    Path out = folder.resolve("hot.xyz");
    Call call =
        Call.of(
            "dos",
            "thermo",
            few(),
            "--model",
            model,
            "--temperatures",
            "0,2000,90000",
            "--heat-capacity",
            "--out",
            out);
    // the hottest is refused for each structure, the rest is done
    assertEquals(1, call.exit(), call.err());
    List<String> refusals = call.err().lines().filter(line -> line.contains("90000 K")).toList();
    assertEquals(3, refusals.size(), call.err());
    assertTrue(refusals.get(0).contains("structure 1: "), refusals.get(0));
    List<Structure> frames = StructureReader.readAll(out);
    assertEquals(6, frames.size());
    Structure cold = frames.get(0);
    Structure hot = frames.get(1);
    assertEquals(0.0, number(cold, "electronic_temperature"));
    assertEquals(0.0, number(cold, "minus_TS"));
    assertEquals(number(cold, "energy"), number(cold, "internal_energy"));
    assertEquals(2000.0, number(hot, "electronic_temperature"));
    assertTrue(number(hot, "energy") < number(cold, "energy"));
    assertTrue(number(hot, "internal_energy") > number(cold, "internal_energy"));
    double difference = number(hot, "energy") - number(hot, "internal_energy");
    assertEquals(number(hot, "minus_TS"), difference, 1e-9);
    List<String> table = Files.readAllLines(folder.resolve("hot.csv"));
    assertEquals(7, table.size());
    for (String row : table) {
      assertEquals(table.get(0).split(",", -1).length, row.split(",", -1).length, row);
    }
    assertEquals(102, Files.readAllLines(folder.resolve("hot-heat-capacity.csv")).size());
    assertTrue(Files.size(folder.resolve("hot-heat-capacity.png")) > 1000);
  }

  @Test
  void whatElectronsAddAloneIsTheDifferenceOfTotals() {
    assertEquals(0, train("--width", "0.4").exit());
    Path out = folder.resolve("hot.xyz");
    Object[] common = {
      "dos", "thermo", few(), "--model", model, "--temperatures", "0,3000", "--out", out
    };
    assertEquals(0, Call.of(common).exit());
    List<Structure> totals = StructureReader.readAll(out);
    List<Object> alone = new ArrayList<>(List.of(common));
    alone.addAll(List.of("--potential", "none"));
    assertEquals(0, Call.of(alone.toArray()).exit());
    Structure change = StructureReader.readAll(out).get(1);
    double rise = number(totals.get(1), "energy") - number(totals.get(0), "energy");
    assertEquals(rise, number(change, "energy"), 1e-9);
  }

  /** The first three structures alone. */
  private Path few() {
    Path file = folder.resolve("few.xyz");
    StructureWriter.writeAll(file, StructureReader.readAll(data).subList(0, 3));
    return file;
  }

  private static double number(Structure structure, String name) {
    return ((Number) structure.info().get(name)).doubleValue();
  }

  @Test
  void wrongThermoCallsAreOneLine() {
    Path out = folder.resolve("hot.xyz");
    for (String temperatures : List.of("-5", "NaN", "hot", "")) {
      Call call = Call.of("dos", "thermo", data, "--temperatures", temperatures, "--out", out);
      assertEquals(2, call.exit(), temperatures + ": " + call.err());
      assertFalse(call.complaint().isEmpty());
    }
    Call none =
        Call.of("dos", "thermo", data, "--model", "gold", "--temperatures", "300", "--out", out);
    assertEquals(2, none.exit());
    assertTrue(none.complaint().contains("gold"), none.err());
    assertFalse(Files.exists(out));
  }

  @Test
  void validationNeedsCalculationsWithHotElectrons() {
    Path out = folder.resolve("validation");
    Call call =
        Call.of("dos", "validate", "--data", data, "--eigenvalues", eigenvalues, "--out", out);
    assertEquals(1, call.exit());
    assertTrue(call.complaint().contains("si.xyz: frame 1: no number named"), call.err());
  }

  @Test
  void structuresToTestOnMayComeFromAFile() {
    Call call = train("--test", data, "--test-eigenvalues", eigenvalues, "--window", ":2.5");
    assertEquals(0, call.exit(), call.err());
    assertTrue(call.out().contains(":2.4") || call.out().contains(":2.5"), call.out());
    assertTrue(call.out().lines().anyMatch(l -> l.matches("leave-one-out all +20 .*")), call.out());
    assertTrue(call.out().lines().anyMatch(l -> l.matches("test +all +20 .*")), call.out());
    assertTrue(call.out().contains("DOS at the Fermi level"), call.out());
    Call lonely = train("--test-eigenvalues", eigenvalues);
    assertEquals(2, lonely.exit());
    assertTrue(lonely.complaint().contains("--test"), lonely.err());
    assertEquals(1, train("--window", ":40").exit());
    assertEquals(2, train("--window", "3:2").exit());
  }

  @Test
  void modelsAreCompared() throws IOException {
    Path out = folder.resolve("compared");
    Call call =
        Call.of(
            "dos",
            "compare",
            "--data",
            data,
            "--eigenvalues",
            eigenvalues,
            "--widths",
            "0.4,2",
            "--representations",
            "pca,cdf",
            "--references",
            "none,fermi",
            "--subsets",
            "2",
            "--out",
            out);
    assertEquals(0, call.exit(), call.err());
    // Gaussians of 2 eV leave no window in which bands are complete
    assertTrue(call.out().contains("impossible: pca, zero none, 2.0 eV: "), call.out());
    assertTrue(call.out().contains("Of representations, compared in "), call.out());
    List<String> rows = Files.readAllLines(out.resolve("compare.csv"));
    assertTrue(rows.get(0).startsWith("representation,width_eV,reference,set,kind"), rows.get(0));
    assertTrue(rows.get(0).contains("curve_percent,curve_percent_low"), rows.get(0));
    // two possible ones, left out and held out, one kind and all; and four impossible ones
    assertTrue(rows.stream().anyMatch(row -> row.startsWith("cdf,0.4,none,test,all,3,")));
    assertTrue(rows.stream().anyMatch(row -> row.startsWith("cdf,2.0,none,,,")));
    assertTrue(Files.readAllLines(out.resolve("learning.csv")).size() > 1);
    assertTrue(Files.readAllLines(out.resolve("uncertainty.csv")).size() > 1);
    String page = Files.readString(out.resolve("report.html"));
    assertTrue(page.contains("Best where") && page.contains("Impossible: "));
    assertFalse(page.contains(">NaN"));
    for (String figure : List.of("curve-leave-one-out", "fermi-test", "parity-dos", "curve-sc")) {
      assertTrue(Files.size(out.resolve(figure + ".svg")) > 1000, figure);
      assertTrue(Files.size(out.resolve(figure + ".png")) > 1000, figure);
    }
    assertEquals(
        2,
        Call.of(
                "dos",
                "compare",
                "--data",
                data,
                "--eigenvalues",
                eigenvalues,
                "--widths",
                "-1",
                "--out",
                out)
            .exit());
  }

  @Test
  void wrongCallsAreOneLine() throws IOException {
    assertEquals(2, train("--reference", "moon").exit());
    assertEquals(2, train("--width", "-1").exit());
    assertEquals(2, train("--representation", "wavelets").exit());
    Path text = Files.writeString(folder.resolve("text.safetensors"), "nothing to see here");
    Call call = Call.of("dos", "predict", data, "--model", text, "--out", folder.resolve("o"));
    assertEquals(1, call.exit());
    assertTrue(call.complaint().contains("text.safetensors"), call.err());
    assertEquals(
        2,
        Call.of("dos", "predict", data, "--model", folder.resolve("no"), "--out", folder).exit());
  }
}
