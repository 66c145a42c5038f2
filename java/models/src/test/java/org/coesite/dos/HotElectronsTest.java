package org.coesite.dos;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;
import org.coesite.dynamics.MolecularDynamics;
import org.coesite.dynamics.Velocities;
import org.coesite.learn.PotentialConfig;
import org.coesite.learn.TrainingListener;
import org.coesite.models.Calculator;
import org.coesite.models.Potential;
import org.coesite.models.Prediction;
import org.coesite.models.SumCalculator;
import org.coesite.structure.Batch;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What hot electrons add to energies, and its derivatives by finite differences. */
class HotElectronsTest {
  private static final double TEMPERATURE = 6000;
  private static final List<DosFrame> FRAMES = ToyLevels.frames(40, 3);
  private static final Map<DosSettings.Representation, DosParameters> MODELS =
      new EnumMap<>(DosSettings.Representation.class);
  private static Backend backend;

  @BeforeAll
  static void train() {
    backend = Backends.open("cpu", Precision.F64, 1);
    PotentialConfig.SoapTerm soap =
        new PotentialConfig.SoapTerm(
            4.0, 0.5, 4, 3, 0.5, null, 2, 1.0, Map.of("default", 60), null);
    for (DosSettings.Representation representation : DosSettings.Representation.values()) {
      DosSettings settings =
          new DosSettings(
              "toy",
              "",
              soap,
              representation,
              0.9999,
              EnergyZero.FERMI,
              DosMethod.GAUSSIAN,
              0.3,
              0.1,
              WindowLimits.OF_THE_DATA,
              0.2,
              1,
              4);
      MODELS.put(
          representation,
          new DosTrainer(settings, ValenceElectrons.DEFAULT, backend, TrainingListener.SILENT)
              .train(FRAMES, "toy")
              .parameters());
    }
  }

  @AfterAll
  static void close() {
    backend.close();
  }

  private static HotElectrons hot(DosSettings.Representation representation, double temperature) {
    return new HotElectrons(DosModel.of(MODELS.get(representation), backend), temperature);
  }

  private static Structure moved(Structure structure, int coordinate, double step) {
    double[] positions = structure.positions();
    positions[coordinate] += step;
    return Structure.of(structure.species(), positions).cell(structure.cell()).build();
  }

  /** Positions and cell, times a matrix next to one. */
  private static Structure strained(Structure structure, int row, int column, double step) {
    double[] positions = structure.positions();
    for (int i = 0; i < positions.length; i += 3) {
      positions[i + column] += step * structure.position(i / 3, row);
    }
    double[] cell = structure.cell().toArray();
    for (int v = 0; v < 3; v++) {
      cell[3 * v + column] += step * structure.cell().get(v, row);
    }
    return Structure.of(structure.species(), positions).cell(Cell.of(cell)).build();
  }

  private static double energy(Calculator calculator, Structure structure) {
    return calculator.evaluate(Batch.of(structure), Calculator.Derivatives.NONE).get(0).energy();
  }

