package org.coesite.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleTest {
  private static List<String> labels(Axis axis, double low, double high) {
    Scale scale = new Scale(axis, new Range(low, high), 0, 400);
    return scale.ticks(70).stream().map(Scale.Tick::label).filter(t -> !t.isEmpty()).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 10, 0 2 4 6 8 10",
    "-1, 1, −1.0 −0.5 0.0 0.5 1.0",
    "0.001, 0.0034, 0.0010 0.0015 0.0020 0.0025 0.0030",
    "-23.97, -23.93, −23.97 −23.96 −23.95 −23.94 −23.93",
    "1e5, 5e5, 100000 200000 300000 400000 500000"
  })
  void ticksAreRound(double low, double high, String expected) {
    assertEquals(List.of(expected.split(" ")), labels(Axis.of(""), low, high));
  }

  @Test
  void decadesAreLabelled() {
    Axis axis = Axis.of("").logarithmic();
    assertEquals(List.of("0.1", "1", "10", "100"), labels(axis, 0.05, 200));
    assertEquals(List.of("10⁻⁶", "10⁻⁵", "10⁻⁴", "0.001"), labels(axis, 1e-6, 2e-3));
    assertEquals(List.of("20", "50", "100", "200"), labels(axis, 11, 300));
    assertEquals(List.of("0.20", "0.25", "0.30"), labels(axis, 0.18, 0.31));
  }

  @Test
  void countsAreWhole() {
    assertEquals(List.of("0", "1", "2", "3"), labels(Axis.counting(""), 0, 3));
  }

  @Test
  void decadesAreEquallyLong() {
    Scale scale = new Scale(Axis.of("").logarithmic(), new Range(1, 1000), 0, 300);
    assertEquals(100, scale.at(10), 1e-9);
    assertEquals(200, scale.at(100), 1e-9);
  }

  @Test
  void anAxisWithoutExtentHasTicksAroundItsValue() {
    Range range = Axis.of("").range(Range.of(-5));
    assertTrue(range.low() < -5 && range.high() > -5);
    assertTrue(labels(Axis.of(""), range.low(), range.high()).contains("−5.0"));
  }

  @Test
  void coloursRunFromDarkToBright() {
    assertEquals(0x440154, Viridis.at(0).rgb());
    assertEquals(0xFDE725, Viridis.at(1).rgb());
    double before = -1;
    for (int i = 0; i <= 100; i++) {
      int rgb = Viridis.at(i / 100.0).rgb();
      double luminance =
          0.2126 * (rgb >> 16) + 0.7152 * ((rgb >> 8) & 0xFF) + 0.0722 * (rgb & 0xFF);
      assertTrue(luminance > before - 0.5, "at " + i);
      before = luminance;
    }
  }
}
