package org.coesite.dispersion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.coesite.CoesiteException;
import org.coesite.models.Calculator;
import org.coesite.models.Prediction;
import org.coesite.structure.Batch;
import org.coesite.structure.Cell;
import org.coesite.structure.Element;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;

class D3DispersionTest {
  private static final double RYDBERG = 13.605693122994;
  private static final double BOHR = 0.529177210903;
  private static final double KILOBAR = 1602.1766340;

  /**
   * As far as the program that the reference values come from sums: it cuts off sharply where this
   * one has faded by half.
   */
  private static final double REFERENCE_CUTOFF = Math.sqrt(9000) * BOHR + 0.5;

  private static final double REFERENCE_COORDINATION = 40 * BOHR + 0.5;

  /**
   * Quantum ESPRESSO 6.7, dftd3_version = 4, no three-body term, PBE. A line is element, fractional
   * coordinates, and the force in Ry/bohr. The cell is sheared to break symmetry.
   */
  private static final String QUARTZ =
      """
          Si 0.4697 0.0 0.0  -0.00014248 -0.00001847 -0.00000187
          Si 0.0 0.4697 0.66666666667  0.00005528 -0.00009827 -0.00000001
          Si 0.5303 0.5303 0.33333333333  0.00008724 0.00011667 0.00000188
          O 0.4135 0.2669 0.1191  -0.00025456 0.00000304 -0.00013483
          O 0.2669 0.4135 0.547566666667  0.00013119 -0.00021170 0.00014444
          O 0.7331 0.1466 0.785766666667  0.00011736 -0.00021831 -0.00014469
          O 0.5865 0.8534 0.214233333333  0.00012475 0.00022098 0.00013441
          O 0.8534 0.5865 0.452433333333  0.00011727 0.00020530 -0.00013728
          O 0.1466 0.7331 0.8809  -0.00023605 0.00000076 0.00013794
      """;

  private static final Cell QUARTZ_CELL =
      Cell.of(4.916, 0, 0, -2.458, 4.257380885, 0, 0.1, 0.05, 5.4054);

  /** Likewise, of twenty atoms strewn about, to try many elements and coordination numbers. */
  private static final String MIXTURE =
      """
          H 0.236048 0.103166 0.396058  -0.00029371 0.00029008 0.00008326
          C 0.917955 0.800452 0.765163  0.00131166 -0.00151363 0.00118200
          N 0.221928 0.536680 0.276683  0.00048473 0.00029426 0.00075608
          O 0.800448 0.193436 0.309850  -0.00144151 -0.00063877 -0.00170900
          Na 0.626976 0.731895 0.854648  -0.00060908 -0.00221379 -0.00074904
          Al 0.880051 0.086718 0.605852  -0.00238316 0.00121489 0.00128613
          Si 0.671701 0.505954 0.177790  0.00046660 0.00024642 -0.00097844
          P 0.473588 0.089346 0.934588  0.00049030 0.00936963 -0.00157330
          K 0.865484 0.547639 0.300246  0.00027475 0.00150328 0.00143112
          Ge 0.908870 0.572367 0.882317  -0.00188452 0.00227905 -0.00019340
          H 0.305112 0.812592 0.043238  0.00029739 -0.00026387 -0.00024661
          C 0.534622 0.471240 0.342843  -0.00178426 -0.00055898 0.00098943
          N 0.997279 0.195573 0.412795  0.00360366 0.00122477 -0.00185962
          O 0.355831 0.746943 0.320669  0.00025523 0.00011392 -0.00025535
          H 0.558529 0.904315 0.100979  0.00001641 -0.00438563 0.00531232
          Al 0.061610 0.228869 0.765162  -0.00106695 -0.00077022 -0.00126473
          Si 0.177540 0.459019 0.042811  0.00130526 -0.00015577 -0.00011257
          O 0.697292 0.895928 0.954738  0.00173854 -0.00202786 0.00007841
          O 0.288996 0.966007 0.775239  -0.00098081 -0.00356386 -0.00139997
          Si 0.410428 0.943308 0.620510  0.00019948 -0.00044389 -0.00077672
      """;

  private static final Cell MIXTURE_CELL = Cell.of(8.5, 0, 0, 2, 8, 0, -1.5, 1, 9);

