package org.coesite.capi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A C or Fortran program of {@code native/capi/tests}, compiled here and run in a process of its
 * own. Where there is no compiler, tests that need one are left out, and a line says so.
 */
final class HostProgram {
  /** What the build has made of the library. */
  static final Path PLAIN = Path.of("target/coesite").toAbsolutePath();

  private static final Path SOURCES = Path.of("../../native/capi").toAbsolutePath().normalize();
  private static final Path WORK = Path.of("target/host-programs").toAbsolutePath();
  private static final boolean REQUIRED = Boolean.getBoolean("coesite.capi.required");
  private static Path watched;

  private final Path executable;
  private final Map<String, String> environment = new HashMap<>();

  private HostProgram(Path executable) {
    this.executable = executable;
    String home = System.getProperty("java.home");
    environment.put("COESITE_JAVA_HOME", home);
    environment.put("COESITE_CLASS_PATH", System.getProperty("java.class.path"));
    // the sanitizer is not to take Java's own signals for mistakes, nor what it never frees
    environment.put("ASAN_OPTIONS", "detect_leaks=0:handle_segv=0");
  }

  /** What came of a run. */
  record Outcome(int exit, String out, String err) {
    Outcome requireSuccess() {
      Assertions.assertEquals(0, exit, out + err);
      return this;
    }

    /** Lines that begin with a name, as numbers. */
    Map<String, double[]> numbers() {
      Map<String, double[]> all = new TreeMap<>();
      out.lines()
          .map(line -> line.strip().split("\\s+"))
          .forEach(
              words ->
                  all.put(
                      words[0],
                      Arrays.stream(words)
                          .skip(1)
                          .mapToDouble(
                              word -> word.equals("nan") ? Double.NaN : Double.parseDouble(word))
                          .toArray()));
      return all;
    }
  }

  /** A C program on the library as it is shipped. */
  static HostProgram c(String name, String... options) {
    requireLibrary();
    return compiled(name, PLAIN, options);
  }

  /** A C program, and the library, under AddressSanitizer. */
  static synchronized HostProgram watched(String name) {
    requireLibrary();
    if (watched == null) {
      watched = WORK.resolve("watched");
      run(
              List.of(
                  "bash", SOURCES.resolve("build").toString(), watched.toString(), "0.1.0", "true"),
              Map.of(
                  "CXXFLAGS",
                  "-fsanitize=address -g",
                  "JAVA_HOME",
                  System.getProperty("java.home")),
              "")
          .requireSuccess();
    }
    return compiled(name, watched, "-fsanitize=address");
  }

  private static HostProgram compiled(String name, Path prefix, String... options) {
    require("gcc");
    Path executable = prepare(name + (prefix.equals(PLAIN) ? "" : "-watched"));
    List<String> command =
        new ArrayList<>(List.of("gcc", "-std=c11", "-D_POSIX_C_SOURCE=200809L", "-O1", "-g"));
    command.addAll(List.of("-Wall", "-Wextra", "-Werror", "-I" + prefix.resolve("include")));
    command.add(SOURCES.resolve("tests/" + name + ".c").toString());
    command.addAll(List.of("-o", executable.toString()));
    command.addAll(libraries(prefix));
    command.addAll(List.of("-lm", "-lpthread"));
    command.addAll(List.of(options));
    run(command, Map.of(), "").requireSuccess();
    return new HostProgram(executable);
  }

  /** A Fortran program and the module that is shipped, which stops at floating-point exceptions. */
  static HostProgram fortran(String name) {
    requireLibrary();
    require("gfortran");
    Path executable = prepare(name + "-fortran");
    List<String> command =
        new ArrayList<>(
            List.of("gfortran", "-std=f2018", "-O1", "-g", "-Wall", "-Wextra", "-Werror"));
    command.addAll(List.of("-ffpe-trap=invalid,zero,overflow", "-J" + WORK));
    command.add(PLAIN.resolve("share/coesite/coesite.f90").toString());
    command.add(SOURCES.resolve("tests/" + name + ".f90").toString());
    command.addAll(List.of("-o", executable.toString()));
    command.addAll(libraries(PLAIN));
    run(command, Map.of(), "").requireSuccess();
    return new HostProgram(executable);
  }

  private static List<String> libraries(Path prefix) {
    Path folder = prefix.resolve("lib");
    return List.of("-L" + folder, "-Wl,-rpath," + folder, "-lcoesite");
  }

  private static Path prepare(String name) {
    try {
      return Files.createDirectories(WORK).resolve(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Leaves the test out where the build made no library. */
  static void requireLibrary() {
    demand(Files.exists(PLAIN.resolve("lib/libcoesite.so.1")), "the build made no libcoesite.so");
  }

  private static void require(String compiler) {
    boolean found =
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, compiler)));
    demand(found, "no " + compiler + " found");
  }

  private static void demand(boolean there, String otherwise) {
    if (!there && !REQUIRED) {
      System.out.println("C ABI: " + otherwise + ": a test is left out");
    }
    if (REQUIRED) {
      Assertions.assertTrue(there, otherwise);
    }
    Assumptions.assumeTrue(there, otherwise);
  }

  /** With a variable set. */
  HostProgram with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Runs it. */
  Outcome run(String input, Object... arguments) {
    List<String> command = new ArrayList<>(List.of(executable.toString()));
    Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
    return run(command, environment, input);
  }

  /** Runs it with as much stack as there is. */
  Outcome runWithoutStackLimit() {
    return run(List.of("bash", "-c", "ulimit -s unlimited && exec " + executable), environment, "");
  }

  private static Outcome run(List<String> command, Map<String, String> environment, String input) {
    try {
      Path in = prepare("in.txt");
      Path out = prepare("out.txt");
      Path err = prepare("err.txt");
      Files.writeString(in, input);
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("COESITE_JAVA"));
      builder.environment().putAll(environment);
      int exit = builder.start().waitFor();
      return new Outcome(
          exit,
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
