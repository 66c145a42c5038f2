package org.coesite.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.coesite.CoesiteException;
import org.coesite.structure.AtomProperty;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoscarTest {
  private static final String CELL = "4 0 0\n0 4 0\n0 0 5\n";

  @TempDir Path folder;
  private final List<String> warnings = new ArrayList<>();

  private Structure read(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("POSCAR"), text);
    return StructureReader.readAll(file, ReadOptions.DEFAULT.withWarnings(warnings::add))
        .getFirst();
  }

  @Test
  void vasp5Direct() throws IOException {
    Structure s =
        read("quartz\n 2.0\n" + CELL + " Si_pv O/1a2b\n 1 2\nDirect\n0 0 0\n.5 0 0 O\n0 .5 .5D0\n");
    assertArrayEquals(new int[] {14, 8, 8}, s.species());
    assertArrayEquals(new double[] {0, 0, 0, 4, 0, 0, 0, 4, 5}, s.positions());
    assertEquals(Cell.of(8, 0, 0, 0, 8, 0, 0, 0, 10), s.cell());
    assertTrue(s.fullyPeriodic());
    assertEquals("quartz", s.info().get("name"));
    assertEquals(List.of(), warnings);
  }

  @Test
  void vasp4CartesianWithVolume() throws IOException {
    // cell volume 80, asked for 640: all lengths doubled
    Structure s = read("Si O of something\n-640\n" + CELL + "1 1\nkartesian\n0 0 0\n1 1 1\n");
    assertArrayEquals(new int[] {14, 8}, s.species());
    assertArrayEquals(new double[] {0, 0, 0, 2, 2, 2}, s.positions(), 1e-12);
    assertEquals(640, s.cell().volume(), 1e-9);
  }

  @Test
  void threeFactorsSelectiveDynamicsAndVelocities() throws IOException {
    Structure s =
        read(
            "c\n1 2 3\n"
                + CELL
                + "Si\n1\nSelective dynamics\nC\n1 1 1 T F .TRUE.\n\n0.0 0.0 0.1\n");
    assertArrayEquals(new double[] {1, 2, 3}, s.positions());
    assertEquals(Cell.of(4, 0, 0, 0, 8, 0, 0, 0, 15), s.cell());
    assertEquals(List.of(true, false, true), List.of(flag(s, 0), flag(s, 1), flag(s, 2)));
    assertEquals(1, warnings.size());
  }

  private static boolean flag(Structure s, int axis) {
    return ((AtomProperty.Truths) s.atomProperties().get("selective_dynamics")).get(0, axis);
  }

  @Test
  void writtenAndRead() throws IOException {
    Structure s =
        Structure.of(new int[] {8, 14, 8}, new double[] {0, 0, 0, 1 / 3.0, 1, 1, 2, 2, 2})
            .cell(Cell.of(4, 0, 0, 0.1, 4, 0, 0, 0, 5))
            .atomProperty(
                "selective_dynamics",
                AtomProperty.of(
                    new boolean[] {true, true, true, false, false, true, true, false, true}, 3))
            .build();
    Path file = folder.resolve("out.vasp");
    StructureWriter.writeAll(file, List.of(s));
    Structure back = StructureReader.readAll(file).getFirst();
    assertArrayEquals(new int[] {8, 8, 14}, back.species());
    assertArrayEquals(new double[] {0, 0, 0, 2, 2, 2, 1 / 3.0, 1, 1}, back.positions());
    assertEquals(s.cell(), back.cell());
    assertEquals(
        AtomProperty.of(new boolean[] {true, true, true, true, false, true, false, false, true}, 3)
            .columns(),
        back.atomProperties().get("selective_dynamics").columns());
    assertEquals(
        false, ((AtomProperty.Truths) back.atomProperties().get("selective_dynamics")).get(2, 0));
    assertThrows(CoesiteException.class, () -> StructureWriter.writeAll(file, List.of(s, s)));
  }

  @Test
  void knownByItsContent() throws IOException {
    Path file = Files.writeString(folder.resolve("input"), "c\n1\n" + CELL + "Si\n1\nD\n0 0 0\n");
    assertEquals(1, StructureReader.readAll(file).getFirst().atoms());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "c~0~4 0 0~0 4 0~0 0 5~Si~1~D~0 0 0|scale|line 2",
        "c~x~4 0 0~0 4 0~0 0 5~Si~1~D~0 0 0|scale|line 2",
        "c~1~4 0~0 4 0~0 0 5~Si~1~D~0 0 0|cell vector|line 3",
        "c~1~4 0 0~0 4 0~0 0 0~Si~1~D~0 0 0|no volume|line 1",
        "c~-9~4 0 0~0 4 0~0 0 0~Si~1~D~0 0 0|no volume|line 5",
        "c~1~4 0 0~0 4 0~0 0 5~Xx~1~D~0 0 0|not an element|line 7",
        "c~1~4 0 0~0 4 0~0 0 5~Si O~1~D~0 0 0|1 numbers of atoms for 2|line 7",
        "zz~1~4 0 0~0 4 0~0 0 5~1~D~0 0 0|not an element|line 6",
        "~1~4 0 0~0 4 0~0 0 5~1~D~0 0 0|VASP 4|line 6",
        "c~1~4 0 0~0 4 0~0 0 5~Si~-1~D~0 0 0|cannot have|line 7",
        "c~1~4 0 0~0 4 0~0 0 5~Si~0~D~|no atoms|line",
        "c~1~4 0 0~0 4 0~0 0 5~Si~1~fractional~0 0 0|Direct or Cartesian|line 8",
        "c~1~4 0 0~0 4 0~0 0 5~Si~2~D~0 0 0|ends before atom 2|line 9",
        "c~1~4 0 0~0 4 0~0 0 5~Si~1~S~D~0 0 0 T F|selective|line 10",
        "c~1~4 0 0~0 4 0~0 0 5~Si~1~D~0 0 nan|not finite|line 9",
      })
  void whatIsWrongIsSaid(String text, String part, String place) {
    CoesiteException e = assertThrows(CoesiteException.class, () -> read(text.replace('~', '\n')));
    assertTrue(e.getMessage().contains(part), e.getMessage());
    assertTrue(e.getMessage().contains(place), e.getMessage());
  }
}
