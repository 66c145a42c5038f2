package org.coesite.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.coesite.dos.DosPrediction;
import org.coesite.dos.ElectronicState;
import org.coesite.dos.EnergyZero;
import org.coesite.dos.FilledPrediction;
import org.coesite.dos.FixedDos;
import org.coesite.io.AtomicFile;
import org.coesite.screen.Formula;

/** Thermodynamics of electrons, a row for each structure and temperature. */
final class ThermoTable {
  private static final CSVFormat FORMAT = CSVFormat.RFC4180;

  private static final String[] COLUMNS = {
    "structure",
    "formula",
    "atoms",
    "electronic_temperature_K",
    "fermi_eV",
    "chemical_potential_eV",
    "chemical_potential_as_in_data_eV",
    "band_energy_change_eV_per_atom",
    "entropy_kB_per_atom",
    "minus_TS_eV_per_atom",
    "free_energy_change_eV_per_atom",
    "free_energy_change_uncertainty_eV_per_atom",
    "free_energy_eV",
    "internal_energy_eV",
    "heat_capacity_kB_per_atom",
    "heat_capacity_uncertainty_kB_per_atom",
    "sommerfeld_mJ_per_mol_K2",
    "atoms_outside"
  };

  /** eV/K per atom in mJ/(mol K). */
  private static final double MILLIJOULE_PER_MOL = 96485.33212 * 1000;

  private final EnergyZero zero;
  private final List<ThermoPoint> points = new ArrayList<>();

  ThermoTable(EnergyZero zero) {
    this.zero = zero;
  }

  void add(ThermoPoint point) {
    points.add(point);
  }

  void write(Path file) {
    StringBuilder text = new StringBuilder(FORMAT.format((Object[]) COLUMNS)).append('\n');
    for (ThermoPoint point : points) {
      text.append(FORMAT.format(row(point).toArray())).append('\n');
    }
    AtomicFile.write(file, text.toString());
  }

  private List<Object> row(ThermoPoint p) {
    ElectronicState state = p.state();
    FilledPrediction curves = p.filled().curves();
    double temperature = state.temperature();
    double atoms = p.structure().atoms();
    double perBoltzmann = 1 / (FixedDos.BOLTZMANN * atoms);
    int outside = 0;
    for (boolean flag : p.total().outside()) {
      outside += flag ? 1 : 0;
    }
    boolean ground = p.ground() != null;
    double internal = ground ? p.ground().energy() + state.bandEnergyChange() : Double.NaN;
    double spread = curves.estimate(dos -> dos.state(temperature).heatCapacity()).uncertainty();
    return List.of(
        p.number(),
        new Formula(p.structure()).toString(),
        p.structure().atoms(),
        temperature,
        number(curves.model().fermiLevel(), 5),
        number(state.chemicalPotential(), 5),
        number(asInData(p), 5),
        number(state.bandEnergyChange() / atoms, 7),
        number(state.entropy() * perBoltzmann, 7),
        number(-temperature * state.entropy() / atoms, 7),
        number(p.change().energy() / atoms, 7),
        number(p.change().uncertainty() / atoms, 7),
        number(ground ? p.total().energy() : Double.NaN, 6),
        number(internal, 6),
        number(state.heatCapacity() * perBoltzmann, 6),
        number(spread * perBoltzmann, 6),
        number(curves.model().sommerfeldCoefficient() / atoms * MILLIJOULE_PER_MOL, 4),
        outside);
  }

  private double asInData(ThermoPoint p) {
    return zero == EnergyZero.NONE ? p.state().chemicalPotential() : chemicalPotentialAsInData(p);
  }

  /** From the Fermi level that the model learnt beside the curve. */
  static double chemicalPotentialAsInData(ThermoPoint p) {
    DosPrediction prediction = p.filled().prediction();
    return prediction.level()
        + p.state().chemicalPotential()
        - p.filled().curves().model().fermiLevel();
  }

  private static String number(double value, int digits) {
    return DosTables.number(value, digits);
  }
}
