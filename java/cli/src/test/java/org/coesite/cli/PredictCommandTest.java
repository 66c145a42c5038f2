package org.coesite.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.coesite.io.StructureReader;
import org.coesite.io.StructureWriter;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictCommandTest {
  @TempDir private Path folder;
  private Path model;
  private Path out;

  @BeforeEach
  void prepare() {
    model = TinyModel.write(folder.resolve("tiny.safetensors"));
    out = folder.resolve("out.xyz");
  }

  @Test
  void everyFrameCarriesItsPrediction() throws IOException {
    Path in = folder.resolve("in.xyz");
    Structure molecule =
        Structure.of(new int[] {14, 8}, new double[] {0, 0, 0, 1.7, 0, 0}).info("id", 7L).build();
    StructureWriter.writeAll(in, List.of(Samples.quartz(1, 0.03, 1), molecule));

    Call call = Call.of("predict", "--model", model, in, "--out", out);

    assertEquals(0, call.exit(), call.err());
    List<Structure> predicted = StructureReader.readAll(out);
    assertEquals(2, predicted.size());
    Structure quartz = predicted.get(0);
    assertTrue(quartz.info().get("energy") instanceof Double);
    assertEquals(9, ((double[]) quartz.info().get("stress")).length);
    assertEquals(3, quartz.atomProperties().get("forces").columns());
    assertEquals(1, quartz.atomProperties().get("outside").columns());
    assertEquals(7L, predicted.get(1).info().get("id"));
    assertFalse(predicted.get(1).info().containsKey("stress"));
    assertTrue(Files.readString(out).contains("forces:R:3"));
  }

  @Test
  void framesThatFailAreListedAndTheRestIsDone() {
    Path in = folder.resolve("in.xyz");
    Structure alien = Structure.of(new int[] {79}, new double[3]).build();
    StructureWriter.writeAll(in, List.of(Samples.quartz(1, 0, 1), alien, Samples.quartz(1, 0, 1)));
    Call call = Call.of("predict", "--model", model, in, "--out", out);
    assertEquals(1, call.exit());
    assertTrue(call.err().contains("in.xyz#2"), call.err());
    assertTrue(call.err().contains("Au"), call.err());
    assertEquals(2, StructureReader.readAll(out).size());
  }
}
