package org.coesite.dos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;
import org.coesite.dos.DosComparison.Combination;
import org.coesite.dos.DosComparison.Group;
import org.coesite.dos.DosComparison.LearningPoint;
import org.coesite.dos.DosComparison.Outcome;
import org.coesite.dos.DosComparisonTable.Row;
import org.coesite.dos.DosComparisonTable.Verdict;
import org.coesite.dos.DosSettings.Representation;
import org.coesite.learn.Calibration;
import org.coesite.learn.PotentialConfig;
import org.coesite.learn.TrainingListener;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Models side by side, their learning curves, and whether what they state is true. */
class DosComparerTest {
  private static final List<DosFrame> FRAMES = ToyLevels.frames(40, 3);
  private static final List<Representation> TWO =
      List.of(Representation.POINTWISE, Representation.PCA);

  /** What follows from these curves, which have a gap, is off by the grid's step alone. */
  private static final Set<String> LEARNT = Set.of("curve", "Fermi level");

  private static Backend backend;

  @BeforeAll
  static void open() {
    backend = Backends.open("cpu", Precision.F64, 1);
  }

  @AfterAll
  static void close() {
    backend.close();
  }

  private static DosSettings settings(int members, WindowLimits window) {
    PotentialConfig.SoapTerm soap =
        new PotentialConfig.SoapTerm(
            4.0, 0.5, 4, 3, 0.5, null, 2, 1.0, Map.of("default", 60), null);
    return new DosSettings(
        "toy",
        "",
        soap,
        Representation.PCA,
        0.9999,
        EnergyZero.FERMI,
        DosMethod.GAUSSIAN,
        0.4,
        0.1,
        window,
        0.2,
        1,
        members);
  }

  private static DosComparison compare(DosComparer.Plan plan, WindowLimits window) {
    return new DosComparer(settings(4, window), plan, backend, TrainingListener.SILENT)
        .compare(FRAMES, "toy");
  }

  @Test
  void eachCombinationIsTheModelThatWouldBeTrainedAlone() {
    DosComparer.Plan plan =
        new DosComparer.Plan(
            TWO, List.of(0.4, 0.6), List.of(EnergyZero.FERMI, EnergyZero.ADAPTIVE), 0);
    DosComparison comparison = compare(plan, WindowLimits.OF_THE_DATA);
    assertEquals(8, comparison.outcomes().size());
    Set<Combination> seen = new HashSet<>();
    for (Outcome outcome : comparison.outcomes()) {
      Combination c = outcome.combination();
      assertTrue(seen.add(c) && outcome.possible(), c.toString());
      DosSettings own =
          settings(4, WindowLimits.OF_THE_DATA).with(c.representation(), c.width(), c.zero());
      DosTrainingResult alone =
          new DosTrainer(own, ValenceElectrons.DEFAULT, backend, TrainingListener.SILENT)
              .train(FRAMES, "toy");
      assertEquals(alone.train(), DosErrors.byKind(outcome.leaveOneOut()));
      assertEquals(alone.test(), DosErrors.byKind(outcome.test()));
      assertEquals(alone.coverage(), outcome.coverage(Group.LEAVE_ONE_OUT));
      assertEquals(alone.testCoverage(), outcome.coverage(Group.TEST));
    }
    // kinds even and odd and all of them, in two groups
    List<Row> rows = new DosComparisonTable(comparison).rows();
    assertEquals(8 * 2 * 3, rows.size());
    for (Row row : rows) {
      for (DosMeasure measure : DosMeasure.values()) {
        DosComparisonTable.Sure sure = row.errors().get(measure);
        assertTrue(sure.low() <= sure.value() && sure.value() <= sure.high(), row.toString());
        assertTrue(row.floor().get(measure).isNaN(), "one k-point has no floor");
      }
    }
    List<Verdict> verdicts = new DosComparisonTable(comparison).verdicts();
    assertEquals(4 * 2 * 2, verdicts.size());
    for (Verdict verdict : verdicts) {
      assertEquals(3, verdict.asGood().size() + verdict.worse().size());
      assertFalse(verdict.worse().contains(verdict.best()));
    }
  }

