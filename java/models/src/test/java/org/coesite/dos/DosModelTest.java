package org.coesite.dos;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.Precision;
import org.coesite.backend.Soap;
import org.coesite.backend.Tensor;
import org.coesite.learn.PotentialConfig;
import org.coesite.learn.TrainingListener;
import org.coesite.models.Potential;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Models of the density of states, trained on levels that are sums over atoms. */
class DosModelTest {
  private static final List<DosFrame> FRAMES = ToyLevels.frames(40, 3);
  private static Backend backend;

  @TempDir private Path folder;

  @BeforeAll
  static void open() {
    backend = Backends.open("cpu", Precision.F64, 1);
  }

  @AfterAll
  static void close() {
    backend.close();
  }

  private static DosSettings settings(DosSettings.Representation representation, EnergyZero zero) {
    PotentialConfig.SoapTerm soap =
        new PotentialConfig.SoapTerm(
            4.0, 0.5, 4, 3, 0.5, null, 2, 1.0, Map.of("default", 60), null);
    return new DosSettings(
        "toy",
        "",
        soap,
        representation,
        0.9999,
        zero,
        DosMethod.GAUSSIAN,
        0.4,
        0.1,
        WindowLimits.OF_THE_DATA,
        0.2,
        1,
        4);
  }

  private static DosTrainingResult train(DosSettings settings) {
    return new DosTrainer(settings, ValenceElectrons.DEFAULT, backend, TrainingListener.SILENT)
        .train(FRAMES, "toy");
  }

  private static DosErrors all(List<DosErrors> errors) {
    return errors.get(errors.size() - 1);
  }

  @ParameterizedTest
  @EnumSource
  void everyRepresentationLearns(DosSettings.Representation representation) {
    for (EnergyZero zero : EnergyZero.values()) {
      DosTrainingResult result = train(settings(representation, zero));
      for (List<DosErrors> errors : List.of(result.train(), result.test())) {
        assertEquals("all", all(errors).group());
        assertTrue(all(errors).curve() < 0.06, representation + ", " + zero + ": " + all(errors));
        assertTrue(all(errors).fermi() < 0.1, representation + ", " + zero + ": " + all(errors));
      }
      assertEquals(8, all(result.test()).structures());
      assertEquals(32, all(result.train()).structures());
      for (DosCoverage coverage : result.coverage().subList(0, 2)) {
        assertTrue(
            coverage.one() > 0.35 && coverage.two() > 0.6,
            representation + ", " + zero + ": " + coverage);
      }
    }
  }

