package org.coesite.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.Partition;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.FilePartition;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.coesite.CoesiteException;
import org.coesite.cli.WrongCallException;
import org.coesite.io.StructureFormat;

/**
 * Where structures come from: a DataFrame with a row for each file, or for each structure in
 * Parquet. How it is cut into partitions depends on the files alone, not on the cluster.
 *
 * @param rows with the columns that the kind has
 * @param kind what a row is
 * @param labels what files are called
 */
record StructureSource(Dataset<Row> rows, Kind kind, FileLabels labels) {
  /** What a row of the input is. */
  enum Kind {
    /** A file: {@code path}, {@code content}. */
    FILE,
    /** Text in Parquet: {@code file}, {@code content}, of any format that is known by its name. */
    TEXT,
    /**
     * A crystal in Parquet: {@code file}; {@code numbers}, the atomic numbers; {@code positions}, x
     * y z of each atom in angstrom; {@code cell}, three vectors of three, in angstrom.
     */
    ARRAYS
  }

  /** Names that are known, in any case; and POSCAR and CONTCAR. */
  private static final List<String> SUFFIXES =
      List.of(".cif", ".mcif", ".xyz", ".extxyz", ".magres", ".vasp", "poscar", "contcar");

  /** The longest array that a row can hold, a little less than Java's. */
  private static final long LONGEST = Integer.MAX_VALUE - 64L;

  /** Opening a file counts as reading so many bytes. */
  private static final long OPENING = 4096;

  /**
   * Finds the input.
   *
   * @param inputs folders, files or globs, of structure files or all of Parquet
   * @param partBytes a partition has about so many bytes of input
   * @throws WrongCallException if there is nothing, or nothing of use
   */
  static StructureSource of(SparkSession spark, List<String> inputs, long partBytes) {
    spark.conf().set("spark.sql.files.maxPartitionBytes", Long.toString(partBytes));
    spark.conf().set("spark.sql.files.openCostInBytes", Long.toString(OPENING));
    // else a larger cluster would cut the input differently, and could not go on with a run
    spark.conf().set("spark.sql.files.minPartitionNum", "1");
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    FileLabels labels = new FileLabels(inputs, hadoop);
    inputs.forEach(input -> requireThere(input, hadoop));
    List<Boolean> parquet = inputs.stream().map(StructureSource::isParquet).distinct().toList();
    if (parquet.size() > 1) {
      throw new WrongCallException(
          "structure files and Parquet in one run; give one or the other: " + inputs);
    }
    String[] paths = inputs.stream().map(StructureSource::path).toArray(String[]::new);
    return parquet.get(0) ? parquet(spark, paths, labels) : files(spark, paths, labels);
  }

  /**
   * Files without content, in full and sorted: Spark's sources give no row for them.
   *
   * @param partitions of the rows
   */
  List<String> empty(Partition[] partitions) {
    if (kind != Kind.FILE) {
      return List.of();
    }
    Set<String> read = new HashSet<>();
    for (Partition partition : partitions) {
      for (PartitionedFile file : ((FilePartition) partition).files()) {
        read.add(file.toPath().toString());
      }
    }
    return Arrays.stream(rows.inputFiles())
        .map(file -> new Path(URI.create(file)).toString())
        .filter(file -> !read.contains(file))
        .sorted()
        .toList();
  }

  private static boolean isParquet(String input) {
    return input.replaceFirst("/+$", "").toLowerCase(Locale.ROOT).endsWith(".parquet");
  }

  private static String path(String input) {
    return new Path(input).toString();
  }

  /** A path in full, with its scheme. */
  static Path qualified(Path path, Configuration hadoop) {
    try {
      return path.getFileSystem(hadoop).makeQualified(path);
    } catch (IOException | IllegalArgumentException e) {
      throw new CoesiteException(path + ": " + e.getMessage(), e);
    }
  }

