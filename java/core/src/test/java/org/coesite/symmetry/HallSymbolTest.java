package org.coesite.symmetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.coesite.CoesiteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HallSymbolTest {
  /** Every setting, operation by operation, against an independent program's table. */
  @Test
  void allSettingsHaveTheKnownOperations() throws Exception {
    List<String> expected;
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                HallSymbolTest.class.getResourceAsStream("settings.txt"),
                StandardCharsets.UTF_8))) {
      expected = reader.lines().filter(line -> !line.startsWith("#")).toList();
    }
    List<String> actual =
        SpaceGroups.settings().stream()
            .map(s -> s.hall() + "|" + s.group().order() + "|" + checksum(s.group()))
            .toList();
    assertEquals(530, actual.size());
    assertEquals(String.join("\n", expected), String.join("\n", actual));
  }

  private static long checksum(SymmetryGroup group) {
    String text =
        group.operations().stream()
            .map(HallSymbolTest::matrix)
            .sorted()
            .collect(Collectors.joining("\n"));
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }

  private static String matrix(SymmetryOperation operation) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 9; i++) {
      text.append(operation.rotation(i / 3, i % 3)).append(' ');
    }
    text.append('|');
    for (int i = 0; i < 3; i++) {
      text.append(' ').append(Math.round(24 * operation.translation(i)));
    }
    return text.toString();
  }

  @Test
  void everySettingIsAGroupByTheOtherDefinitionToo() {
    for (SpaceGroupSetting setting : SpaceGroups.settings()) {
      SymmetryGroup group = setting.group();
      assertEquals(group, SymmetryGroup.of(List.copyOf(group.operations())), setting.hall());
    }
  }

  @Test
  void changesOfBasis() {
    // I 1 2 1 is C 1 2 1 on other axes; the doubled cell of P 1 has two lattice points
    assertEquals(HallSymbol.parse("I 2y"), HallSymbol.parse("C 2y (x,y,-x+z)"));
    assertEquals(2, HallSymbol.parse("P 1 (x/2,y,z)").order());
    assertEquals(HallSymbol.parse("P 32 2 (0 0 2)"), HallSymbol.parse("P_32_2_(0_0_2)"));
    assertEquals(HallSymbol.parse("-P 3* 2"), HallSymbol.parse("-R 3 2\" (-y+z,x+z,-x+y+z)"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "P",
        "Q 2",
        "P 5",
        "P 2 7",
        "P 2 2 2 2 2",
        "P 4'",
        "P 2* ",
        "P 22",
        "P 1 (0 0)"
      })
  void notSymbols(String symbol) {
    assertThrows(CoesiteException.class, () -> HallSymbol.parse(symbol));
  }
}
