package org.coesite.examples.silica;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.coesite.CoesiteException;
import org.coesite.examples.dynamics.BlockAverage;
import org.coesite.io.StructureReader;
import org.coesite.io.StructureWriter;
import org.coesite.nmr.NmrPrediction;
import org.coesite.nmr.NmrTensor;
import org.coesite.nmr.Referencing;
import org.coesite.nmr.TensorColumn;
import org.coesite.nmr.spectrum.Site;
import org.coesite.structure.AtomProperty;
import org.coesite.structure.Structure;

/**
 * A structure and the shielding tensors of its silicon atoms, of one moment or the mean of many. In
 * a file it is extended XYZ with columns {@code ms} and {@code ms_known}, as {@code coesite nmr}
 * reads it. Immutable.
 *
 * @param structure atoms; where they are on average
 * @param shieldings of the silicon atoms in their order, ppm
 */
record Shielded(Structure structure, List<NmrTensor> shieldings) {
  static final int SILICON = 14;

  /** Standard error of the mean isotropic shielding over a trajectory, ppm. */
  private static final String ERROR = "isotropic_error_ppm";

  /** The same by each member of the committee, ppm. */
  private static final String MEMBERS = "isotropic_members_ppm";

  private static final String OUTSIDE = "share_outside";

  private static final String TENSORS = "ms";

  Shielded {
    shieldings = List.copyOf(shieldings);
  }

  /** One moment, each site by itself. */
  static Shielded of(Structure structure, SiliconShielding model) {
    return mean(List.of(structure), structure.atoms(), model);
  }

  /**
   * The mean over a trajectory, tensor by tensor: what a spectrometer sees of motion that is fast
   * against the width of its lines. Each site is averaged with those that the crystal's
   * translations make of it, which are as many more moments of the same.
   *
   * @param cell atoms of the cell that is repeated: atoms whose numbers differ by a multiple of it
   *     are images of each other
   */
  static Shielded mean(List<Structure> moments, int cell, SiliconShielding model) {
    Structure mean = CrystalShape.of(moments).mean();
    Map<Integer, List<NmrTensor>> images = new TreeMap<>();
    BlockAverage isotropic = new BlockAverage();
    List<NmrPrediction> predictions = moments.stream().map(model::of).toList();
    for (NmrPrediction now : predictions) {
      for (int site = 0; site < now.sites(); site++) {
        images
            .computeIfAbsent(now.atoms()[site] % cell, k -> new ArrayList<>())
            .add(now.tensors()[site]);
      }
      isotropic.add(NmrTensor.mean(List.of(now.tensors())).isotropic());
    }
    Structure.Builder described =
        mean.toBuilder().info(MEMBERS, members(predictions)).info(OUTSIDE, outside(predictions));
    if (Double.isFinite(isotropic.error())) {
      described.info(ERROR, isotropic.error());
    }
    Map<Integer, NmrTensor> means = new TreeMap<>();
    images.forEach((k, tensors) -> means.put(k, NmrTensor.mean(tensors)));
    List<NmrTensor> shieldings = new ArrayList<>();
    for (int i = 0; i < mean.atoms(); i++) {
      if (mean.species(i) == SILICON) {
        shieldings.add(means.get(i % cell));
      }
    }
    return new Shielded(described.build(), shieldings);
  }

  /** What each member of the committee says of the mean isotropic shielding. */
  private static double[] members(List<NmrPrediction> predictions) {
    double[] means = new double[predictions.get(0).members()[0].length];
    int sites = predictions.stream().mapToInt(NmrPrediction::sites).sum();
    for (NmrPrediction prediction : predictions) {
      for (NmrTensor[] members : prediction.members()) {
        for (int m = 0; m < means.length; m++) {
          means[m] += members[m].isotropic() / sites;
        }
      }
    }
    return means;
  }

  private static double outside(List<NmrPrediction> predictions) {
    int outside = 0;
    int sites = 0;
    for (NmrPrediction prediction : predictions) {
      for (boolean flag : prediction.outside()) {
        outside += flag ? 1 : 0;
        sites++;
      }
    }
    return (double) outside / sites;
  }

  /** Standard error of the mean isotropic shielding, ppm; NaN for one moment. */
  double isotropicError() {
    return number(ERROR);
  }

  /** Part of the sites, over all moments, whose environments are unlike any in training. */
  double outside() {
    return number(OUTSIDE);
  }

  private double number(String name) {
    return structure.info().get(name) instanceof Number value ? value.doubleValue() : Double.NaN;
  }

  /** The committee's standard deviation of the mean isotropic shielding, ppm. */
  double modelError() {
    return deviation(members(), isotropic());
  }

  /**
   * The committee's standard deviation of the difference to another's mean isotropic shielding,
   * ppm: less than either's where the model errs alike in both.
   */
  double modelErrorOfDifference(Shielded other) {
    double[] mine = members();
    double[] others = other.members();
    double[] differences = new double[mine.length];
    for (int m = 0; m < mine.length; m++) {
      differences[m] = mine[m] - others[m];
    }
    return deviation(differences, isotropic() - other.isotropic());
  }

  private double[] members() {
    return structure.info().get(MEMBERS) instanceof double[] values ? values : new double[0];
  }

  private static double deviation(double[] members, double mean) {
    double square = 0;
    for (double member : members) {
      square += (member - mean) * (member - mean) / members.length;
    }
    return members.length == 0 ? Double.NaN : Math.sqrt(square);
  }

  /** Mean isotropic shielding of the sites, ppm. */
  double isotropic() {
    return NmrTensor.mean(shieldings).isotropic();
  }

  /** The sites of a spectrum, all together of weight 1. */
  List<Site> sites(Referencing referencing) {
    double weight = 1.0 / shieldings.size();
    return shieldings.stream()
        .map(tensor -> Site.of(referencing.shift(tensor)).times(weight))
        .toList();
  }

  void write(Path file) {
    double[] values = new double[9 * structure.atoms()];
    long[] known = new long[structure.atoms()];
    int site = 0;
    for (int i = 0; i < known.length; i++) {
      if (structure.species(i) == SILICON) {
        known[i] = 1;
        System.arraycopy(shieldings.get(site++).toArray(), 0, values, 9 * i, 9);
      }
    }
    Structure labelled =
        structure.toBuilder()
            .atomProperty(TENSORS, AtomProperty.of(values, 9))
            .atomProperty(TENSORS + "_known", AtomProperty.of(known, 1))
            .build();
    StructureWriter.writeAll(file, List.of(labelled));
  }

  /**
   * What a file holds.
   *
   * @throws CoesiteException if it is not there or has no tensors
   */
  static Shielded read(Path file) {
    if (!Files.exists(file)) {
      throw new CoesiteException(file + ": is not there; the stage tensors makes it");
    }
    Structure structure = StructureReader.readAll(file).get(0);
    TensorColumn column = TensorColumn.of(structure, TENSORS);
    List<NmrTensor> shieldings = new ArrayList<>();
    for (int i = 0; i < column.atoms(); i++) {
      if (column.known(i)) {
        shieldings.add(column.get(i));
      }
    }
    return new Shielded(structure, shieldings);
  }
}
