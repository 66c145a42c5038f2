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
    // two levels are full: the Fermi level lies in the gap between the second and the third
    double up = 5 * (2.4 - edge());
    double fermi = Double.parseDouble(summary.get(1).split(",", -1)[4]);
    assertTrue(fermi > up - 2 && fermi < up + 3, "Fermi level " + fermi);
    NpyArray local = NpyReader.read(out.resolve("ldos.npy"));
    assertArrayEquals(new long[] {20, curves.size() - 2}, local.shape());
    assertTrue(Files.size(out.resolve("dos.png")) > 1000);
    assertFalse(Files.readString(out.resolve("dos.svg")).isBlank());
  }

  /** Edge of the first structure. */
  private static double edge() {
    return 2.2 + 0.4 * new Random(1).nextDouble();
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
