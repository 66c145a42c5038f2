package org.coesite.dos;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;
import org.coesite.io.NpyArray;
import org.coesite.io.NpyReader;
import org.coesite.io.StructureReader;
import org.coesite.structure.AtomProperty;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Silicon at electronic temperatures of 1000 to 20000 K: what the density of states of 1000 K gives
 * at the others, against self-consistent calculations there. The error of the approximation itself
 * is known for these data.
 */
class MerminSiliconTest {
  private static final double COLDEST = 1000;
  private static final int ELECTRONS_PER_ATOM = 4;

  private static final List<Frame> FRAMES = new ArrayList<>();

  /** One calculation. */
  private record Frame(Structure structure, KohnShamLevels levels) {
    double number(String name) {
      return ((Number) structure.info().get(name)).doubleValue();
    }

    double temperature() {
      return number("electronic_temperature");
    }

    double freeEnergy() {
      return number("free_energy");
    }

    boolean displaced() {
      return structure.info().containsKey("displaced");
    }

    boolean metal() {
      return !"diamond".equals(structure.info().get("kind"));
    }

    /** The calculation that this one is compared with. */
    Frame cold() {
      return FRAMES.stream()
          .filter(f -> f.number("structure") == number("structure"))
          .filter(f -> f.temperature() == COLDEST && !f.displaced())
          .findFirst()
          .orElseThrow();
    }

    /** Free energy per atom over that at the coldest temperature, eV. */
    double heating() {
      return (freeEnergy() - cold().freeEnergy()) / structure.atoms();
    }

    @Override
    public String toString() {
      return structure.info().get("kind") + " at " + temperature() + " K";
    }
  }

  @BeforeAll
  static void read() {
    Path file = SharedFiles.require("data/si-mermin.xyz");
    Path eigenvalues = SharedFiles.require("data/si-mermin-eigenvalues.npz");
    Map<String, NpyArray> arrays = NpyReader.readAll(eigenvalues);
    for (Structure structure : StructureReader.readAll(file)) {
      int row = FRAMES.size();
      KohnShamLevels levels =
          KohnShamLevels.of(
              arrays.get("eigenvalues_" + row).toDoubles(),
              arrays.get("weights_" + row).toDoubles(),
              ELECTRONS_PER_ATOM * structure.atoms());
      FRAMES.add(new Frame(structure, levels));
    }
  }

  private static List<Frame> hotFrames() {
    return FRAMES.stream().filter(f -> !f.displaced() && f.temperature() > COLDEST).toList();
  }

  /** Free energy per atom over that at the coldest temperature, eV, from the levels there. */
  private static double fixedHeating(Frame frame) {
    KohnShamLevels levels = frame.cold().levels();
    double hot = levels.freeEnergy(FixedDos.BOLTZMANN * frame.temperature());
    double cold = levels.freeEnergy(FixedDos.BOLTZMANN * COLDEST);
    return (hot - cold) / frame.structure().atoms();
  }

  @Test
  void theApproximationErrsAsItIsKnownTo() {
    Map<Double, Double> diamond = Map.of(4e3, -4e-4, 8e3, -3e-3, 12e3, -8e-3, 20e3, -18e-3);
    for (Frame frame : hotFrames()) {
      double error = fixedHeating(frame) - frame.heating();
      if (frame.metal()) {
        assertEquals(0, error, 1e-3, frame.toString());
      } else {
        double known = diamond.get(frame.temperature());
        assertEquals(known, error, 0.25 * Math.abs(known), frame.toString());
      }
    }
  }

  @Test
  void aNarrowlyBroadenedCurveIsAsGoodAsTheLevels() {
    for (Frame frame : hotFrames()) {
      double levels = fixedHeating(frame);
      assertEquals(levels, curveHeating(frame, 0.02, false), 1.2e-4, frame.toString());
      assertEquals(levels, curveHeating(frame, 0.1, false), 2e-3, frame.toString());
    }
  }

  @Test
  void theCorrectionTakesTheBiasOfBroadeningOff() {
    for (Frame frame : hotFrames()) {
      double levels = fixedHeating(frame);
      assertEquals(levels, curveHeating(frame, 0.1, true), 2.5e-4, frame.toString());
      double biased = Math.abs(curveHeating(frame, 0.3, false) - levels);
      double corrected = Math.abs(curveHeating(frame, 0.3, true) - levels);
      assertTrue(corrected < 0.5 * biased + 3e-4, frame + ": " + biased + " to " + corrected);
    }
  }

  private static double curveHeating(Frame frame, double width, boolean correct) {
    KohnShamLevels levels = frame.cold().levels();
    EnergyGrid grid = levels.grid(width, 0.02);
    double[] curve = levels.broadened(grid, width);
    double[] used = correct ? new BroadeningCorrection(grid, width).apply(curve) : curve;
    FixedDos dos = new FixedDos(grid, used, levels.electrons());
    double hot = dos.state(frame.temperature()).freeEnergyChange();
    double cold = dos.state(COLDEST).freeEnergyChange();
    return (hot - cold) / frame.structure().atoms();
  }

