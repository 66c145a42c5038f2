package org.coesite.bench.gpu;

import java.util.List;
import java.util.Locale;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.LinearPaths;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.Precision;
import org.coesite.backend.ProductPaths;
import org.coesite.bench.LinearShapes;
import org.coesite.bench.ProductShapes;
import org.coesite.cuda.CudaBackend;
import org.coesite.models.Potential;
import org.coesite.models.PotentialModel;
import org.coesite.nmr.NmrModel;
import org.coesite.structure.Batch;

/** The cases of the benchmark, each of which adds its rows to a report. */
final class Cases {
  static final String SILICON = "silicon";
  static final String COMMITTEE = "silicon, committee of 8";
  static final String ZEOLITES = "zeolites";
  static final String SHIELDINGS = "shieldings of 29Si";
  static final String DYNAMICS = "200 atoms, a step";

  /** Rows beside the stages. */
  static final String STAGES = "**sum of stages**";

  static final String DEVICE = "**whole, on the device**";
  static final String WALL = "**whole, on the wall**";
  static final String CPU = "**whole, CPU with 2 threads**";

  private static final int CPU_THREADS = 2;
  private static final int MEMBERS = 8;

  private final Scale scale;
  private final Report report;
  private final Peers peers;

  Cases(Scale scale, Report report, Peers peers) {
    this.scale = scale;
    this.report = report;
    this.peers = peers;
  }

  void silicon(CudaBackend backend, Limits limits) {
    PotentialModel model = SiliconModel.of(scale.points(), 0);
    measure(SILICON, backend, limits, model, Batch.of(Samples.silicon(scale.silicon())));
  }

  void committee(CudaBackend backend, Limits limits) {
    PotentialModel model = SiliconModel.of(scale.points(), MEMBERS);
    measure(COMMITTEE, backend, limits, model, Batch.of(Samples.silicon(scale.silicon())));
  }

  void zeolites(CudaBackend backend, Limits limits) {
    PotentialModel model = Potential.bundledModel("silica");
    measure(ZEOLITES, backend, limits, model, Samples.zeolites(scale.zeolites()));
  }

  private void measure(
      String system, CudaBackend backend, Limits limits, PotentialModel model, Batch batch) {
    Precision precision = backend.precision();
    Stages.Result stages = Stages.measure(backend, clock(backend), model, batch);
    add(system, precision, stages.stages(), limits);
    report.add(Row.of(system, precision, stages.product(), limits));
    report.add(Row.work(system, precision, STAGES, stages.seconds(), stages.work(), limits));
    report.note(
        String.format(
            Locale.ROOT,
            "%s, %s: %d structures, %d atoms; stages on %d centres with %.1f neighbours each",
            system,
            precision,
            batch.size(),
            batch.atoms(),
            stages.centres(),
            (double) stages.pairs() / stages.centres()));
    // what is left in the pool from the stages is in the potential's way
    backend.memory().trim();
    try (Potential potential = Potential.of(model, backend)) {
      Evaluation whole = Evaluation.onDevice(backend, potential, batch, scale.runs());
      double share = (double) batch.atoms() / stages.centres();
      Row all = Row.work(system, precision, DEVICE, whole.device(), stages.work(), limits);
      report.add(
          new Row(
              system,
              precision,
              DEVICE,
              whole.device(),
              all.flops() * share,
              all.bytes() * share,
              all.bound() * share));
      report.add(Row.time(system, precision, WALL, whole.wall()));
    }
    backend.memory().trim();
  }

  void dynamics(CudaBackend backend) {
    Precision precision = backend.precision();
    try (Potential potential = Potential.bundled("silicon", backend)) {
      Dynamics steps =
          Dynamics.measure(
              backend, potential, Samples.dynamicsCell(!scale.judged()), scale.steps());
      report.add(Row.time(DYNAMICS, precision, DEVICE, steps.device()));
      report.add(Row.time(DYNAMICS, precision, WALL, steps.wall()));
      report.note(
          String.format(
              Locale.ROOT,
              "dynamics, %s: %.1f µs a step, %.1f of them on the device, %.2f launches of graphs",
              precision,
              1e6 * steps.wall(),
              1e6 * steps.device(),
              steps.graphs()));
    }
  }

