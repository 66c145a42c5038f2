package org.coesite.symmetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.coesite.CoesiteException;
import org.coesite.structure.Cell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SymmetryOperationTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x,y,z|x,y,z",
        " -Y , X-Y , 0.3333+Z |-y,x-y,z+1/3",
        "1/2-x,+y,.5+z|-x+1/2,y,z+1/2",
        "x+3/2,y-1/4,z|x+1/2,y+3/4,z",
        "-z+1/10,-x,y+1/7|-z+1/10,-x,y+1/7",
      })
  void notations(String text, String canonical) {
    assertEquals(canonical, SymmetryOperation.parse(text).toString());
    assertEquals(
        SymmetryOperation.parse(text), SymmetryOperation.parse(SymmetryOperation.parse(text) + ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x,y", "x,y,z,x", "x,y,w", "x,y,", "x,x,z", "x,y,2*z", "x y,z,x", "x,y,z/0", "0,0,0"
      })
  void notOperations(String text) {
    assertThrows(CoesiteException.class, () -> SymmetryOperation.parse(text));
  }

  @Test
  void products() {
    SymmetryOperation screw = SymmetryOperation.parse("-y,x,z+1/4");
    SymmetryOperation mirror = SymmetryOperation.parse("-x,y,z");
    assertEquals("-y,-x,z+1/4", screw.after(mirror).toString());
    assertEquals("y,x,z+1/4", mirror.after(screw).toString());
    assertEquals(4, SymmetryGroup.generatedBy(List.of(screw)).order());
  }

  @Test
  void groupsThatAreNone() {
    SymmetryOperation identity = SymmetryOperation.IDENTITY;
    SymmetryOperation fourfold = SymmetryOperation.parse("-y,x,z");
    assertThrows(CoesiteException.class, () -> SymmetryGroup.of(List.of(identity, fourfold)));
    assertThrows(CoesiteException.class, () -> SymmetryGroup.of(List.of(fourfold)));
    assertThrows(CoesiteException.class, () -> SymmetryGroup.of(List.of(identity, identity)));
  }

  @Test
  void fitToTheCell() {
    SymmetryGroup fourfold = HallSymbol.parse("P 4");
    assertEquals(0, fourfold.misfit(Cell.of(5, 5, 7, 90, 90, 90)), 1e-15);
    assertEquals(0.2, fourfold.misfit(Cell.of(5, 5.5, 7, 90, 90, 90)), 0.05);
  }
}
