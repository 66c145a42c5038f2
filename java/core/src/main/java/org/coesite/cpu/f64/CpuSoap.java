package org.coesite.cpu.f64;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.coesite.backend.Neighbours;
import org.coesite.backend.Precision;
import org.coesite.backend.Soap;
import org.coesite.backend.Tensor;
import org.coesite.cpu.CpuBackend;
import org.coesite.cpu.CpuNeighbours;
import org.coesite.cpu.CpuTensor;
import org.coesite.math.GtoRadialIntegral;
import org.coesite.math.RadialTable;
import org.coesite.math.SoapBasis;

/** SOAP on the CPU: shares centres out among the workers, each with its own scratch memory. */
public final class CpuSoap implements Soap {
  /** Centres in one task. */
  private static final int CHUNK = 16;

  private static final int ATOMIC_NUMBERS = 120;

  private final CpuBackend backend;
  private final SoapBasis basis;
  private final int[] species;
  private final SpectrumLayout layout;
  private final Expansion[] expansions;
  private final ExpansionAdjoint[] adjoints;
  private final Spectrum[] spectra;

  public CpuSoap(CpuBackend backend, SoapBasis basis, int[] species) {
    this.backend = backend;
    this.basis = basis;
    this.species = species.clone();
    int[] speciesOf = new int[ATOMIC_NUMBERS];
    Arrays.fill(speciesOf, -1);
    for (int s = 0; s < species.length; s++) {
      if (s > 0 && species[s] <= species[s - 1]) {
        throw new IllegalArgumentException("species ascend: " + Arrays.toString(species));
      }
      speciesOf[species[s]] = s;
    }
    layout = new SpectrumLayout(basis, species.length);
    RadialSplines splines = new RadialSplines(RadialTable.of(worthwhile(basis)));
    int workers = backend.workers().workers();
    expansions = new Expansion[workers];
    adjoints = new ExpansionAdjoint[workers];
    spectra = new Spectrum[workers];
    double[] self = self(basis);
    for (int k = 0; k < workers; k++) {
      expansions[k] = new Expansion(basis, species.length, speciesOf, splines, self);
      adjoints[k] = new ExpansionAdjoint(basis, species.length, speciesOf, splines);
      spectra[k] = new Spectrum(layout);
    }
  }

  /** Splines finer than single precision would only fill the cache. */
  private SoapBasis worthwhile(SoapBasis asked) {
    return backend.precision() == Precision.F32 // wide
        ? asked.withSplineAccuracy(Math.max(asked.splineAccuracy(), 1e-6))
        : asked;
  }

  /** The centre's own Gaussian: I_n0(0) Y_00. */
  private static double[] self(SoapBasis basis) {
    /* wide */ double[] values = new GtoRadialIntegral(basis).ofCentre();
    double[] out = new double[basis.radialFunctions() + Lanes.COUNT];
    for (int n = 0; n < basis.radialFunctions(); n++) {
      out[n] = Lanes.round(values[n]);
    }
    return out;
  }

  @Override
  public SoapBasis basis() {
    return basis;
  }

  @Override
  public int[] species() {
    return species.clone();
  }

  @Override
  public int features() {
    return layout.features;
  }

  private void forCentres(int centres, org.coesite.cpu.WorkerPool.Task centre) {
    backend
        .workers()
        .run(
            (centres + CHUNK - 1) / CHUNK,
            (chunk, worker) -> {
              for (int k = chunk * CHUNK; k < Math.min((chunk + 1) * CHUNK, centres); k++) {
                centre.run(k, worker);
              }
            });
  }

  private CpuNeighbours checked(Neighbours pairs) {
    CpuNeighbours list = (CpuNeighbours) pairs;
    list.vectors().segment(); // refuses closed pairs
    if (list.cutoff() < basis.cutoff()) {
      throw new IllegalArgumentException(
          "neighbours within %s do not reach the basis's cutoff of %s"
              .formatted(list.cutoff(), basis.cutoff()));
    }
    return list;
  }

  @Override
  public Tensor expansion(Neighbours pairs) {
    CpuNeighbours list = checked(pairs);
    int centres = list.last() - list.first();
    CpuTensor out =
        backend.allocate(centres, species.length, basis.harmonics(), basis.radialFunctions());
    MemorySegment target = out.segment();
    try {
      forCentres(centres, (k, worker) -> expansions[worker].centre(list, k, target));
    } catch (RuntimeException failure) {
      out.close();
      throw failure;
    }
    return out;
  }

  private CpuTensor coefficients(Tensor tensor) {
    return backend.own(
        tensor, tensor.shape(0), species.length, basis.harmonics(), basis.radialFunctions());
  }

  @Override
  public Tensor powerSpectrum(Tensor coefficients) {
    CpuTensor source = coefficients(coefficients);
    int centres = Math.toIntExact(source.shape(0));
    CpuTensor out = backend.allocate(centres, layout.features);
    MemorySegment c = source.segment();
    MemorySegment target = out.segment();
    forCentres(centres, (k, worker) -> spectra[worker].centre(c, k, target));
    return out;
  }

  @Override
  public Tensor powerSpectrumAdjoint(Tensor coefficients, Tensor featureGradients) {
    CpuTensor source = coefficients(coefficients);
    int centres = Math.toIntExact(source.shape(0));
    MemorySegment dp = backend.own(featureGradients, centres, layout.features).segment();
    CpuTensor out =
        backend.allocate(centres, species.length, basis.harmonics(), basis.radialFunctions());
    MemorySegment c = source.segment();
    MemorySegment target = out.segment();
    forCentres(centres, (k, worker) -> spectra[worker].adjoint(c, k, dp, target));
    return out;
  }

  @Override
  public void expansionAdjoint(
      Neighbours pairs, Tensor coefficientGradients, Tensor pairGradients) {
    CpuNeighbours list = checked(pairs);
    int centres = list.last() - list.first();
    MemorySegment dc = coefficients(coefficientGradients).segment();
    MemorySegment target = backend.own(pairGradients, list.count(), 3).segment();
    forCentres(centres, (k, worker) -> adjoints[worker].centre(list, k, dc, target));
  }

  @Override
  public void close() {
    // scratch memory is on the heap
  }
}
