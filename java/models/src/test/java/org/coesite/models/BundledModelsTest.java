package org.coesite.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;
import org.coesite.io.StructureReader;
import org.coesite.models.Calculator.Derivatives;
import org.coesite.structure.AtomProperty;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;

/** The models that come with Coesite still say what they were trained to say. */
class BundledModelsTest {
  @Test
  void silica() {
    assertAgrees("silica", "sio2-dft.xyz.gz", 2, 0.12, Precision.F64);
  }

  /** Large weights of either sign cancel, which costs single precision some meV/atom. */
  @Test
  void silicaInSinglePrecision() {
    assertAgrees("silica", "sio2-dft.xyz.gz", 12, 0.15, Precision.F32);
  }

  @Test
  void silicon() {
    assertAgrees("silicon", "si-dft.xyz.gz", 15, 0.15, Precision.F64);
  }

  private static void assertAgrees(
      String name, String data, double energyLimit, double forceLimit, Precision precision) {
    List<Structure> structures = StructureReader.readAll(Path.of("src/data", data)).subList(0, 24);
    double energy = 0;
    double force = 0;
    int components = 0;
    try (Backend backend = Backends.open("cpu", precision, 1);
        Potential potential = Potential.bundled(name, backend)) {
      assertEquals(name, potential.model().name());
      List<Prediction> predictions = potential.evaluate(Batch.of(structures), Derivatives.FIRST);
      for (int s = 0; s < structures.size(); s++) {
        Structure structure = structures.get(s);
        double label = ((Number) structure.info().get("free_energy")).doubleValue();
        energy += Math.pow((predictions.get(s).energy() - label) / structure.atoms(), 2);
        var labels = (AtomProperty.Numbers) structure.atomProperties().get("forces");
        for (int k = 0; k < 3 * structure.atoms(); k++) {
          force += Math.pow(predictions.get(s).forces()[k] - labels.get(k / 3, k % 3), 2);
          components++;
        }
      }
    }
    double energyRmse = 1000 * Math.sqrt(energy / structures.size());
    double forceRmse = Math.sqrt(force / components);
    assertTrue(energyRmse < energyLimit, energyRmse + " meV/atom");
    assertTrue(forceRmse < forceLimit, forceRmse + " eV/angstrom");
  }
}
