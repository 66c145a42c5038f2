package org.coesite.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.coesite.conformance.SharedData;
import org.coesite.structure.AtomProperty;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The data sets that lie beside a checkout. */
class SharedStructuresTest {
  private static Path file(String name) {
    Optional<Path> file = SharedData.find("data/" + name);
    Assumptions.assumeTrue(file.isPresent(), "no folder shared/ beside the checkout");
    return file.orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"sio2-dft.xyz,183", "si-dft.xyz,86", "si-mermin.xyz,33"})
  void calculationsOfOurOwn(String name, int frames) {
    List<Structure> read = StructureReader.readAll(file(name));
    assertEquals(frames, read.size());
    for (Structure s : read) {
      assertTrue(s.fullyPeriodic());
      assertTrue(s.info().get("energy") instanceof Double);
      assertTrue(s.info().get("free_energy") instanceof Double);
      assertTrue(s.info().get("kind") instanceof String);
      assertEquals(9, ((double[]) s.info().get("stress")).length);
      assertEquals(3, s.atomProperties().get("forces").columns());
    }
  }

  @Test
  void namesWithAPrefix() {
    ReadOptions options = ReadOptions.DEFAULT.withNames(PropertyNames.DEFAULT.prefixed("QM_"));
    for (Structure s : StructureReader.readAll(file("go-dft.xyz"), options)) {
      assertTrue((Double) s.info().get("energy") < -1000);
      assertTrue(s.atomProperties().get("forces") instanceof AtomProperty.Numbers);
    }
  }

  @Test
  void shieldingTensors() {
    List<Structure> read = StructureReader.readAll(file("nmr-29si.xyz"));
    assertEquals(337, read.size());
    assertTrue(read.stream().allMatch(s -> s.atomProperties().get("ms").columns() == 9));
  }

  @Test
  void eigenvalues() {
    Map<String, NpyArray> arrays = NpyReader.readAll(file("sio2-eigenvalues.npz"));
    NpyArray eigenvalues = arrays.get("eigenvalues_0");
    NpyArray weights = arrays.get("weights_0");
    assertEquals(eigenvalues.shape()[0], weights.shape()[0]);
    double sum = 0;
    for (double weight : weights.toDoubles()) {
      sum += weight;
    }
    assertEquals(1, sum, 1e-6);
  }
}
