package org.coesite.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.coesite.io.NpyArray;
import org.coesite.io.NpyReader;
import org.coesite.io.StructureWriter;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeighboursCommandTest {
  @TempDir private Path folder;

  private Map<String, NpyArray> neighbours(double cutoff, Structure... structures) {
    Path in = folder.resolve("in.xyz");
    Path out = folder.resolve("out.npz");
    StructureWriter.writeAll(in, List.of(structures));
    Call call = Call.of("neighbours", "--cutoff", cutoff, in, "--out", out);
    assertEquals(0, call.exit(), call.err());
    return NpyReader.readAll(out);
  }

  @Test
  void anAtomInACubicCellSeesItsSixImages() {
    Structure cubic =
        Structure.of(new int[] {14}, new double[3])
            .cell(Cell.of(2, 0, 0, 0, 2, 0, 0, 0, 2))
            .build();
    Map<String, NpyArray> found = neighbours(2.5, cubic);
    assertArrayEquals(new double[6], found.get("i").toDoubles());
    assertArrayEquals(
        new double[] {-1, 0, 0, 0, -1, 0, 0, 0, -1, 0, 0, 1, 0, 1, 0, 1, 0, 0},
        found.get("S").toDoubles());
    assertArrayEquals(
        new double[] {-2, 0, 0, 0, -2, 0, 0, 0, -2, 0, 0, 2, 0, 2, 0, 2, 0, 0},
        found.get("D").toDoubles());
    assertArrayEquals(new double[] {2, 2, 2, 2, 2, 2}, found.get("d").toDoubles());
    assertFalse(found.containsKey("frame"));
  }

  @Test
  void severalFramesAreTold() {
    Structure pair = Structure.of(new int[] {8, 14}, new double[] {0, 0, 0, 1.6, 0, 0}).build();
    Map<String, NpyArray> found = neighbours(2, pair, pair);
    assertArrayEquals(new double[] {0, 1, 0, 1}, found.get("i").toDoubles());
    assertArrayEquals(new double[] {1, 0, 1, 0}, found.get("j").toDoubles());
    assertArrayEquals(new double[] {0, 0, 1, 1}, found.get("frame").toDoubles());
  }
}
