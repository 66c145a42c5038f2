package org.coesite.cuda;

import java.util.Arrays;
import org.coesite.backend.SparsePoints;
import org.coesite.cuda.driver.DeviceBuffer;

/** The sparse points of one centre species in device memory. Closed by its owner. */
final class SpeciesPoints implements AutoCloseable {
  private final Owned owned;

  /** First of all sparse points. */
  final int first;

  final int count;

  /** p_M, [points, features], in the backend's precision. */
  final DeviceBuffer features;

  /** w, [channels, points], in double. */
  final DeviceBuffer weights;

  /** 1 / |p_M|, [points], in double; 0 for a point without features. */
  final DeviceBuffer inverseNorms;

  SpeciesPoints(CudaBackend backend, SparsePoints points, int first, int count) {
    this.first = first;
    this.count = count;
    int width = points.featureCount();
    double[] p = Arrays.copyOfRange(points.features(), first * width, (first + count) * width);
    owned = new Owned(backend);
    try {
      features = owned.keep(backend.upload(backend.inPrecision(p)));
      weights = owned.keep(backend.upload(weights(points)));
      inverseNorms = owned.keep(backend.upload(inverseNorms(p, width)));
    } catch (RuntimeException failure) {
      owned.close();
      throw failure;
    }
  }

  private double[] weights(SparsePoints points) {
    int channels = points.channels();
    double[] out = new double[channels * count];
    for (int m = 0; m < count; m++) {
      for (int c = 0; c < channels; c++) {
        out[c * count + m] = points.weights()[(first + m) * channels + c];
      }
    }
    return out;
  }

  private double[] inverseNorms(double[] p, int width) {
    double[] out = new double[count];
    for (int m = 0; m < count; m++) {
      double square = 0;
      for (int f = 0; f < width; f++) {
        square += p[m * width + f] * p[m * width + f];
      }
      out[m] = square == 0 ? 0 : 1 / Math.sqrt(square);
    }
    return out;
  }

  @Override
  public void close() {
    owned.close();
  }
}
