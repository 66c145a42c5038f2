package org.coesite.cuda;

import org.coesite.backend.Precision;
import org.coesite.cuda.driver.Arguments;
import org.coesite.cuda.driver.DeviceBuffer;
import org.coesite.math.GtoRadialIntegral;
import org.coesite.math.HarmonicRecursion;
import org.coesite.math.RadialTable;
import org.coesite.math.SoapBasis;

/**
 * A basis in device memory: {@code Basis} of expansion.cu. Closed by its owner.
 *
 * <p>Functions of one l stand in rows padded to a multiple of four, so that four are read at once.
 */
final class BasisTables implements AutoCloseable {
  /** Splines finer than single precision would only fill the caches. */
  private static final double SINGLE_ACCURACY = 1e-6;

  private final CudaBackend backend;
  private final SoapBasis basis;
  private final int species;
  private final Owned owned;
  private final DeviceBuffer table;
  private final DeviceBuffer recursion;
  private final DeviceBuffer self;
  private final DeviceBuffer speciesOf;
  private final double start;
  private final double step;
  private final int lastInterval;

  /** Radial functions of one l, padded. */
  final int width;

  BasisTables(CudaBackend backend, SoapBasis basis, int[] species) {
    this.backend = backend;
    this.basis = basis;
    this.species = species.length;
    width = (basis.radialFunctions() + 3) / 4 * 4;
    int[] numbers = SpeciesNumbers.of(species);
    RadialTable splines = RadialTable.of(worthwhile());
    start = splines.start();
    step = splines.step();
    lastInterval = splines.knots() - 2;
    owned = new Owned(backend);
    try {
      table = owned.keep(backend.upload(backend.inPrecision(padded(splines))));
      recursion = owned.keep(backend.upload(backend.inPrecision(recursion())));
      self = owned.keep(backend.upload(backend.inPrecision(self())));
      speciesOf = owned.keep(backend.upload(numbers));
    } catch (RuntimeException failure) {
      owned.close();
      throw failure;
    }
  }

  private SoapBasis worthwhile() {
    return backend.precision() == Precision.F32
        ? basis.withSplineAccuracy(Math.max(basis.splineAccuracy(), SINGLE_ACCURACY))
        : basis;
  }

  /** Values of a knot, then its slopes times the step, [knots, 2, (L + 1) width]. */
  private double[] padded(RadialTable splines) {
    int radial = basis.radialFunctions();
    int functions = functions();
    double[] out = new double[Math.multiplyExact(splines.knots(), 2 * functions)];
    for (int k = 0; k < splines.knots(); k++) {
      for (int i = 0; i < splines.functions(); i++) {
        int at = 2 * k * functions + i / radial * width + i % radial;
        out[at] = splines.value(k, i);
        out[at + functions] = splines.slope(k, i) * splines.step();
      }
    }
    return out;
  }

  /** a, b, e and q_ll where m = l, else 0, [L + 1, L + 1, 4] by (l, m). */
  private double[] recursion() {
    int top = basis.maxAngular();
    HarmonicRecursion source = new HarmonicRecursion(top);
    double[] out = new double[4 * (top + 1) * (top + 1)];
    for (int l = 0; l <= top; l++) {
      for (int m = 0; m <= l; m++) {
        int at = 4 * (l * (top + 1) + m);
        out[at] = source.a(l, m);
        out[at + 1] = source.b(l, m);
        out[at + 2] = source.e(l, m);
        out[at + 3] = l == m ? source.start(m) : 0;
      }
    }
    return out;
  }

  private double[] self() {
    double[] out = new double[width];
    double[] values = new GtoRadialIntegral(basis).ofCentre();
    System.arraycopy(values, 0, out, 0, values.length);
    return out;
  }

  /** Radial functions of all l, padded. */
  int functions() {
    return (basis.maxAngular() + 1) * width;
  }

  /** Arguments that begin with {@code Basis}. */
  Arguments arguments() {
    Arguments out = new Arguments().buffer(table).buffer(recursion).buffer(self).buffer(speciesOf);
    if (backend.precision() == Precision.F64) {
      out.add(start).add(1 / step).add(basis.cutoff()).add(0.0);
    } else {
      out.add((float) start).add((float) (1 / step)).add((float) basis.cutoff()).add(0f);
    }
    return out.add(lastInterval)
        .add(basis.maxAngular())
        .add(basis.radialFunctions())
        .add(width)
        .add(species)
        .add(0);
  }

  @Override
  public void close() {
    owned.close();
  }
}