  private static Structure structure(String lines, Cell cell) {
    List<String[]> fields = lines.lines().map(line -> line.strip().split("\\s+")).toList();
    int[] species = new int[fields.size()];
    double[] positions = new double[3 * species.length];
    for (int i = 0; i < species.length; i++) {
      species[i] = Element.of(fields.get(i)[0]);
      for (int axis = 0; axis < 3; axis++) {
        for (int k = 0; k < 3; k++) {
          positions[3 * i + axis] += Double.parseDouble(fields.get(i)[1 + k]) * cell.get(k, axis);
        }
      }
    }
    return Structure.of(species, positions).cell(cell).build();
  }

  private static void compare(
      String lines, Cell cell, double energy, double[] kilobar, double stressTolerance) {
    try (Calculator d3 =
        new D3Dispersion(D3Parameters.PBE, REFERENCE_CUTOFF, REFERENCE_COORDINATION, 1)) {
      Prediction p = d3.evaluate(structure(lines, cell));
      assertEquals(energy, p.energy() / RYDBERG, 5e-8);
      List<String> rows = lines.lines().toList();
      for (int i = 0; i < rows.size(); i++) {
        String[] fields = rows.get(i).strip().split("\\s+", -1);
        for (int axis = 0; axis < 3; axis++) {
          assertEquals(
              Double.parseDouble(fields[4 + axis]),
              p.forces()[3 * i + axis] / (RYDBERG / BOHR),
              6e-8,
              "atom " + (i + 1));
        }
      }
      int[] upper = {0, 1, 2, 4, 5, 8};
      for (int k = 0; k < 6; k++) {
        // there the sign says compression
        assertEquals(-kilobar[k], p.stress()[upper[k]] * KILOBAR, stressTolerance);
      }
    }
  }

  @Test
  void quartzIsThatOfQuantumEspresso() {
    compare(
        QUARTZ,
        QUARTZ_CELL,
        -0.09452260,
        new double[] {-20.61, 0.02, -0.03, -20.62, -0.01, -20.67},
        0.0075);
  }

  @Test
  void mixtureIsThatOfQuantumEspresso() {
    compare(
        MIXTURE,
        MIXTURE_CELL,
        -0.14987296,
        new double[] {-3.34, 0.07, -0.31, -1.85, -0.27, -1.98},
        0.0075);
  }

  @Test
  void defaultCutoffIsGoodToWhatItsDescriptionSays() {
    Structure quartz = structure(QUARTZ, QUARTZ_CELL);
    try (Calculator d3 = new D3Dispersion(D3Parameters.PBE, 1)) {
      double missing = d3.evaluate(quartz).energy() / RYDBERG - -0.09452260;
      assertEquals(0.4e-3, missing * RYDBERG / quartz.atoms(), 0.05e-3);
    }
  }

  @Test
  void forcesAndStressAreDerivatives() {
    // a short cutoff puts many pairs where the sums fade out
    try (Calculator d3 = new D3Dispersion(D3Parameters.PBE, 7, 6, 1)) {
      Structure s = structure(MIXTURE, MIXTURE_CELL);
      Prediction p = d3.evaluate(s);
      double[] positions = s.positions();
      for (int k = 0; k < positions.length; k += 7) {
        double slope = (energy(d3, s, k, 1e-4) - energy(d3, s, k, -1e-4)) / 2e-4;
        assertEquals(-slope, p.forces()[k], 1e-8);
      }
      for (int k = 0; k < 9; k++) {
        double slope = (strained(d3, s, k, 1e-5) - strained(d3, s, k, -1e-5)) / 2e-5;
        assertEquals(slope / s.cell().volume(), p.stress()[k], 1e-9);
      }
    }
  }

  private static double energy(Calculator d3, Structure s, int coordinate, double step) {
    double[] positions = s.positions();
    positions[coordinate] += step;
    return d3.evaluate(Structure.of(s.species(), positions).cell(s.cell()).build()).energy();
  }

  private static double strained(Calculator d3, Structure s, int component, double step) {
    double[] d = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    d[component] += step;
    double[] positions = new double[3 * s.atoms()];
    for (int i = 0; i < s.atoms(); i++) {
      for (int axis = 0; axis < 3; axis++) {
        for (int k = 0; k < 3; k++) {
          positions[3 * i + axis] += s.position(i, k) * d[3 * k + axis];
        }
      }
    }
    return d3.evaluate(Structure.of(s.species(), positions).cell(s.cell().deformed(d)).build())
        .energy();
  }

