package org.coesite.bench.gpu;

import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.coesite.backend.ChannelGradients;
import org.coesite.backend.ForceSums;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.PairList;
import org.coesite.backend.PairPotential;
import org.coesite.backend.Soap;
import org.coesite.backend.SparseKernel;
import org.coesite.backend.Tensor;
import org.coesite.cuda.CudaBackend;
import org.coesite.cuda.driver.DeviceBuffer;
import org.coesite.models.ManyBody;
import org.coesite.models.PotentialModel;
import org.coesite.structure.Batch;
import org.coesite.structure.CellBins;

/**
 * Times the stages of a potential on a batch, each by itself, for as many centres as the device has
 * room for.
 */
final class Stages {
  /** Positions (24), numbers and structures of atoms go to the device. */
  private static final int ATOM_BYTES = 32;

  private final CudaBackend backend;
  private final DeviceClock clock;
  private final PotentialModel model;
  private final Batch batch;
  private final int centres;
  private final int[] species;
  private final ChannelGradients channelGradients;
  private final Map<String, Stage> stages = new LinkedHashMap<>();
  private long pairCount;

  private Stages(CudaBackend backend, DeviceClock clock, PotentialModel model, Batch batch) {
    this.backend = backend;
    this.clock = clock;
    this.model = model;
    this.batch = batch;
    centres = Math.min(batch.atoms(), backend.centresAtOnce(bytesPerCentre()));
    species = java.util.Arrays.copyOf(batch.species(), centres);
    double[] energyAlone = new double[model.members() + 1];
    energyAlone[0] = 1;
    channelGradients = ChannelGradients.same(energyAlone);
  }

  /**
   * What was found.
   *
   * @param product of matrices alone, as the first term has it: a part of the kernel's stages
   * @param centres that the stages worked on, of all atoms of the batch
   * @param pairs of these centres
   */
  record Result(List<Stage> stages, Stage product, int centres, long pairs) {
    /** Seconds of all stages. */
    double seconds() {
      return stages.stream().mapToDouble(Stage::seconds).sum();
    }

    /** What all stages have to do. */
    Work work() {
      return Work.of(stages.stream().map(Stage::work).toList());
    }
  }

  /** Times all stages. */
  static Result measure(CudaBackend backend, DeviceClock clock, PotentialModel model, Batch batch) {
    Stages run = new Stages(backend, clock, model, batch);
    run.measure();
    return new Result(List.copyOf(run.stages.values()), run.product(), run.centres, run.pairCount);
  }

  /** Coefficients, features, both gradients, packed features and their gradients, products. */
  private long bytesPerCentre() {
    long most = 0;
    for (ManyBody term : model.manyBody()) {
      long coefficients =
          (long) model.species().length * term.basis().harmonics() * term.basis().radialFunctions();
      long numbers = 2 * coefficients + 4L * term.points().featureCount() + term.points().points();
      most = Math.max(most, numbers);
    }
    return most * backend.precision().bytes();
  }

  private void measure() {
    double upload = upload();
    double search =
        clock.secondsAlone(
            () -> {
              try (NeighbourSearch lists = backend.neighbours(batch, model.cutoff())) {
                lists.pairs(0, centres).close();
              }
            });
    try (NeighbourSearch lists = backend.neighbours(batch, model.cutoff());
        Neighbours pairs = lists.pairs(0, centres)) {
      pairCount = pairs.count();
      PairWork work =
          new PairWork(backend.precision(), batch.atoms(), bins(), centres, pairs.count());
      add("upload of positions", upload, Work.NONE);
      add("neighbours", Math.max(0, search - upload), work.cellLists().and(work.search()));
      try (Tensor gradients = pairs.zeroGradients()) {
        pairPotential(pairs, gradients, work);
        for (ManyBody term : model.manyBody()) {
          manyBody(term, pairs, gradients);
        }
        forceSums(lists, pairs, gradients, work);
      }
    }
  }

  private void add(String name, double seconds, Work work) {
    stages.merge(name, new Stage(name, seconds, work), Stage::and);
  }

  /** A copy of what a search has to bring to the device. */
  private double upload() {
    MemorySegment host = MemorySegment.ofArray(new byte[ATOM_BYTES * batch.atoms()]);
    DeviceBuffer target = backend.memory().take(host.byteSize());
    double seconds = clock.secondsAlone(() -> backend.queue().upload(host, target, 0));
    backend.memory().giveBack(target);
    return seconds;
  }

  private long bins() {
    return batch.structures().stream()
        .mapToLong(structure -> new CellBins(structure, model.cutoff()).count())
        .sum();
  }

