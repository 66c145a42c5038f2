package org.coesite.capi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A collection of KIM models of the tests' own, so that the user's stays as it is. Where LAMMPS,
 * the KIM API or what builds its models is missing, tests are left out, and a line says so; with
 * {@code -Dlammps.required=true} they fail.
 */
final class KimCollection {
  static final Path SOURCES = Path.of("../../native/kim").toAbsolutePath().normalize();

  /** A model's file. */
  static final Path SILICA =
      Path.of("../models/src/main/resources/org/coesite/models/silica.safetensors")
          .toAbsolutePath()
          .normalize();

  private static final boolean REQUIRED = Boolean.getBoolean("coesite.lammps.required");
  private static final List<String> COMMANDS =
      List.of("lmp", "mpirun", "kim-api-collections-management", "cmake", "make", "gcc", "g++");
  private static final Path FOLDER = Path.of("target/kim").toAbsolutePath();
  private static final Set<String> installed = new HashSet<>();

  private KimCollection() {}

  /** What came of a program: its exit code, and all that it said. */
  record Outcome(int exit, String said) {
    Outcome requireSuccess() {
      Assertions.assertEquals(0, exit, said);
      return this;
    }
  }

  /** Leaves the test out where something that it needs is missing. */
  static void require() {
    HostProgram.requireLibrary();
    COMMANDS.forEach(
        command ->
            demand(
                onPath(command),
                "no " + command + " found (apt-get install lammps libkim-api-dev cmake)"));
  }

  static void demand(boolean there, String otherwise) {
    if (REQUIRED) {
      Assertions.assertTrue(there, otherwise);
    }
    if (!there) {
      System.out.println("LAMMPS and KIM: " + otherwise + ": a test is left out");
    }
    Assumptions.assumeTrue(there, otherwise);
  }

  private static boolean onPath(String command) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
  }

  /** Coesite_silica, packed into its item, and Coesite_silicon, which comes with Coesite. */
  static void installSilicaAndSilicon() {
    install("Coesite_silica", SILICA.toString());
    install("Coesite_silicon", "silicon");
  }

  /** Has the script install a model, once for all tests. */
  static synchronized void install(String name, String source, String... options) {
    require();
    if (installed.add(name)) {
      List<String> arguments = new ArrayList<>(List.of(source, "--name", name));
      arguments.addAll(List.of(options));
      run(HostProgram.PLAIN.resolve("share/coesite/kim/install"), arguments).requireSuccess();
    }
  }

  /** Runs the script of the checkout; {@link #install} runs the packaged one. */
  static Outcome script(String... arguments) {
    return run(SOURCES.resolve("install"), List.of(arguments));
  }

  private static Outcome run(Path script, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(arguments);
    return run(command, FOLDER, Map.of(), "");
  }

  /** Runs a program that finds the collection, and Coesite. */
  static Outcome run(
      List<String> command, Path folder, Map<String, String> environment, String input) {
    try {
      Path said = Files.createDirectories(folder).resolve("said.txt");
      Path in = folder.resolve("input.txt");
      Files.writeString(in, input);
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectInput(in.toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("COESITE_"));
      builder.environment().putAll(environment());
      builder.environment().putAll(environment);
      int exit = builder.start().waitFor();
      return new Outcome(exit, Files.readString(said));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, String> environment() throws IOException {
    Map<String, String> all = new HashMap<>();
    all.put("KIM_API_CONFIGURATION_FILE", configuration().toString());
    all.put("COESITE_JAVA_HOME", System.getProperty("java.home"));
    all.put("COESITE_CLASS_PATH", System.getProperty("java.class.path"));
    return all;
  }

  /** The KIM API's own file, which says where the user's collection lies. */
  private static synchronized Path configuration() throws IOException {
    Path file = Files.createDirectories(FOLDER).resolve("configuration");
    StringBuilder text = new StringBuilder();
    for (String kind : List.of("model-drivers", "portable-models", "simulator-models")) {
      Path folder = Files.createDirectories(FOLDER.resolve(kind));
      text.append(kind).append("-dir = ").append(folder).append('\n');
    }
    if (!Files.exists(file)) {
      Files.writeString(file, text);
    }
    return file;
  }
}
