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

  private static final String TENSORS = "ms";

  Shielded {
    shieldings = List.copyOf(shieldings);
  }

  /** One moment. */
  static Shielded of(Structure structure, SiliconShielding model) {
    return new Shielded(structure, model.of(structure));
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
    for (Structure moment : moments) {
      List<NmrTensor> now = model.of(moment);
      int site = 0;
      for (int i = 0; i < moment.atoms(); i++) {
        if (moment.species(i) == SILICON) {
          images.computeIfAbsent(i % cell, k -> new ArrayList<>()).add(now.get(site++));
        }
      }
      isotropic.add(NmrTensor.mean(now).isotropic());
    }
    if (Double.isFinite(isotropic.error())) {
      mean = mean.toBuilder().info(ERROR, isotropic.error()).build();
    }
    Map<Integer, NmrTensor> means = new TreeMap<>();
    images.forEach((k, tensors) -> means.put(k, NmrTensor.mean(tensors)));
    List<NmrTensor> shieldings = new ArrayList<>();
    for (int i = 0; i < mean.atoms(); i++) {
      if (mean.species(i) == SILICON) {
        shieldings.add(means.get(i % cell));
      }
    }
    return new Shielded(mean, shieldings);
  }

  /** Standard error of the mean isotropic shielding, ppm; NaN for one moment. */
  double isotropicError() {
    return structure.info().get(ERROR) instanceof Number value ? value.doubleValue() : Double.NaN;
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
