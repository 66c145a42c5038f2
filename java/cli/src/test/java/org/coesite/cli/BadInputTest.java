package org.coesite.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One line that names file and place, the right exit code, finished rows kept, nothing torn. */
class BadInputTest {
  private static final String CELL = "Lattice=\"5 0 0 0 5 0 0 0 5\" Properties=species:S:1:pos:R:3";

  @TempDir private Path folder;
  private Path good;
  private Path model;
  private Path out;

  @BeforeEach
  void prepare() {
    good = Samples.file(folder.resolve("good.xyz"), 1, 1);
    model = TinyModel.write(folder.resolve("tiny.safetensors"));
    out = folder.resolve("out");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          empty               | ''                                          | empty
          truncated frame     | 3;CELL;Si 0 0 0;O 1.6 0 0;                  | line
          wrong column count  | 2;CELL;Si 0 0 0;O 1.6 0;                    | line 4
          nan coordinate      | 2;CELL;Si 0 0 0;O nan 0 0;                  | line 4
          zero-volume cell    | 1;Lattice="5 0 0 0 5 0 5 5 0" Properties=species:S:1:pos:R:3;Si 0 0 0; | volume
          two atoms in one    | 2;CELL;Si 0 0 0;O 5 5 0;                    | apart
          unknown element     | 2;CELL;Si 0 0 0;Xx 1.6 0 0;                 | line 4
          unknown to model    | 2;CELL;Si 0 0 0;Al 2.5 0 0;                 | Al
          no periodicity      | 2;Properties=species:S:1:pos:R:3;Si 0 0 0;O 1.6 0 0; | not periodic
          """)
  void aBadFrameIsARowThatSaysWhy(String what, String content, String expected) throws IOException {
    Path bad = folder.resolve("bad.xyz");
    Files.writeString(bad, content.replace("CELL", CELL).replace(';', '\n'));

    Call call = Call.of("screen", good, bad, good, "--out", out, "--model", model);

    assertEquals(1, call.exit(), what);
    List<String> rows = Files.readAllLines(out.resolve("screen.csv"));
    assertEquals(4, rows.size());
    assertTrue(rows.get(1).contains(",ok,"), rows.get(1));
    assertTrue(rows.get(2).contains(",failed,"), rows.get(2));
    assertTrue(rows.get(2).contains(expected), rows.get(2));
    assertTrue(rows.get(2).indexOf("bad.xyz") != rows.get(2).lastIndexOf("bad.xyz"), rows.get(2));
    assertTrue(rows.get(3).contains(",ok,"), rows.get(3));
    String complaint = call.err().lines().filter(line -> line.startsWith("  ")).findFirst().get();
    assertTrue(complaint.contains(bad.toString()) && complaint.contains(expected), call.err());
    assertNothingTorn();
  }

  @Test
  void partialOccupancyIsSaidInTheRow() throws IOException {
    Path cif = folder.resolve("half.cif");
    Files.writeString(
        cif,
        """
        data_half
        _cell_length_a 5
        _cell_length_b 5
        _cell_length_c 5
        _cell_angle_alpha 90
        _cell_angle_beta 90
        _cell_angle_gamma 90
        loop_
        _symmetry_equiv_pos_as_xyz
        x,y,z
        loop_
        _atom_site_label
        _atom_site_type_symbol
        _atom_site_fract_x
        _atom_site_fract_y
        _atom_site_fract_z
        _atom_site_occupancy
        Si1 Si 0 0 0 1
        O1 O 0.32 0 0 0.5
        O2 O 0 0.32 0 1
        """);
    assertEquals(0, Call.of("screen", cif, "--out", out, "--model", model).exit());
    String row = Files.readAllLines(out.resolve("screen.csv")).get(1);
    assertTrue(row.contains("occup") && row.contains("O1"), row);
  }

  @Test
  void anUnreadableFileIsARow() throws IOException {
    Path secret = Samples.file(folder.resolve("secret.xyz"), 1, 1);
    assumeTrue(secret.toFile().setReadable(false));
    assumeFalse(Files.isReadable(secret), "root reads everything");
    assertEquals(1, Call.of("screen", secret, good, "--out", out, "--model", model).exit());
    assertEquals(3, Files.readAllLines(out.resolve("screen.csv")).size());
  }

  @Test
  void whatIsNotThereIsAWrongCall() throws IOException {
    Call missing = Call.of("screen", "nowhere.cif", "--out", out, "--model", model);
    assertEquals(2, missing.exit());
    assertTrue(missing.complaint().contains("nowhere.cif: no such file"), missing.err());

    Path empty = Files.createDirectory(folder.resolve("empty"));
    Call folderCall = Call.of("screen", empty, "--out", out, "--model", model);
    assertEquals(2, folderCall.exit());
    assertTrue(folderCall.complaint().contains(empty + ": no structures"), folderCall.err());

    Call noModel = Call.of("screen", good, "--out", out, "--model", "no.safetensors");
    assertEquals(2, noModel.exit());
    assertTrue(noModel.complaint().contains("no.safetensors: no such file"), noModel.err());
    assertFalse(Files.exists(out));
  }

  @Test
  void wrongOptionsAreOneLine() {
    for (List<String> arguments :
        List.<List<String>>of(
            List.of("screen", "--frobnicate"),
            List.of("screen", "--threads", "two"),
            List.of("screen", "--threads", "0"),
            List.of("screen", "--device", "abacus"),
            List.of("screen", "--resume", "--overwrite"),
            List.of("predict", good.toString()),
            List.of("fly"),
            List.of())) {
      Call call = Call.of(arguments.toArray());
      assertEquals(2, call.exit(), arguments + call.err());
      call.complaint();
    }
  }

  @Test
  void aModelCutShortIsRefusedByName() throws IOException {
    byte[] bytes = Files.readAllBytes(model);
    for (int size : new int[] {0, 5, 8, 100, bytes.length / 2, bytes.length - 1}) {
      Path cut = folder.resolve("cut.safetensors");
      Files.write(cut, Arrays.copyOf(bytes, size));
      Call call = Call.of("screen", good, "--out", out, "--model", cut);
      assertEquals(1, call.exit(), "cut to " + size);
      assertTrue(call.complaint().contains(cut.toString()), call.err());
      assertFalse(call.err().contains("internal error"), call.err());
    }
    assertFalse(Files.exists(out));
  }

  @Test
  void aModelOfANewerFormatIsRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(model);
    int header = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    String json = new String(bytes, 8, header, StandardCharsets.UTF_8);
    String newer = json.replaceFirst("(format\\\\?\":)1", "$19");
    assertFalse(newer.equals(json));
    System.arraycopy(newer.getBytes(StandardCharsets.UTF_8), 0, bytes, 8, header);
    Files.write(model, bytes);
    Call call = Call.of("screen", good, "--out", out, "--model", model);
    assertEquals(1, call.exit());
    assertTrue(
        call.complaint().contains(model.toString()) && call.complaint().contains("9"), call.err());
  }

  @Test
  void anOutputFolderThatCannotBeWrittenIsNamed() throws IOException {
    Path file = folder.resolve("file");
    Files.writeString(file, "");
    Call call = Call.of("screen", good, "--out", file.resolve("out"), "--model", model);
    assertEquals(1, call.exit());
    assertTrue(call.complaint().contains("file/out: cannot be written"), call.err());

    Call predict =
        Call.of("predict", good, "--out", folder.resolve("no/out.xyz"), "--model", model);
    assertEquals(1, predict.exit());
    assertTrue(predict.complaint().contains("no does not exist"), predict.err());
  }

  /** Files of a process may not grow beyond a limit: as good as a full disk, and needs no root. */
  @Test
  void aFullDiskKeepsTheRowsThatFit() throws IOException, InterruptedException {
    Path many = Samples.file(folder.resolve("many.xyz"), 400, 1);
    ProcessBuilder screen = Call.process("screen", many, "--out", out, "--model", model);
    String line = String.join(" ", screen.command().stream().map(a -> "'" + a + "'").toList());
    Path err = folder.resolve("err.txt");
    Process process =
        new ProcessBuilder("bash", "-c", "ulimit -f 16; exec " + line)
            .redirectOutput(folder.resolve("out.txt").toFile())
            .redirectError(err.toFile())
            .start();
    assertEquals(1, process.waitFor(), Files.readString(err));
    assertTrue(
        Files.readString(err).contains("screen.csv: cannot be written"), Files.readString(err));
    String table = Files.readString(out.resolve("screen.csv"));
    assertTrue(table.endsWith("\n"));
    assertTrue(table.lines().count() > 50 && table.lines().count() < 400);
    assertNothingTorn();
  }

  @Test
  void aFullDiskKeepsTheRowsThatFitOnATinyDisk() throws IOException, InterruptedException {
    Path tiny = Files.createDirectory(folder.resolve("tiny"));
    assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", tiny), "mounting needs root");
    try {
      Path many = Samples.file(folder.resolve("many.xyz"), 400, 1);
      out = tiny.resolve("out");
      Call call = Call.of("screen", many, "--out", out, "--model", model);
      assertEquals(1, call.exit());
      assertTrue(call.complaint().contains("screen.csv: cannot be written: No space"), call.err());
      assertTrue(Files.readString(out.resolve("screen.csv")).endsWith("\n"));
      assertNothingTorn();

      Path big = tiny.resolve("big.xyz");
      Call predict = Call.of("predict", many, "--out", big, "--model", model);
      assertEquals(1, predict.exit());
      assertTrue(predict.complaint().contains("big.xyz: cannot be written"), predict.err());
      assertFalse(Files.exists(big));
    } finally {
      run("umount", tiny);
    }
  }

  private static boolean run(Object... command) throws InterruptedException {
    try {
      return new ProcessBuilder(Arrays.stream(command).map(String::valueOf).toList())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private void assertNothingTorn() throws IOException {
    try (Stream<Path> files = Files.list(out)) {
      assertTrue(files.noneMatch(file -> file.toString().endsWith(".tmp")));
    }
  }
}
