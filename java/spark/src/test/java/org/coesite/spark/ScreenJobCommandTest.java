package org.coesite.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.coesite.io.StructureReader;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job on this machine, against {@code coesite screen}. */
class ScreenJobCommandTest {
  @TempDir private static Path shared;
  private static Path model;
  private static Path in;
  private static byte[] table;

  @TempDir private Path folder;

  @BeforeAll
  static void screenPlainly() throws IOException {
    model = TinyModel.write(shared.resolve("tiny.safetensors"));
    in = Inputs.mixed(Files.createDirectories(shared.resolve("in")));
    Said plain = Said.ofPlain("screen", in, "--out", shared.resolve("plain"), "--model", model);
    assertEquals(1, plain.exit(), plain.err());
    table = Files.readAllBytes(shared.resolve("plain/screen.csv"));
    assertEquals(26, Files.readAllLines(shared.resolve("plain/screen.csv")).size());
  }

  private Said screen(Object input, Path out, Object... more) {
    List<Object> words = new ArrayList<>(List.of("screen", input, "--out", out));
    words.addAll(List.of("--model", model, "--master", "local[2]"));
    words.addAll(Arrays.asList(more));
    return Said.ofSpark(words.toArray());
  }

  private static SparkSession spark() {
    return SparkSession.builder()
        .master("local[2]")
        .config("spark.ui.enabled", false)
        .getOrCreate();
  }

  @Test
  void theTableIsThatOfThePlainCommandHoweverTheInputIsCut() throws IOException {
    for (int bytes : new int[] {1, 9000, 1_000_000}) {
      Path out = folder.resolve("cut" + bytes);
      Said said = screen(in, out, "--part-bytes", bytes);
      assertEquals(1, said.exit(), said.err());
      assertArrayEquals(table, Files.readAllBytes(out.resolve("screen.csv")), said.out());
      assertTrue(said.err().contains("4 of 25 structures failed"), said.err());
      assertFalse(Files.exists(out.resolve("_temporary")));
    }
    try (Stream<Path> parts = Files.list(folder.resolve("cut1/csv"))) {
      assertEquals(9, parts.count(), "a part for each file");
    }
  }

  @Test
  void whatCannotBeScreenedIsInATableOfItsOwn() throws IOException {
    Path out = folder.resolve("out");
    Said said = screen(in, out, "--part-bytes", 9000);
    assertEquals(1, said.exit(), said.err());
    List<String> lines = Files.readAllLines(out.resolve("failures.csv"));
    assertEquals("file,index,message", lines.get(0));
    assertEquals(5, lines.size());
    assertTrue(
        lines.get(1).startsWith("\"" + in + "/broken, \"\"really\"\".cif\",1,"), lines.get(1));
    assertTrue(lines.get(2).startsWith(in + "/deep/er/empty.xyz,1,"), lines.get(2));
    assertTrue(lines.get(2).endsWith("the file is empty"), lines.get(2));
    assertTrue(lines.get(4).startsWith(in + "/torn.xyz,3,"), lines.get(4));
    try (SparkSession spark = spark()) {
      List<Row> rows =
          spark
              .read()
              .parquet(out.resolve("failures.parquet").toString())
              .orderBy("file", "index")
              .collectAsList();
      assertEquals(4, rows.size());
      assertEquals(in + "/torn.xyz", rows.get(3).getString(0));
      assertEquals(3, rows.get(3).getInt(1));
      assertTrue(lines.get(4).contains(rows.get(3).getString(2).substring(0, 20)));
    }
  }

