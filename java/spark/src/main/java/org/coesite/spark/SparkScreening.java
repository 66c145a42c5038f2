package org.coesite.spark;

import java.io.PrintWriter;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.coesite.CoesiteException;
import org.coesite.cli.RunRecord;
import org.coesite.cli.WrongCallException;
import org.coesite.io.ReadOptions;
import org.coesite.report.ScreenRow;
import org.coesite.screen.Frames;
import scala.Function2;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;
import scala.runtime.BoxedUnit;

/**
 * The driver's side of a screening: which partitions there are, which have been screened by an
 * earlier run of the same, one Spark job for those that have not, and tables of all.
 */
final class SparkScreening {
  private static final String RUN = "run.json";
  private static final Pattern OWN_EXCEPTION =
      Pattern.compile("org\\.coesite\\.[\\w.]*Exception: ([^\\n]*)");
  private static final List<String> RESULTS =
      List.of(
          PartTables.RECORDS,
          "screen.parquet",
          "failures.parquet",
          "csv",
          "failures-csv",
          "screen.csv",
          "failures.csv",
          "_temporary",
          // the last: a folder without it is nobody's
          RUN);

  private final SparkContext context;
  private final StructureSource source;
  private final JobInput job;
  private final OutputFolder folder;
  private final RDD<Row> rows;
  private final PrintWriter said;

  /** Files without content, which Spark passes over: a part of their own, the last. */
  private final List<String> empty;

  /**
   * Finds out how the input is cut; nothing is read or written yet.
   *
   * @param said where progress is told
   */
  SparkScreening(
      SparkSession spark, StructureSource source, JobInput job, String out, PrintWriter said) {
    context = spark.sparkContext();
    this.source = source;
    this.job = job;
    this.said = said;
    folder = new OutputFolder(out, context.hadoopConfiguration());
    rows = source.rows().rdd();
    empty = source.empty(rows.partitions());
  }

  /** How the run ended: the records of all partitions, in order. */
  record Summary(List<PartRecord> parts, int computed, double seconds) {
    long rows() {
      return parts.stream().mapToLong(PartRecord::rows).sum();
    }

    long failed() {
      return parts.stream().mapToLong(PartRecord::failed).sum();
    }
  }

  /** How many parts the result has. */
  private int parts() {
    return rows.getNumPartitions() + (empty.isEmpty() ? 0 : 1);
  }

  /**
   * Screens what has not been screened.
   *
   * @param facts what decides the results, besides the input
   * @param overwrite whether another run in the folder is replaced
   * @param merge whether one CSV file is made of all
   * @throws WrongCallException if the folder holds something else
   */
  Summary run(Map<String, String> facts, boolean overwrite, boolean merge) {
    if (parts() == 0) {
      throw new WrongCallException(
          "no structures in the input; files named *.cif, *.xyz, *.extxyz, *.magres, *.vasp, POSCAR"
              + " or CONTCAR, with or without .gz, or Parquet were expected");
    }
    Map<String, String> all = new LinkedHashMap<>(facts);
    all.put("parts", Integer.toString(parts()));
    all.put("parts_sha256", InputDigest.of(rows.partitions(), empty));
    prepare(new RunRecord(all), overwrite);
    Map<Integer, PartRecord> records = recorded();
    List<Object> missing = new ArrayList<>();
    for (int part = 0; part < rows.getNumPartitions(); part++) {
      if (!records.containsKey(part)) {
        missing.add(part);
      }
    }
    said.printf("parts:  %d, of which %d were screened before%n", parts(), records.size());
    said.flush();
    long start = System.nanoTime();
    int computed = parts() - records.size();
    if (!missing.isEmpty()) {
      compute(missing, records);
    }
    if (records.size() < parts()) {
      PartRecord last = refuseEmpty();
      records.put(last.part(), last);
    }
    double seconds = 1e-9 * (System.nanoTime() - start);
    if (merge) {
      mergeTables(parts());
    }
    folder.removeTemporary();
    return new Summary(List.copyOf(records.values()), computed, seconds);
  }

  private void prepare(RunRecord record, boolean overwrite) {
    String recorded = folder.readText(RUN);
    if (recorded != null && !overwrite) {
      record.requireSame(folder.path(RUN).toString(), recorded);
      return;
    }
    List<String> there = folder.list("");
    if (recorded == null && !there.isEmpty()) {
      throw new WrongCallException(folder + ": the folder is not empty; give another --out");
    }
    RESULTS.forEach(folder::remove);
    folder.writeText(RUN, "driver", List.of(record.json()));
  }

