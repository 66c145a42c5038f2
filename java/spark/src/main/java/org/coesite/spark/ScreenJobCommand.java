package org.coesite.spark;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.coesite.backend.Precision;
import org.coesite.cli.Main.Version;
import org.coesite.cli.ModelSource;
import org.coesite.cli.ScreenOptions;
import org.coesite.cli.WrongCallException;
import org.coesite.models.PotentialModel;
import org.coesite.screen.ScreenSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Screens frameworks as a Spark job. */
@Command(
    name = "screen",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Predicts energy, forces, stress and uncertainty of zeolite frameworks, as coesite screen"
          + " does, on as many machines as Spark has.",
      ""
    },
    footer = {
      "",
      "Writes OUT/screen.parquet and OUT/csv, a file for each partition of the input;"
          + " OUT/screen.csv, all of it, with the rows and digits of coesite screen;"
          + " OUT/failures.parquet and OUT/failures.csv, what could not be screened and why.",
      "The same command again goes on with what is missing; other input, another model or other"
          + " options are refused."
    })
final class ScreenJobCommand implements Callable<Integer> {
  private static final int FAILURES_SHOWN = 20;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "INPUT",
      description =
          "Folders, files or globs of CIF, extended XYZ or POSCAR, gzipped or not; or *.parquet."
              + " Of any file system that Spark reaches.")
  private List<String> inputs;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "OUT",
      description = "Folder for the results, on a file system that all machines reach.")
  private String out;

  @Mixin private ScreenOptions screening;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "auto",
      description =
          "cpu, cuda or emulated; auto: cuda where Spark hands out GPUs"
              + " (spark.task.resource.gpu.amount), else cpu (default: ${DEFAULT-VALUE}).")
  private String device;

  @Option(
      names = "--precision",
      paramLabel = "P",
      defaultValue = "f64",
      description = "f64 or f32 (default: ${DEFAULT-VALUE}).")
  private Precision precision;

  @Option(
      names = "--part-bytes",
      paramLabel = "N",
      defaultValue = "1000000",
      description =
          "A partition, which is screened again as a whole if it is lost, has about so many bytes"
              + " of input (default: ${DEFAULT-VALUE}).")
  private long partBytes;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark's master (default: what spark-submit says, else local[*]).")
  private String master;

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      description = "Any of Spark's settings; may come again.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(names = "--no-merge", description = "Do not make OUT/screen.csv and OUT/failures.csv.")
  private boolean apart;

  @Option(names = "--overwrite", description = "Replace another run in OUT.")
  private boolean overwrite;

  @Override
  public Integer call() {
    if (partBytes < 1) {
      throw new WrongCallException("--part-bytes " + partBytes + ": 1 or more is expected");
    }
    ScreenSettings wanted = screening.settings();
    ModelSource potential = ModelSource.potential(screening.model());
    PotentialModel model = potential.readPotential();
    ModelSource shieldings = wanted.shifts() ? ModelSource.shieldings(screening.nmrModel()) : null;
    SparkSession spark = session();
    try {
      String chosen = device(spark);
      print("model:  " + potential.describe(model));
      print("spark:  " + spark.version() + ", " + spark.sparkContext().master() + ", " + chosen);
      JobInput job =
          new JobInput(
              UUID.randomUUID().toString(), potential, shieldings, chosen, precision, wanted);
      SparkScreening run =
          new SparkScreening(
              spark,
              StructureSource.of(spark, inputs, partBytes),
              job,
              out,
              spec.commandLine().getOut());
      return report(run, run.run(facts(potential, model, chosen), overwrite, !apart));
    } finally {
      spark.stop();
      Engines.release();
    }
  }

  private SparkSession session() {
    SparkConf conf = new SparkConf();
    settings.forEach(conf::set);
    if (master != null) {
      conf.setMaster(master);
    }
    conf.setIfMissing("spark.master", "local[*]");
    conf.setIfMissing("spark.app.name", "coesite-spark screen");
    if (conf.get("spark.master").matches("local(\\[.*])?")) {
      conf.setIfMissing("spark.ui.enabled", "false");
    } else if (System.getProperty("coesite.spark.jars") != null) {
      // the launcher does what spark-submit would: executors elsewhere need Coesite
      conf.setIfMissing("spark.jars", System.getProperty("coesite.spark.jars"));
    }
    return SparkSession.builder().config(conf).getOrCreate();
  }

  private String device(SparkSession spark) {
    boolean gpus = spark.sparkContext().conf().contains("spark.task.resource.gpu.amount");
    return device.equals("auto") ? (gpus ? "cuda" : "cpu") : device;
  }

  private Map<String, String> facts(ModelSource potential, PotentialModel model, String chosen) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("version", new Version().getVersion()[0]);
    facts.put("model", potential.describe(model));
    facts.put("model_sha256", potential.sha256());
    facts.put("device", chosen);
    facts.put("precision", precision.name().toLowerCase(Locale.ROOT));
    facts.putAll(screening.facts());
    facts.put("inputs", String.join(" ", inputs));
    facts.put("part_bytes", Long.toString(partBytes));
    return facts;
  }

  private int report(SparkScreening run, SparkScreening.Summary summary) {
    long atoms = summary.parts().stream().mapToLong(PartRecord::atoms).sum();
    print(
        String.format(
            Locale.ROOT,
            "%d structures, %d atoms; %d parts screened now in %.1f s",
            summary.rows(),
            atoms,
            summary.computed(),
            summary.seconds()));
    print("wrote " + out);
    if (summary.failed() == 0) {
      return 0;
    }
    PrintWriter err = spec.commandLine().getErr();
    err.printf(
        "coesite-spark screen: %d of %d structures failed:%n", summary.failed(), summary.rows());
    run.firstFailures(FAILURES_SHOWN).forEach(line -> err.println("  " + line));
    if (summary.failed() > FAILURES_SHOWN) {
      err.println("  and more: see failures.parquet in " + out);
    }
    err.flush();
    return 1;
  }

  private void print(String line) {
    PrintWriter writer = spec.commandLine().getOut();
    writer.println(line);
    writer.flush();
  }
}
