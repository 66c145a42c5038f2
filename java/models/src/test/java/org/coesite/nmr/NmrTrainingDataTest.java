package org.coesite.nmr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.coesite.CoesiteException;
import org.coesite.math.RankTwo;
import org.coesite.structure.AtomProperty;
import org.coesite.structure.Structure;
import org.coesite.tensors.TensorData;
import org.junit.jupiter.api.Test;

/** Which tensors of which structures are learnt, and what is refused. */
class NmrTrainingDataTest {
  private static final int[] SPECIES = {8, 14, 14};
  private static final NmrTrainingData SILICON =
      new NmrTrainingData("ms", "ms_known", "group", OptionalInt.of(14));
  private static final NmrTrainingData ANY =
      new NmrTrainingData("ms", "ms_known", "group", OptionalInt.empty());

  private static double[] tensors(long seed) {
    return new Random(seed).doubles(27, -1, 1).toArray();
  }

  private static Structure.Builder bare() {
    return Structure.of(SPECIES, new double[] {0, 0, 0, 1.6, 0, 0, -1.6, 0, 0});
  }

  private static Structure.Builder labelled(long seed, long... known) {
    return bare()
        .atomProperty("ms", AtomProperty.of(tensors(seed), 9))
        .atomProperty("ms_known", AtomProperty.of(known, 1));
  }

  @Test
  void knownTensorsOfTheElementAreSites() {
    List<Structure> structures =
        List.of(
            labelled(1, 1, 0, 1).info("group", "a").build(),
            labelled(2, 1, 1, 1).info("group", "b").build(),
            labelled(3, 0, 1, 0).info("group", "a").build());
    TensorData data = SILICON.of(structures, "x.xyz");
    assertEquals(4, data.size());
    assertEquals(14, data.element());
    assertEquals("ppm", data.unit());
    assertEquals("ms", data.property());
    assertEquals(2, data.atom(0));
    assertEquals(1, data.atom(1));
    assertEquals(1, data.structureOf(2));
    double[] expected = Arrays.copyOfRange(tensors(1), 18, 27);
    assertArrayEquals(expected, RankTwo.toCartesian(data.tensor(0)), 1e-14);
  }

  @Test
  void theOnlyElementWithKnownOnesIsTaken() {
    assertEquals(14, ANY.of(List.of(labelled(1, 0, 0, 1).build()), "x.xyz").element());
    assertComplaint(ANY, "x.xyz: ", "O, Si: name one element", labelled(1, 1, 0, 1).build());
    assertComplaint(ANY, "x.xyz: ", "of no atom", labelled(1, 0, 0, 0).build());
  }

  @Test
  void unitsAreSaidOrUsual() {
    Structure gradients =
        bare().atomProperty("efg", AtomProperty.of(tensors(1), 9)).info("other", 1L).build();
    NmrTrainingData wanted = new NmrTrainingData("efg", "efg_known", "group", OptionalInt.of(8));
    assertEquals("au", wanted.of(List.of(gradients), "x").unit());
    Structure said = gradients.toBuilder().info("efg_units", "V/angstrom^2").build();
    assertEquals("V/angstrom^2", wanted.of(List.of(said), "x").unit());
  }

  @Test
  void whatIsWrongIsSaidWithItsPlace() {
    Structure good = labelled(1, 1, 1, 1).build();
    assertComplaint(SILICON, "x.xyz: structure 2: ", "no column ms", good, bare().build());
    assertComplaint(
        SILICON,
        "x.xyz: structure 2: ",
        "6 numbers an atom",
        good,
        bare().atomProperty("ms", AtomProperty.of(new double[18], 6)).build());
    assertComplaint(
        SILICON,
        "x.xyz: structure 1: ",
        "holds no numbers",
        bare().atomProperty("ms", AtomProperty.of(new boolean[27], 9)).build());
    assertComplaint(
        SILICON,
        "x.xyz: structure 1: ",
        "ms_known has 2 values",
        good.toBuilder().atomProperty("ms_known", AtomProperty.of(new long[6], 2)).build());
    assertComplaint(
        SILICON,
        "x.xyz: structure 1: ",
        "0 and 1",
        good.toBuilder()
            .atomProperty("ms_known", AtomProperty.of(List.of("a", "b", "c"), 1))
            .build());
    double[] bad = tensors(1);
    bad[20] = Double.NaN;
    AtomProperty notFinite = AtomProperty.of(bad, 9);
    assertComplaint(
        SILICON,
        "x.xyz: structure 1: ",
        "of atom 3 (Si) is not finite",
        good.toBuilder().atomProperty("ms", notFinite).build());
    // what is not known need not be finite
    Structure masked = labelled(1, 1, 1, 0).atomProperty("ms", notFinite).build();
    assertEquals(1, SILICON.of(List.of(masked), "x.xyz").size());
    assertComplaint(
        new NmrTrainingData("ms", "ms_known", "group", OptionalInt.of(26)),
        "x.xyz: ",
        "no Fe has a known tensor ms",
        good);
    assertComplaint(SILICON, "x.xyz: ", "no Si has a known tensor ms");
  }

  private static void assertComplaint(
      NmrTrainingData wanted, String start, String part, Structure... structures) {
    CoesiteException e =
        assertThrows(CoesiteException.class, () -> wanted.of(List.of(structures), "x.xyz"));
    assertTrue(e.getMessage().startsWith(start), e.getMessage());
    assertTrue(e.getMessage().contains(part), e.getMessage());
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
  }

  @Test
  void predictionsSayHowFarMembersAreApart() {
    NmrTensor[] members = {NmrTensor.isotropic(7), NmrTensor.isotropic(13)};
    NmrPrediction prediction =
        new NmrPrediction(
            new int[] {2},
            new NmrTensor[] {NmrTensor.isotropic(9)},
            new NmrTensor[][] {members},
            new boolean[1]);
    assertEquals(1, prediction.sites());
    // about the model's own value: 2 and 4 away
    assertEquals(Math.sqrt(10), prediction.uncertainty(0, NmrTensor::isotropic), 1e-12);
    NmrPrediction alone =
        new NmrPrediction(
            new int[] {2},
            new NmrTensor[] {NmrTensor.isotropic(9)},
            new NmrTensor[1][0],
            new boolean[1]);
    assertTrue(Double.isNaN(alone.uncertainty(0, NmrTensor::isotropic)));
  }
}
