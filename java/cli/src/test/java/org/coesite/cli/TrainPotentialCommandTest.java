package org.coesite.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.coesite.io.StructureReader;
import org.coesite.io.StructureWriter;
import org.coesite.models.Potential;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A quick training on a few of the silicon structures that come with the project. */
class TrainPotentialCommandTest {
  private static final Path DATA = Path.of("../models/src/data/si-dft.xyz.gz");

  @TempDir private Path folder;

  @Test
  void trainsWritesAndReports() throws IOException {
    List<Structure> few = StructureReader.readAll(DATA).subList(0, 16);
    Path data = folder.resolve("few.xyz");
    StructureWriter.writeAll(data, few);
    Path config = folder.resolve("c.yaml");
    Files.writeString(
        config,
        """
        name: quick
        soap: [{cutoff: 4, max_radial: 2, max_angular: 2, sparse: {Si: 20}}]
        committee: {members: 4, folds: 2}
        report: {curve: [0.5]}
        """);
    Path model = folder.resolve("quick.safetensors");
    Path report = folder.resolve("report");
    Call call =
        Call.of(
            "train",
            "potential",
            "--data",
            data,
            "--config",
            config,
            "--out",
            model,
            "--report",
            report,
            "--phases",
            "none",
            "--threads",
            "1");
    assertEquals(0, call.exit(), call.err());
    assertTrue(call.out().contains("cross-validation"), call.out());
    assertEquals("quick", Potential.loadModel(model).name());
    assertEquals(17, Files.readAllLines(report.resolve("energies.csv")).size());
    assertTrue(Files.readString(report.resolve("report.html")).contains("Learning curve"));
    assertTrue(Files.size(report.resolve("energy-parity.png")) > 1000);
  }

  @Test
  void aMistakeInTheConfigurationIsOneLine() throws IOException {
    Path config = folder.resolve("c.yaml");
    Files.writeString(config, "sope: []\n");
    Call call = Call.of("train", "potential", "--data", DATA, "--config", config, "--out", "x");
    assertEquals(1, call.exit());
    assertTrue(call.complaint().contains("\"sope\""), call.complaint());
  }
}
