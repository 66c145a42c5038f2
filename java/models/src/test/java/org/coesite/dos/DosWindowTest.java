package org.coesite.dos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.coesite.CoesiteException;
import org.junit.jupiter.api.Test;

class DosWindowTest {
  private static DosFrame frame(long number, double... levels) {
    return new DosFrame(SampleBands.cube(), number, "", SampleBands.levels(2, levels));
  }

  private static DosCurves build(List<DosFrame> frames, EnergyReference zero, String grid) {
    return grid == null
        ? DosCurves.build(frames, DosMethod.GAUSSIAN, 0.3, zero)
        : DosCurves.build(frames, DosMethod.GAUSSIAN, 0.3, zero, EnergyGrid.parse(grid));
  }

  private static String complaint(List<DosFrame> frames, EnergyReference zero, String grid) {
    return assertThrows(CoesiteException.class, () -> build(frames, zero, grid)).getMessage();
  }

  @Test
  void theWindowEndsWhereBandsAreMissing() {
    List<DosFrame> frames = List.of(frame(3, -2, 4, 8), frame(7, -1, 5, 7.5));
    DosCurves curves = DosCurves.build(frames, DosMethod.GAUSSIAN, 0.3, EnergyReference.NONE);
    assertEquals(7.5 - 0.9, curves.window().completeUpTo(), 1e-12);
    assertTrue(curves.grid().end() <= 6.6 + 1e-9 && curves.grid().end() > 6.54);
    assertEquals(0.05, curves.grid().step(), 1e-12);
    assertEquals(2, curves.cumulative(0)[curves.grid().count() / 2], 1e-3);
  }

  @Test
  void theFermiLevelAndTheBandBottomAreZero() {
    List<DosFrame> frames = List.of(frame(3, -2, 4, 8), frame(7, 10, 16, 20));
    DosCurves fermi = DosCurves.build(frames, DosMethod.GAUSSIAN, 0.1, EnergyReference.FERMI);
    assertEquals(1, fermi.zero(0), 1e-2);
    assertEquals(13, fermi.zero(1), 1e-2);
    DosCurves bottom =
        DosCurves.build(frames, DosMethod.GAUSSIAN, 0.1, EnergyReference.BAND_BOTTOM);
    assertEquals(10, bottom.zero(1));
    assertEquals(bottom.curve(0)[70], bottom.curve(1)[70], 1e-12);
    String absolute = complaint(frames, EnergyReference.NONE, null);
    assertTrue(absolute.contains("frame 7") && absolute.contains("frame 3"), absolute);
  }

  @Test
  void aWindowThatLacksBandsOrCutsStatesIsRefused() {
    List<DosFrame> frames = List.of(frame(3, -2, 4, 8), frame(7, -1, 5, 7.5));
    String beyond = complaint(frames, EnergyReference.NONE, "-5:7:0.1");
    assertTrue(beyond.contains("frame 7") && beyond.contains("6.600"), beyond);
    String cut = complaint(frames, EnergyReference.NONE, "-2.2:6:0.1");
    assertTrue(cut.contains("cuts occupied states of frame 3"), cut);
    String low = complaint(frames, EnergyReference.NONE, "-5:0:0.1");
    assertTrue(low.contains("cuts occupied states"), low);
    assertEquals(111, build(frames, EnergyReference.NONE, "-5:6:0.1").grid().count());
  }
}
