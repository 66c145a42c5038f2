package org.coesite.nmr.spectrum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import org.coesite.CoesiteException;
import org.coesite.nmr.EulerAngles;
import org.coesite.nmr.NmrTensor;
import org.coesite.nmr.Nucleus;
import org.coesite.nmr.Quadrupole;
import org.coesite.nmr.Rotations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TripleQuantumTest {
  private final Random random = new Random(14);

  private Site site(Nucleus nucleus, double coupling) {
    return Site.of(
        Rotations.tensor(random).scaled(5),
        Quadrupole.of(nucleus, coupling, 0.4, EulerAngles.of(Rotations.random(random))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"23Na", "17O", "51V", "93Nb"})
  void allSpinsLieOnOneScale(String name) {
    Nucleus nucleus = Nucleus.of(name);
    Site site = site(nucleus, 3);
    double induced = site.quadrupole().orElseThrow().inducedShift(100);
    assertEquals(
        site.shift().isotropic() - 10.0 / 17 * induced,
        TripleQuantum.isotropicPosition(site, nucleus, 100),
        1e-9);
  }

  /** Direction by direction, not only on average. */
  @Test
  void shearingRemovesTheAnisotropy() {
    Nucleus nucleus = Nucleus.of("27Al");
    Site site = site(nucleus, 5);
    Resonance three = Resonance.of(site, nucleus, 3, 100).fast();
    Resonance one = Resonance.of(site, nucleus, 1, 100).fast();
    double ratio = Resonance.rank4Ratio(nucleus, 3);
    double expected = TripleQuantum.isotropicPosition(site, nucleus, 100);
    for (int n = 0; n < 20; n++) {
      double[] r = Rotations.random(random);
      double sheared =
          (three.at(r[0], r[3], r[6]) - ratio * one.at(r[0], r[3], r[6])) / (3 - ratio);
      assertEquals(expected, sheared, 1e-8);
    }
  }

  @Test
  void theMapHoldsEachSiteAtItsPlace() {
    Nucleus nucleus = Nucleus.of("17O");
    Experiment experiment = new Experiment(nucleus, 14.1, Spinning.FAST);
    List<Site> sites = List.of(site(nucleus, 4), site(nucleus, 5).times(2));
    Broadening broadening = new Broadening(1, 0);
    SpectralAxis x = PowderSpectrum.range(sites, experiment, broadening, 256);
    SpectralAxis y = SpectralAxis.between(-100, 200, 128);
    SpectrumMap map = TripleQuantum.of(sites, experiment, x, y, broadening);
    assertEquals(3, map.integral(), 1e-3);
    double[] projection = new double[x.count()];
    double centre = 0;
    double[] values = map.values();
    for (int j = 0; j < y.count(); j++) {
      for (int i = 0; i < x.count(); i++) {
        projection[i] += values[j * x.count() + i] * y.step();
        centre += values[j * x.count() + i] * x.step() * y.step() * y.position(j) / 3;
      }
    }
    double expected = 0;
    for (Site site : sites) {
      double place = TripleQuantum.isotropicPosition(site, nucleus, experiment.larmorFrequency());
      expected += site.weight() / 3 * place;
    }
    assertEquals(expected, centre, 1e-2);
    double[] spectrum = PowderSpectrum.of(sites, experiment, x, broadening).values();
    for (int i = 0; i < x.count(); i++) {
      assertEquals(spectrum[i], projection[i], 1e-6, "its projection is the spectrum");
    }
  }

  @Test
  void spinOneHalfHasNoTripleQuanta() {
    Nucleus silicon = Nucleus.of("29Si");
    Site site = Site.of(NmrTensor.ZERO);
    assertThrows(CoesiteException.class, () -> TripleQuantum.isotropicPosition(site, silicon, 100));
  }
}