  private void pairPotential(Neighbours pairs, Tensor gradients, PairWork work) {
    add("gradients to zero", clock.seconds(() -> pairs.zeroGradients().close()), work.zero());
    if (model.pair() == null) {
      return;
    }
    try (PairPotential pair = backend.pairPotential(model.pair())) {
      add(
          "pair potential",
          clock.seconds(() -> pair.energies(pairs, gradients)),
          work.pairPotential());
    }
  }

  private void manyBody(ManyBody term, Neighbours pairs, Tensor gradients) {
    TermWork work =
        new TermWork(
            term,
            model.species().length,
            backend.precision(),
            centres,
            products(term),
            pairs.count(),
            near(term, pairs));
    try (Soap soap = backend.soap(term.basis(), model.species());
        SparseKernel kernel = backend.sparseKernel(term.points());
        Tensor c = soap.expansion(pairs);
        Tensor p = soap.powerSpectrum(c);
        Tensor dp = kernel.featureGradients(centres)) {
      add("expansion", clock.seconds(() -> soap.expansion(pairs).close()), work.expansion());
      add("power spectrum", clock.seconds(() -> soap.powerSpectrum(c).close()), work.spectrum());
      double values = clock.seconds(() -> kernel.values(p, species));
      double both = clock.seconds(() -> kernel.valuesAndAdjoint(p, species, channelGradients, dp));
      add("pack, GEMM, values", values, work.values());
      add("adjoint GEMM, unpack", Math.max(0, both - values), work.valuesAdjoint());
      add(
          "power spectrum adjoint",
          clock.seconds(() -> soap.powerSpectrumAdjoint(c, dp).close()),
          work.spectrumAdjoint());
      try (Tensor dc = soap.powerSpectrumAdjoint(c, dp)) {
        add(
            "expansion adjoint",
            clock.seconds(() -> soap.expansionAdjoint(pairs, dc, gradients)),
            work.expansionAdjoint());
      }
    }
  }

  /** Features times sparse points, species by species. */
  private Stage product() {
    ManyBody term = model.manyBody().getFirst();
    int width = term.points().featureCount();
    Map<Integer, Integer> points = counts(term.points().species());
    Stage all = new Stage("(GEMM alone)", 0, Work.NONE);
    for (Map.Entry<Integer, Integer> kind : counts(species).entrySet()) {
      int rows = kind.getValue();
      int columns = points.getOrDefault(kind.getKey(), 0);
      DeviceBuffer a = Limits.random(backend, rows, width, 8);
      DeviceBuffer b = Limits.random(backend, columns, width, 9);
      DeviceBuffer c = Limits.random(backend, rows, columns, 10);
      double seconds =
          clock.seconds(
              () ->
                  backend
                      .gemm()
                      .multiply(backend.precision(), a, b, true, c, rows, columns, width));
      double bytes =
          ((double) rows * width + (double) columns * width + (double) rows * columns)
              * backend.precision().bytes();
      all = all.and(new Stage(all.name(), seconds, Work.of(2.0 * rows * columns * width, bytes)));
      List.of(c, b, a).forEach(backend.memory()::giveBack);
    }
    return all;
  }

  private static Map<Integer, Integer> counts(int[] numbers) {
    Map<Integer, Integer> counts = new java.util.TreeMap<>();
    for (int number : numbers) {
      counts.merge(number, 1, Integer::sum);
    }
    return counts;
  }

  /** Sparse points of its species, summed over the centres. */
  private long products(ManyBody term) {
    Map<Integer, Integer> points = counts(term.points().species());
    return counts(species).entrySet().stream()
        .mapToLong(kind -> (long) kind.getValue() * points.getOrDefault(kind.getKey(), 0))
        .sum();
  }

  /** Pairs within the term's cutoff. */
  private static long near(ManyBody term, Neighbours pairs) {
    double cutoff = term.basis().cutoff();
    if (cutoff >= pairs.cutoff() * (1 - 1e-9)) {
      return pairs.count();
    }
    PairList list = pairs.toPairList();
    long near = 0;
    for (int k = 0; k < list.count(); k++) {
      near += list.distance(k) < cutoff ? 1 : 0;
    }
    return near;
  }

  private void forceSums(NeighbourSearch lists, Neighbours pairs, Tensor gradients, PairWork work) {
    add(
        "forces and virials",
        clock.seconds(
            () -> {
              try (ForceSums sums = lists.forceSums()) {
                sums.add(pairs, gradients);
                sums.forces();
                sums.virial();
              }
            }),
        work.forceSums());
  }
}
