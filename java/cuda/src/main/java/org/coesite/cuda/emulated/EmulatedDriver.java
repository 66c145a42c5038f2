package org.coesite.cuda.emulated;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.coesite.CoesiteException;

/**
 * A CUDA driver that runs kernels on the host: what {@code --device emulated} uses, and the tests.
 *
 * <p>It is a shared library that takes the place of NVIDIA's: loaded before JCuda's natives, it is
 * what they are linked with, so that every call of the host side and every kernel runs unchanged.
 * Kernels are the same sources compiled for the host; blocks run in turn, work that is queued runs
 * when something waits for it. One driver per process: this one, or a GPU's.
 *
 * <p>All methods may be called from any thread. The driver is one for the whole process, and so are
 * its settings and counts.
 */
public final class EmulatedDriver {

  /** What the kernels are compiled for: speed, or finding their errors. */
  public enum Build {
    PLAIN,
    /** Every load and store is watched; some fifty times slower. */
    CHECKED
  }

  /** In which order blocks, or the threads of a block, take their turns. */
  public enum Order {
    ASCENDING(0),
    DESCENDING(1),
    /** Another order in each block and launch, given by a seed. */
    SHUFFLED(2);

    private final int code;

    Order(int code) {
      this.code = code;
    }
  }

  private static final String LIBRARY = "libcuda.so.1";
  private static final Pattern REAL_DRIVER = Pattern.compile(".*/libcuda\\.so(\\.[0-9.]+)?$");
  private static final int REPORT_BYTES = 4096;

  private static EmulatedDriver loaded;

  private final Set<Integer> blas = new HashSet<>();
  private Build build = Build.PLAIN;
  private final MethodHandle check;
  private final MethodHandle order;
  private final MethodHandle memory;
  private final MethodHandle count;
  private final MethodHandle report;
  private final MethodHandle reset;

