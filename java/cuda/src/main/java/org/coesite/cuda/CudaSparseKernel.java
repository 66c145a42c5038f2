package org.coesite.cuda;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.coesite.backend.AtomSums;
import org.coesite.backend.ChannelGradients;
import org.coesite.backend.Doubles;
import org.coesite.backend.KernelValues;
import org.coesite.backend.SparseKernel;
import org.coesite.backend.SparsePoints;
import org.coesite.backend.Tensor;
import org.coesite.cuda.blas.Gemm;
import org.coesite.cuda.driver.Arguments;
import org.coesite.cuda.driver.DeviceBuffer;

/**
 * Kernel evaluation on the device, species by species: features of the centres are packed into
 * rows, multiplied with the sparse points, and worked on row by row.
 */
final class CudaSparseKernel implements SparseKernel {
  private static final int THREADS = 256;
  private static final int ROW_THREADS = 128;

  /** ROWS of sparse_kernel.cu. */
  private static final int ROWS_AT_ONCE = 4;

  private final CudaBackend backend;
  private final SparsePoints points;
  private final List<SpeciesPoints> bySpecies = new ArrayList<>();

  /** Place in {@link #bySpecies} of each atomic number, -1 for those without sparse points. */
  private final int[] placeOf;

  CudaSparseKernel(CudaBackend backend, SparsePoints points) {
    this.backend = backend;
    this.points = points;
    placeOf = new int[Arrays.stream(points.species()).max().orElse(0) + 1];
    Arrays.fill(placeOf, -1);
    try {
      addSpecies();
    } catch (RuntimeException failure) {
      close();
      throw failure;
    }
  }

  private void addSpecies() {
    int[] species = points.species();
    for (int first = 0; first < species.length; ) {
      int last = first;
      while (last < species.length && species[last] == species[first]) {
        last++;
      }
      if (placeOf[species[first]] >= 0) {
        throw new IllegalArgumentException("sparse points of a species do not stand together");
      }
      placeOf[species[first]] = bySpecies.size();
      bySpecies.add(new SpeciesPoints(backend, points, first, last - first));
      first = last;
    }
  }

  @Override
  public SparsePoints points() {
    return points;
  }

  private CudaTensor checked(Tensor features, int[] centreSpecies) {
    return backend.own(features, centreSpecies.length, points.featureCount());
  }

  /** The centres of one species, as rows that are multiplied with its sparse points. */
  private final class Rows implements AutoCloseable {
    final SpeciesPoints species;
    final int[] centres;
    final int count;
    final int padded;
    final DeviceBuffer centreOf;
    final DeviceBuffer packed;
    final DeviceBuffer lengths;
    final DeviceBuffer products;
    private final Owned owned = new Owned(backend);

    Rows(SpeciesPoints species, CudaTensor features, int[] centres) {
      this.species = species;
      this.centres = centres;
      count = centres.length;
      padded = (count + Gemm.ROWS - 1) / Gemm.ROWS * Gemm.ROWS;
      int bytes = backend.precision().bytes();
      try {
        centreOf = owned.keep(backend.upload(centres));
        packed = owned.take((long) padded * points.featureCount() * bytes);
        lengths = owned.take((long) count * Double.BYTES);
        products = owned.take((long) padded * species.count * bytes);
        pack(features);
        backend
            .gemm()
            .multiply(
                backend.precision(),
                packed,
                species.features,
                true,
                products,
                count,
                species.count,
                points.featureCount());
      } catch (RuntimeException failure) {
        owned.close();
        throw failure;
      }
    }

    private void pack(CudaTensor features) {
      backend
          .queue()
          .launch(
              backend.kernels().precise("sparse_kernel", "kernel_pack"),
              Blocks.ofWarps(padded, ROW_THREADS),
              ROW_THREADS,
              0,
              new Arguments()
                  .add(count)
                  .add(padded)
                  .add(points.featureCount())
                  .buffer(centreOf)
                  .buffer(features.buffer())
                  .add(points.normalise() ? 1 : 0)
                  .buffer(packed)
                  .buffer(lengths));
    }

    /** Kernel values into a table [centres, all points]. */
    void writeTable(CudaTensor table) {
      long entries = (long) count * species.count;
      backend
          .queue()
          .launch(
              backend.kernels().precise("sparse_kernel", "kernel_table"),
              Blocks.of(entries, THREADS),
              THREADS,
              0,
              new Arguments()
                  .add(entries)
                  .add(species.count)
                  .add(points.zeta())
                  .buffer(centreOf)
                  .buffer(products)
                  .add(species.first)
                  .add(points.points())
                  .buffer(table.buffer()));
    }

