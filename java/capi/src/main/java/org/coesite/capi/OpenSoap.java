package org.coesite.capi;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.backend.OutOfDeviceMemoryException;
import org.coesite.backend.Tensor;
import org.coesite.soap.FullSpectrum;
import org.coesite.soap.SoapFeatures;
import org.coesite.soap.SoapHypers;
import org.coesite.structure.Batch;
import org.coesite.structure.Element;

/**
 * SOAP features that the host has opened, on a backend of their own. Used by one thread at a time.
 */
final class OpenSoap implements Opened.Resource {
  private final Backend backend;
  private final SoapFeatures features;

  private OpenSoap(Backend backend, SoapFeatures features) {
    this.backend = backend;
    this.features = features;
  }

  /**
   * Opens them.
   *
   * @param hypers in featomic's JSON
   * @param species atomic numbers of neighbours, in any order
   */
  static OpenSoap open(String hypers, int[] species, Options options) {
    SoapHypers parsed;
    try {
      parsed = SoapHypers.parse(hypers);
    } catch (IllegalArgumentException e) {
      throw new CallException(Status.ARGUMENT, "hypers: " + e.getMessage(), e);
    }
    int[] ascending = ascending(species);
    Backend backend = options.openBackend();
    try {
      return new OpenSoap(backend, new SoapFeatures(parsed, ascending, backend));
    } catch (RuntimeException | Error e) {
      backend.close();
      throw e;
    }
  }

  private static int[] ascending(int[] species) {
    int[] sorted = species.clone();
    Arrays.sort(sorted);
    for (int k = 0; k < sorted.length; k++) {
      if (!Element.exists(sorted[k])) {
        throw CallException.argument("no element has the atomic number " + sorted[k]);
      }
      if (k > 0 && sorted[k] == sorted[k - 1]) {
        throw CallException.argument("species " + sorted[k] + " is named twice");
      }
    }
    if (sorted.length == 0) {
      throw CallException.argument("features of no species: at least one is needed");
    }
    return sorted;
  }

  /**
   * Computes features of all atoms of a batch.
   *
   * @param into receives memory and what fills it
   */
  void compute(
      SoapKind kind, boolean normalised, Batch batch, MemorySegment allocator, HostStruct into) {
    FullSpectrum full = kind == SoapKind.FULL ? new FullSpectrum(features.soap()) : null;
    FeatureArrays arrays =
        new FeatureArrays(
            batch.atoms(), kind.labels(features), backend.precision(), normalised, full);
    arrays.take(allocator, into);
    try {
      if (kind == SoapKind.EXPANSION) {
        features.expansions(batch, (first, _, values) -> put(arrays, first, values));
      } else {
        features.spectra(batch, (first, _, values) -> put(arrays, first, values));
      }
    } catch (OutOfDeviceMemoryException e) {
      throw new CallException(Status.MEMORY, e.getMessage(), e);
    } catch (CoesiteException e) {
      throw new CallException(Status.STRUCTURE, e.getMessage(), e);
    }
  }

  private static void put(FeatureArrays arrays, int first, Tensor values) {
    arrays.put(first, values);
  }

  @Override
  public void close() {
    features.close();
    backend.close();
  }
}