  private EmulatedDriver(SymbolLookup library) {
    check =
        function(
            library, "check", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    order =
        function(
            library,
            "order",
            FunctionDescriptor.ofVoid(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
    memory = function(library, "memory", FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG));
    count =
        function(
            library, "count", FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
    report =
        function(
            library,
            "report",
            FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
    reset = function(library, "reset", FunctionDescriptor.ofVoid());
  }

  /** Why it cannot be used here, in one line; empty where it can. */
  public static synchronized Optional<String> unavailable() {
    if (loaded != null) {
      return Optional.empty();
    }
    String system = System.getProperty("os.name");
    String processor = System.getProperty("os.arch");
    if (!system.equals("Linux") || !processor.equals("amd64")) {
      return Optional.of(
          "the emulated driver runs on Linux on x86-64 only, not on %s on %s"
              .formatted(system, processor));
    }
    if (EmulatedDriver.class.getResource(LIBRARY) == null) {
      return Optional.of("this build has no emulated driver, as it was made without g++");
    }
    return realDriver()
        .map(
            path ->
                "this process uses the driver of a GPU (%s): the emulated one needs a process of its own"
                    .formatted(path));
  }

  /**
   * Loads it, once in a process, and sets which build of the kernels it runs from now on. To be
   * called before any class of JCuda is used.
   *
   * <p>Where it runs the other build already, that ends: modules loaded then launch nothing any
   * more, and checked kernels take memory that was allocated then for foreign.
   *
   * @throws CoesiteException where it is unavailable
   */
  public static synchronized EmulatedDriver load(Build build) {
    if (loaded == null) {
      loaded = load();
    }
    if ((int) call(loaded.check, build == Build.CHECKED ? 1 : 0) == 0) {
      throw new CoesiteException("the checks of the emulated driver need more address space");
    }
    loaded.build = build;
    return loaded;
  }

  private static EmulatedDriver load() {
    unavailable()
        .ifPresent(
            reason -> {
              throw new CoesiteException(reason);
            });
    SymbolLookup library = open(LIBRARY);
    MethodHandle supported =
        function(library, "supported", FunctionDescriptor.of(ValueLayout.JAVA_INT));
    if ((int) call(supported) == 0) {
      throw new CoesiteException(
          "the emulated driver's kernels need a processor with AVX2 and FMA, which this one has"
              + " not");
    }
    return new EmulatedDriver(library);
  }

  /** The one that is loaded, if it is. */
  public static synchronized Optional<EmulatedDriver> current() {
    return Optional.ofNullable(loaded);
  }

  /** Which build of the kernels it runs. */
  public Build build() {
    synchronized (EmulatedDriver.class) {
      return build;
    }
  }

  /**
   * Loads the stand-in for a cuBLAS, which then is what JCublas (12), or a look-up of {@code
   * libcublas.so.13}, finds. To be called before those.
   *
   * <p>Called for both before anything looks for a cuBLAS, it keeps one made for GPUs from being
   * found, which would not work with this driver.
   *
   * @param version 12 or 13
   */
  public void loadBlas(int version) {
    if (version != 12 && version != 13) {
      throw new IllegalArgumentException("cuBLAS 12 or 13, not " + version);
    }
    synchronized (EmulatedDriver.class) {
      if (blas.add(version)) {
        open("libcublas.so." + version);
      }
    }
  }

  /**
   * The resource with a family's kernels, as {@code cuModuleLoadData} takes them here.
   *
   * @param family the name of the family's source, such as {@code scan}
   */
  public String image(String family) {
    String folder = build() == Build.CHECKED ? "checked/" : "";
    return "/org/coesite/cuda/emulated/" + folder + family + ".so";
  }

  /**
   * Sets in which order blocks and threads take their turns from now on. Correct kernels give the
   * same bits in any.
   */
  public void order(Order blocks, Order threads, long seed) {
    call(order, blocks.code, threads.code, seed);
  }

  /** Sets how much device memory there is, 4 GiB at first. */
  public void memory(long bytes) {
    call(memory, bytes);
  }

  /** The number of allocations of device memory that were not freed. */
  public long liveAllocations() {
    return (long) call(count, 0);
  }

  /** The bytes of device memory that were allocated and not freed. */
  public long liveBytes() {
    return (long) call(count, 1);
  }

  /** The number of buffers of pinned host memory that were not freed. */
  public long liveHostBuffers() {
    return (long) call(count, 2);
  }

  /** The number of kernels that ran since the last reset, in graphs or not. */
  public long launches() {
    return (long) call(count, 3);
  }

  /** The number of graphs that ran since the last reset. */
  public long graphLaunches() {
    return (long) call(count, 4);
  }

  /** What was found wrong first since the last reset, in one line; empty where nothing was. */
  public String report() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocate(REPORT_BYTES);
      call(report, text, (long) REPORT_BYTES);
      return text.getString(0);
    }
  }

  /** Forgets failures, reports, counts and queued work, and sets orders and memory back. */
  public void reset() {
    call(reset);
  }

  @SuppressWarnings("restricted")
  private static SymbolLookup open(String name) {
    try {
      Path folder = Files.createTempDirectory("coesite-emulated");
      Path file = folder.resolve(name);
      try (InputStream in = EmulatedDriver.class.getResourceAsStream(name)) {
        Files.copy(in, file);
        // Later libraries that need one of this name get this one, as the linker goes by names.
        return SymbolLookup.libraryLookup(file, Arena.global());
      } finally {
        Files.deleteIfExists(file);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new CoesiteException("the emulated driver cannot be unpacked: " + e.getMessage(), e);
    }
  }

  /** The path of a GPU's driver that this process has loaded. */
  private static Optional<String> realDriver() {
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      return maps.map(line -> line.substring(line.lastIndexOf(' ') + 1))
          .filter(path -> REAL_DRIVER.matcher(path).matches())
          .findFirst();
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  @SuppressWarnings("restricted")
  private static MethodHandle function(
      SymbolLookup library, String name, FunctionDescriptor descriptor) {
    return Linker.nativeLinker()
        .downcallHandle(library.findOrThrow("coesite_emulated_" + name), descriptor);
  }

  private static Object call(MethodHandle function, Object... arguments) {
    try {
      return function.invokeWithArguments(arguments);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
