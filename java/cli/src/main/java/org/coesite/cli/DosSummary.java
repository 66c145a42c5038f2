package org.coesite.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.coesite.dos.DosQuantities;
import org.coesite.dos.Estimate;
import org.coesite.io.AtomicFile;
import org.coesite.report.PredictedDos;
import org.coesite.screen.Formula;
import org.coesite.structure.Structure;

/** What follows from predicted densities of states, a row for each structure. */
final class DosSummary {
  /**
   * Two columns: a number and its uncertainty, in one unit.
   *
   * @param unit as headers have it
   */
  private record Column(
      String name, String unit, int digits, Function<DosQuantities, Estimate> of) {}

  private static final List<Column> COLUMNS =
      List.of(
          new Column("fermi", "eV", 4, DosQuantities::fermiLevel),
          new Column("fermi_as_in_data", "eV", 4, DosQuantities::levelInData),
          new Column("dos_at_fermi", "per_eV_atom", 5, DosQuantities::dosAtFermiLevel),
          new Column("band_energy", "eV_per_atom", 4, DosQuantities::bandEnergy),
          new Column("valence_width", "eV", 3, DosQuantities::valenceWidth),
          new Column("gap", "eV", 3, DosQuantities::gap),
          new Column("pseudogap", "eV", 3, DosQuantities::pseudogap),
          new Column("gamma", "mJ_per_mol_K2", 4, DosQuantities::heatCapacityCoefficient));

  private final List<Structure> structures;
  private final List<PredictedDos> predictions;

  DosSummary(List<Structure> structures, List<PredictedDos> predictions) {
    this.structures = structures;
    this.predictions = predictions;
  }

  /** Writes the table. */
  void write(Path file) {
    StringBuilder text = new StringBuilder("structure,formula,atoms,electrons");
    for (Column column : COLUMNS) {
      text.append(',').append(column.name).append('_').append(column.unit);
      text.append(',').append(column.name).append("_uncertainty_").append(column.unit);
    }
    text.append(",atoms_outside\n");
    for (int s = 0; s < predictions.size(); s++) {
      row(s, text);
    }
    AtomicFile.write(file, text.toString());
  }

  private void row(int s, StringBuilder text) {
    PredictedDos p = predictions.get(s);
    text.append(s + 1)
        .append(',')
        .append(new Formula(structures.get(s)))
        .append(',')
        .append(p.atoms())
        .append(',')
        .append(DosTables.number(p.electrons(), 0));
    for (Column column : COLUMNS) {
      Estimate estimate =
          p.known() ? column.of.apply(p.quantities()) : new Estimate(Double.NaN, Double.NaN);
      text.append(',').append(DosTables.number(estimate.value(), column.digits));
      text.append(',').append(DosTables.number(estimate.uncertainty(), column.digits));
    }
    text.append(',').append(outside(p)).append('\n');
  }

  private static int outside(PredictedDos p) {
    int count = 0;
    for (boolean flag : p.outside()) {
      count += flag ? 1 : 0;
    }
    return count;
  }
}