  private Map<Integer, PartRecord> recorded() {
    Map<Integer, PartRecord> records = new TreeMap<>();
    for (String name : folder.list(PartTables.RECORDS)) {
      String file = PartTables.RECORDS + "/" + name;
      PartRecord record = PartRecord.parse(folder.path(file).toString(), folder.readText(file));
      records.put(record.part(), record);
    }
    return records;
  }

  /** The partitions that a task gives are the input's own, and only those that are missing. */
  private void compute(List<Object> missing, Map<Integer, PartRecord> records) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(context);
    Configuration hadoop = context.hadoopConfiguration();
    Broadcast<JobInput> input = spark.broadcast(job);
    Broadcast<SerializableConfiguration> configuration =
        spark.broadcast(new SerializableConfiguration(hadoop));
    ScreenedParts screened =
        new ScreenedParts(
            rows,
            new PartWork(
                input,
                configuration,
                folder.toString(),
                source.kind(),
                source.labels(),
                attempts()));
    PartProgress progress = new PartProgress(missing.size(), said);
    run(
        () ->
            context.runJob(
                screened,
                (Function2<TaskContext, Iterator<PartRecord>, PartRecord> & Serializable)
                    (_, found) -> found.next(),
                CollectionConverters.asScala(missing).toSeq(),
                (Function2<Object, PartRecord, BoxedUnit>)
                    (_, record) -> {
                      records.put(record.part(), record);
                      progress.done(record);
                      return BoxedUnit.UNIT;
                    },
                ClassTag$.MODULE$.apply(PartRecord.class)));
  }

  /** Runs a job; what made it fail is said as on one machine, in one line. */
  private static void run(Runnable sparkJob) {
    try {
      sparkJob.run();
    } catch (Exception e) {
      // Spark throws checked exceptions that its methods do not declare
      if (!(e instanceof SparkException)) {
        throw e;
      }
      // an executor's exception arrives as text: its class, its message, its stack
      Matcher own = OWN_EXCEPTION.matcher(String.valueOf(e.getMessage()));
      String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new CoesiteException(own.find() ? own.group(1) : "Spark: " + line, e);
    }
  }

  private PartRecord refuseEmpty() {
    PartTables tables = new PartTables(job.settings().columns());
    for (String file : empty) {
      new Frames(
              List.of(new FileContent(source.labels().of(file), new byte[0])), ReadOptions.DEFAULT)
          .forEachRemaining(
              frame -> tables.add(frame, ScreenRow.failed(frame.label(), "", 0, frame.message())));
    }
    return tables.write(folder, rows.getNumPartitions(), "driver", 0, "driver");
  }

  /** How often Spark tries a task; a local master says so itself. */
  private int attempts() {
    String master = context.master();
    if (master.matches("local(\\[[^,]*])?")) {
      return 1;
    }
    if (master.matches("local\\[[^,]*,[^,]*]")) {
      return Integer.parseInt(master.replaceFirst(".*,\\s*(\\d+)]", "$1"));
    }
    return context.conf().getInt("spark.task.maxFailures", 4);
  }

  private void mergeTables(int parts) {
    new MergedTable(folder, record -> RowOrder.of(record.get(0)))
        .write("screen.csv", job.settings().columns().header(), files("csv", parts));
    new MergedTable(folder, record -> new RowOrder(record.get(0), Integer.parseInt(record.get(1))))
        .write("failures.csv", FailedStructure.header(), files("failures-csv", parts));
  }

  private static List<String> files(String table, int parts) {
    List<String> files = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      files.add(PartTables.name(table, part, "csv"));
    }
    return files;
  }

  /** The first failures, a line each. */
  List<String> firstFailures(int most) {
    List<String> lines = new ArrayList<>();
    for (int part = 0; part < parts() && lines.size() < most; part++) {
      String text = folder.readText(PartTables.name("failures-csv", part, "csv"));
      if (text != null) {
        Arrays.stream(text.split("\n")).skip(1).limit(most - lines.size()).forEach(lines::add);
      }
    }
    return lines;
  }
}