  /** Convolutions of published networks, on the silicon box without a model. */
  void messages(CudaBackend backend, Limits limits) {
    Batch batch = Batch.of(Samples.silicon(scale.networks()));
    try (NeighbourSearch lists = backend.neighbours(batch, scale.reach());
        Neighbours pairs = lists.pairs(0, batch.atoms())) {
      peers.edges(pairs.toPairList());
      report.note(
          String.format(
              Locale.ROOT,
              "convolutions, %s: %d atoms with %.1f neighbours each",
              backend.precision(),
              batch.atoms(),
              (double) pairs.count() / batch.atoms()));
      for (String name : ProductShapes.NAMES) {
        ProductPaths paths = ProductShapes.named(name);
        List<Stage> stages = Convolutions.measure(backend, clock(backend), paths, pairs);
        add("convolution of " + name, backend.precision(), stages, limits);
        peers.convolution(name, backend.precision(), paths, batch.atoms(), pairs.count(), stages);
        backend.memory().trim();
      }
    }
  }

  /** Linear layers of the same networks, and of SOAP's coefficients. */
  void linear(CudaBackend backend, Limits limits) {
    int rows = Samples.silicon(scale.networks()).atoms();
    report.note("linear layers, %s: %d rows".formatted(backend.precision(), rows));
    for (String name : LinearShapes.NAMES) {
      LinearPaths paths = LinearShapes.named(name);
      List<Stage> stages = LinearLayers.measure(backend, clock(backend), paths, rows);
      add("linear layer of " + name, backend.precision(), stages, limits);
      peers.linear(name, backend.precision(), paths, rows, stages);
    }
    backend.memory().trim();
  }

  private DeviceClock clock(Backend backend) {
    return new DeviceClock(backend, scale.runs(), scale.piece());
  }

  private void add(String system, Precision precision, List<Stage> stages, Limits limits) {
    stages.forEach(stage -> report.add(Row.of(system, precision, stage, limits)));
  }

  /** The bundled model on zeolites. */
  void shieldings(CudaBackend backend) {
    Precision precision = backend.precision();
    Batch batch = Samples.zeolites(scale.frameworks());
    try (NmrModel model = NmrModel.bundled(NmrModel.SILICON_29, backend)) {
      Shieldings all = Shieldings.measure(backend, model, batch, scale.runs());
      report.add(Row.time(SHIELDINGS, precision, DEVICE, all.device()));
      report.add(Row.time(SHIELDINGS, precision, WALL, all.wall()));
      report.note(
          String.format(
              Locale.ROOT,
              "shieldings, %s: %d cells of zeolites, %d atoms, %d sites; on the wall %.0f sites/s,"
                  + " %.0f atoms/s",
              precision,
              batch.size(),
              batch.atoms(),
              all.sites(),
              all.sites() / all.wall(),
              batch.atoms() / all.wall()));
    }
    backend.memory().trim();
  }

  /** A part of the zeolites on the CPU; the times are scaled up to all by the number of atoms. */
  void zeolitesOnCpu(Precision precision) {
    Batch all = Samples.zeolites(scale.zeolites());
    Batch part = Batch.of(all.structures().subList(0, scale.cpuZeolites()));
    onCpu(ZEOLITES, precision, Potential.bundledModel("silica"), part, all.atoms());
  }

  /** A smaller box of silicon on the CPU, likewise. */
  void siliconOnCpu(Precision precision) {
    int[] cells = scale.silicon();
    onCpu(
        SILICON,
        precision,
        SiliconModel.of(scale.points(), 0),
        Batch.of(Samples.silicon(scale.cpuSilicon())),
        8 * cells[0] * cells[1] * cells[2]);
  }

  private void onCpu(
      String system, Precision precision, PotentialModel model, Batch part, int atoms) {
    try (Backend cpu = Backends.open("cpu", precision, CPU_THREADS);
        Potential potential = Potential.of(model, cpu)) {
      Evaluation whole = Evaluation.onCpu(potential, part, scale.runs() > 1 ? 3 : 1);
      double share = (double) atoms / part.atoms();
      report.add(Row.time(system, precision, CPU, whole.wall() * share));
      report.note(
          String.format(
              Locale.ROOT,
              "%s, %s: the CPU was given %d of %d atoms, and its time scaled up",
              system,
              precision,
              part.atoms(),
              atoms));
    }
  }
}
