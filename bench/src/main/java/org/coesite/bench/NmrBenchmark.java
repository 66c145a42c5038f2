package org.coesite.bench;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.coesite.nmr.AxisOrder;
import org.coesite.nmr.EulerAngles;
import org.coesite.nmr.Haeberlen;
import org.coesite.nmr.HerzfeldBerger;
import org.coesite.nmr.Iupac;
import org.coesite.nmr.NmrTensor;
import org.coesite.nmr.Nucleus;
import org.coesite.nmr.Quadrupole;
import org.coesite.nmr.Quantity;
import org.coesite.nmr.spectrum.Broadening;
import org.coesite.nmr.spectrum.Experiment;
import org.coesite.nmr.spectrum.PowderSpectrum;
import org.coesite.nmr.spectrum.Site;
import org.coesite.nmr.spectrum.SpectralAxis;
import org.coesite.nmr.spectrum.Spectrum;
import org.coesite.nmr.spectrum.Spinning;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * NMR: tensors in all conventions, and spectra of one site, 2048 points, converged to the
 * tolerance.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class NmrBenchmark {
  /** Tensors of one call. */
  static final int TENSORS = 1000;

  private static final int POINTS = 2048;
  private static final double FIELD = 9.4;

  private final NmrTensor[] tensors = new NmrTensor[TENSORS];
  private Site silicon;
  private Site oxygen;
  private Site aligned;

  /** Random tensors; shifts and couplings as glasses have them. */
  @Setup(Level.Trial)
  public void prepare() {
    Random random = new Random(1);
    for (int i = 0; i < TENSORS; i++) {
      tensors[i] = NmrTensor.of(random.doubles(9, -50, 50).toArray());
    }
    Nucleus nucleus = Nucleus.of("17O");
    NmrTensor shift = NmrTensor.diagonal(10, 30, 80);
    silicon = Site.of(NmrTensor.diagonal(-130, -105, -95));
    aligned = Site.of(shift, Quadrupole.of(nucleus, 5, 0.3, EulerAngles.ZERO));
    oxygen = Site.of(shift, Quadrupole.of(nucleus, 5, 0.3, EulerAngles.degrees(20, 50, 70)));
  }

  /** Every convention and the angles of many tensors. */
  @Benchmark
  public double tensors() {
    double sum = 0;
    for (NmrTensor tensor : tensors) {
      sum += Haeberlen.of(tensor).anisotropy();
      sum += HerzfeldBerger.of(tensor, Quantity.SHIELDING).skew();
      sum += Iupac.of(tensor, Quantity.SHIELDING).c11();
      sum += tensor.principalAxes(AxisOrder.HAEBERLEN).euler().beta();
    }
    return sum;
  }

  @Benchmark
  public Spectrum shiftStatic() {
    return spectrum(silicon, "29Si", Spinning.STATIC);
  }

  @Benchmark
  public Spectrum shiftSidebands() {
    return spectrum(silicon, "29Si", Spinning.at(1000));
  }

  @Benchmark
  public Spectrum quadrupoleFast() {
    return spectrum(aligned, "17O", Spinning.FAST);
  }

  @Benchmark
  public Spectrum quadrupoleStatic() {
    return spectrum(oxygen, "17O", Spinning.STATIC);
  }

  @Benchmark
  public Spectrum quadrupoleSidebands() {
    return spectrum(oxygen, "17O", Spinning.at(15_000));
  }

  private static Spectrum spectrum(Site site, String nucleus, Spinning spinning) {
    Experiment experiment = new Experiment(Nucleus.of(nucleus), FIELD, spinning);
    Broadening broadening = new Broadening(1, 0);
    List<Site> sites = List.of(site);
    SpectralAxis axis = PowderSpectrum.range(sites, experiment, broadening, POINTS);
    return PowderSpectrum.of(sites, experiment, axis, broadening);
  }
}
