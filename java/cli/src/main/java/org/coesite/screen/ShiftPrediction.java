package org.coesite.screen;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.coesite.CoesiteException;
import org.coesite.nmr.Iupac;
import org.coesite.nmr.NmrModel;
import org.coesite.nmr.NmrPrediction;
import org.coesite.nmr.NmrTensor;
import org.coesite.nmr.Quantity;
import org.coesite.nmr.Referencing;
import org.coesite.report.SiteShift;
import org.coesite.structure.Structure;

/** Shifts of the T sites of a framework. */
public final class ShiftPrediction {
  /** Sites whose principal values all agree within this are equivalent, ppm. */
  private static final double EQUIVALENT = 0.05;

  private static final int SILICON = 14;

  private final NmrModel model;
  private final Referencing referencing;

  /**
   * Shifts from shieldings.
   *
   * @param name of the model, for messages
   * @param model of shieldings of silicon, ppm; stays the caller's
   * @throws CoesiteException if it is none of these
   */
  public ShiftPrediction(String name, NmrModel model, Referencing referencing) {
    if (model.parameters().element() != SILICON || !model.parameters().unit().equals("ppm")) {
      throw new CoesiteException(name + ": not a model of shieldings of silicon");
    }
    this.model = model;
    this.referencing = referencing;
  }

  /**
   * What was predicted of a structure.
   *
   * @param shifts highest first, one for each kind of site
   * @param outside how many sites are unlike any in training
   */
  public record Found(List<SiteShift> shifts, int outside) {}

  /** Sites with the same principal values. */
  private static final class Kind {
    private final Iupac first;
    private double shift;
    private double uncertainty;
    private int sites;

    Kind(Iupac first) {
      this.first = first;
    }

    boolean holds(Iupac other) {
      return Math.abs(first.c11() - other.c11()) < EQUIVALENT
          && Math.abs(first.c22() - other.c22()) < EQUIVALENT
          && Math.abs(first.c33() - other.c33()) < EQUIVALENT;
    }

    void add(double ownShift, double ownUncertainty) {
      shift += ownShift;
      uncertainty += ownUncertainty;
      sites++;
    }

    SiteShift mean() {
      return new SiteShift(shift / sites, uncertainty / sites, sites);
    }
  }

  /**
   * Predicts the shifts of a structure.
   *
   * @throws org.coesite.CoesiteException if it has a species that the model does not know
   */
  public Found of(Structure structure) {
    NmrPrediction found = model.evaluate(structure);
    List<Kind> kinds = new ArrayList<>();
    int outside = 0;
    for (int k = 0; k < found.sites(); k++) {
      NmrTensor shift = referencing.shift(found.tensors()[k]);
      Iupac own = Iupac.of(shift, Quantity.SHIFT);
      Kind kind = kinds.stream().filter(each -> each.holds(own)).findFirst().orElse(null);
      if (kind == null) {
        kind = new Kind(own);
        kinds.add(kind);
      }
      double spread = found.uncertainty(k, t -> referencing.shift(t.isotropic()));
      kind.add(shift.isotropic(), spread);
      outside += found.outside()[k] ? 1 : 0;
    }
    List<SiteShift> shifts =
        kinds.stream()
            .map(Kind::mean)
            .sorted(Comparator.comparingDouble(SiteShift::shift).reversed())
            .toList();
    return new Found(shifts, outside);
  }
}