  @Test
  void dimerFollowsTheFormula() {
    // argon has one reference system: C6 is 64.6462 hartree bohr^6 at any coordination
    try (Calculator d3 = new D3Dispersion(D3Parameters.PBE, 1)) {
      double r = 3.76;
      Prediction p =
          d3.evaluate(Structure.of(new int[] {18, 18}, new double[] {0, 0, 0, 0, r, 0}).build());
      double ratio = 3 * 0.5 * Math.sqrt(18) * 5.6004;
      double damping = 0.4289 * Math.sqrt(ratio) + 4.4407;
      double d = r / BOHR;
      double expected =
          -64.6462
              * (1 / (Math.pow(d, 6) + Math.pow(damping, 6))
                  + 0.7875 * ratio / (Math.pow(d, 8) + Math.pow(damping, 8)));
      assertEquals(expected, p.energy() / (2 * RYDBERG), 1e-12);
      assertEquals(p.energy() / 2, p.atomEnergies()[0], 1e-15);
      assertNull(p.stress());
      assertTrue(p.forces()[1] > 0, "atoms attract");
    }
  }

  @Test
  void slabIsThatOfACellWithMuchVacuum() {
    Structure quartz = structure(QUARTZ, QUARTZ_CELL);
    double[] rows = QUARTZ_CELL.toArray();
    rows[6] = 0.3;
    rows[8] = 60;
    Structure tall = Structure.of(quartz.species(), quartz.positions()).cell(Cell.of(rows)).build();
    Structure slab =
        Structure.of(quartz.species(), quartz.positions())
            .cell(Cell.of(rows), true, true, false)
            .build();
    try (Calculator d3 = new D3Dispersion(D3Parameters.PBE, 12, 1)) {
      assertEquals(d3.evaluate(tall).energy(), d3.evaluate(slab).energy(), 1e-12);
    }
  }

  @Test
  void threadsCompanyAndOriginDoNotMatter() {
    Structure a = structure(QUARTZ, QUARTZ_CELL);
    Structure b = structure(MIXTURE, MIXTURE_CELL);
    try (Calculator one = new D3Dispersion(D3Parameters.PBE, 9, 1);
        Calculator two = new D3Dispersion(D3Parameters.PBE, 9, 2)) {
      Prediction alone = one.evaluate(b);
      Prediction together = two.evaluate(Batch.of(a, b, a), Calculator.Derivatives.FIRST).get(1);
      assertEquals(alone.energy(), together.energy(), 0.0);
      assertArrayEquals(alone.forces(), together.forces(), 0);
      assertArrayEquals(alone.stress(), together.stress(), 0);
      Prediction energyOnly = two.evaluate(Batch.of(b), Calculator.Derivatives.NONE).get(0);
      assertEquals(alone.energy(), energyOnly.energy(), 0.0);
      assertNull(energyOnly.forces());
    }
  }

  @Test
  void atomsOutsideTheCellAreImages() {
    Structure s = structure(MIXTURE, MIXTURE_CELL);
    Random random = new Random(2);
    double[] positions = s.positions();
    for (int i = 0; i < s.atoms(); i++) {
      for (int k = 0; k < 3; k++) {
        int shift = random.nextInt(7) - 3;
        for (int axis = 0; axis < 3; axis++) {
          positions[3 * i + axis] += shift * s.cell().get(k, axis);
        }
      }
    }
    try (Calculator d3 = new D3Dispersion(D3Parameters.PBE, 10, 1)) {
      double moved =
          d3.evaluate(Structure.of(s.species(), positions).cell(s.cell()).build()).energy();
      assertEquals(d3.evaluate(s).energy(), moved, 1e-11);
    }
  }

  @Test
  void unknownElementAndCoincidentAtomsAreSaid() {
    try (Calculator d3 = new D3Dispersion(D3Parameters.PBE, 1)) {
      Structure gold = Structure.of(new int[] {79}, new double[3]).build();
      CoesiteException e = assertThrows(CoesiteException.class, () -> d3.evaluate(gold));
      assertTrue(
          e.getMessage().startsWith("the D3 dispersion table has no element Au; it has H He"),
          e.getMessage());
      Structure same = Structure.of(new int[] {8, 8}, new double[6]).build();
      CoesiteException f = assertThrows(CoesiteException.class, () -> d3.evaluate(same));
      assertTrue(f.getMessage().endsWith(" are at one place"), f.getMessage());
    }
  }
}
