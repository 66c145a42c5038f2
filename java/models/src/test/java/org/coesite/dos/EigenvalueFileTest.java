package org.coesite.dos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.coesite.CoesiteException;
import org.coesite.io.NpyArray;
import org.coesite.io.NpzWriter;
import org.coesite.io.StructureWriter;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EigenvalueFileTest {
  @TempDir private Path folder;
  private final Map<String, NpyArray> arrays = new LinkedHashMap<>();

  private static Structure numbered(long frame) {
    return SampleBands.cube().toBuilder().info("frame", frame).info("kind", "cube").build();
  }

  private void store(long number, float... values) {
    arrays.put("eigenvalues_" + number, NpyArray.of(values, 1, values.length));
    arrays.put("weights_" + number, NpyArray.of(new double[] {1}, 1));
    arrays.put("kpoints_" + number, NpyArray.of(new double[3], 1, 3));
  }

  private List<DosFrame> read(Structure... structures) {
    Path data = folder.resolve("data.xyz");
    Path eigenvalues = folder.resolve("e.npz");
    StructureWriter.writeAll(data, List.of(structures));
    NpzWriter.write(eigenvalues, arrays);
    return EigenvalueFile.read(data, eigenvalues, ValenceElectrons.DEFAULT);
  }

  private String complaint(Structure... structures) {
    String message = assertThrows(CoesiteException.class, () -> read(structures)).getMessage();
    assertEquals(1, message.lines().count());
    assertTrue(message.contains("e.npz") && message.contains("data.xyz"), message);
    return message;
  }

  @Test
  void framesFindTheirEigenvaluesByNumber() {
    store(2, 0, 1, 2);
    store(9, 5, 6, 7);
    List<DosFrame> frames = read(numbered(9), numbered(2));
    assertEquals(9, frames.get(0).number());
    assertEquals("cube", frames.get(0).kind());
    assertEquals(5, frames.get(0).eigenvalues().lowest());
    assertEquals(0, frames.get(1).eigenvalues().lowest());
    assertEquals(4, frames.get(0).eigenvalues().electrons());
  }

  @Test
  void withoutNumbersOfTheirOwnTheyGoByTheirPlace() {
    store(0, 0, 1, 2);
    store(1, 5, 6, 7);
    List<DosFrame> frames = read(numbered(4), numbered(4));
    assertEquals(1, frames.get(1).number());
    assertEquals(5, frames.get(1).eigenvalues().lowest());
    String message = complaint(numbered(4), numbered(4), numbered(4));
    assertTrue(message.contains("3 structures") && message.contains("of 2"), message);
  }

  @Test
  void whatDoesNotMatchIsOneLine() {
    store(2, 0, 1, 2);
    assertTrue(complaint(numbered(3)).contains("frame 3"), "missing");
    Structure fermi = numbered(2).toBuilder().info("fermi_energy", 1.5).build();
    assertEquals(1, read(fermi).size());
    Structure other = numbered(2).toBuilder().info("fermi_energy", 0.5).build();
    assertTrue(complaint(other).contains("belong to another structure"));
    Structure mesh = numbered(2).toBuilder().info("kmesh", new long[] {2, 1, 1}).build();
    assertTrue(complaint(mesh).contains("2x1x1"));
    store(2, 1);
    assertTrue(complaint(numbered(2)).contains("1 bands hold 2 electrons"));
    arrays.put("weights_2", NpyArray.of(new double[] {0.5, 0.5}, 2));
    assertTrue(complaint(numbered(2)).contains("2 weights"));
    arrays.put("weights_2", NpyArray.of(new double[] {1}, 1, 1));
    assertTrue(complaint(numbered(2)).contains("weights_2 has 2 dimensions"));
  }
}
