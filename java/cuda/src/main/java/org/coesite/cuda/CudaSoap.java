package org.coesite.cuda;

import org.coesite.CoesiteException;
import org.coesite.backend.Neighbours;
import org.coesite.backend.Soap;
import org.coesite.backend.Tensor;
import org.coesite.math.SoapBasis;
import org.coesite.structure.Batch;
import org.coesite.structure.Element;

/** SOAP on the device: a block of threads for each centre, and in the expansion each species. */
final class CudaSoap implements Soap {
  private static final int SPECTRUM_THREADS = 128;

  /** Shared memory that leaves room for several blocks on a multiprocessor. */
  private static final int COMFORTABLE_BYTES = 48 << 10;

  private final CudaBackend backend;
  private final SoapBasis basis;
  private final int[] species;
  private final int[] speciesOf;
  private final BasisTables tables;
  private final SpectrumTables spectrum;

  CudaSoap(CudaBackend backend, SoapBasis basis, int[] species) {
    this.backend = backend;
    this.basis = basis;
    this.species = species.clone();
    speciesOf = SpeciesNumbers.of(species);
    tables = new BasisTables(backend, basis, species);
    try {
      spectrum = new SpectrumTables(backend, basis, species.length);
    } catch (RuntimeException failure) {
      tables.close();
      throw failure;
    }
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
    return spectrum.features;
  }

  private CudaNeighbours checked(Neighbours pairs) {
    CudaNeighbours list = CudaNeighbours.own(backend, pairs);
    if (list.cutoff() < basis.cutoff()) {
      throw new IllegalArgumentException(
          "neighbours within %s do not reach the basis's cutoff of %s"
              .formatted(list.cutoff(), basis.cutoff()));
    }
    return list;
  }

  /** Refuses structures of the list with species that the basis does not know. */
  private void checkSpecies(CudaNeighbours list) {
    if (list.first() == list.last()) {
      return;
    }
    Batch batch = list.batch();
    int first = batch.offset(batch.structureOf(list.first()));
    int last = batch.offset(batch.structureOf(list.last() - 1) + 1);
    for (int atom = first; atom < last; atom++) {
      if (speciesOf[batch.species(atom)] < 0) {
        int s = batch.structureOf(atom);
        throw new CoesiteException(
            "structure %d, atom %d: the model does not know %s"
                .formatted(s + 1, atom - batch.offset(s) + 1, Element.symbol(batch.species(atom))));
      }
    }
  }

  @Override
  public Tensor expansion(Neighbours pairs) {
    CudaNeighbours list = checked(pairs);
    checkSpecies(list);
    int centres = list.last() - list.first();
    CudaTensor out =
        backend.allocate(centres, species.length, basis.harmonics(), basis.radialFunctions());
    ExpansionShape shape = ExpansionShape.of(basis, tables.width, backend.precision());
    backend
        .queue()
        .launch(
            backend.kernels().precise("expansion", "expansion"),
            centres,
            species.length,
            shape.threads(),
            shape.sharedBytes(),
            tables
                .arguments()
                .add(shape.tile())
                .add(shape.strip())
                .add(list.first())
                .buffer(list.atoms().numbers)
                .buffer(list.start())
                .buffer(list.vectors())
                .buffer(out.buffer()));
    return out;
  }

  @Override
  public void expansionAdjoint(
      Neighbours pairs, Tensor coefficientGradients, Tensor pairGradients) {
    CudaNeighbours list = checked(pairs);
    int centres = list.last() - list.first();
    CudaTensor dc = coefficients(coefficientGradients);
    CudaTensor target = backend.ownGradients(pairGradients, list);
    AdjointShape shape = AdjointShape.of(basis, tables.width, backend.precision());
    backend
        .queue()
        .launch(
            backend.kernels().precise("expansion", "expansion_adjoint"),
            centres,
            species.length,
            Blocks.WARP,
            shape.sharedBytes(),
            tables
                .arguments()
                .add(shape.degrees())
                .buffer(list.start())
                .buffer(list.vectors())
                .buffer(dc.buffer())
                .buffer(target.buffer()));
  }

