package org.coesite.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertLinesMatch;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.sql.SparkSession;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;
import org.coesite.cli.ModelSource;
import org.coesite.screen.ScreenSettings;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Executors that are processes of their own. */
class LocalClusterTest {
  private static final int FILES = 16;

  @TempDir private static Path shared;
  private static Path model;
  private static Path in;

  @TempDir private Path folder;

  @BeforeAll
  static void prepare() throws IOException {
    model = TinyModel.write(shared.resolve("tiny.safetensors"));
    in = Files.createDirectory(shared.resolve("in"));
    for (int k = 0; k < FILES; k++) {
      Inputs.file(in.resolve("file" + k + ".xyz"), 2, 10L * k);
    }
    Files.writeString(in.resolve("broken.xyz"), "nonsense");
  }

  private static SparkConf cluster(String master) {
    Assumptions.assumeTrue(
        System.getenv("SPARK_HOME") != null, "SPARK_HOME is not set: run by Maven");
    return new SparkConf()
        .setMaster(master)
        .setAppName("test")
        .set("spark.ui.enabled", "false")
        .set("spark.executor.extraClassPath", System.getProperty("java.class.path"));
  }

  private static JobInput job(String device) {
    return new JobInput(
        device,
        ModelSource.potential(model),
        null,
        device,
        Precision.F64,
        new ScreenSettings(true, 0.01, 500, false, false, Double.NaN, Double.NaN));
  }

  private static SparkScreening screening(SparkSession spark, JobInput job, Path out) {
    StructureSource source = StructureSource.of(spark, List.of(in.toString()), 1);
    return new SparkScreening(
        spark, source, job, out.toString(), new PrintWriter(System.out, true, UTF_8));
  }

  @Test
  @Timeout(300)
  void anExecutorThatIsKilledLosesNothingAndChangesNothing() throws Exception {
    Said plain =
        Said.ofPlain(
            "screen",
            in,
            "--out",
            folder.resolve("plain"),
            "--model",
            model,
            "--relax",
            "--max-force",
            "0.01");
    assertEquals(1, plain.exit(), plain.err());
    Path out = folder.resolve("out");
    AtomicInteger removed = new AtomicInteger();
    SparkConf conf = cluster("local-cluster[2,1,1024]");
    try (SparkSession spark = SparkSession.builder().config(conf).getOrCreate()) {
      spark
          .sparkContext()
          .addSparkListener(
              new SparkListener() {
                @Override
                public void onExecutorRemoved(SparkListenerExecutorRemoved executor) {
                  removed.incrementAndGet();
                }
              });
      CompletableFuture<Integer> killed =
          CompletableFuture.supplyAsync(() -> killOneWhenSomePartsAreThere(out));
      SparkScreening.Summary summary =
          screening(spark, job("cpu"), out).run(Map.of("test", "yes"), false, true);
      int partsThen = killed.get();
      assertTrue(partsThen < FILES / 2, "killed after " + partsThen + " parts: not in the middle");
      assertEquals(1, summary.failed());
      assertEquals(FILES + 1, summary.parts().size());
      spark.sparkContext().listenerBus().waitUntilEmpty();
      assertTrue(removed.get() >= 1, "no executor was lost");
    }
    assertLinesMatch(
        Files.readAllLines(folder.resolve("plain/screen.csv")),
        Files.readAllLines(out.resolve("screen.csv")));
  }

  /** Returns how many parts were done when an executor was killed. */
  private static int killOneWhenSomePartsAreThere(Path out) {
    try {
      while (true) {
        int parts = parts(out);
        List<ProcessHandle> executors = executors();
        if (parts >= 2 && executors.size() == 2) {
          assertTrue(executors.get(0).destroyForcibly());
          return parts;
        }
        Thread.sleep(5);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int parts(Path out) {
    try (Stream<Path> records = Files.list(out.resolve("_parts"))) {
      return (int) records.count();
    } catch (IOException notYet) {
      return 0;
    }
  }

  private static List<ProcessHandle> executors() {
    List<ProcessHandle> found = new ArrayList<>();
    ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().command().orElse("").endsWith("/java"))
        .forEach(found::add);
    return found;
  }

  @Test
  @Timeout(300)
  void tasksComputeOnTheDeviceThatSparkGivesThem() throws Exception {
    Assumptions.assumeTrue(
        Backends.providers().stream()
            .anyMatch(p -> p.name().equals("emulated") && p.unavailable().isEmpty()),
        "no emulated driver: GPU scheduling is left out");
    Path script = folder.resolve("gpus");
    Files.writeString(script, "#!/bin/sh\necho '{\"name\": \"gpu\", \"addresses\": [\"0\"]}'\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    SparkConf conf =
        cluster("local-cluster[1,1,1024]")
            .set("spark.worker.resource.gpu.amount", "1")
            .set("spark.worker.resource.gpu.discoveryScript", script.toString())
            .set("spark.executor.resource.gpu.amount", "1")
            .set("spark.task.resource.gpu.amount", "1");
    Path out = folder.resolve("out");
    try (SparkSession spark = SparkSession.builder().config(conf).getOrCreate()) {
      StructureSource source =
          StructureSource.of(spark, List.of(in.resolve("file0.xyz").toString()), 1);
      JobInput job =
          new JobInput(
              "gpu",
              ModelSource.potential(model),
              null,
              "emulated",
              Precision.F64,
              new ScreenSettings(false, 0.01, 500, false, false, Double.NaN, Double.NaN));
      SparkScreening.Summary summary =
          new SparkScreening(
                  spark, source, job, out.toString(), new PrintWriter(System.out, true, UTF_8))
              .run(Map.of("test", "yes"), false, true);
      assertEquals(2, summary.rows());
      assertEquals(0, summary.failed());
      assertTrue(
          summary.parts().get(0).device().startsWith("emulated"), summary.parts().get(0).device());
    }
  }
}
