package org.coesite.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.coesite.dos.DosModel;
import org.coesite.dos.DosPrediction;
import org.coesite.dos.EnergyZero;
import org.coesite.dos.FixedDos;
import org.coesite.io.AtomicFile;
import org.coesite.structure.Structure;

/** What follows from predicted densities of states, a row for each structure. */
final class DosSummary {
  /** States per atom below the bottom of the valence band: what is smaller is noise. */
  private static final double BOTTOM_STATES = 0.02;

  /** Below this part of the mean over the valence band, a density counts as a gap. */
  private static final double GAP_PART = 0.05;

  /** Joule per mole in eV per atom. */
  private static final double JOULE_PER_MOL = 96485.33212;

  private final DosModel model;
  private final List<Structure> structures;
  private final List<DosPrediction> predictions;

  DosSummary(DosModel model, List<Structure> structures, List<DosPrediction> predictions) {
    this.model = model;
    this.structures = structures;
    this.predictions = predictions;
  }

  /** With so many digits, zero without a sign; empty where there is no number. */
  static String number(double value, int digits) {
    if (!Double.isFinite(value)) {
      return "";
    }
    String text = String.format(Locale.ROOT, "%." + digits + "f", value);
    return text.startsWith("-") && Double.parseDouble(text) == 0 ? text.substring(1) : text;
  }

  void write(Path file) {
    StringBuilder text =
        new StringBuilder(
            "structure,formula,atoms,electrons,fermi_eV,fermi_uncertainty_eV,"
                + "fermi_as_in_data_eV,fermi_as_in_data_uncertainty_eV,"
                + "dos_at_fermi_per_eV_atom,dos_at_fermi_uncertainty,"
                + "band_energy_eV_per_atom,band_energy_uncertainty,"
                + "valence_width_eV,gap_eV,gamma_mJ_per_mol_K2,atoms_outside\n");
    for (int s = 0; s < predictions.size(); s++) {
      row(s, text);
    }
    AtomicFile.write(
        file, stream -> stream.write(text.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private void row(int s, StringBuilder text) {
    DosPrediction p = predictions.get(s);
    text.append(s + 1)
        .append(',')
        .append(new Formula(structures.get(s)))
        .append(',')
        .append(p.atoms())
        .append(',')
        .append(number(p.electrons(), 0));
    if (p.atoms() == 0) {
      text.append(",,,,,,,,,,,,0\n");
      return;
    }
    FixedDos mean = new FixedDos(p.grid(), p.curve(), p.electrons());
    boolean absolute = model.parameters().zero() == EnergyZero.NONE;
    pair(text, p, mean, FixedDos::fermiLevel, 4);
    text.append(',').append(number(absolute ? mean.fermiLevel() : p.level(), 4));
    text.append(',').append(number(spread(p.level(), p.memberLevels()), 4));
    pair(text, p, mean, dos -> dos.dosAtFermiLevel() / p.atoms(), 5);
    pair(text, p, mean, dos -> dos.bandEnergy() / p.atoms(), 4);
    double bottom = bottom(mean, p);
    text.append(',').append(number(mean.fermiLevel() - bottom, 3));
    text.append(',').append(number(gap(mean, bottom), 3));
    double gamma = mean.sommerfeldCoefficient() / p.atoms() * JOULE_PER_MOL * 1000;
    text.append(',').append(number(gamma, 4));
    int outside = 0;
    for (boolean flag : p.outside()) {
      outside += flag ? 1 : 0;
    }
    text.append(',').append(outside).append('\n');
  }

  /** A number that follows from a curve, and its spread over the committee. */
  private static void pair(
      StringBuilder text,
      DosPrediction p,
      FixedDos mean,
      ToDoubleFunction<FixedDos> number,
      int digits) {
    double[] members = new double[p.members().length];
    for (int m = 0; m < members.length; m++) {
      members[m] = number.applyAsDouble(new FixedDos(p.grid(), p.members()[m], p.electrons()));
    }
    double value = number.applyAsDouble(mean);
    text.append(',').append(number(value, digits));
    text.append(',').append(number(spread(value, members), digits));
  }

  private static double spread(double mean, double[] members) {
    double square = 0;
    for (double member : members) {
      square += (member - mean) * (member - mean);
    }
    return members.length == 0 ? Double.NaN : Math.sqrt(square / members.length);
  }

  /** Where the first states lie that are not noise, eV. */
  private static double bottom(FixedDos dos, DosPrediction p) {
    for (int e = 0; e < p.grid().count(); e++) {
      if (dos.statesBelow(p.grid().energy(e)) > BOTTOM_STATES * p.atoms()) {
        return p.grid().energy(e);
      }
    }
    return p.grid().start();
  }

  /** Width of the energies around the Fermi level with hardly a state, eV. */
  private static double gap(FixedDos dos, double bottom) {
    double fermi = dos.fermiLevel();
    double limit = GAP_PART * dos.electrons() / (fermi - bottom);
    if (dos.at(fermi) > limit) {
      return 0;
    }
    double step = dos.grid().step() / 4;
    double low = fermi;
    while (low > bottom && dos.at(low) <= limit) {
      low -= step;
    }
    double high = fermi;
    while (high < dos.grid().end() && dos.at(high) <= limit) {
      high += step;
    }
    return high - low;
  }
}
