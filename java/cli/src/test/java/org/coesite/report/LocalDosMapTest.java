package org.coesite.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;
import org.coesite.dos.AtomSample;
import org.coesite.dos.DosModel;
import org.coesite.dos.EnergyGrid;
import org.coesite.dos.EnergyZero;
import org.coesite.structure.Batch;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Maps of atoms, and what the chemiscope viewer gets, of diamond and rattled silicon. */
class LocalDosMapTest {
  private static final double[] DIAMOND = {
    0, 0, 0, 0.5, 0.5, 0, 0.5, 0, 0.5, 0, 0.5, 0.5, 0.25, 0.25, 0.25, 0.75, 0.75, 0.25, 0.75, 0.25,
    0.75, 0.25, 0.75, 0.75
  };

  private static Backend backend;
  private static DosModel model;

  @TempDir private Path folder;

  @BeforeAll
  static void open() {
    backend = Backends.open("cpu", Precision.F64, 1);
    model = DosModel.bundled("silicon", backend);
  }

  @AfterAll
  static void close() {
    model.close();
    backend.close();
  }

  private static Structure silicon(double edge, double rattle, long seed) {
    Random random = new Random(seed);
    double[] positions = new double[DIAMOND.length];
    for (int k = 0; k < positions.length; k++) {
      positions[k] = edge * DIAMOND[k] + rattle * random.nextGaussian();
    }
    int[] species = {14, 14, 14, 14, 14, 14, 14, 14};
    return Structure.of(species, positions)
        .cell(Cell.of(edge, 0, 0, 0, edge, 0, 0, 0, edge))
        .build();
  }

  private static List<Structure> structures() {
    return List.of(
        silicon(5.4, 0, 1),
        Structure.of(new int[0], new double[0]).build(),
        silicon(5.4, 0.15, 2),
        silicon(5.0, 0.15, 3));
  }

  private static List<PredictedDos> predictions(List<Structure> structures) {
    List<PredictedDos> predictions = new ArrayList<>();
    model
        .evaluate(Batch.of(structures))
        .forEach(p -> predictions.add(PredictedDos.of("", p, EnergyZero.FERMI)));
    return predictions;
  }

  private static AtomSample sample(List<Structure> structures, int most) {
    return AtomSample.of(structures.stream().mapToInt(Structure::atoms).toArray(), most);
  }

  private static LocalDosMap map(List<Structure> structures, int most) {
    return LocalDosMap.of(model, structures, predictions(structures), sample(structures, most));
  }

  @Test
  void likeAtomsLieTogetherAndTheirCurvesSumToTheStructures() {
    List<Structure> structures = structures();
    LocalDosMap map = map(structures, 100);
    assertEquals(24, map.places().size());
    double widest = 0;
    for (int k = 0; k < 8; k++) {
      assertEquals(map.first()[0], map.first()[k], 1e-5, "all atoms of diamond are the same");
      assertEquals(map.second()[0], map.second()[k], 1e-5);
      assertEquals(map.atFermiLevel()[0], map.atFermiLevel()[k], 1e-6);
      widest = Math.max(widest, Math.abs(map.first()[8 + k] - map.first()[0]));
    }
    assertTrue(widest > 0.01, "rattled atoms are not: " + widest);
    List<PredictedDos> predictions = predictions(structures);
    for (int s : new int[] {0, 2, 3}) {
      double sum = 0;
      for (int k = 0; k < 24; k++) {
        sum += map.places().get(k).structure() == s ? map.atFermiLevel()[k] / 8 : 0;
      }
      assertEquals(predictions.get(s).quantities().dosAtFermiLevel().value(), sum, 1e-9);
    }
    assertEquals(0, map.shape()[0] - map.shape()[7], 1e-5);
    for (String svg : List.of(map.atFermiLevelFigure().svg(), map.shapeFigure().svg())) {
      assertTrue(svg.contains("structure 4, atom 8, Si"), "atoms have names");
    }
  }