    void writeValues(Sums sums) {
      launchValues(sums, null, null);
    }

    /** Overwrites the products. */
    void writeValuesAndAdjoint(
        Sums sums, DeviceBuffer combined, ChannelGradients sets, CudaTensor gradients) {
      try (Owned scratch = new Owned(backend)) {
        launchValues(
            sums, combined, sets.shared() ? null : scratch.keep(backend.upload(setsOfRows(sets))));
      }
      writeAdjoint(gradients);
    }

    /**
     * Sums over sparse points.
     *
     * @param combined of all sparse points, where products shall become weights of the adjoint;
     *     else null
     * @param setOf which set of these a row takes; null: the first
     */
    private void launchValues(Sums sums, DeviceBuffer combined, DeviceBuffer setOf) {
      Arguments arguments =
          new Arguments()
              .add(species.count)
              .add(points.channels())
              .add(points.zeta())
              .add(points.normalise() ? 1 : 0)
              .buffer(species.weights)
              .buffer(species.inverseNorms);
      if (combined == null) {
        arguments.none();
      } else {
        arguments.buffer(combined, (long) species.first * Double.BYTES);
      }
      if (setOf == null) {
        arguments.none();
      } else {
        arguments.buffer(setOf);
      }
      backend
          .queue()
          .launch(
              backend.kernels().precise("sparse_kernel", "kernel_values"),
              Blocks.ofWarps(Blocks.of(count, ROWS_AT_ONCE), ROW_THREADS),
              ROW_THREADS,
              0,
              arguments
                  .add(points.points())
                  .add(0)
                  .buffer(sums.values, sums.offset)
                  .buffer(sums.similarity)
                  .add(count)
                  .buffer(centreOf)
                  .buffer(products)
                  .buffer(lengths));
    }

    /** From the weights of the adjoint, which the products have become. */
    private void writeAdjoint(CudaTensor gradients) {
      try (Owned scratch = new Owned(backend)) {
        int bytes = backend.precision().bytes();
        DeviceBuffer adjoints = scratch.take((long) padded * points.featureCount() * bytes);
        backend
            .gemm()
            .multiply(
                backend.precision(),
                products,
                species.features,
                false,
                adjoints,
                count,
                points.featureCount(),
                species.count);
        backend
            .queue()
            .launch(
                backend.kernels().precise("sparse_kernel", "kernel_unpack"),
                Blocks.ofWarps(count, ROW_THREADS),
                ROW_THREADS,
                0,
                new Arguments()
                    .add(count)
                    .add(points.featureCount())
                    .buffer(centreOf)
                    .buffer(packed)
                    .buffer(lengths)
                    .add(points.normalise() ? 1 : 0)
                    .buffer(adjoints)
                    .buffer(gradients.buffer()));
      }
    }

    private int[] setsOfRows(ChannelGradients sets) {
      int[] out = new int[count];
      Arrays.setAll(out, row -> sets.setOf(centres[row]));
      return out;
    }

    @Override
    public void close() {
      owned.close();
    }
  }

  /** What is done with the rows of a species whose products with the sparse points are at hand. */
  @FunctionalInterface
  private interface Step {
    void run(Rows rows);
  }

  private void forSpecies(CudaTensor features, int[] centreSpecies, Step step) {
    int[][] centres = centresBySpecies(centreSpecies);
    for (int k = 0; k < centres.length; k++) {
      if (centres[k].length > 0) {
        try (Rows rows = new Rows(bySpecies.get(k), features, centres[k])) {
          step.run(rows);
        }
      }
    }
  }

  /** The centres that have sparse points, in ascending order for each species. */
  private int[][] centresBySpecies(int[] centreSpecies) {
    int[][] centres = new int[bySpecies.size()][centreSpecies.length];
    int[] counts = new int[centres.length];
    for (int i = 0; i < centreSpecies.length; i++) {
      int place = place(centreSpecies[i]);
      if (place >= 0) {
        centres[place][counts[place]++] = i;
      }
    }
    Arrays.setAll(centres, k -> Arrays.copyOf(centres[k], counts[k]));
    return centres;
  }

  private int place(int number) {
    return number < placeOf.length ? placeOf[number] : -1;
  }