  @Test
  void parquetHasTheColumnsAndDigitsOfTheTable() throws IOException {
    Path out = folder.resolve("out");
    Path quartz = Inputs.file(folder.resolve("quartz.xyz"), 3, 1);
    Said plain =
        Said.ofPlain(
            "screen",
            quartz,
            "--out",
            folder.resolve("plain"),
            "--model",
            model,
            "--nmr",
            "--dispersion",
            "d3bj");
    assertEquals(0, plain.exit(), plain.err());
    Said said = screen(quartz, out, "--nmr", "--dispersion", "d3bj");
    assertEquals(0, said.exit(), said.err());
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("plain/screen.csv")),
        Files.readAllBytes(out.resolve("screen.csv")));
    List<String> lines = Files.readAllLines(out.resolve("screen.csv"));
    try (SparkSession spark = spark()) {
      Dataset<Row> rows = spark.read().parquet(out.resolve("screen.parquet").toString());
      assertEquals(lines.get(0), String.join(",", rows.columns()));
      assertEquals(
          List.of("string", "string", "int", "double", "array<double>", "array<int>", "string"),
          Stream.of(
                  "file",
                  "formula",
                  "atoms",
                  "volume_A3",
                  "si29_shifts_ppm",
                  "si29_sites",
                  "message")
              .map(name -> rows.schema().apply(name).dataType().simpleString())
              .toList());
      List<Row> found = rows.orderBy("file").collectAsList();
      for (int k = 0; k < 3; k++) {
        String[] cells = lines.get(k + 1).split(",", -1);
        Row row = found.get(k);
        assertEquals(cells[0], row.getString(0));
        assertEquals(Integer.parseInt(cells[2]), row.getInt(2));
        for (int column = 3; column < 13; column++) {
          assertEquals(number(cells[column]), row.get(column), lines.get(0));
        }
        assertEquals(
            Arrays.stream(cells[13].split(" ")).map(Double::valueOf).toList(), row.getList(13));
        assertEquals(
            Arrays.stream(cells[15].split(" ")).map(Integer::valueOf).toList(), row.getList(15));
        assertNull(row.get(17), "an empty message");
      }
    }
  }

  private static Double number(String cell) {
    return cell.isEmpty() ? null : Double.valueOf(cell);
  }

  @Test
  void structuresInParquetAreScreenedAsThoseInFiles() throws IOException {
    Path text = folder.resolve("text.parquet");
    Path arrays = folder.resolve("arrays.parquet");
    List<Structure> structures = StructureReader.readAll(in.resolve("b.xyz"));
    try (SparkSession spark = spark()) {
      List<Row> files = new ArrayList<>();
      files.add(RowFactory.create(in + "/b.xyz", Files.readString(in.resolve("b.xyz"))));
      spark
          .createDataFrame(
              files, new StructType().add("file", DataTypes.StringType).add("content", "string"))
          .write()
          .parquet(text.toString());
      List<Row> crystals = new ArrayList<>();
      for (int k = 0; k < structures.size(); k++) {
        Structure structure = structures.get(k);
        crystals.add(
            RowFactory.create(
                in + "/b.xyz#" + (k + 1),
                structure.species(),
                structure.positions(),
                structure.cell().toArray()));
      }
      crystals.add(RowFactory.create("short", new int[] {14, 8}, new double[3], new double[9]));
      crystals.add(RowFactory.create("none", null, new double[3], new double[9]));
      crystals.add(RowFactory.create("flat", new int[] {14}, new double[3], new double[9]));
      spark
          .createDataFrame(
              crystals,
              new StructType()
                  .add("file", "string")
                  .add("numbers", "array<int>")
                  .add("positions", "array<double>")
                  .add("cell", "array<double>"))
          .repartition(3)
          .write()
          .mode(SaveMode.Append)
          .parquet(arrays.toString());
    }
    String wanted =
        new String(table, StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.contains("/b.xyz#"))
            .reduce("", (a, b) -> a + b + "\n");

    Said said = screen(text, folder.resolve("out-text"));
    assertEquals(0, said.exit(), said.err());
    assertEquals(wanted, rows(folder.resolve("out-text")));

    said = screen(arrays, folder.resolve("out-arrays"));
    assertEquals(1, said.exit(), said.err());
    List<String> failures = Files.readAllLines(folder.resolve("out-arrays/failures.csv"));
    assertTrue(
        failures.get(1).startsWith("flat,1,\"flat: the cell has no volume"), failures.get(1));
    assertEquals("none,1,none: column numbers is null", failures.get(2));
    assertEquals("short,1,short: column positions has 3 numbers; 6 were expected", failures.get(3));
    assertTrue(rows(folder.resolve("out-arrays")).startsWith(wanted));
  }

  private static String rows(Path out) throws IOException {
    String text = Files.readString(out.resolve("screen.csv"));
    return text.substring(text.indexOf('\n') + 1);
  }

  @Test
  void theSameAgainComputesOnlyWhatIsMissing() throws IOException {
    Path out = folder.resolve("out");
    assertEquals(1, screen(in, out, "--part-bytes", 1).exit());
    byte[] failures = Files.readAllBytes(out.resolve("failures.csv"));
    // a part without its record was not finished, whatever else of it is there
    Files.delete(out.resolve("_parts/part-000002.json"));
    Files.writeString(out.resolve("csv/part-000002.csv"), "torn");
    Files.delete(out.resolve("_parts/part-000005.json"));
    Files.delete(out.resolve("screen.parquet/part-000005.parquet"));
    Files.delete(out.resolve("screen.csv"));
    long kept = Files.getLastModifiedTime(out.resolve("csv/part-000001.csv")).toMillis();

    Said said = screen(in, out, "--part-bytes", 1);
    assertEquals(1, said.exit(), said.err());
    assertTrue(said.out().contains("parts:  9, of which 7 were screened before"), said.out());
    assertTrue(said.out().contains("2 parts screened now"), said.out());
    assertArrayEquals(table, Files.readAllBytes(out.resolve("screen.csv")));
    assertArrayEquals(failures, Files.readAllBytes(out.resolve("failures.csv")));
    assertTrue(Files.exists(out.resolve("screen.parquet/part-000005.parquet")));
    assertEquals(kept, Files.getLastModifiedTime(out.resolve("csv/part-000001.csv")).toMillis());

    said = screen(in, out, "--part-bytes", 1);
    assertTrue(said.out().contains("; 0 parts screened now"), said.out());
    assertArrayEquals(table, Files.readAllBytes(out.resolve("screen.csv")));
  }

  @Test
  void anotherRunIsRefused() throws IOException {
    Path mine = Files.createDirectory(folder.resolve("mine"));
    Inputs.file(mine.resolve("a.xyz"), 2, 1);
    Path out = folder.resolve("out");
    assertEquals(0, screen(mine, out).exit());
    byte[] before = Files.readAllBytes(out.resolve("screen.csv"));

    assertRefused("dispersion", screen(mine, out, "--dispersion", "d3bj"));
    assertRefused("part_bytes", screen(mine, out, "--part-bytes", 7));
    assertRefused("precision", screen(mine, out, "--precision", "f32"));
    assertRefused("model", screen(mine, out, "--model", "silicon"));
    Inputs.file(mine.resolve("a.xyz"), 1, 1);
    assertRefused("parts_sha256", screen(mine, out));
    Inputs.file(mine.resolve("b.xyz"), 1, 1);
    assertRefused("parts", screen(mine, out, "--part-bytes", 1_000_000));
    assertArrayEquals(before, Files.readAllBytes(out.resolve("screen.csv")));

    Path precious = Files.createDirectory(folder.resolve("precious"));
    Files.writeString(precious.resolve("thesis.tex"), "precious");
    assertRefused("not empty", screen(mine, precious, "--overwrite"));
    assertEquals("precious", Files.readString(precious.resolve("thesis.tex")));

    Said replaced = screen(mine, out, "--overwrite");
    assertEquals(0, replaced.exit(), replaced.err());
    assertEquals(3, Files.readAllLines(out.resolve("screen.csv")).size());
  }

  private static void assertRefused(String why, Said said) {
    assertEquals(2, said.exit(), said.err());
    assertTrue(said.complaint().contains(why), said.err());
  }

  @Test
  void wrongInputIsSaidInOneLine() throws IOException {
    Path out = folder.resolve("out");
    assertRefused("no such file or folder", screen(folder.resolve("nothing"), out));
    Files.createDirectory(folder.resolve("bare"));
    assertRefused("no structures in the input", screen(folder.resolve("bare"), out));
    assertRefused("told by its name", screen(in.resolve("notes.txt"), out));
    Path columns = folder.resolve("columns.parquet");
    try (SparkSession spark = spark()) {
      spark.range(3).write().parquet(columns.toString());
    }
    assertRefused("columns id; file and content", screen(columns, out));
    assertRefused("1 or more", screen(in, out, "--part-bytes", 0));
    assertFalse(Files.exists(out));
  }

  @Test
  void whatFailsOnAnExecutorIsSaidInOneLineToo() {
    Said said = screen(in, folder.resolve("out"), "--device", "abacus");
    assertEquals(1, said.exit(), said.err());
    assertTrue(said.complaint().contains("abacus"), said.err());
    assertFalse(
        said.complaint().contains("Spark") || said.complaint().contains("Exception"), said.err());
  }

  @Test
  void globsAndRelaxationWork() throws IOException {
    Path out = folder.resolve("out");
    Said said =
        screen(in + "/{a,b}.xy*", out, "--relax", "--max-force", "0.5", "--part-bytes", 3000);
    assertEquals(0, said.exit(), said.err());
    Said plain =
        Said.ofPlain(
            "screen",
            in.resolve("a.xyz"),
            in.resolve("b.xyz"),
            "--out",
            folder.resolve("plain"),
            "--model",
            model,
            "--relax",
            "--max-force",
            "0.5");
    assertEquals(0, plain.exit(), plain.err());
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("plain/screen.csv")),
        Files.readAllBytes(out.resolve("screen.csv")));
  }
}