  /** Bytes of so many numbers. */
  private int number(int count) {
    return count * backend.precision().bytes();
  }

  private CudaTensor coefficients(Tensor tensor) {
    return backend.own(
        tensor, tensor.shape(0), species.length, basis.harmonics(), basis.radialFunctions());
  }

  private int coefficientBytes() {
    return Blocks.padded(number(species.length * basis.harmonics() * basis.radialFunctions()));
  }

  @Override
  public Tensor powerSpectrum(Tensor coefficients) {
    CudaTensor source = coefficients(coefficients);
    int centres = Math.toIntExact(source.shape(0));
    CudaTensor out = backend.allocate(centres, spectrum.features);
    boolean shared = coefficientBytes() <= COMFORTABLE_BYTES;
    backend
        .queue()
        .launch(
            backend.kernels().precise("spectrum", "spectrum"),
            centres,
            SPECTRUM_THREADS,
            shared ? coefficientBytes() : 0,
            spectrum
                .arguments()
                .buffer(spectrum.columns)
                .buffer(spectrum.factors)
                .add(shared ? 1 : 0)
                .buffer(source.buffer())
                .buffer(out.buffer()));
    return out;
  }

  @Override
  public Tensor powerSpectrumAdjoint(Tensor coefficients, Tensor featureGradients) {
    CudaTensor source = coefficients(coefficients);
    int centres = Math.toIntExact(source.shape(0));
    CudaTensor dp = backend.own(featureGradients, centres, spectrum.features);
    CudaTensor out =
        backend.allocate(centres, species.length, basis.harmonics(), basis.radialFunctions());
    int rows = (basis.maxAngular() + 1) * basis.radialFunctions();
    long squares =
        (long) species.length
            * (rows + basis.harmonics())
            * spectrum.width
            * backend.precision().bytes();
    if (squares <= COMFORTABLE_BYTES && spectrum.width <= SPECTRUM_THREADS) {
      adjointBySquares(Math.toIntExact(squares), source, dp, out);
    } else {
      adjointWhereTheyAre(source, dp, out);
    }
    return out;
  }

  private void adjointBySquares(int sharedBytes, CudaTensor source, CudaTensor dp, CudaTensor out) {
    backend
        .queue()
        .launch(
            backend.kernels().precise("spectrum", "spectrum_adjoint_squares"),
            Math.toIntExact(source.shape(0)),
            SPECTRUM_THREADS,
            sharedBytes,
            spectrum
                .withSquares(SPECTRUM_THREADS)
                .buffer(source.buffer())
                .buffer(dp.buffer())
                .buffer(out.buffer()));
  }

  /** For many species: with as much in shared memory as goes there. */
  private void adjointWhereTheyAre(CudaTensor source, CudaTensor dp, CudaTensor out) {
    int featureBytes = Blocks.padded(number(spectrum.features));
    boolean sharedC = coefficientBytes() <= COMFORTABLE_BYTES;
    int room = COMFORTABLE_BYTES - (sharedC ? coefficientBytes() : 0);
    boolean sharedP = featureBytes <= room;
    backend
        .queue()
        .launch(
            backend.kernels().precise("spectrum", "spectrum_adjoint"),
            Math.toIntExact(source.shape(0)),
            SPECTRUM_THREADS,
            (sharedC ? coefficientBytes() : 0) + (sharedP ? featureBytes : 0),
            spectrum
                .arguments()
                .buffer(spectrum.places)
                .buffer(spectrum.factors)
                .add((sharedC ? 1 : 0) | (sharedP ? 2 : 0))
                .buffer(source.buffer())
                .buffer(dp.buffer())
                .buffer(out.buffer()));
  }

  @Override
  public void close() {
    spectrum.close();
    tables.close();
  }
}
