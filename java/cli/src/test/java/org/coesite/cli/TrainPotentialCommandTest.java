package org.coesite.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.coesite.models.Potential;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainPotentialCommandTest {
  @TempDir private Path folder;

  @Test
  void writesModelTableAndReport() throws IOException {
    Path teacher = TinyModel.write(folder.resolve("teacher.safetensors"));
    Path given = Samples.file(folder.resolve("given.xyz"), 16, 1);
    Path data = folder.resolve("data.xyz");
    assertEquals(0, Call.of("predict", "--model", teacher, given, "--out", data).exit());
    Path config = folder.resolve("small.yaml");
    Files.writeString(
        config,
        """
        name: pupil
        description: learns from Morse wells
        soap:
          - {cutoff: 4, smoothing: 1, max_radial: 2, max_angular: 1, sparse: {Si: 10, O: 10}}
        committee: {members: 2, folds: 2}
        report: {curve: [0.5]}
        """);
    Path model = folder.resolve("pupil.safetensors");

    Call call = Call.of("train", "potential", "--data", data, "--config", config, "--out", model);

    assertEquals(0, call.exit(), call.err());
    assertTrue(call.out().contains("cross-validation"), call.out());
    assertEquals("pupil", Potential.loadModel(model).name());
    assertTrue(Files.exists(folder.resolve("pupil-report/report.html")));
    Path out = folder.resolve("out.xyz");
    assertEquals(0, Call.of("predict", "--model", model, given, "--out", out).exit());
    assertTrue(Files.readString(out).contains("energy_uncertainty="));
  }

  @Test
  void wrongConfigurationsAreOneLine() throws IOException {
    Path data = Samples.file(folder.resolve("data.xyz"), 1, 1);
    Path config = folder.resolve("wrong.yaml");
    Files.writeString(config, "name: x\nsop: []\n");
    Path model = folder.resolve("m.safetensors");
    Call call = Call.of("train", "potential", "--data", data, "--config", config, "--out", model);
    assertEquals(1, call.exit());
    assertTrue(call.complaint().contains("wrong.yaml"), call.err());
    Call unlabelled = Call.of("train", "potential", "--data", data, "--out", model);
    assertEquals(1, unlabelled.exit());
    assertTrue(unlabelled.complaint().contains("data.xyz"), unlabelled.err());
    assertEquals(2, Call.of("train").exit());
    assertTrue(Files.notExists(model));
  }
}
