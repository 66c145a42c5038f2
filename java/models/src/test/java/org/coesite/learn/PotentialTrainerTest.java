package org.coesite.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;
import org.coesite.models.PotentialModel;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Training on data whose law is known. */
class PotentialTrainerTest {
  private static Backend backend;
  private static TrainingResult result;
  private static final List<String> STAGES = new ArrayList<>();

  @BeforeAll
  static void train() {
    backend = Backends.open("cpu", Precision.F64, 1);
    result = train(1, (stage, done, total) -> STAGES.add(stage));
  }

  @AfterAll
  static void close() {
    backend.close();
  }

  private static TrainingResult train(int threads, TrainingListener listener) {
    return new PotentialTrainer(ToyData.config(), backend, threads, listener)
        .train(ToyData.labelled(40, 11), List.of(), "toy.xyz");
  }

  private static ErrorRow row(String set, String group) {
    return result.errors().stream()
        .filter(row -> row.set().equals(set) && row.group().equals(group))
        .findAny()
        .orElseThrow();
  }

  @Test
  void aPairEnergyIsLearnt() {
    ErrorRow test = row("test", "all");
    assertEquals(10, test.structures());
    assertTrue(test.energyRmse() < 2, test.toString());
    assertTrue(test.relativeForceError() < 0.05, test.toString());
    assertTrue(test.stressRmse() < 1, test.toString());
    assertEquals(30, row("train", "all").structures());
    assertEquals(30, row("cross-validation", "all").structures());
    assertEquals(
        5, result.frames().stream().filter(f -> f.test() && f.frame().index() >= 0).count() / 2);
  }

  @Test
  void rowsPredictWhatTheKernelsPredict() {
    // the last point of the learning curve comes from kernels, the one before from rows: errors of
    // the same order show that both see the same forces and stress
    List<LearningPoint> curve = result.learningCurve();
    assertEquals(4, curve.size());
    assertEquals(30, curve.get(3).structures());
    double fromRows = curve.get(2).errors().get(0).forceRmse();
    double fromKernels = curve.get(3).errors().get(0).forceRmse();
    assertTrue(fromKernels < 3 * fromRows, fromKernels + " " + fromRows);
  }

  @Test
  void theCommitteeIsCalibrated() {
    Calibration calibration = result.calibration();
    assertEquals(0.7, calibration.crossValidation().one(), 0.04);
    assertTrue(calibration.scale() > 0);
    assertTrue(calibration.test().two() > 0.5, calibration.toString());
  }

  @Test
  void everyStageIsHeard() {
    TreeSet<String> stages = new TreeSet<>(STAGES);
    assertTrue(
        stages.containsAll(
            List.of("environments", "kernel derivatives", "cross-validation", "fit")),
        stages.toString());
  }

  @Test
  void twoThreadsGiveTheSameModel() {
    PotentialModel one = result.model();
    PotentialModel two = train(2, TrainingListener.SILENT).model();
    assertArrayEquals(one.speciesEnergies(), two.speciesEnergies(), 1e-6);
    assertArrayEquals(
        one.manyBody().get(0).points().features(), two.manyBody().get(0).points().features());
  }

  @Test
  void missingLabelsAreNamed() {
    List<Structure> data = new ArrayList<>(ToyData.labelled(4, 1));
    Structure bare = ToyData.crystal(new java.util.Random(1));
    data.add(bare);
    CoesiteException e =
        assertThrows(
            CoesiteException.class,
            () ->
                new PotentialTrainer(ToyData.config(), backend, 1, TrainingListener.SILENT)
                    .train(data, List.of(), "toy.xyz"));
    assertTrue(e.getMessage().startsWith("toy.xyz: structure 5"), e.getMessage());
  }
}
