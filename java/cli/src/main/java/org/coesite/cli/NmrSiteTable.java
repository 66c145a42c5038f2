package org.coesite.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.coesite.nmr.AxisOrder;
import org.coesite.nmr.EulerAngles;
import org.coesite.nmr.GradientUnit;
import org.coesite.nmr.Haeberlen;
import org.coesite.nmr.HerzfeldBerger;
import org.coesite.nmr.Iupac;
import org.coesite.nmr.NmrPrediction;
import org.coesite.nmr.NmrTensor;
import org.coesite.nmr.Nucleus;
import org.coesite.nmr.PrincipalAxes;
import org.coesite.nmr.Quadrupole;
import org.coesite.nmr.Quantity;
import org.coesite.nmr.Referencing;
import org.coesite.structure.Element;
import org.coesite.structure.Structure;

/**
 * {@code sites.csv}: a row for each atom with tensors, in every convention. What is not known is
 * empty. Angles are ZYZ in degrees, of the axes in Haeberlen's order (shieldings) and of |V_zz| >=
 * |V_yy| >= |V_xx|.
 */
final class NmrSiteTable {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();

  private static final String[] HEADER = {
    "structure",
    "atom",
    "element",
    "nucleus",
    "shielding_iso_ppm",
    "shielding_11_ppm",
    "shielding_22_ppm",
    "shielding_33_ppm",
    "reduced_anisotropy_ppm",
    "anisotropy_ppm",
    "asymmetry",
    "span_ppm",
    "skew",
    "antisymmetric_norm_ppm",
    "alpha_deg",
    "beta_deg",
    "gamma_deg",
    "shift_iso_ppm",
    "shift_11_ppm",
    "shift_22_ppm",
    "shift_33_ppm",
    "shift_span_ppm",
    "shift_skew",
    "V_zz_au",
    "C_Q_MHz",
    "eta_Q",
    "P_Q_MHz",
    "efg_alpha_deg",
    "efg_beta_deg",
    "efg_gamma_deg",
    "angle_between_z_deg"
  };

  /** Of predictions; standard deviations by a committee. */
  private static final String[] TRUST = {
    "shielding_iso_uncertainty_ppm", "anisotropy_uncertainty_ppm", "span_uncertainty_ppm", "outside"
  };

  private final StringBuilder text = new StringBuilder();
  private final Optional<Referencing> referencing;

  /**
   * An empty table.
   *
   * @param referencing for the columns of shifts
   * @param predictions whether there are columns that say how far a row can be trusted
   */
  NmrSiteTable(Optional<Referencing> referencing, boolean predictions) {
    this.referencing = referencing;
    List<String> header = new ArrayList<>(List.of(HEADER));
    if (predictions) {
      header.addAll(List.of(TRUST));
    }
    append(header.toArray());
  }

  /**
   * Appends an atom.
   *
   * @param shielding ppm
   * @param gradient in atomic units
   */
  void add(
      String label,
      Structure structure,
      int atom,
      Nucleus nucleus,
      Optional<NmrTensor> shielding,
      Optional<NmrTensor> gradient) {
    append(row(label, structure, atom, nucleus, shielding, gradient).toArray());
  }

  /**
   * Appends an atom whose tensor was predicted.
   *
   * @param found what was predicted of the structure
   * @param site which of its sites the atom is
   * @param unit of the tensors: ppm of shieldings, else one of field gradients
   */
  void add(
      String label,
      Structure structure,
      Nucleus nucleus,
      NmrPrediction found,
      int site,
      String unit) {
    boolean gradient = !unit.equals("ppm");
    double toTable =
        gradient
            ? GradientUnit.named(unit).megahertzPerBarn() / GradientUnit.ATOMIC.megahertzPerBarn()
            : 1;
    Optional<NmrTensor> tensor = Optional.of(found.tensors()[site].scaled(toTable));
    List<String> row =
        row(
            label,
            structure,
            found.atoms()[site],
            nucleus,
            gradient ? Optional.empty() : tensor,
            gradient ? tensor : Optional.empty());
    if (gradient) {
      addEmpty(row, 3);
    } else {
      addNumbers(
          row,
          4,
          found.uncertainty(site, NmrTensor::isotropic),
          found.uncertainty(site, t -> Haeberlen.of(t).anisotropy()),
          found.uncertainty(site, t -> HerzfeldBerger.of(t, Quantity.SHIELDING).span()));
    }
    row.add(found.outside()[site] ? "T" : "F");
    append(row.toArray());
  }