  private static void requireThere(String input, Configuration hadoop) {
    Path path = new Path(input);
    FileStatus[] found;
    try {
      FileSystem files = path.getFileSystem(hadoop);
      found = files.globStatus(path);
    } catch (FileNotFoundException e) {
      found = null;
    } catch (IOException | IllegalArgumentException e) {
      throw new CoesiteException(input + ": " + e.getMessage(), e);
    }
    if (found == null || found.length == 0) {
      throw new WrongCallException(input + ": no such file or folder");
    }
    for (FileStatus status : found) {
      String name = status.getPath().getName();
      boolean known =
          status.isDirectory()
              || isParquet(name)
              || StructureFormat.ofName(java.nio.file.Path.of(name)).isPresent();
      if (!known) {
        throw new WrongCallException(
            status.getPath()
                + ": what it is must be told by its name: *.cif, *.xyz, *.extxyz, *.magres, *.vasp,"
                + " POSCAR or CONTCAR, with or without .gz, or *.parquet");
      }
    }
  }

  private static StructureSource files(SparkSession spark, String[] paths, FileLabels labels) {
    Dataset<Row> rows =
        spark
            .read()
            .format("binaryFile")
            .option("recursiveFileLookup", "true")
            .option("pathGlobFilter", nameFilter())
            .load(paths)
            .filter(functions.col("length").leq(LONGEST))
            .select("path", "content");
    return new StructureSource(rows, Kind.FILE, labels);
  }

  /** A glob that takes the names that {@link StructureFormat} knows. */
  private static String nameFilter() {
    return SUFFIXES.stream()
        .flatMap(suffix -> List.of("*" + suffix, "*" + suffix + ".gz").stream())
        .map(StructureSource::anyCase)
        .collect(
            Collectors.joining(
                ",", "{", ",[pP][oO][sS][cC][aA][rR]*,[cC][oO][nN][tT][cC][aA][rR]*}"));
  }

  private static String anyCase(String glob) {
    return glob.chars()
        .mapToObj(
            c ->
                Character.isLetter(c)
                    ? "[" + (char) c + (char) Character.toUpperCase(c) + "]"
                    : String.valueOf((char) c))
        .collect(Collectors.joining());
  }

  private static StructureSource parquet(SparkSession spark, String[] paths, FileLabels labels) {
    Dataset<Row> all = spark.read().option("recursiveFileLookup", "true").parquet(paths);
    StructType schema = all.schema();
    Set<String> names = Set.copyOf(Arrays.asList(schema.fieldNames()));
    if (names.containsAll(Set.of("file", "numbers", "positions", "cell"))) {
      require(schema, "file", DataTypes.StringType);
      require(schema, "numbers", DataTypes.IntegerType, true);
      require(schema, "positions", DataTypes.DoubleType, true);
      require(schema, "cell", DataTypes.DoubleType, true);
      return new StructureSource(
          all.select("file", "numbers", "positions", "cell"), Kind.ARRAYS, labels);
    }
    if (names.containsAll(Set.of("file", "content"))) {
      require(schema, "file", DataTypes.StringType);
      require(schema, "content", DataTypes.StringType, DataTypes.BinaryType);
      Dataset<Row> rows =
          all.select(functions.col("file"), functions.col("content").cast(DataTypes.BinaryType));
      return new StructureSource(rows, Kind.TEXT, labels);
    }
    throw new WrongCallException(
        String.join(", ", paths)
            + ": columns "
            + String.join(", ", schema.fieldNames())
            + "; file and content, or file, numbers, positions and cell were expected");
  }

  private static void require(StructType schema, String name, DataType element, boolean array) {
    DataType type = schema.apply(name).dataType();
    if (!array || !(type instanceof ArrayType list) || !list.elementType().equals(element)) {
      throw wrongType(name, type, "array<" + element.simpleString() + ">");
    }
  }

  private static void require(StructType schema, String name, DataType... possible) {
    DataType type = schema.apply(name).dataType();
    if (!Arrays.asList(possible).contains(type)) {
      throw wrongType(name, type, possible[0].simpleString());
    }
  }

  private static WrongCallException wrongType(String name, DataType type, String right) {
    return new WrongCallException(
        "column " + name + " is " + type.simpleString() + "; " + right + " was expected");
  }
}
