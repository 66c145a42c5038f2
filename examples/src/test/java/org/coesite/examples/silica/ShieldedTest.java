package org.coesite.examples.silica;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.coesite.CoesiteException;
import org.coesite.nmr.NmrTensor;
import org.coesite.nmr.Referencing;
import org.coesite.nmr.spectrum.Spectrum;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShieldedTest {
  private static final Referencing SHIFTS = new Referencing(289, -0.9);

  @TempDir private Path folder;

  private static List<Structure> trajectory(int moments) {
    Random random = new Random(8);
    Structure box = Cristobalite.box();
    List<Structure> out = new ArrayList<>();
    for (int m = 0; m < moments; m++) {
      double[] x = box.positions();
      for (int k = 0; k < x.length; k++) {
        x[k] += 0.05 * random.nextGaussian();
      }
      out.add(Structure.of(box.species(), x).cell(box.cell()).build());
    }
    return out;
  }

  @Test
  void tensorsAreAveragedOverMomentsAndImages() {
    AngleShielding model = new AngleShielding();
    List<Structure> moments = trajectory(20);
    Shielded each = Shielded.mean(moments, 24, model);
    Shielded mean = Shielded.mean(moments, Cristobalite.CELL, model);
    assertEquals(8, mean.shieldings().size());
    double xy = 0;
    double image = 0;
    for (Structure moment : moments) {
      xy += model.of(moment).tensors()[3].get(0, 1) / moments.size();
      image += model.of(moment).tensors()[7].get(0, 1) / moments.size();
    }
    assertEquals(xy, each.shieldings().get(3).get(0, 1), 1e-10);
    // four silicon atoms in a cell of twelve: the eighth is an image of the fourth
    assertEquals((xy + image) / 2, mean.shieldings().get(3).get(0, 1), 1e-10);
    assertEquals(mean.shieldings().get(3), mean.shieldings().get(7));
    // independent moments: the error falls with the root of their number
    double[] isotropic =
        moments.stream()
            .mapToDouble(s -> NmrTensor.mean(List.of(model.of(s).tensors())).isotropic())
            .toArray();
    double average = 0;
    double square = 0;
    for (double value : isotropic) {
      average += value / isotropic.length;
      square += value * value / isotropic.length;
    }
    double error = Math.sqrt((square - average * average) / isotropic.length);
    assertEquals(average, mean.isotropic(), 1e-9);
    assertEquals(error, mean.isotropicError(), 0.6 * error);
    // a committee that errs by one per cent errs so of means and of differences
    assertEquals(0.01 * average, mean.modelError(), 1e-9);
    Shielded other = Shielded.of(moments.get(0), model);
    double difference = Math.abs(other.isotropic() - mean.isotropic());
    assertEquals(0.01 * difference, mean.modelErrorOfDifference(other), 1e-9);
    assertEquals(0, mean.outside(), 0);
  }

  @Test
  void comesBackFromItsFile() {
    Shielded mean = Shielded.mean(trajectory(20), Cristobalite.CELL, new AngleShielding());
    Path file = folder.resolve("mean.xyz.gz");
    mean.write(file);
    Shielded again = Shielded.read(file);
    assertEquals(mean.isotropicError(), again.isotropicError(), 1e-9);
    assertEquals(mean.modelError(), again.modelError(), 1e-7);
    for (int site = 0; site < 8; site++) {
      assertArrayEquals(
          mean.shieldings().get(site).toArray(), again.shieldings().get(site).toArray(), 1e-7);
    }
    assertEquals(
        new CrystalShape(mean.structure()).bridge(),
        new CrystalShape(again.structure()).bridge(),
        1e-7);
    Path none = folder.resolve("none.xyz");
    CoesiteException e = assertThrows(CoesiteException.class, () -> Shielded.read(none));
    assertTrue(e.getMessage().contains("stage tensors"), e.getMessage());
  }

  @Test
  void spectraHaveTheirMeanAtTheIsotropicShift() {
    Shielded sample = Shielded.of(Cristobalite.box(), new AngleShielding());
    double shift = SHIFTS.shift(sample.isotropic());
    Spectrometer spectrometer = new Spectrometer(SHIFTS);
    for (Spectrum spectrum :
        List.of(
            spectrometer.spinning(sample, 0.5, shift - 60, shift + 60),
            spectrometer.still(sample, 1, shift - 60, shift + 60))) {
      assertEquals(1, spectrum.integral(), 1e-3);
      assertEquals(shift, spectrum.centre(), 0.05);
    }
    double span = HeatedPoint.span(sample.shieldings().get(0), SHIFTS);
    assertTrue(span > 1, "span: " + span);
  }
}