  private boolean allHavePoints(int[] centreSpecies) {
    for (int number : centreSpecies) {
      if (place(number) < 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Tensor kernel(Tensor features, int[] centreSpecies) {
    CudaTensor source = checked(features, centreSpecies);
    CudaTensor out = backend.allocate(centreSpecies.length, points.points());
    try {
      backend.queue().zero(out.buffer(), 0, out.size() * backend.precision().bytes());
      forSpecies(source, centreSpecies, rows -> rows.writeTable(out));
      return out;
    } catch (RuntimeException failure) {
      out.close();
      throw failure;
    }
  }

  @Override
  public KernelValues values(Tensor features, int[] centreSpecies) {
    try (Sums sums = new Sums(centreSpecies.length)) {
      evaluate(features, centreSpecies, sums);
      return new KernelValues(sums.requestValues(), sums.requestSimilarity());
    }
  }

  @Override
  public Doubles addValues(Tensor features, int[] centreSpecies, AtomSums sums) {
    try (Sums own = new Sums(centreSpecies.length, (CudaAtomSums) sums)) {
      evaluate(features, centreSpecies, own);
      return own.requestSimilarity();
    }
  }

  private void evaluate(Tensor features, int[] centreSpecies, Sums sums) {
    CudaTensor source = checked(features, centreSpecies);
    forSpecies(source, centreSpecies, rows -> rows.writeValues(sums));
  }

  @Override
  public KernelValues valuesAndAdjoint(
      Tensor features,
      int[] centreSpecies,
      ChannelGradients channelGradients,
      Tensor featureGradients) {
    try (Sums sums = new Sums(centreSpecies.length)) {
      evaluate(features, centreSpecies, channelGradients, featureGradients, sums);
      return new KernelValues(sums.requestValues(), sums.requestSimilarity());
    }
  }

  @Override
  public Doubles addValuesAndAdjoint(
      Tensor features,
      int[] centreSpecies,
      ChannelGradients channelGradients,
      Tensor featureGradients,
      AtomSums sums) {
    try (Sums own = new Sums(centreSpecies.length, (CudaAtomSums) sums)) {
      evaluate(features, centreSpecies, channelGradients, featureGradients, own);
      return own.requestSimilarity();
    }
  }

  private void evaluate(
      Tensor features,
      int[] centreSpecies,
      ChannelGradients channelGradients,
      Tensor featureGradients,
      Sums sums) {
    CudaTensor source = checked(features, centreSpecies);
    CudaTensor gradients = checked(featureGradients, centreSpecies);
    double[] combination = channelGradients.combined(points, centreSpecies.length);
    if (!allHavePoints(centreSpecies)) {
      backend.queue().zero(gradients.buffer(), 0, gradients.size() * backend.precision().bytes());
    }
    try (Owned scratch = new Owned(backend)) {
      DeviceBuffer combined = scratch.keep(backend.upload(combination));
      forSpecies(
          source,
          centreSpecies,
          rows -> rows.writeValuesAndAdjoint(sums, combined, channelGradients, gradients));
    }
  }

  /** What is found of each centre; a centre without sparse points keeps what it has here. */
  private final class Sums implements AutoCloseable {
    /** Added to. */
    final DeviceBuffer values;

    /** Where the first centre's values begin, bytes. */
    final long offset;

    final DeviceBuffer similarity;
    private final int centres;
    private final Owned owned = new Owned(backend);

    /** With values of its own. */
    Sums(int centres) {
      this(centres, null);
    }

    /** With values that are added to those of a slice of atoms. */
    Sums(int centres, CudaAtomSums target) {
      this.centres = centres;
      try {
        values =
            target == null
                ? owned.zeros((long) centres * points.channels() * Double.BYTES)
                : target.values();
        offset = target == null ? 0 : target.offset(centres, points.channels());
        similarity = owned.take((long) centres * Double.BYTES);
        backend
            .queue()
            .launch(
                backend.kernels().plain("sparse_kernel", "kernel_fill"),
                Blocks.of(centres, THREADS),
                THREADS,
                0,
                new Arguments().add((long) centres).add(-1.0).buffer(similarity));
      } catch (RuntimeException failure) {
        owned.close();
        throw failure;
      }
    }

    Doubles requestValues() {
      return backend.request(values, (long) centres * points.channels());
    }

    Doubles requestSimilarity() {
      return backend.request(similarity, centres);
    }

    @Override
    public void close() {
      owned.close();
    }
  }

  @Override
  public Tensor featureGradients(int centres) {
    return backend.allocate(centres, points.featureCount());
  }

  @Override
  public void close() {
    bySpecies.forEach(SpeciesPoints::close);
    bySpecies.clear();
  }
}
