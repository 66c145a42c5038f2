package org.coesite.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.coesite.CoesiteException;
import org.coesite.dynamics.BondStatistics;
import org.coesite.dynamics.CellFreedom;
import org.coesite.dynamics.EnergyVolumeCurve;
import org.coesite.dynamics.MolecularDynamics;
import org.coesite.dynamics.PhononSpectrum;
import org.coesite.dynamics.Phonons;
import org.coesite.dynamics.RelaxationResult;
import org.coesite.dynamics.RelaxationSettings;
import org.coesite.dynamics.Relaxer;
import org.coesite.dynamics.Sample;
import org.coesite.dynamics.Supercell;
import org.coesite.dynamics.Velocities;
import org.coesite.models.Calculator;
import org.coesite.report.HtmlTable.Column;
import org.coesite.report.TrainingReport.Curve;
import org.coesite.report.TrainingReport.EnergyVolume;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;

/**
 * What a potential says of crystals, beside its errors: relaxed cells, equations of state,
 * vibrations, and bonds at room temperature, as sections of a {@link TrainingReport}. Takes
 * minutes. What cannot be computed of a phase is said in the table and disturbs nothing else.
 */
public final class PotentialPhysics {
  private static final double[] VOLUME_SCALES =
      IntStream.rangeClosed(-4, 4).mapToDouble(k -> 1 + 0.02 * k).toArray();

  /** Faces of supercells are at least so far apart, angstrom. */
  private static final double SUPERCELL_WIDTH = 9.5;

  private static final int PHONON_MESH = 6;

  /** 300 K, 1 fs, half a picosecond of which the first fifth is not looked at. */
  private static final double TEMPERATURE = 300;

  private static final double TIME_STEP = 1;
  private static final int STEPS = 500;
  private static final int SETTLING = 100;
  private static final double FRICTION = 0.01;

  /**
   * A crystal to look at.
   *
   * @param name for people
   * @param start near its relaxed structure, a primitive cell as a rule
   * @param formulaUnits in the cell: energies and volumes are given for one
   * @param referenceVolumes of reference calculations, angstrom^3 per formula unit; may be empty
   * @param referenceEnergies of these, eV per formula unit
   */
  public record Phase(
      String name,
      Structure start,
      int formulaUnits,
      double[] referenceVolumes,
      double[] referenceEnergies) {}

  private final Calculator potential;
  private final String formula;
  private final List<EnergyVolume> energyVolumes = new ArrayList<>();
  private final List<Curve> vibrations = new ArrayList<>();
  private final List<Curve> lengths = new ArrayList<>();
  private final List<Curve> angles = new ArrayList<>();
  private final HtmlTable table;
  private double firstEnergy = Double.NaN;

  private PotentialPhysics(Calculator potential, String formula) {
    this.potential = potential;
    this.formula = formula;
    table =
        new HtmlTable(
            "phases",
            "Phases relaxed with the model: energies relative to the first.",
            List.of(
                Column.text("Phase"),
                Column.number("a", "Å", 3),
                Column.number("b", "Å", 3),
                Column.number("c", "Å", 3),
                Column.number("Volume", "Å³/" + formula, 2),
                Column.number("Energy", "meV/" + formula, 1),
                Column.number("B₀", "GPa", 1),
                Column.number("B₀′", "", 1),
                Column.number("Lowest vibration", "THz", 2),
                Column.text("Remarks")));
  }

  /**
   * Adds what a potential says of some phases to a report.
   *
   * @param formula what energies and volumes are for, e.g. {@code SiO₂} or {@code atom}
   * @param phases the first is what energies are relative to
   */
  public static void addTo(
      TrainingReport report, Calculator potential, String formula, List<Phase> phases) {
    PotentialPhysics physics = new PotentialPhysics(potential, formula);
    phases.forEach(physics::examine);
    physics.write(report);
  }

  private void write(TrainingReport report) {
    report.section(
        "Physics",
        "Crystals relaxed with the model. A vibration below zero THz is imaginary: the crystal is"
            + " unstable.");
    report.table(table);
    if (!energyVolumes.isEmpty()) {
      report.energyVolume(formula, energyVolumes);
    }
    if (!vibrations.isEmpty()) {
      report.curves(
          "vibrations",
          "Frequency (THz)",
          "Modes (1/THz/" + formula + ")",
          vibrations,
          "Vibrational density of states, harmonic.");
    }
    if (!lengths.isEmpty()) {
      report.curves("bond-lengths", "Si-O (Å)", "Density (1/Å)", lengths, "Si-O bonds at 300 K.");
      report.curves(
          "bond-angles", "Si-O-Si (°)", "Density (1/°)", angles, "Si-O-Si angles at 300 K.");
    }
  }

