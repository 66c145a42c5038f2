package org.coesite.io;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.coesite.CoesiteException;
import org.coesite.structure.AtomProperty;
import org.coesite.structure.Cell;
import org.coesite.structure.Element;
import org.coesite.structure.Structure;
import org.coesite.symmetry.SymmetryGroup;

/** Turns a data block into the atoms of one cell. */
final class CifCrystal {
  private static final double FULL = 0.999;

  /** No two atoms are closer than this, angstrom: sites that are exclude one another. */
  private static final double EXCLUSIVE = 0.6;

  private static final double SMALLEST_VOLUME = 1e-3;

  private final CifBlock block;
  private final TextLines lines;
  private final ReadOptions options;
  private final Consumer<String> warnings;

  CifCrystal(CifBlock block, TextLines lines, ReadOptions options, Consumer<String> warnings) {
    this.block = block;
    this.lines = lines;
    this.options = options;
    this.warnings = warnings;
  }

  static boolean hasAtoms(CifBlock block) {
    return !block.column("_atom_site_fract_x").isEmpty()
        || !block.column("_atom_site_cartn_x").isEmpty();
  }

  /** One site of the asymmetric unit. */
  private record Site(
      int row, String label, int species, double[] position, double occupancy, long line) {}

  Structure structure() {
    Cell cell = cell();
    SymmetryGroup group = new CifSymmetry(block, cell, lines, warnings).group();
    List<Site> sites = sites(cell);
    if (sites.isEmpty()) {
      throw lines.errorAt(block.line(), "the data block has no atoms with coordinates");
    }
    SpecialPositions positions = new SpecialPositions(group, cell, options.mergeDistance());
    List<Site> owners = new ArrayList<>();
    List<double[]> images = new ArrayList<>();
    for (Site site : sites) {
      for (double[] image : positions.orbit(site.position())) {
        owners.add(site);
        images.add(image);
      }
    }
    thinDisorder(owners, images, cell);
    return build(owners, images, cell);
  }

  private Structure build(List<Site> owners, List<double[]> images, Cell cell) {
    int atoms = owners.size();
    int[] species = new int[atoms];
    double[] cartesian = new double[3 * atoms];
    double[] occupancies = new double[atoms];
    List<String> labels = new ArrayList<>();
    boolean partial = false;
    for (int i = 0; i < atoms; i++) {
      Site site = owners.get(i);
      species[i] = site.species();
      labels.add(site.label());
      occupancies[i] = site.occupancy();
      partial |= site.occupancy() < FULL;
      toCartesian(images.get(i), cell, cartesian, 3 * i);
    }
    Structure.Builder builder = Structure.of(species, cartesian).cell(cell);
    if (!block.name().isEmpty()) {
      builder.info("name", block.name());
    }
    builder.atomProperty("label", AtomProperty.of(labels, 1));
    if (partial) {
      builder.atomProperty("occupancy", AtomProperty.of(occupancies, 1));
    }
    return builder.build();
  }

  private static void toCartesian(double[] fractional, Cell cell, double[] target, int at) {
    for (int axis = 0; axis < 3; axis++) {
      target[at + axis] =
          fractional[0] * cell.get(0, axis)
              + fractional[1] * cell.get(1, axis)
              + fractional[2] * cell.get(2, axis);
    }
  }

  private Cell cell() {
    double[] parameters = new double[6];
    String[] names = {
      "length_a", "length_b", "length_c", "angle_alpha", "angle_beta", "angle_gamma"
    };
    for (int i = 0; i < 6; i++) {
      CifBlock.Value value = block.value("_cell_" + names[i]);
      if (value == null) {
        throw lines.errorAt(block.line(), "the data block lacks _cell_" + names[i]);
      }
      parameters[i] = number(value, "_cell_" + names[i]);
    }
    try {
      Cell cell =
          Cell.of(
              parameters[0],
              parameters[1],
              parameters[2],
              parameters[3],
              parameters[4],
              parameters[5]);
      if (!(cell.volume() >= SMALLEST_VOLUME) || !Double.isFinite(cell.volume())) {
        throw new IllegalArgumentException("its volume is " + cell.volume());
      }
      return cell;
    } catch (IllegalArgumentException e) {
      throw lines.errorAt(block.line(), "no such cell: " + e.getMessage());
    }
  }

  /** A number, whose uncertainty in brackets is left aside; fractions such as 1/3 are allowed. */
  private double number(CifBlock.Value value, String what) {
    String text = value.text().strip();
    int bracket = text.indexOf('(');
    String digits = bracket < 0 ? text : text.substring(0, bracket);
    int slash = digits.indexOf('/');
    double number;
    try {
      number =
          slash < 0
              ? Numbers.real(digits)
              : Numbers.real(digits.substring(0, slash))
                  / Numbers.real(digits.substring(slash + 1));
    } catch (NumberFormatException e) {
      throw lines.errorAt(
          value.line(), what + " must be a number, not " + TextLines.quoted(value.text()));
    }
    if (!Double.isFinite(number)) {
      throw lines.errorAt(value.line(), what + " is not finite: " + value.text());
    }
    return number;
  }