  private List<String> row(
      String label,
      Structure structure,
      int atom,
      Nucleus nucleus,
      Optional<NmrTensor> shielding,
      Optional<NmrTensor> gradient) {
    List<String> row = new ArrayList<>();
    row.add(label);
    row.add(Integer.toString(atom + 1));
    row.add(Element.symbol(structure.species(atom)));
    row.add(nucleus.name());
    addShielding(row, shielding);
    addShift(row, shielding);
    addGradient(row, gradient, nucleus);
    boolean both = shielding.isPresent() && gradient.isPresent();
    row.add(both ? number(angle(shielding.get(), gradient.get()), 3) : "");
    return row;
  }

  private void append(Object... fields) {
    text.append(FORMAT.format(fields)).append('\n');
  }

  private static void addShielding(List<String> row, Optional<NmrTensor> shielding) {
    if (shielding.isEmpty()) {
      addEmpty(row, 13);
      return;
    }
    NmrTensor t = shielding.get();
    Iupac iupac = Iupac.of(t, Quantity.SHIELDING);
    Haeberlen haeberlen = Haeberlen.of(t);
    HerzfeldBerger hb = HerzfeldBerger.of(t, Quantity.SHIELDING);
    addNumbers(row, 4, t.isotropic(), iupac.c11(), iupac.c22(), iupac.c33());
    addNumbers(row, 4, haeberlen.reducedAnisotropy(), haeberlen.anisotropy());
    addNumbers(row, 5, haeberlen.asymmetry());
    addNumbers(row, 4, hb.span());
    addNumbers(row, 5, hb.skew());
    addNumbers(row, 4, t.antisymmetric().norm());
    addAngles(row, t.principalAxes(AxisOrder.HAEBERLEN).euler());
  }

  private void addShift(List<String> row, Optional<NmrTensor> shielding) {
    if (shielding.isEmpty() || referencing.isEmpty()) {
      addEmpty(row, 6);
      return;
    }
    NmrTensor t = referencing.get().shift(shielding.get());
    Iupac iupac = Iupac.of(t, Quantity.SHIFT);
    HerzfeldBerger hb = HerzfeldBerger.of(t, Quantity.SHIFT);
    addNumbers(row, 4, t.isotropic(), iupac.c11(), iupac.c22(), iupac.c33(), hb.span());
    addNumbers(row, 5, hb.skew());
  }

  private static void addGradient(List<String> row, Optional<NmrTensor> gradient, Nucleus nucleus) {
    if (gradient.isEmpty()) {
      addEmpty(row, 7);
      return;
    }
    PrincipalAxes axes =
        gradient.get().tracelessSymmetric().principalAxes(AxisOrder.FIELD_GRADIENT);
    addNumbers(row, 6, axes.values()[2]);
    if (nucleus.quadrupolar()) {
      Quadrupole q = Quadrupole.of(gradient.get(), GradientUnit.ATOMIC, nucleus);
      addNumbers(row, 6, q.couplingConstant());
      addNumbers(row, 5, q.asymmetry());
      addNumbers(row, 6, q.product());
    } else {
      addEmpty(row, 3);
    }
    addAngles(row, axes.euler());
  }

  private static double angle(NmrTensor shielding, NmrTensor gradient) {
    PrincipalAxes a = shielding.principalAxes(AxisOrder.HAEBERLEN);
    PrincipalAxes b = gradient.principalAxes(AxisOrder.FIELD_GRADIENT);
    return Math.toDegrees(a.angle(b, 2));
  }

  private static void addAngles(List<String> row, EulerAngles angles) {
    addNumbers(
        row,
        3,
        Math.toDegrees(angles.alpha()),
        Math.toDegrees(angles.beta()),
        Math.toDegrees(angles.gamma()));
  }

  private static void addNumbers(List<String> row, int digits, double... values) {
    for (double value : values) {
      row.add(number(value, digits));
    }
  }

  private static void addEmpty(List<String> row, int count) {
    for (int k = 0; k < count; k++) {
      row.add("");
    }
  }

  /** With so many digits, zero without a sign; nothing where it is not known. */
  static String number(double value, int digits) {
    if (Double.isNaN(value)) {
      return "";
    }
    String text = String.format(Locale.ROOT, "%." + digits + "f", value);
    return text.startsWith("-") && Double.parseDouble(text) == 0 ? text.substring(1) : text;
  }

  /** The table so far. */
  @Override
  public String toString() {
    return text.toString();
  }
}