  @Test
  void whatIsButRoundingIsNoDifference() {
    List<Structure> structures = List.of(silicon(5.4, 0, 1));
    LocalDosMap map = map(structures, 100);
    assertArrayEquals(new double[8], map.first());
    assertArrayEquals(new double[8], map.second());
    assertTrue(map.atFermiLevelFigure().svg().contains("(0% of variance)"));
    assertThrows(IllegalArgumentException.class, () -> map(structures, 2));
  }

  private JsonNode written(LocalDosMap map, List<Structure> structures, int most)
      throws IOException {
    ChemiscopeFile file = new ChemiscopeFile(map, structures, predictions(structures), most);
    Path path = folder.resolve("chemiscope.json");
    file.write(path);
    JsonNode root = JsonMapper.builder().build().readTree(path.toFile());
    assertEquals(file.environments(), root.path("environments").size());
    assertEquals(file.structures(), root.path("structures").size());
    return root;
  }

  @Test
  void chemiscopeTakesTheFile() throws IOException {
    List<Structure> structures = structures();
    LocalDosMap map = map(structures, 10);
    JsonNode root = written(map, structures, ChemiscopeFile.MOST_ATOMS);
    ChemiscopeRules.check(root);
    assertEquals(3, root.path("structures").size(), "a structure without atoms is left out");
    assertEquals(10, root.path("environments").size());
    EnergyGrid grid = model.parameters().code().grid();
    JsonNode energies = root.path("parameters").path("energy").path("values");
    assertEquals(0.15, energies.get(1).asDouble() - energies.get(0).asDouble(), 1e-3);
    JsonNode curves = root.path("properties").path("LDOS").path("values");
    for (int k = 0; k < 10; k++) {
      LocalDosMap.Place place = map.places().get(k);
      JsonNode environment = root.path("environments").get(k);
      int shown = place.structure() == 0 ? 0 : place.structure() - 1;
      assertEquals(shown, environment.path("structure").asInt());
      assertEquals(place.atom(), environment.path("center").asInt());
      JsonNode structure = root.path("structures").get(shown);
      assertEquals(
          structures.get(place.structure()).position(place.atom(), 1),
          structure.path("y").get(place.atom()).asDouble(),
          1e-4);
      for (int e = 0; 3 * e < grid.count(); e++) {
        assertEquals(place.curve()[3 * e], curves.get(k).get(e).asDouble(), 1e-5);
      }
    }
  }

  @Test
  void tooManyAtomsAreLeftOut() throws IOException {
    List<Structure> structures = structures();
    LocalDosMap map = map(structures, 100);
    JsonNode root = written(map, structures, 17);
    ChemiscopeRules.check(root);
    assertEquals(2, root.path("structures").size());
    assertEquals(16, root.path("environments").size());
    assertEquals(0, new ChemiscopeFile(map, structures, predictions(structures), 7).environments());
  }

  /** The rules themselves refuse what breaks them. */
  @Test
  void rulesAreRules() throws IOException {
    List<Structure> structures = structures();
    JsonNode good = written(map(structures, 10), structures, ChemiscopeFile.MOST_ATOMS);
    ObjectNode noTarget = good.deepCopy();
    ((ObjectNode) noTarget.path("properties").path("LDOS")).remove("target");
    assertThrows(AssertionError.class, () -> ChemiscopeRules.check(noTarget));
    ObjectNode noParameter = good.deepCopy();
    noParameter.remove("parameters");
    assertThrows(AssertionError.class, () -> ChemiscopeRules.check(noParameter));
    ObjectNode shortOne = good.deepCopy();
    ((ArrayNode) shortOne.path("properties").path("SOAP PC 1").path("values")).remove(0);
    assertThrows(AssertionError.class, () -> ChemiscopeRules.check(shortOne));
    ObjectNode outside = good.deepCopy();
    ((ObjectNode) outside.path("environments").get(9)).put("center", 8);
    assertThrows(AssertionError.class, () -> ChemiscopeRules.check(outside));
  }
}
