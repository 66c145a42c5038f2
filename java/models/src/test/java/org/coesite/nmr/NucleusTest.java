package org.coesite.nmr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.coesite.CoesiteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NucleusTest {
  /** Frequencies in the field of 100 MHz protons (IUPAC 2001, less a few 1e-4 of shielding). */
  @ParameterizedTest
  @CsvSource({
    "13C, 25.145020",
    "29Si, 19.867187",
    "17O, 13.556457",
    "27Al, 26.056859",
    "31P, 40.480742",
    "19F, 94.094011",
    "23Na, 26.451900",
    "15N, 10.136767",
    "129Xe, 27.810186"
  })
  void frequenciesAreThoseOfTheIupacScale(String name, double expected) {
    double field = Nucleus.fieldOf(100);
    assertEquals(expected, Nucleus.of(name).larmorFrequency(field), 6e-3 * expected);
  }

  @ParameterizedTest
  @CsvSource({
    "29Si, 1, 4.6832, 0",
    "17O, 5, 0.038, -0.02558",
    "27Al, 5, 100, 0.1466",
    "11B, 3, 80.1, 0.04059",
    "2H, 2, 0.0115, 0.00285783",
    "133Cs, 7, 100, -0.00343"
  })
  void whatTheTableSays(String name, int twiceSpin, double abundance, double moment) {
    Nucleus nucleus = Nucleus.of(name);
    assertEquals(name, nucleus.name());
    assertEquals(twiceSpin, nucleus.twiceSpin());
    assertEquals(abundance, nucleus.abundance());
    assertEquals(moment, nucleus.quadrupoleMoment(), 1e-12);
    assertEquals(twiceSpin > 1, nucleus.quadrupolar());
  }

  @Test
  void theTableIsSound() {
    assertTrue(Nuclei.all().size() > 100);
    for (Nucleus n : Nuclei.all()) {
      assertTrue(n.twiceSpin() >= 1 && n.twiceSpin() <= 14, n.name());
      assertTrue(Math.abs(n.gamma()) > 1e6 && Math.abs(n.gamma()) < 3e8, n.name());
      assertTrue(n.abundance() >= 0 && n.abundance() <= 100, n.name());
      assertEquals(n.quadrupolar(), n.quadrupoleMoment() != 0, n.name());
    }
    for (String name :
        "1H 2H 6Li 7Li 11B 13C 14N 15N 17O 19F 23Na 25Mg 27Al 29Si 31P 33S 35Cl 39K 43Ca 45Sc 47Ti 49Ti 51V 67Zn 69Ga 71Ga 73Ge 77Se 87Rb 87Sr 89Y 91Zr 93Nb 95Mo 113Cd 115In 119Sn 125Te 127I 129Xe 133Cs 137Ba 139La 195Pt 207Pb"
            .split(" ", -1)) {
      assertEquals(name, Nucleus.of(name).name());
    }
    assertEquals(2, Nuclei.of(22).size(), "two of titanium");
  }

  @Test
  void centralTransitionsAreOfHalfIntegerSpins() {
    assertTrue(Nucleus.of("17O").halfIntegerQuadrupolar());
    assertFalse(Nucleus.of("2H").halfIntegerQuadrupolar());
    assertFalse(Nucleus.of("29Si").halfIntegerQuadrupolar());
  }

  @ParameterizedTest
  @ValueSource(strings = {"28Si", "Si", "29", "", "29Xx", "Si29", "nonsense"})
  void unknownNucleiAreNamedWithWhatWouldBeRight(String name) {
    CoesiteException e = assertThrows(CoesiteException.class, () -> Nucleus.of(name));
    assertTrue(e.getMessage().contains("'" + name + "'"), e.getMessage());
    assertTrue(e.getMessage().contains("29Si"), e.getMessage());
  }
}
