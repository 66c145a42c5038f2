package org.coesite.soap;

import org.coesite.backend.Backend;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.Soap;
import org.coesite.backend.Tensor;
import org.coesite.math.SoapBasis;
import org.coesite.models.ManyBody;
import org.coesite.models.Slicing;
import org.coesite.structure.Batch;

/**
 * Spherical expansions and power spectra of all atoms of structures, slice by slice so that memory
 * beyond the result is bounded; the same bits whatever the batch and the slice. Used by one thread
 * at a time; closed before its backend.
 */
public final class SoapFeatures implements AutoCloseable {
  private final Backend backend;
  private final Soap soap;
  private final CentreWeight weight;
  private final Slicing slicing;

  /**
   * Prepares them.
   *
   * @param species atomic numbers of neighbours, ascending
   * @throws IllegalArgumentException if the species do not ascend
   */
  public SoapFeatures(SoapHypers hypers, int[] species, Backend backend) {
    this(hypers, species, backend, slicing(hypers.basis(), species.length, backend));
  }

  /** With slices of another size: results do not depend on it. */
  SoapFeatures(SoapHypers hypers, int[] species, Backend backend, Slicing slicing) {
    this.backend = backend;
    this.slicing = slicing;
    soap = backend.soap(hypers.basis(), species);
    weight = new CentreWeight(backend, soap, hypers.centreWeight());
  }

  private static Slicing slicing(SoapBasis basis, int species, Backend backend) {
    // an expansion in which the centre counts otherwise is there twice
    long numbers =
        2L * species * basis.harmonics() * basis.radialFunctions()
            + ManyBody.features(basis, species);
    return Slicing.of(backend, numbers * backend.precision().bytes());
  }

  /** What is done with the features of some atoms. */
  @FunctionalInterface
  public interface Rows {
    /**
     * Does it.
     *
     * @param first the first atom of the batch that they are of
     * @param last one past the last
     * @param values a row for each, not to be closed
     */
    void take(int first, int last, Tensor values);
  }

  public SoapBasis basis() {
    return soap.basis();
  }

  /** Atomic numbers of neighbours, ascending. */
  public int[] species() {
    return soap.species();
  }

  /** The kernels that are behind it, whose columns power spectra have. */
  public Soap soap() {
    return soap;
  }

  /** Columns of a spherical expansion: species, l and m, n; the last fastest. */
  public int expansionColumns() {
    return soap.species().length * basis().harmonics() * basis().radialFunctions();
  }

  /**
   * Power spectra.
   *
   * @param rows takes [centres, {@link Soap#features}], atoms ascending
   * @throws org.coesite.CoesiteException if an atom is of none of the species
   */
  public void spectra(Batch batch, Rows rows) {
    expansions(
        batch,
        (first, last, coefficients) -> {
          try (Tensor features = soap.powerSpectrum(coefficients)) {
            rows.take(first, last, features);
          }
        });
  }

  /**
   * Spherical expansions.
   *
   * @param rows takes [centres, species, (l, m), n], atoms ascending
   * @throws org.coesite.CoesiteException if an atom is of none of the species
   */
  public void expansions(Batch batch, Rows rows) {
    if (batch.atoms() == 0) {
      return;
    }
    try (NeighbourSearch search = backend.neighbours(batch, basis().cutoff())) {
      slicing.forEach(batch, (first, last) -> expand(search, first, last, rows));
    }
  }

  private void expand(NeighbourSearch search, int first, int last, Rows rows) {
    try (Neighbours pairs = search.pairs(first, last);
        Tensor coefficients = weight.apply(soap.expansion(pairs), pairs)) {
      rows.take(first, last, coefficients);
    }
  }

  @Override
  public void close() {
    soap.close();
  }
}