  @Test
  void aCurveCountedFromItsFermiLevelHoldsTheElectronsBelowIt() {
    DosParameters model =
        train(settings(DosSettings.Representation.POINTWISE, EnergyZero.FERMI)).parameters();
    try (DosModel dos = DosModel.of(model, backend)) {
      for (DosFrame frame : ToyLevels.frames(5, 99)) {
        DosPrediction p = dos.evaluate(frame.structure());
        assertEquals(2 * 4 + 4 * 6, p.electrons());
        double below = new FixedDos(p.grid(), p.curve(), p.electrons()).statesBelow(0);
        assertEquals(p.electrons(), below, 0.02);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void localCurvesSumToTheStructures(DosSettings.Representation representation) {
    DosParameters model = train(settings(representation, EnergyZero.NONE)).parameters();
    Structure structure = FRAMES.get(7).structure();
    try (DosModel dos = DosModel.of(model, backend)) {
      double[] sum = new double[model.code().grid().count()];
      int[] atoms = {0};
      dos.local(
          structure,
          (atom, curve) -> {
            assertEquals(atoms[0]++, atom);
            for (int e = 0; e < sum.length; e++) {
              sum[e] += curve[e];
            }
          });
      assertEquals(structure.atoms(), atoms[0]);
      assertArrayEquals(dos.evaluate(structure).curve(), sum, 1e-9);
    }
  }

  @Test
  void someAtomsHaveTheBitsOfAll() {
    DosParameters model =
        train(settings(DosSettings.Representation.PCA, EnergyZero.FERMI)).parameters();
    Structure structure = FRAMES.get(7).structure();
    int atoms = structure.atoms();
    try (DosModel dos = DosModel.of(model, backend);
        DosModel sliced = DosModel.of(model, backend, 2)) {
      List<double[]> all = new ArrayList<>();
      dos.local(structure, (atom, curve) -> all.add(curve));
      List<double[]> features = features(structure, model);
      int[] some = {0, 1, 2, atoms - 1};
      for (DosModel one : List.of(dos, sliced)) {
        List<Integer> seen = new ArrayList<>();
        one.local(
            structure,
            some,
            (atom, curve, spectrum) -> {
              assertArrayEquals(all.get(atom), curve);
              assertArrayEquals(features.get(atom), spectrum);
              seen.add(atom);
            });
        assertEquals(List.of(0, 1, 2, atoms - 1), seen);
      }
      dos.local(structure, new int[0], (atom, curve, spectrum) -> seen(atom));
    }
  }

  private static void seen(int atom) {
    throw new AssertionError("nobody asked for atom " + atom);
  }

  /** The features of all atoms at once. */
  private static List<double[]> features(Structure structure, DosParameters model) {
    Batch batch = Batch.of(structure);
    List<double[]> out = new ArrayList<>();
    try (Soap soap = backend.soap(model.basis(), model.species());
        NeighbourSearch search = backend.neighbours(batch, model.basis().cutoff());
        Neighbours pairs = search.pairs(0, batch.atoms());
        Tensor coefficients = soap.expansion(pairs);
        Tensor features = soap.powerSpectrum(coefficients)) {
      double[] values = features.toDoubles();
      int length = soap.features();
      for (int i = 0; i < batch.atoms(); i++) {
        out.add(Arrays.copyOfRange(values, i * length, (i + 1) * length));
      }
    }
    return out;
  }

  @Test
  void everyBitWhateverTheBatchAndTheSlice() {
    DosParameters model =
        train(settings(DosSettings.Representation.PCA, EnergyZero.FERMI)).parameters();
    Batch batch = Batch.of(FRAMES.stream().limit(5).map(DosFrame::structure).toList());
    try (DosModel whole = DosModel.of(model, backend);
        DosModel sliced = DosModel.of(model, backend, 4)) {
      List<DosPrediction> together = whole.evaluate(batch);
      List<DosPrediction> inSlices = sliced.evaluate(batch);
      for (int s = 0; s < batch.size(); s++) {
        DosPrediction alone = whole.evaluate(batch.structure(s));
        assertArrayEquals(alone.curve(), together.get(s).curve());
        assertArrayEquals(alone.curve(), inSlices.get(s).curve());
        assertArrayEquals(alone.memberLevels(), inSlices.get(s).memberLevels());
        assertArrayEquals(alone.outside(), together.get(s).outside());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void filesHoldWhatWasTrained(DosSettings.Representation representation) {
    DosParameters model = train(settings(representation, EnergyZero.ADAPTIVE)).parameters();
    Path file = folder.resolve("model.safetensors");
    DosModel.save(model, file);
    Structure structure = FRAMES.get(3).structure();
    try (DosModel kept = DosModel.of(model, backend);
        DosModel loaded = DosModel.load(file, backend)) {
      assertEquals(model.name(), loaded.parameters().name());
      assertEquals(EnergyZero.ADAPTIVE, loaded.parameters().zero());
      assertEquals(model.code().grid(), loaded.parameters().code().grid());
      DosPrediction expected = kept.evaluate(structure);
      DosPrediction actual = loaded.evaluate(structure);
      assertArrayEquals(expected.curve(), actual.curve());
      assertArrayEquals(expected.uncertainty(), actual.uncertainty());
      assertEquals(expected.level(), actual.level());
    }
  }

  @Test
  void wrongFilesAndSpeciesAreRefusedInOneLine() throws IOException {
    Path text = Files.writeString(folder.resolve("text.safetensors"), "not a model at all");
    assertThrows(CoesiteException.class, () -> DosModel.load(text, backend).close());
    Path potential = folder.resolve("potential.safetensors");
    Potential.save(Potential.bundledModel("silicon"), potential);
    CoesiteException kind =
        assertThrows(CoesiteException.class, () -> DosModel.load(potential, backend).close());
    assertTrue(kind.getMessage().contains("potential"), kind.getMessage());
    Path dos = folder.resolve("dos.safetensors");
    DosModel.save(
        train(settings(DosSettings.Representation.PCA, EnergyZero.FERMI)).parameters(), dos);
    CoesiteException other =
        assertThrows(CoesiteException.class, () -> Potential.load(dos, backend).close());
    assertTrue(other.getMessage().contains("dos"), other.getMessage());
    byte[] bytes = Files.readAllBytes(dos);
    Path cut = folder.resolve("cut.safetensors");
    for (int length : new int[] {0, 5, 100, bytes.length / 2, bytes.length - 1}) {
      Files.write(cut, Arrays.copyOf(bytes, length));
      CoesiteException torn =
          assertThrows(CoesiteException.class, () -> DosModel.load(cut, backend).close());
      assertEquals(1, torn.getMessage().lines().count());
    }
    Structure lithium = Structure.of(new int[] {14, 3}, new double[] {0, 0, 0, 2, 0, 0}).build();
    try (DosModel loaded = DosModel.load(dos, backend)) {
      CoesiteException unknown =
          assertThrows(CoesiteException.class, () -> loaded.evaluate(lithium));
      assertTrue(unknown.getMessage().contains("Li"), unknown.getMessage());
      assertEquals(0, loaded.evaluate(Structure.of(new int[0], new double[0]).build()).atoms());
    }
  }

  /** The gap of diamond, the metal beta-tin, and a Fermi level near where LDA has it. */
  @Test
  void theBundledSiliconKnowsItsPhases() {
    Structure diamond = Crystals.diamond(5.4);
    Structure compressed = Crystals.diamond(5.2);
    try (DosModel model = DosModel.bundled("silicon", backend)) {
      DosPrediction p = model.evaluate(diamond);
      assertEquals(32, p.electrons());
      FixedDos dos = new FixedDos(p.grid(), p.curve(), p.electrons());
      assertEquals(0, dos.fermiLevel(), 0.1);
      assertTrue(dos.dosAtFermiLevel() / 8 < 0.1, "D(E_F) " + dos.dosAtFermiLevel() / 8);
      double valence = dos.at(-2) / 8;
      assertTrue(valence > 0.3, "D(-2 eV) " + valence);
      assertTrue(model.evaluate(compressed).level() > p.level(), "levels rise under pressure");
      for (boolean outside : p.outside()) {
        assertEquals(false, outside);
      }
    }
    assertThrows(CoesiteException.class, () -> DosModel.bundled("gold", backend).close());
  }
}
