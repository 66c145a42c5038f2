package org.coesite.cuda;

import org.coesite.backend.Doubles;
import org.coesite.backend.Neighbours;
import org.coesite.backend.PairPotential;
import org.coesite.backend.PairSplines;
import org.coesite.backend.Tensor;
import org.coesite.cuda.driver.Arguments;
import org.coesite.cuda.driver.DeviceBuffer;

/** Pair splines on the device, in double in both precisions: they are a small part of the work. */
final class CudaPairPotential implements PairPotential {
  private static final int THREADS = 128;

  private final CudaBackend backend;
  private final PairSplines splines;
  private final Owned owned;
  private final DeviceBuffer values;
  private final DeviceBuffer slopes;
  private final DeviceBuffer speciesOf;

  CudaPairPotential(CudaBackend backend, PairSplines splines) {
    this.backend = backend;
    this.splines = splines;
    owned = new Owned(backend);
    try {
      values = owned.keep(backend.upload(splines.values()));
      slopes = owned.keep(backend.upload(splines.slopes()));
      speciesOf = owned.keep(backend.upload(SpeciesNumbers.of(splines.species())));
    } catch (RuntimeException failure) {
      owned.close();
      throw failure;
    }
  }

  @Override
  public PairSplines splines() {
    return splines;
  }

  @Override
  public Doubles energies(Neighbours pairs, Tensor pairGradients) {
    CudaNeighbours list = CudaNeighbours.own(backend, pairs);
    if (list.cutoff() < splines.cutoff() * (1 - 1e-12)) {
      throw new IllegalArgumentException(
          "neighbours within %s do not reach the pair cutoff of %s"
              .formatted(list.cutoff(), splines.cutoff()));
    }
    int centres = list.last() - list.first();
    Arguments arguments =
        new Arguments()
            .buffer(values)
            .buffer(slopes)
            .buffer(speciesOf)
            .add(splines.start())
            .add(splines.step())
            .add(splines.cutoff())
            .add(splines.knots())
            .add(splines.species().length)
            .add(list.first())
            .add(centres)
            .buffer(list.atoms().numbers)
            .buffer(list.start())
            .buffer(list.vectors());
    try (Owned scratch = new Owned(backend)) {
      DeviceBuffer energies = scratch.take((long) centres * Double.BYTES);
      arguments.buffer(energies);
      if (pairGradients == null) {
        arguments.none();
      } else {
        arguments.buffer(backend.ownGradients(pairGradients, list).buffer());
      }
      backend
          .queue()
          .launch(
              backend.kernels().precise("pairs", "pair_energies"),
              Blocks.ofWarps(centres, THREADS),
              THREADS,
              0,
              arguments);
      return backend.request(energies, centres);
    }
  }

  @Override
  public void close() {
    owned.close();
  }
}
