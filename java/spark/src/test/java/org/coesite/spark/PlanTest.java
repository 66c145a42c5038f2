package org.coesite.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.Dependency;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.rdd.RDD;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.sql.SparkSession;
import org.coesite.backend.Precision;
import org.coesite.cli.ModelSource;
import org.coesite.screen.ScreenSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

/** What Spark is asked to do: read and compute, and move nothing between partitions. */
class PlanTest {
  @TempDir private static Path shared;
  private static SparkSession spark;
  private static Path model;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    model = TinyModel.write(shared.resolve("tiny.safetensors"));
    spark =
        SparkSession.builder().master("local[2]").config("spark.ui.enabled", false).getOrCreate();
  }

  @AfterAll
  static void stop() {
    spark.stop();
    Engines.release();
  }

  private JobInput job() {
    return new JobInput(
        "test",
        ModelSource.potential(model),
        null,
        "cpu",
        Precision.F64,
        new ScreenSettings(false, 0.01, 500, false, false, Double.NaN, Double.NaN));
  }

  private StructureSource source(Path in, long partBytes) {
    return StructureSource.of(spark, List.of(in.toString()), partBytes);
  }

  @Test
  void nothingIsShuffled() throws Exception {
    Path in = Inputs.mixed(Files.createDirectory(folder.resolve("in")));
    StructureSource source = source(in, 4000);
    String plan = source.rows().queryExecution().executedPlan().toString();
    assertTrue(plan.contains("FileScan binaryFile"), plan);
    assertFalse(plan.contains("Exchange"), plan);
    assertNarrow(source.rows().rdd());

    List<Integer> stages = new ArrayList<>();
    AtomicLong shuffled = new AtomicLong();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onStageCompleted(SparkListenerStageCompleted completed) {
            stages.add(completed.stageInfo().numTasks());
            shuffled.addAndGet(
                completed.stageInfo().taskMetrics().shuffleWriteMetrics().bytesWritten()
                    + completed.stageInfo().taskMetrics().shuffleReadMetrics().totalBytesRead());
          }
        };
    spark.sparkContext().addSparkListener(listener);
    try {
      SparkScreening screening =
          new SparkScreening(
              spark,
              source,
              job(),
              folder.resolve("out").toString(),
              new PrintWriter(System.out, true, UTF_8));
      SparkScreening.Summary summary = screening.run(Map.of("test", "yes"), false, true);
      assertEquals(25, summary.rows());
      spark.sparkContext().listenerBus().waitUntilEmpty();
      assertEquals(List.of(source.rows().rdd().getNumPartitions()), stages, "one stage");
      assertEquals(0, shuffled.get());
    } finally {
      spark.sparkContext().removeSparkListener(listener);
    }
  }

  private static void assertNarrow(RDD<?> rdd) {
    for (Dependency<?> dependency : CollectionConverters.asJava(rdd.dependencies())) {
      assertFalse(dependency instanceof ShuffleDependency, rdd.toDebugString());
      assertNarrow(dependency.rdd());
    }
  }

  @Test
  void partitionsDoNotDependOnTheCluster() throws IOException {
    Path in = Inputs.mixed(Files.createDirectory(folder.resolve("in")));
    String before = InputDigest.of(source(in, 4000).rows().rdd().partitions(), List.of());
    spark.conf().set("spark.sql.leafNodeDefaultParallelism", "7");
    try {
      assertEquals(before, InputDigest.of(source(in, 4000).rows().rdd().partitions(), List.of()));
    } finally {
      spark.conf().unset("spark.sql.leafNodeDefaultParallelism");
    }
  }

  @Test
  void aFileThatSparkCannotReadFailsAlone() throws IOException {
    Path in = Files.createDirectory(folder.resolve("in"));
    for (int k = 0; k < 4; k++) {
      Inputs.file(in.resolve(k + ".xyz"), 1, k);
    }
    StructureSource source = source(in, 1_000_000);
    SparkScreening screening =
        new SparkScreening(
            spark,
            source,
            job(),
            folder.resolve("out").toString(),
            new PrintWriter(System.out, true, UTF_8));
    Files.delete(in.resolve("1.xyz"));
    SparkScreening.Summary summary = screening.run(Map.of("test", "yes"), false, true);
    assertEquals(1, summary.failed());
    assertEquals(4, summary.rows());
    List<String> failures = Files.readAllLines(folder.resolve("out/failures.csv"));
    assertTrue(failures.get(1).startsWith(in + "/1.xyz,1,"), failures.get(1));
    assertTrue(failures.get(1).contains("cannot be read"), failures.get(1));
    List<String> rows = Files.readAllLines(folder.resolve("out/screen.csv"));
    assertTrue(rows.get(4).contains(",ok,"), rows.get(4));
  }
}
