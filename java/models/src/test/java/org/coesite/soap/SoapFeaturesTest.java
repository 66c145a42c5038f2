package org.coesite.soap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.Precision;
import org.coesite.backend.Soap;
import org.coesite.backend.Tensor;
import org.coesite.math.SoapBasis;
import org.coesite.models.Slicing;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;

class SoapFeaturesTest {
  private static final int[] SPECIES = {8, 14};
  private static final SoapBasis BASIS = new SoapBasis(3.5, 0.5, 2, 2, 0.4);

  private static Structure random(int atoms, int seed) {
    Random random = new Random(seed);
    int[] species = new int[atoms];
    double[] positions = new double[3 * atoms];
    for (int i = 0; i < atoms; i++) {
      species[i] = SPECIES[i % 2];
      for (int axis = 0; axis < 3; axis++) {
        positions[3 * i + axis] = 12 * random.nextDouble();
      }
    }
    return Structure.of(species, positions).build();
  }

  /** Rows one below the other, whatever the slices. */
  private static double[] collected(SoapFeatures features, Batch batch, boolean spectra) {
    int columns = spectra ? features.soap().features() : features.expansionColumns();
    double[] all = new double[batch.atoms() * columns];
    SoapFeatures.Rows rows =
        (first, last, values) -> {
          double[] part = values.toDoubles();
          assertEquals((last - first) * columns, part.length);
          System.arraycopy(part, 0, all, first * columns, part.length);
        };
    if (spectra) {
      features.spectra(batch, rows);
    } else {
      features.expansions(batch, rows);
    }
    return all;
  }

  @Test
  void rowsAreTheKernelsInOrder() {
    Batch batch = Batch.of(List.of(random(70, 1), random(3, 2), random(130, 3)));
    try (Backend backend = Backends.open("cpu", Precision.F64, 1);
        SoapFeatures features =
            new SoapFeatures(new SoapHypers(BASIS, 1), SPECIES, backend, new Slicing(backend, 64));
        Soap soap = backend.soap(BASIS, SPECIES);
        NeighbourSearch search = backend.neighbours(batch, BASIS.cutoff());
        Neighbours pairs = search.pairs(0, batch.atoms());
        Tensor coefficients = soap.expansion(pairs);
        Tensor spectra = soap.powerSpectrum(coefficients)) {
      assertArrayEquals(coefficients.toDoubles(), collected(features, batch, false));
      assertArrayEquals(spectra.toDoubles(), collected(features, batch, true));
    }
  }

  @Test
  void theCentreCountsAsMuchAsItIsTold() {
    Batch batch = Batch.of(random(20, 4));
    try (Backend backend = Backends.open("cpu", Precision.F64, 1);
        SoapFeatures once = new SoapFeatures(new SoapHypers(BASIS, 1), SPECIES, backend);
        SoapFeatures twice = new SoapFeatures(new SoapHypers(BASIS, 2), SPECIES, backend);
        SoapFeatures never = new SoapFeatures(new SoapHypers(BASIS, 0), SPECIES, backend)) {
      double[] without = collected(never, batch, false);
      double[] more = collected(twice, batch, false);
      assertFalse(Arrays.equals(without, more));
      double[] middle = new double[more.length];
      Arrays.setAll(middle, k -> (without[k] + more[k]) / 2);
      assertArrayEquals(middle, collected(once, batch, false), 1e-13);
    }
  }

  @Test
  void nothingIsAskedOfNoAtoms() {
    try (Backend backend = Backends.open("cpu", Precision.F64, 1);
        SoapFeatures features = new SoapFeatures(new SoapHypers(BASIS, 1), SPECIES, backend)) {
      assertEquals(0, collected(features, Batch.of(random(0, 1)), true).length);
      assertThrows(
          IllegalArgumentException.class,
          () -> new SoapFeatures(new SoapHypers(BASIS, 1), new int[] {14, 8}, backend));
    }
  }
}