  private List<Site> sites(Cell cell) {
    boolean fractional = !block.column("_atom_site_fract_x").isEmpty();
    String stem = fractional ? "_atom_site_fract_" : "_atom_site_cartn_";
    List<List<CifBlock.Value>> coordinates = new ArrayList<>();
    for (String axis : List.of("x", "y", "z")) {
      List<CifBlock.Value> column = block.column(stem + axis);
      if (column.size() != block.column(stem + "x").size()) {
        throw lines.errorAt(block.line(), "the data block lacks " + stem + axis);
      }
      coordinates.add(column);
    }
    List<Site> sites = new ArrayList<>();
    for (int row = 0; row < coordinates.getFirst().size(); row++) {
      Site site = site(row, coordinates, stem);
      if (site != null) {
        sites.add(fractional ? site : fractionalSite(site, cell));
      }
    }
    return sites;
  }

  private Site site(int row, List<List<CifBlock.Value>> coordinates, String stem) {
    long line = coordinates.getFirst().get(row).line();
    String label = cell("_atom_site_label", row);
    String symbol = cell("_atom_site_type_symbol", row);
    String shown = label == null ? symbol == null ? "?" : symbol : label;
    if ("dum".equalsIgnoreCase(cell("_atom_site_calc_flag", row))) {
      warnings.accept("the dummy site " + shown + " is left out");
      return null;
    }
    double[] position = new double[3];
    for (int k = 0; k < 3; k++) {
      CifBlock.Value value = coordinates.get(k).get(row);
      if (value.missing()) {
        warnings.accept("the site " + shown + " has no coordinates and is left out");
        return null;
      }
      position[k] = number(value, stem + "xyz".charAt(k));
    }
    double occupancy = occupancy(row, shown, line);
    if (occupancy <= 0) {
      warnings.accept("the site " + shown + " is empty (occupancy 0) and is left out");
      return null;
    }
    return new Site(
        row, shown.replaceAll("\\s", "_"), species(symbol, label, line), position, occupancy, line);
  }

  private String cell(String tag, int row) {
    List<CifBlock.Value> column = block.column(tag);
    return row < column.size() ? column.get(row).text() : null;
  }

  private int species(String symbol, String label, long line) {
    if (symbol == null && label == null) {
      throw lines.errorAt(line, "the site has neither _atom_site_type_symbol nor _atom_site_label");
    }
    try {
      return Element.ofLabel(symbol == null ? label : symbol);
    } catch (CoesiteException e) {
      throw lines.errorAt(line, e.getMessage());
    }
  }

  private double occupancy(int row, String label, long line) {
    List<CifBlock.Value> column = block.column("_atom_site_occupancy");
    if (row >= column.size() || column.get(row).missing()) {
      return 1;
    }
    double occupancy = number(column.get(row), "_atom_site_occupancy");
    if (occupancy > 1.001 || occupancy < 0) {
      throw lines.errorAt(line, "the site " + label + " has occupancy " + occupancy);
    }
    if (occupancy > 0 && occupancy < FULL) {
      String message = "the site " + label + " is occupied to " + occupancy + " only";
      if (options.partialOccupancy() == ReadOptions.PartialOccupancy.REFUSE) {
        throw lines.errorAt(line, message + "; an ordered structure was expected");
      }
      warnings.accept(message + "; it was taken as full");
    }
    return occupancy;
  }

  /** Cartesian sites are in the axes of {@link Cell#of}, unless the file gives the matrix. */
  private Site fractionalSite(Site site, Cell cell) {
    double[] r = site.position().clone();
    double[] matrix = cell.inverse();
    boolean given = block.value("_atom_sites_fract_tran_matrix_11") != null;
    double[] f = new double[3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        String index = "" + (i + 1) + (j + 1);
        f[i] += r[j] * (given ? transformation("matrix_" + index) : matrix[3 * j + i]);
      }
      f[i] += given ? transformation("vector_" + (i + 1)) : 0;
    }
    return new Site(site.row(), site.label(), site.species(), f, site.occupancy(), site.line());
  }

  private double transformation(String part) {
    String tag = "_atom_sites_fract_tran_" + part;
    CifBlock.Value value = block.value(tag);
    return value == null ? 0 : number(value, tag);
  }

  /**
   * Of partly occupied sites that exclude one another (Si and Al on a T site, an oxygen split about
   * a mirror plane) the fullest stays, and of one site's own images the first.
   */
  private void thinDisorder(List<Site> owners, List<double[]> images, Cell cell) {
    boolean partial = owners.stream().anyMatch(site -> site.occupancy() < FULL);
    Set<String> said = new HashSet<>();
    while (partial) {
      StructureCheck.Pair pair = StructureCheck.closePair(build(owners, images, cell), EXCLUSIVE);
      if (pair == null) {
        return;
      }
      Site first = owners.get(pair.first());
      Site second = owners.get(pair.second());
      if (first.occupancy() >= FULL || second.occupancy() >= FULL) {
        return; // if that is too close, the check of the whole structure says so
      }
      boolean split = first.row() == second.row();
      Site dropped = first.occupancy() < second.occupancy() ? first : second;
      Site kept = first.occupancy() < second.occupancy() ? second : first;
      String message =
          split
              ? "the site " + kept.label() + " is split: of images too close the first stays"
              : "the site " + dropped.label() + " gives way to " + kept.label();
      if (said.add(message)) {
        warnings.accept(message);
      }
      for (int i = owners.size() - 1; i >= 0; i--) {
        if (split ? i == pair.second() : owners.get(i).row() == dropped.row()) {
          owners.remove(i);
          images.remove(i);
        }
      }
    }
  }
}