  @Test
  void theReferenceFillsTheLevels() {
    Path file = SharedFiles.require("data/si-mermin.xyz");
    Path eigenvalues = SharedFiles.require("data/si-mermin-eigenvalues.npz");
    List<HotReference> references =
        HotReference.of(
            EigenvalueFile.read(file, eigenvalues, ValenceElectrons.DEFAULT), "si-mermin");
    assertEquals(5, references.size());
    int s = 0;
    for (HotReference reference : references) {
      int structure = s++;
      List<Frame> hot =
          hotFrames().stream().filter(f -> f.number("structure") == structure).toList();
      assertEquals(4, reference.temperatures().length);
      for (int t = 0; t < hot.size(); t++) {
        Frame frame = hot.get(t);
        assertEquals(frame.temperature(), reference.temperatures()[t]);
        assertEquals(frame.heating(), reference.heating()[t], 1e-12);
        // at the hottest, states above the complete bands are missing
        double limit = frame.temperature() > 15_000 ? 1e-3 : 1.2e-4;
        assertEquals(fixedHeating(frame), reference.fixedHeating()[t], limit, frame.toString());
        assertEquals(force(frame), reference.forces(t)[0]);
        List<Frame> moved = moved(frame);
        int[] coordinates = moved.isEmpty() ? new int[0] : new int[] {0};
        assertArrayEquals(coordinates, reference.displacedCoordinates());
        if (moved.isEmpty()) {
          continue;
        }
        double fixed = force(frame.cold()) - heatingSlope(frame, moved);
        assertEquals(fixed, reference.fixedForces(t)[0], 2e-3, frame.toString());
      }
    }
  }

  /** On structures held out of its training. */
  @Test
  void theBundledModelIsNearTheFixedDensityOfStates() {
    Path file = SharedFiles.require("data/si-mermin.xyz");
    Path eigenvalues = SharedFiles.require("data/si-mermin-eigenvalues.npz");
    List<HotReference> references =
        HotReference.of(
            EigenvalueFile.read(file, eigenvalues, ValenceElectrons.DEFAULT), "si-mermin");
    try (Backend backend = Backends.open("cpu", Precision.F64, 1);
        DosModel model = DosModel.bundled("silicon-thermal", backend)) {
      assertTrue(model.parameters().width() <= 0.1);
      List<String> refused = new ArrayList<>();
      for (int s = 0; s < references.size(); s++) {
        HotReference reference = references.get(s);
        for (HotComparison row :
            HotComparison.of(s + 1, reference, model, Optional.empty(), refused)) {
          double error = row.model() - row.fixed();
          assertTrue(Math.abs(error) < 0.1 * Math.abs(row.fixed()) + 1e-3, row.toString());
          // in the metals forces hardly depend on the temperature
          boolean heated = row.kind().equals("diamond");
          assertTrue(!heated || row.forces().model() < 0.5 * row.forces().cold(), row.toString());
        }
      }
      // the window ends near 12000 K
      assertTrue(refused.stream().noneMatch(line -> line.contains(" 8000 K")), refused.toString());
    }
  }

  @Test
  void completeBandsEndWhereTheHighestBandBegins() {
    Frame frame = FRAMES.getFirst();
    EnergyGrid complete = EnergyGrid.between(-8, 19.7, 0.02);
    FixedDos dos =
        new FixedDos(
            complete, frame.levels().broadened(complete, 0.05), frame.levels().electrons());
    double limit = dos.highestTemperature();
    assertTrue(limit > 12000 && limit < 30000, "the limit is " + limit);
  }

  @Test
  void theAdjointGivesTheForcesOfHotElectrons() {
    for (Frame frame : hotFrames()) {
      List<Frame> moved = moved(frame);
      if (moved.isEmpty()) {
        continue;
      }
      double coldForce = force(frame.cold());
      double hotForce = force(frame);
      double fixed = coldForce - heatingSlope(frame, moved);
      double error = Math.abs(fixed - hotForce);
      assertEquals(hotForce, fixed, frame.metal() ? 4e-3 : 0.04, frame.toString());
      if (!frame.metal() && frame.temperature() > 5000) {
        assertTrue(error < 0.15 * Math.abs(coldForce - hotForce), frame + " errs by " + error);
      }
    }
  }

  private static List<Frame> moved(Frame frame) {
    return FRAMES.stream()
        .filter(Frame::displaced)
        .filter(f -> f.number("structure") == frame.number("structure"))
        .toList();
  }

  /** On the first atom along x, eV/angstrom. */
  private static double force(Frame frame) {
    return ((AtomProperty.Numbers) frame.structure().atomProperties().get("forces")).get(0, 0);
  }

  /** The derivative of the free energy's rise over the coldest temperature's, eV/angstrom. */
  private static double heatingSlope(Frame frame, List<Frame> moved) {
    KohnShamLevels levels = frame.cold().levels();
    double width = 0.1;
    EnergyGrid grid = levels.grid(width, 0.02);
    BroadeningCorrection correction = new BroadeningCorrection(grid, width);
    double[] curve = correction.apply(levels.broadened(grid, width));
    FixedDos dos = new FixedDos(grid, curve, levels.electrons());
    double[] hot = correction.transpose(dos.state(frame.temperature()).freeEnergyWeights());
    double[] cold = correction.transpose(dos.state(COLDEST).freeEnergyWeights());
    double slope = 0;
    for (Frame f : moved) {
      double step = ((double[]) f.structure().info().get("displaced"))[2];
      double[] changed = f.levels().broadened(grid, width);
      for (int i = 0; i < changed.length; i++) {
        slope += (hot[i] - cold[i]) * changed[i] / (2 * step);
      }
    }
    return slope;
  }
}
