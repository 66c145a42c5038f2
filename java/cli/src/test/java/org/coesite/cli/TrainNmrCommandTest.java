package org.coesite.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;
import org.coesite.conformance.SharedData;
import org.coesite.io.StructureReader;
import org.coesite.io.StructureWriter;
import org.coesite.nmr.NmrModel;
import org.coesite.nmr.NmrPrediction;
import org.coesite.structure.AtomProperty;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Training on a few rattled quartzes, and what is said of data that cannot be learnt. */
class TrainNmrCommandTest {
  private static final String SMALL =
      """
      name: quick
      soap: {cutoff: 4, max_radial: 2, max_angular: 2, sparse: {Si: 20}}
      products: {channels: 4, features: 20}
      committee: {members: 3}
      curve: [0.5]
      """;

  @TempDir private Path folder;
  private Path config;
  private Path model;

  @BeforeEach
  void prepare() throws IOException {
    config = Files.writeString(folder.resolve("c.yaml"), SMALL);
    model = folder.resolve("m.safetensors");
  }

  /** A made-up shielding: farther oxygens shield less, along their bonds. */
  private static double[] shieldings(Structure structure) {
    double[] out = new double[9 * structure.atoms()];
    for (int i = 0; i < structure.atoms(); i++) {
      for (int j = 0; j < structure.atoms(); j++) {
        double[] x = new double[3];
        double square = 0;
        for (int k = 0; k < 3; k++) {
          x[k] = structure.position(j, k) - structure.position(i, k);
          square += x[k] * x[k];
        }
        if (i != j && square < 4) {
          for (int m = 0; m < 9; m++) {
            out[9 * i + m] += 50 * x[m / 3] * x[m % 3] * Math.exp(-square);
          }
        }
      }
      for (int m = 0; m < 9; m += 4) {
        out[9 * i + m] += 450;
      }
    }
    return out;
  }