  private void examine(Phase phase) {
    RelaxationSettings settings = RelaxationSettings.positionsAndCell().withCriteria(0.003, 3e-5);
    RelaxationResult relaxed = new Relaxer(potential, settings).relax(phase.start);
    if (!relaxed.converged()) {
      double no = Double.NaN;
      table.row(phase.name, no, no, no, no, no, no, no, no, relaxed.message());
      return;
    }
    List<String> remarks = new ArrayList<>();
    EnergyVolumeCurve curve = equationOfState(phase, relaxed.structure(), settings, remarks);
    double lowest = vibrations(phase, relaxed.structure(), remarks);
    if (relaxed.structure().composition().keySet().containsAll(List.of(8, 14))) {
      bondsAtRoomTemperature(phase, relaxed.structure(), remarks);
    }
    double energy = relaxed.energy() / phase.formulaUnits;
    if (Double.isNaN(firstEnergy)) {
      firstEnergy = energy;
    }
    Cell cell = relaxed.structure().cell();
    table.row(
        phase.name,
        cell.length(0),
        cell.length(1),
        cell.length(2),
        cell.volume() / phase.formulaUnits,
        1000 * (energy - firstEnergy),
        curve == null ? Double.NaN : curve.fit().bulkModulus() / RelaxationSettings.GPA,
        curve == null ? Double.NaN : curve.fit().bulkModulusSlope(),
        lowest,
        String.join("; ", remarks));
  }

  private EnergyVolumeCurve equationOfState(
      Phase phase, Structure relaxed, RelaxationSettings settings, List<String> remarks) {
    EnergyVolumeCurve curve;
    try {
      curve =
          EnergyVolumeCurve.relaxed(
              potential, settings.with(CellFreedom.SHAPE), relaxed, VOLUME_SCALES);
    } catch (CoesiteException e) {
      remarks.add(e.getMessage());
      return null;
    }
    double n = phase.formulaUnits;
    energyVolumes.add(
        new EnergyVolume(
            phase.name,
            phase.referenceVolumes,
            phase.referenceEnergies,
            mapped(curve.volumes(), v -> v / n),
            mapped(curve.energies(), e -> e / n)));
    return curve;
  }

  /** Adds the density of states; the lowest frequency. */
  private double vibrations(Phase phase, Structure relaxed, List<String> remarks) {
    PhononSpectrum spectrum =
        Phonons.of(potential, Supercell.atLeast(relaxed, SUPERCELL_WIDTH), 0.01)
            .mesh(PHONON_MESH, PHONON_MESH, PHONON_MESH);
    double[] at = IntStream.range(0, 401).mapToDouble(k -> 0.1 * k).toArray();
    double[] density = spectrum.densityOfStates(at, 0.3);
    vibrations.add(new Curve(phase.name, at, mapped(density, d -> d / phase.formulaUnits)));
    if (spectrum.lowest() < 0) {
      remarks.add("unstable");
    }
    return spectrum.lowest();
  }

  private void bondsAtRoomTemperature(Phase phase, Structure relaxed, List<String> remarks) {
    Structure start = Supercell.atLeast(relaxed, SUPERCELL_WIDTH).structure();
    List<double[]> lengthSamples = new ArrayList<>();
    List<double[]> angleSamples = new ArrayList<>();
    try {
      MolecularDynamics md =
          MolecularDynamics.langevin(
              potential,
              start,
              Velocities.maxwellBoltzmann(Velocities.masses(start), 2 * TEMPERATURE, 1),
              TIME_STEP,
              TEMPERATURE,
              FRICTION,
              1);
      md.run(SETTLING);
      md.observe(
          10,
          state -> {
            BondStatistics bonds = BondStatistics.siliconOxygen(state.structure());
            lengthSamples.add(bonds.lengths().values());
            angleSamples.add(bonds.anglesAtSecond().values());
          });
      md.run(STEPS - SETTLING);
    } catch (CoesiteException e) {
      remarks.add(e.getMessage());
      return;
    }
    lengths.add(histogram(phase.name, lengthSamples, 1.4, 2.0, 60));
    angles.add(histogram(phase.name, angleSamples, 100, 180, 40));
  }

  private static Curve histogram(
      String name, List<double[]> samples, double from, double to, int bins) {
    double[] all = samples.stream().flatMapToDouble(Arrays::stream).toArray();
    double width = (to - from) / bins;
    double[] centres =
        IntStream.range(0, bins).mapToDouble(b -> from + (b + 0.5) * width).toArray();
    return new Curve(name, centres, Sample.of(all).histogram(from, to, bins));
  }

  private static double[] mapped(double[] values, DoubleUnaryOperator f) {
    return Arrays.stream(values).map(f).toArray();
  }
}
