package org.coesite.dos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against what the density-functional calculations said themselves. */
class SharedSiliconTest {
  /** Gaussian smearing of 0.01 Ry: the code's width is sqrt(2) standard deviations. */
  private static final double DFT_WIDTH = 0.01 * 13.605693 / Math.sqrt(2);

  private static List<DosFrame> frames(String name) {
    Path data = SharedFiles.require("data/" + name + ".xyz");
    String stem = name.replace("-dft", "");
    Path eigenvalues = SharedFiles.require("data/" + stem + "-eigenvalues.npz");
    return EigenvalueFile.read(data, eigenvalues, ValenceElectrons.DEFAULT);
  }

  @Test
  void fermiLevelsAreThoseOfTheCalculation() {
    for (DosFrame frame : frames("si-dft")) {
      Dos dos = Dos.gaussian(frame.eigenvalues(), DFT_WIDTH);
      double expected = (double) frame.structure().info().get("fermi_energy");
      assertEquals(expected, dos.fermiLevel(), 1e-3, "frame " + frame.number());
      assertEquals(dos.electrons(), dos.statesBelow(dos.fermiLevel()), 1e-6);
    }
  }

  @Test
  void siliconHasAFloorOfSeveralPerCent() {
    List<DosFrame> frames = frames("si-dft").subList(0, 12);
    KPointFloor floor =
        KPointFloor.mean(frames.stream().map(frame -> KPointFloor.of(frame, 0.3)).toList());
    assertTrue(floor.curve() > 0.02 && floor.curve() < 0.12, floor.toString());
  }

  @Test
  void structuresAtSeveralTemperaturesGoByTheirPlace() {
    assertEquals(33, frames("si-mermin").size());
  }

  @Test
  void silicaInterpolates() {
    DosFrame frame = frames("sio2-dft").get(0);
    Dos dos = Dos.interpolated(frame, 0.3);
    assertEquals(64, dos.statesBelow(dos.fermiLevel()), 1e-6);
  }
}