  @Test
  void moreStructuresTeachMore() {
    DosComparer.Plan plan =
        new DosComparer.Plan(TWO, List.of(0.4), List.of(EnergyZero.NONE, EnergyZero.FERMI), 3);
    DosComparison comparison = compare(plan, WindowLimits.OF_THE_DATA);
    Map<Integer, List<Double>> errors = new TreeMap<>();
    for (LearningPoint point : comparison.learning()) {
      assertEquals(EnergyZero.FERMI, point.combination().zero());
      assertEquals(8, point.errors().structures());
      errors
          .computeIfAbsent(point.structures(), key -> new ArrayList<>())
          .add(point.errors().curve());
    }
    // of 32 in training, by three subsets and two representations; all of them only once
    assertEquals(Set.of(4, 8, 16, 32), errors.keySet());
    assertEquals(6, errors.get(4).size());
    assertEquals(2, errors.get(32).size());
    double few = errors.get(4).stream().mapToDouble(e -> e).average().orElseThrow();
    double all = errors.get(32).stream().mapToDouble(e -> e).average().orElseThrow();
    assertTrue(all < 0.8 * few, few + " to " + all);
    double whole =
        comparison.outcomes().stream()
            .filter(o -> o.combination().zero() == EnergyZero.FERMI)
            .mapToDouble(o -> DosErrors.byKind(o.test()).getLast().curve())
            .average()
            .orElseThrow();
    assertEquals(whole, all, 1e-12);
  }

  @Test
  void theImpossibleIsSaidAndTheRestDone() {
    DosComparer.Plan plan =
        new DosComparer.Plan(
            List.of(Representation.CDF),
            List.of(0.4),
            List.of(EnergyZero.NONE, EnergyZero.FERMI),
            0);
    // Fermi levels lie well below the zero of the data, so that the window holds all states
    // counted from it, and cuts those counted from the Fermi level
    double highest =
        FRAMES.stream()
            .mapToDouble(frame -> Dos.gaussian(frame.eigenvalues(), 0.4).fermiLevel())
            .max()
            .orElseThrow();
    assertTrue(highest < -0.2, "highest Fermi level " + highest);
    DosComparison comparison = compare(plan, new WindowLimits(Double.NaN, -0.1));
    assertTrue(comparison.outcomes().get(0).possible());
    Outcome refused = comparison.outcomes().get(1);
    assertFalse(refused.possible());
    assertTrue(refused.refusal().contains("window :-0.1"), refused.refusal());
    assertThrows(
        CoesiteException.class,
        () -> new DosComparer.Plan(TWO, List.of(), List.of(EnergyZero.FERMI), 1));
  }

  /** Structures of the same distribution, none of which the model has seen. */
  @Test
  void statedUncertaintiesAreTrueOfStructuresThatNobodyHasSeen() {
    List<DosFrame> fresh = ToyLevels.frames(80, 77);
    for (Representation representation : Representation.values()) {
      DosSettings own =
          settings(16, WindowLimits.OF_THE_DATA).with(representation, 0.4, EnergyZero.FERMI);
      DosTrainingResult result =
          new DosTrainer(own, ValenceElectrons.DEFAULT, backend, TrainingListener.SILENT)
              .train(FRAMES, fresh, "toy");
      assertEquals(40, result.train().getLast().structures());
      assertEquals(80, result.test().getLast().structures());
      for (DosCoverage coverage : result.testCoverage()) {
        if (!LEARNT.contains(coverage.quantity())) {
          continue;
        }
        assertEquals(80, coverage.structures());
        assertTrue(
            coverage.one() > 0.5 && coverage.one() < 0.9 && coverage.two() > 0.8,
            representation + ": " + coverage);
      }
      for (DosCoverage coverage : result.coverage()) {
        if (LEARNT.contains(coverage.quantity())) {
          assertEquals(Calibration.WITHIN_ONE, coverage.one(), 0.03, coverage.toString());
        }
      }
      Map<?, ?> told = (Map<?, ?>) result.parameters().training().get("calibration");
      assertTrue(told.containsKey("fermi_factor") && told.containsKey("test"), told.toString());
    }
  }

  @Test
  void aSpeciesThatOnlyStructuresHeldOutHaveIsRefused() {
    List<DosFrame> silicon = new ArrayList<>();
    for (int s = 0; s < 4; s++) {
      silicon.add(SampleBands.frame(k -> new double[] {0, 1, 2, 3}, 4, 0, 1, 1, 1));
    }
    DosTrainer trainer =
        new DosTrainer(
            settings(0, WindowLimits.OF_THE_DATA),
            ValenceElectrons.DEFAULT,
            backend,
            TrainingListener.SILENT);
    String message =
        assertThrows(CoesiteException.class, () -> trainer.train(silicon, FRAMES, "toy"))
            .getMessage();
    assertTrue(message.contains(" O,"), message);
  }
}
