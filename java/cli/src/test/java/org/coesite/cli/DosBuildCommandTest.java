package org.coesite.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.coesite.dos.EnergyReference;
import org.coesite.io.NpyArray;
import org.coesite.io.NpyReader;
import org.coesite.io.NpzWriter;
import org.coesite.io.StructureWriter;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DosBuildCommandTest {
  @TempDir private Path folder;
  private Path data;
  private Path eigenvalues;
  private Path out;

  @BeforeEach
  void prepare() {
    data = folder.resolve("si.xyz");
    eigenvalues = folder.resolve("si.npz");
    out = folder.resolve("dos.npz");
    List<Structure> structures = new ArrayList<>();
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    for (int s = 0; s < 2; s++) {
      structures.add(
          Structure.of(new int[] {14}, new double[3])
              .cell(Cell.of(4, 0, 0, 0, 4, 0, 0, 0, 4))
              .info("frame", 10L + s)
              .build());
      double[] bands = {-4 + s, -1 + s, 2 + s, 6 + s, -3 + s, s, 3 + s, 7 + s};
      arrays.put("eigenvalues_1" + s, NpyArray.of(bands, 2, 4));
      arrays.put("weights_1" + s, NpyArray.of(new double[] {0.5, 0.5}, 2));
      arrays.put("kpoints_1" + s, NpyArray.of(new double[] {0, 0, 0, 0.5, 0, 0}, 2, 3));
    }
    StructureWriter.writeAll(data, structures);
    NpzWriter.write(eigenvalues, arrays);
  }

  private Call build(Object... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of("dos", "build", "--data", data, "--eigenvalues", eigenvalues, "--out", out));
    arguments.addAll(List.of(more));
    return Call.of(arguments.toArray());
  }

  @Test
  void curvesAreWrittenAndSummedUp() {
    Call call = build("--width", 0.2, "--reference", "none", "--grid=-6:5:0.05");
    assertEquals(0, call.exit(), call.err());
    Map<String, NpyArray> written = NpyReader.readAll(out);
    assertArrayEquals(new long[] {2, 221}, written.get("dos").shape());
    assertArrayEquals(new long[] {10, 11}, written.get("frame").toLongs());
    assertArrayEquals(new double[2], written.get("zero").toDoubles());
    assertEquals("none", NpyReader.readText(out, "reference"));
    assertEquals(EnergyReference.NONE.description(), NpyReader.readText(out, "zero_is"));
    assertArrayEquals(new long[0], written.get("width").shape());
    assertArrayEquals(new double[] {0.2}, written.get("width").toDoubles());
    double[] dos = written.get("dos").toDoubles();
    double[] cumulative = written.get("cumulative").toDoubles();
    double sum = 0;
    for (int i = 0; i < 121; i++) { // to the gap at 0 .. 2 eV, frame 10
      sum += 0.05 * dos[i];
    }
    assertEquals(cumulative[120], sum, 0.15);
    assertEquals(4, cumulative[140], 1e-2);
    assertEquals(1, written.get("fermi").toDoubles()[0], 0.05);
    assertTrue(call.out().contains("curves complete up to"), call.out());
    assertTrue(call.out().contains("k-point floor"), call.out());
    assertTrue(call.out().contains("none: the zero of the eigenvalues"), call.out());
  }

  @Test
  void theZeroIsTheFermiLevelUnlessToldOtherwise() {
    assertEquals(0, build("--method", "interpolated").exit());
    Map<String, NpyArray> written = NpyReader.readAll(out);
    assertArrayEquals(new double[2], written.get("fermi").toDoubles(), 1e-12);
    double[] zero = written.get("zero").toDoubles();
    assertEquals(1, zero[1] - zero[0], 1e-6);
    assertEquals(0, build("--reference", "band-bottom").exit());
    assertArrayEquals(new double[] {-4, -3}, NpyReader.read(out, "zero").toDoubles(), 1e-12);
    assertEquals("band-bottom", NpyReader.readText(out, "reference"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --width=0               | 2 | width
          --width=-0.3            | 2 | width
          --grid=1:2              | 2 | --grid
          --reference=vacuum      | 2 | band-bottom
          --method=exact          | 2 | INTERPOLATED
          --valence=Si=20         | 2 | --valence
          --valence=Si=14         | 1 | frame 10
          --grid=-20:10:0.05      | 1 | complete
          --grid=-4:2:0.05        | 1 | cuts occupied
          """)
  void whatCannotBeIsOneLine(String option, int exit, String expected) {
    Call call = build(option);
    assertEquals(exit, call.exit(), call.err());
    assertTrue(call.complaint().contains(expected), call.complaint());
    assertFalse(Files.exists(out));
  }

  @Test
  void aFileThatIsNotThereIsAWrongCall() {
    eigenvalues = folder.resolve("none.npz");
    assertEquals(2, build().exit());
    assertEquals(2, Call.of("dos").exit());
  }
}
