package org.coesite.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.dos.DosModel;
import org.coesite.dos.HotElectrons;
import org.coesite.io.StructureReader;
import org.coesite.ipi.IpiDriver;
import org.coesite.ipi.Reconnection;
import org.coesite.ipi.ServerAddress;
import org.coesite.models.Calculator;
import org.coesite.models.SumCalculator;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Answers a server of the i-PI protocol. */
@Command(
    name = "ipi",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Gives i-PI, or another program that speaks its protocol, energies, forces and virials.",
      "",
      "Connects to a server that runs already (or with --reconnect, that will), and answers it"
          + " until it says EXIT or closes the connection. ASE's SocketIOCalculator is such a"
          + " server."
    },
    footer = {
      "",
      "The server sends positions without species: START is a structure with the same atoms in the"
          + " same order. If it has a cell, its periodic directions are kept whatever cells the"
          + " server sends; if it has none, as i-PI's own .xyz files, structures are periodic"
          + " wherever the server's cells have a volume. The virial is zero unless they are"
          + " periodic in all directions.",
      "With forces goes, as the protocol's extra string, JSON: energy_uncertainty_eV and"
          + " atoms_outside, how many atoms have environments unlike any in training."
    })
final class IpiCommand implements Callable<Integer> {
  private static final Path SILICON = Path.of("silicon");

  @Mixin private CommonOptions common;

  @Option(
      names = {"-a", "--address"},
      paramLabel = "HOST",
      description = "Host that the server runs on, with --port.")
  private String host;

  @Option(
      names = {"-p", "--port"},
      paramLabel = "N",
      description = "TCP port that it listens on (i-PI's and ASE's default: 31415).")
  private Integer port;

  @Option(
      names = {"-u", "--unix"},
      paramLabel = "NAME",
      description =
          "Instead: name of a Unix socket, /tmp/ipi_NAME as i-PI and ASE have it, or a path with a"
              + " slash.")
  private String unix;

  @Option(
      names = {"-s", "--structure"},
      required = true,
      paramLabel = "START",
      description = "Extended XYZ, CIF or POSCAR; of several frames the first.")
  private Path startFile;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "M",
      description =
          "Potential: a model file, or silica or silicon (default: silica, or with"
              + " --electron-temperature silicon, bundled).")
  private Path modelFile;

  @Option(
      names = {"-t", "--electron-temperature"},
      paramLabel = "K",
      description =
          "Temperature of the electrons, K: energies are free energies A(T), forces and virials"
              + " theirs.")
  private Double electronTemperature;

  @Option(
      names = "--dos-model",
      paramLabel = "D",
      description =
          "With it: model of the density of states, made by coesite train dos (default:"
              + " silicon-thermal, bundled).")
  private Path dosFile;

  @Option(
      names = "--extra",
      description = {
        "Send with forces, as the protocol's extra string, JSON: energy_uncertainty_eV and"
            + " atoms_outside, how many atoms have environments unlike any in training. For i-PI;"
            + " ASE's server stumbles over such strings."
      })
  private boolean extra;

  @Option(
      names = "--reconnect",
      paramLabel = "SECONDS",
      description =
          "Where there is no server, or a connection ends without EXIT, connect again, until the"
              + " server has had no forces for so long.")
  private Double patience;

  @Override
  public Integer call() {
    ServerAddress server = server();
    checkNumbers();
    InputFiles.requireExists(startFile);
    Structure start = start();
    try (Backend backend = common.openBackend();
        LoadedModel model = openPotential(backend);
        DosModel dos = openDos(backend)) {
      // closed as parts: the sum owns nothing more
      Calculator calculator =
          dos == null
              ? model.calculator()
              : new SumCalculator(model.calculator(), new HotElectrons(dos, electronTemperature));
      requireKnownSpecies(start, model.calculator());
      if (dos != null) {
        requireKnownSpecies(start, new HotElectrons(dos, 0));
      }
      System.err.println(describe(model, dos));
      serve(
          new IpiDriver(calculator, start, extra ? IpiDriver.Extra.JSON : IpiDriver.Extra.NONE),
          server);
    }
    return 0;
  }

  private ServerAddress server() {
    boolean tcp = host != null && port != null && unix == null;
    boolean file = unix != null && host == null && port == null;
    if (!tcp && !file) {
      throw new WrongCallException(
          "where the server listens is either --address HOST --port N or --unix NAME");
    }
    if (file) {
      return unix.contains("/")
          ? new ServerAddress.Unix(Path.of(unix))
          : ServerAddress.Unix.named(unix);
    }
    try {
      return new ServerAddress.Tcp(host, port);
    } catch (IllegalArgumentException e) {
      throw new WrongCallException("--port: " + e.getMessage());
    }
  }

  private void checkNumbers() {
    if (electronTemperature != null
        && !(Double.isFinite(electronTemperature) && electronTemperature >= 0)) {
      throw new WrongCallException(
          "--electron-temperature: " + electronTemperature + " K is none: 0 K or more is expected");
    }
    if (dosFile != null && electronTemperature == null) {
      throw new WrongCallException("--dos-model is of use only with --electron-temperature");
    }
    if (patience != null && !(Double.isFinite(patience) && patience > 0)) {
      throw new WrongCallException("--reconnect: more than 0 s is expected, not " + patience);
    }
  }

  private Structure start() {
    try (StructureReader reader = StructureReader.open(startFile)) {
      if (!reader.hasNext()) {
        throw new WrongCallException(startFile + ": there is no structure in it");
      }
      return reader.next();
    }
  }

  private LoadedModel openPotential(Backend backend) {
    boolean hot = electronTemperature != null;
    return Models.open(modelFile == null && hot ? SILICON : modelFile, backend);
  }

  /** Null where electrons have no temperature. */
  private DosModel openDos(Backend backend) {
    return electronTemperature == null ? null : DosModels.open(dosFile, DosModels.THERMAL, backend);
  }

  /** Tells a wrong model before a simulation has begun. */
  private void requireKnownSpecies(Structure start, Calculator calculator) {
    List<Structure> alone =
        start.composition().keySet().stream()
            .map(species -> Structure.of(new int[] {species}, new double[3]).build())
            .toList();
    for (Structure atom : alone) {
      try {
        calculator.evaluate(Batch.of(atom), Calculator.Derivatives.NONE);
      } catch (CoesiteException e) {
        throw new WrongCallException(startFile + ": " + e.getMessage());
      }
    }
  }

  private String describe(LoadedModel model, DosModel dos) {
    String potential = "model:     " + model.name();
    return dos == null
        ? potential
        : potential
            + "\nelectrons: "
            + DosModels.describe(dos, dosFile)
            + " at "
            + electronTemperature
            + " K";
  }

  private void serve(IpiDriver driver, ServerAddress server) {
    System.err.println("server:    " + server);
    IpiDriver.Ending ending;
    try {
      ending =
          patience == null
              ? driver.serve(server)
              : new Reconnection(
                      driver, Duration.ofMillis(Math.round(1000 * patience)), System.err::println)
                  .serve(server);
    } catch (CoesiteException e) {
      throw driver.delivered() == 0
          ? e
          : new CoesiteException(
              e.getMessage() + " (after forces of " + driver.delivered() + " structures)", e);
    }
    System.err.println(
        (ending == IpiDriver.Ending.EXIT
                ? "the server said EXIT"
                : "the server closed the connection")
            + " after forces of "
            + driver.delivered()
            + " structures");
  }
}
