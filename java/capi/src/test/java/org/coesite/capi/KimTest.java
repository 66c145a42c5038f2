package org.coesite.capi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Coesite's models in the KIM API: what any simulator relies on, and the script that installs. */
class KimTest {
  /** The KIM API's own check of forces, which Debian has among its examples (libkim-api-doc). */
  private static final Path OWN_CHECK =
      Path.of(
          "/usr/share/doc/libkim-api-dev/examples/simulators/utility_forces_numer_deriv"
              + "/utility_forces_numer_deriv.f90");

  private static final Pattern ALPHA = Pattern.compile("alpha = .* = +(\\S+) \\(units of force\\)");

  @TempDir private Path folder;

  @BeforeEach
  void installModels() {
    KimCollection.installSilicaAndSilicon();
  }

  private KimCollection.Outcome run(List<String> command, String input) {
    return KimCollection.run(
        command,
        folder,
        Map.of(
            "COESITE_KIM_DEVICE",
            "cpu",
            "COESITE_KIM_THREADS",
            "1",
            "COESITE_JAVA_OPTS",
            "-Xms96m -Xmx96m -XX:+AlwaysPreTouch"),
        input);
  }

  private Path compile(String name, String... command) {
    Path program = folder.resolve(name);
    List<String> words = new ArrayList<>(List.of(command));
    words.addAll(List.of("-o", program.toString()));
    words.addAll(
        List.of(
            run(List.of("pkg-config", "--cflags", "--libs", "libkim-api"), "")
                .requireSuccess()
                .said()
                .strip()
                .split("\\s+")));
    words.addAll(List.of("-lm", "-lpthread"));
    run(words, "").requireSuccess();
    return program;
  }

  @Test
  void ourChecksOfAModelPass() {
    Path sources = KimCollection.SOURCES.resolve("tests");
    Path checks =
        compile(
            "checks",
            "gcc",
            "-std=c11",
            "-D_POSIX_C_SOURCE=200809L",
            "-O1",
            "-g",
            "-Wall",
            "-Wextra",
            "-Werror",
            sources.resolve("checks.c").toString(),
            sources.resolve("simulator.c").toString());
    String said = run(List.of(checks.toString(), "Coesite_silica"), "").requireSuccess().said();
    assertTrue(said.contains("memory-leak"), said);
  }

  @Test
  void theKimApisOwnCheckOfForcesPasses() {
    KimCollection.demand(
        Files.exists(OWN_CHECK), "no " + OWN_CHECK + " found (apt-get install libkim-api-doc)");
    Path check = compile("own-check", "gfortran", "-O1", OWN_CHECK.toString());
    String said = run(List.of(check.toString()), "Coesite_silicon\n").requireSuccess().said();
    Matcher alpha = ALPHA.matcher(said);
    assertTrue(alpha.find(), said);
    assertTrue(Double.parseDouble(alpha.group(1)) < 1e-7, alpha.group());
  }

  @Test
  void whatTheScriptCannotInstallIsSaidInOneLine() throws IOException {
    Path text = Files.writeString(folder.resolve("text.safetensors"), "this is no model");
    assertRefused("no such file, and no such bundled model of energies: silica", "quartz");
    assertRefused(text + ": not a safetensors file", text.toString());
    assertRefused("no such option: --quick", "silica", "--quick");
    assertRefused("--name needs a value", "silica", "--name");
    assertRefused("no name for the KIM API: a-b", "silica", "--name", "a-b");
    assertRefused("Coesite is the driver's name", "silica", "--name", "Coesite");
    assertRefused("no such collection: all; user and", "silica", "--collection", "all");
    assertRefused("no such precision: f16; f64 and", "silica", "--precision", "f16");
    assertRefused("no number of threads: -1", "silica", "--threads", "-1");
    assertRefused("no libcoesite in " + folder, "silica", "--coesite", folder.toString());
  }

  @Test
  void aToolThatIsMissingIsNamed() throws IOException {
    for (String command : List.of("basename", "dirname", "readlink")) {
      offer(command);
    }
    assertNeeds("kim-api-collections-management is needed: apt-get install libkim-api-dev");
    offer("kim-api-collections-management");
    assertNeeds("cmake is needed: apt-get install cmake");
  }

  /** Makes a command one that the script finds. */
  private void offer(String command) throws IOException {
    Path script = folder.resolve(command);
    Files.writeString(script, "#!/bin/sh\nexec " + found(command) + " \"$@\"\n");
    assertTrue(script.toFile().setExecutable(true));
  }

  private static Path found(String command) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(place -> Path.of(place, command))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  private void assertNeeds(String why) {
    KimCollection.Outcome outcome =
        KimCollection.run(
            List.of(
                found("bash").toString(),
                KimCollection.SOURCES.resolve("install").toString(),
                "silica"),
            folder,
            Map.of("PATH", folder.toString()),
            "");
    assertOneLine(why, outcome);
  }

  private static void assertRefused(String why, String... arguments) {
    assertOneLine(why, KimCollection.script(arguments));
  }

  private static void assertOneLine(String why, KimCollection.Outcome outcome) {
    assertNotEquals(0, outcome.exit());
    assertTrue(outcome.said().startsWith("install: "), outcome.said());
    assertTrue(outcome.said().contains(why), outcome.said());
    assertEquals(1, outcome.said().lines().count(), outcome.said());
  }
}