  private static List<Structure> quartzes(int count) {
    List<Structure> structures = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      Structure quartz = Samples.quartz(1, 0.08, k);
      long[] known = new long[quartz.atoms()];
      for (int i = 0; i < known.length; i++) {
        known[i] = quartz.species(i) == 14 ? 1 : 0;
      }
      structures.add(
          quartz.toBuilder()
              .atomProperty("ms", AtomProperty.of(shieldings(quartz), 9))
              .atomProperty("ms_known", AtomProperty.of(known, 1))
              .info("group", (long) k)
              .build());
    }
    return structures;
  }

  private Path data(List<Structure> structures) {
    Path file = folder.resolve("data.xyz");
    StructureWriter.writeAll(file, structures);
    return file;
  }

  private Call train(Path data, Object... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of("train", "nmr", "--data", data, "--config", config, "--out", model));
    arguments.addAll(List.of("--threads", "1", "--device", "cpu"));
    arguments.addAll(Arrays.asList(more));
    return Call.of(arguments.toArray());
  }

  private void assertRefused(int exit, String part, Path data, Object... more) {
    Call call = train(data, more);
    assertEquals(exit, call.exit(), call.err());
    assertTrue(call.complaint().contains(part), call.complaint());
    assertFalse(call.complaint().contains("internal error"), call.complaint());
    assertFalse(Files.exists(model));
  }

  @Test
  void trainsReportsAndPredicts() {
    Call call = train(data(quartzes(12)), "--property", "ms");
    assertEquals(0, call.exit(), call.err());
    assertTrue(call.out().contains("30 sites of Si in training, 6 held out"), call.out());
    for (String part : List.of("cross-validation", "test", "curve 30", "Q4", "within 1")) {
      assertTrue(call.out().contains(part), call.out());
    }
    Structure other = Samples.quartz(1, 0.08, 99);
    double[] known = shieldings(other);
    try (Backend backend = Backends.open("cpu", Precision.F64, 1);
        NmrModel trained = NmrModel.load(model, backend)) {
      assertEquals("quick", trained.parameters().name());
      assertEquals("ms", trained.parameters().property());
      NmrPrediction prediction = trained.evaluate(other);
      assertEquals(3, prediction.sites());
      for (int k = 0; k < 3; k++) {
        int atom = prediction.atoms()[k];
        assertEquals(14, other.species(atom));
        double isotropic = (known[9 * atom] + known[9 * atom + 4] + known[9 * atom + 8]) / 3;
        assertEquals(isotropic, prediction.tensors()[k].isotropic(), 5);
        assertEquals(3, prediction.members()[k].length);
      }
    }
  }

  @Test
  void fewerSitesThanSparsePointsAndNothingHeldOut() throws IOException {
    Files.writeString(config, SMALL.replace("sparse: {Si: 20}", "sparse: {Si: 500}"));
    Call few = train(data(quartzes(3)));
    assertEquals(0, few.exit(), few.err());
    Files.writeString(config, SMALL + "test: {fraction: 0}\n");
    Call all = train(data(quartzes(3)));
    assertEquals(0, all.exit(), all.err());
    assertTrue(all.out().contains("9 sites of Si in training, 0 held out"), all.out());
  }

  @Test
  void oneGroupAloneCannotBeLeftOut() {
    List<Structure> one =
        quartzes(3).stream().map(s -> s.toBuilder().info("group", 7L).build()).toList();
    assertRefused(1, "1 of 1 groups", data(one));
  }

  @Test
  void dataThatDoNotFitAreRefused() {
    Structure good = quartzes(1).get(0);
    int atoms = good.atoms();
    assertRefused(1, "no column efg", data(List.of(good)), "--property", "efg");
    assertRefused(
        1,
        "structure 2: column ms has 6 numbers",
        data(
            List.of(
                good,
                good.toBuilder()
                    .atomProperty("ms", AtomProperty.of(new double[6 * atoms], 6))
                    .build())));
    assertRefused(
        1,
        "ms_known has 2 values",
        data(
            List.of(
                good.toBuilder()
                    .atomProperty("ms_known", AtomProperty.of(new long[2 * atoms], 2))
                    .build())));
    assertRefused(
        1,
        "of no atom",
        data(
            List.of(
                good.toBuilder()
                    .atomProperty("ms_known", AtomProperty.of(new long[atoms], 1))
                    .build())));
    long[] all = new long[atoms];
    Arrays.fill(all, 1);
    Path both =
        data(List.of(good.toBuilder().atomProperty("ms_known", AtomProperty.of(all, 1)).build()));
    assertRefused(1, "name one element", both);
    assertRefused(1, "no Fe has a known tensor", both, "--element", "Fe");
    assertRefused(2, "--element", both, "--element", "Xx");
  }

  /** Columns and entries that are asked for by name have to be there. */
  @Test
  void misspeltMasksAndGroupsAreRefused() {
    Path data = data(quartzes(4));
    assertRefused(1, "known_ms", data, "--mask", "known_ms", "--element", "Si");
    assertRefused(1, "grupe", data, "--group", "grupe");
  }

  @Test
  void numbersThatAreNotFiniteAreRefused() throws IOException {
    Path data = data(quartzes(2));
    List<String> lines = new ArrayList<>(Files.readAllLines(data));
    for (int i = 2; i < lines.size(); i++) {
      if (lines.get(i).startsWith("Si")) {
        lines.set(i, lines.get(i).replaceFirst("\\S+(\\s+\\S+)$", "NaN$1"));
        break;
      }
    }
    Files.write(data, lines);
    Call call = train(data, "--element", "Si");
    assertEquals(1, call.exit());
    assertTrue(call.complaint().contains("data.xyz"), call.complaint());
    assertFalse(call.complaint().contains("internal error"), call.complaint());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "soap: {cutoff: -3}              | cutoff",
        "products: {channels: 0}         | products.channels",
        "products: {channels: 1}         | lambda = 1",
        "soap: {max_angular: 0}          | lambda = 1",
        "noise: {rest: {site: -1}}       | noise",
        "test: {fraction: 0.99}          | 0 of 3 groups",
        "nothing: 3                      | \"nothing\"",
      })
  void settingsOutOfRangeAreRefused(String text, String part) throws IOException {
    Files.writeString(config, text + "\n");
    assertRefused(1, part, data(quartzes(3)));
  }

  /**
   * A third of the published shieldings (Venetos et al., J. Phys. Chem. A 127, 2388 (2023)), by a
   * model too small to be good, in seconds.
   */
  @Test
  void learnsPublishedShieldings() throws IOException {
    Path published = SharedData.find("data/nmr-29si.xyz").orElse(null);
    Assumptions.assumeTrue(published != null, "no published shieldings here");
    Files.writeString(
        config,
        """
        soap: {cutoff: 4, max_radial: 3, max_angular: 2, sparse: {Si: 60}}
        products: {channels: 8, features: 60}
        committee: {members: 2}
        curve: []
        """);
    List<Structure> third =
        StructureReader.readAll(published).stream()
            .filter(s -> (Long) s.info().get("group") % 3 == 0)
            .toList();
    Call call = train(data(third));
    assertEquals(0, call.exit(), call.err());
    String row =
        call.out().lines().filter(line -> line.startsWith("test ")).findFirst().orElseThrow();
    String[] cells = row.trim().split("\\s+", -1);
    assertEquals("all", cells[1]);
    // 2.9, 0.6 and 2.3 were seen
    assertTrue(Double.parseDouble(cells[3]) < 3.6, "isotropic: " + row);
    assertTrue(Double.parseDouble(cells[5]) < 0.9, "centred: " + row);
    assertTrue(Double.parseDouble(cells[6]) < 2.8, "traceless: " + row);
  }
}