  @ParameterizedTest
  @EnumSource
  void forcesAndStressAreDerivatives(DosSettings.Representation representation) {
    Structure structure = FRAMES.get(2).structure();
    double h = 2e-4;
    try (HotElectrons hot = hot(representation, TEMPERATURE)) {
      Prediction p = hot.evaluate(structure);
      assertTrue(Math.abs(p.energy()) > 1e-2, "dA " + p.energy());
      assertTrue(p.maxForce() > 1e-2, "largest force " + p.maxForce());
      for (int k = 0; k < 9; k++) {
        double up = energy(hot, moved(structure, k, h));
        double down = energy(hot, moved(structure, k, -h));
        assertEquals((down - up) / (2 * h), p.forces()[k], 1e-6, "force " + k);
      }
      double volume = structure.cell().volume();
      for (int row = 0; row < 3; row++) {
        for (int column = 0; column <= row; column++) {
          double up = energy(hot, strained(structure, row, column, h));
          double down = energy(hot, strained(structure, row, column, -h));
          double expected = (up - down) / (2 * h * volume);
          assertEquals(expected, p.stress()[3 * row + column], 1e-7, row + " " + column);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theAtomsPartsSumToTheWhole(DosSettings.Representation representation) {
    for (DosFrame frame : FRAMES.subList(0, 5)) {
      try (HotElectrons hot = hot(representation, TEMPERATURE)) {
        Prediction p = hot.evaluate(frame.structure());
        assertEquals(p.energy(), Arrays.stream(p.atomEnergies()).sum(), 1e-9);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-3, 1})
  void theGroundStateIsRecovered(double temperature) {
    try (HotElectrons hot = hot(DosSettings.Representation.PCA, temperature)) {
      Prediction p = hot.evaluate(FRAMES.get(1).structure());
      double limit = temperature == 0 ? 0 : 1e-6;
      assertEquals(0, p.energy(), limit);
      assertEquals(0, p.maxForce(), limit);
    }
  }

  @Test
  void everyBitWhateverTheBatchAndTheSlice() {
    DosParameters model = MODELS.get(DosSettings.Representation.PCA);
    Batch batch = Batch.of(FRAMES.stream().limit(6).map(DosFrame::structure).toList());
    try (HotElectrons whole = new HotElectrons(DosModel.of(model, backend), TEMPERATURE);
        HotElectrons sliced = new HotElectrons(DosModel.of(model, backend, 5), TEMPERATURE)) {
      List<Prediction> together = whole.evaluate(batch, Calculator.Derivatives.FIRST);
      List<Prediction> inSlices = sliced.evaluate(batch, Calculator.Derivatives.FIRST);
      for (int s = 0; s < batch.size(); s++) {
        Prediction alone = whole.evaluate(batch.structure(s));
        for (Prediction other : List.of(together.get(s), inSlices.get(s))) {
          assertEquals(alone.energy(), other.energy());
          assertArrayEquals(alone.forces(), other.forces());
          assertArrayEquals(alone.stress(), other.stress());
          assertArrayEquals(alone.atomEnergies(), other.atomEnergies());
          assertArrayEquals(alone.committee(), other.committee());
        }
      }
    }
  }

  @Test
  void curvesAreUsedAgain() {
    Batch batch = Batch.of(FRAMES.get(0).structure());
    try (HotElectrons hot = hot(DosSettings.Representation.PCA, TEMPERATURE)) {
      Prediction again =
          hot.evaluate(batch, hot.filled(batch), Calculator.Derivatives.FIRST).get(0);
      assertArrayEquals(hot.evaluate(batch.structure(0)).forces(), again.forces());
    }
  }

  @Test
  void theCommitteeGivesAnUncertainty() {
    try (HotElectrons hot = hot(DosSettings.Representation.PCA, TEMPERATURE)) {
      Prediction p = hot.evaluate(FRAMES.get(0).structure());
      assertEquals(4, p.committee().length);
      assertTrue(p.uncertainty() > 0 && p.uncertainty() < Math.abs(p.energy()));
    }
  }

  @Test
  void withoutItsCommitteeTheModelSaysTheSame() {
    DosParameters model = MODELS.get(DosSettings.Representation.PCA);
    Structure structure = FRAMES.get(4).structure();
    try (HotElectrons all = hot(DosSettings.Representation.PCA, TEMPERATURE);
        HotElectrons alone =
            new HotElectrons(DosModel.of(model.withoutCommittee(), backend), TEMPERATURE)) {
      Prediction expected = all.evaluate(structure);
      Prediction actual = alone.evaluate(structure);
      assertEquals(expected.energy(), actual.energy(), 1e-12);
      assertArrayEquals(expected.forces(), actual.forces(), 1e-12);
      assertTrue(Double.isNaN(actual.uncertainty()));
      assertEquals(0, actual.committee().length);
    }
  }

  @Test
  void dynamicsAtAnElectronicTemperatureConserveTheFreeEnergy() {
    Structure silicon = Crystals.diamond(5.43);
    double[] velocities = Velocities.maxwellBoltzmann(Velocities.masses(silicon), 600, 4);
    try (Calculator hot =
        new SumCalculator(
            Potential.bundled("silicon", backend),
            new HotElectrons(DosModel.bundled("silicon", backend), 5000))) {
      MolecularDynamics dynamics = MolecularDynamics.constantEnergy(hot, silicon, velocities, 0.5);
      double before = dynamics.state().conserved();
      dynamics.run(40);
      double kinetic = dynamics.state().kinetic();
      assertEquals(before, dynamics.state().conserved(), 2e-3 * kinetic);
    }
  }

  @Test
  void whatCannotBeIsRefusedInOneLine() {
    DosModel model = DosModel.of(MODELS.get(DosSettings.Representation.PCA), backend);
    try (model) {
      assertThrows(CoesiteException.class, () -> hot(DosSettings.Representation.PCA, -1).close());
      assertThrows(
          CoesiteException.class, () -> hot(DosSettings.Representation.PCA, Double.NaN).close());
      Batch batch = Batch.of(List.of(FRAMES.get(0).structure(), FRAMES.get(1).structure()));
      try (HotElectrons hottest = hot(DosSettings.Representation.PCA, 90_000)) {
        CoesiteException e =
            assertThrows(
                CoesiteException.class,
                () -> hottest.evaluate(batch, Calculator.Derivatives.FIRST));
        assertTrue(e.getMessage().startsWith("structure 1: "), e.getMessage());
        assertEquals(1, e.getMessage().lines().count());
      }
      Structure nothing = Structure.of(new int[0], new double[0]).build();
      try (HotElectrons hot = hot(DosSettings.Representation.PCA, TEMPERATURE)) {
        assertEquals(0, hot.evaluate(nothing).energy());
      }
    }
  }
}
