package org.coesite.dispersion;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.coesite.CoesiteException;
import org.coesite.models.Calculator;
import org.coesite.models.Prediction;
import org.coesite.structure.Batch;

/**
 * The two-body D3 dispersion correction of Grimme, Antony, Ehrlich and Krieg (J. Chem. Phys. 132,
 * 154104 (2010)) with Becke-Johnson damping (J. Comput. Chem. 32, 1456 (2011)): energy, forces and
 * stress of molecules and of crystals periodic in any directions. No three-body term, as is usual
 * with solids.
 *
 * <p>Pairs are summed to {@value #DEFAULT_CUTOFF} angstrom unless told otherwise; an infinite sum
 * adds 0.4 meV per atom in quartz, and as that goes with the density, less than 0.05 kJ/mol of SiO2
 * between frameworks. Coordination numbers count neighbours to {@value #COORDINATION_CUTOFF}
 * angstrom, which is right to 3e-6 eV per atom. Over the last angstrom both sums fade out smoothly,
 * so that energies are differentiable everywhere.
 *
 * <p>Results are bitwise the same with any number of threads.
 */
public final class D3Dispersion implements Calculator {
  /** How far pairs are summed unless told otherwise, angstrom. */
  public static final double DEFAULT_CUTOFF = 21.17;

  /** How far neighbours count in coordination numbers, angstrom. */
  static final double COORDINATION_CUTOFF = 12;

  private final D3Parameters parameters;
  private final double cutoff;
  private final double coordinationCutoff;
  private final ForkJoinPool pool;

  /** Sums pairs to the default cutoff. */
  public D3Dispersion(D3Parameters parameters, int threads) {
    this(parameters, DEFAULT_CUTOFF, threads);
  }

  /**
   * A correction that sums pairs to a given distance.
   *
   * @param cutoff how far pairs are summed, angstrom
   * @throws CoesiteException if the cutoff is too short to mean anything
   */
  public D3Dispersion(D3Parameters parameters, double cutoff, int threads) {
    this(parameters, cutoff, COORDINATION_CUTOFF, threads);
  }

  D3Dispersion(D3Parameters parameters, double cutoff, double coordinationCutoff, int threads) {
    if (!(cutoff > 5) || !Double.isFinite(cutoff)) {
      throw new CoesiteException(
          "D3 dispersion: a cutoff of " + cutoff + " angstrom; more than 5 is needed");
    }
    this.parameters = parameters;
    this.cutoff = cutoff;
    this.coordinationCutoff = Math.min(cutoff, coordinationCutoff);
    pool = new ForkJoinPool(threads);
  }

  @Override
  public List<Prediction> evaluate(Batch batch, Derivatives derivatives) {
    // streams started inside the pool stay inside it
    try {
      return pool.submit(() -> evaluateInPool(batch, derivatives == Derivatives.FIRST)).get();
    } catch (ExecutionException e) {
      for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
        if (cause instanceof CoesiteException known) {
          throw new CoesiteException(known.getMessage(), e);
        }
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CoesiteException("interrupted in the dispersion correction", e);
    }
  }

  private List<Prediction> evaluateInPool(Batch batch, boolean derivatives) {
    return IntStream.range(0, batch.size())
        .parallel()
        .mapToObj(
            s ->
                new D3Sum(parameters, cutoff, coordinationCutoff, batch.structure(s))
                    .evaluate(derivatives))
        .toList();
  }

  @Override
  public void close() {
    pool.close();
  }
}
