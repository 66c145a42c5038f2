package org.coesite.cuda.blas;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.coesite.CoesiteException;
import org.coesite.backend.Precision;
import org.coesite.cuda.driver.Status;

/**
 * The few entry points of {@code libcublas.so.13} that products need. Pointers go in as raw
 * addresses.
 */
final class Cublas13 {
  private static final String LIBRARY = "libcublas.so.13";
  private static final String NEEDED = "libcublasLt.so.13";
  private static final List<String> FOLDERS =
      List.of(
          "/usr/local/cuda/lib64",
          "/usr/local/cuda-13/lib64",
          "/usr/local/cuda/targets/x86_64-linux/lib",
          "/usr/local/cuda/targets/sbsa-linux/lib",
          "/usr/lib/x86_64-linux-gnu",
          "/usr/lib/aarch64-linux-gnu",
          "/usr/lib64",
          "/opt/cuda/lib64");

  private static final int OP_N = 0;
  private static final int OP_T = 1;

  /** No TF32; double precision keeps its tensor cores, which the pedantic mode may do without. */
  private static final int DEFAULT_MATH = 0;

  private final SymbolLookup library;
  private final MethodHandle create;
  private final MethodHandle destroy;
  private final MethodHandle getVersion;
  private final MethodHandle setStream;
  private final MethodHandle setWorkspace;
  private final MethodHandle setMathMode;
  private final MethodHandle sgemm;
  private final MethodHandle dgemm;

  private Cublas13(SymbolLookup library) {
    this.library = library;
    create = bind("cublasCreate_v2", JAVA_LONG);
    destroy = bind("cublasDestroy_v2", JAVA_LONG);
    getVersion = bind("cublasGetVersion_v2", JAVA_LONG, JAVA_LONG);
    setStream = bind("cublasSetStream_v2", JAVA_LONG, JAVA_LONG);
    setWorkspace = bind("cublasSetWorkspace_v2", JAVA_LONG, JAVA_LONG, JAVA_LONG);
    setMathMode = bind("cublasSetMathMode", JAVA_LONG, JAVA_INT);
    sgemm = bindGemm("cublasSgemm_v2");
    dgemm = bindGemm("cublasDgemm_v2");
  }

  /**
   * Finds the library: as the loader finds it, then in the usual folders.
   *
   * @throws CoesiteException if it is nowhere
   */
  static Cublas13 load() {
    return byName()
        .or(Cublas13::inUsualFolders)
        .map(Cublas13::new)
        .orElseThrow(
            () ->
                new CoesiteException(
                    LIBRARY
                        + " not found: put its folder on LD_LIBRARY_PATH, or install the CUDA 13"
                        + " libraries"));
  }

  @SuppressWarnings("restricted")
  private static Optional<SymbolLookup> byName() {
    try {
      return Optional.of(SymbolLookup.libraryLookup(LIBRARY, Arena.global()));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Optional<SymbolLookup> inUsualFolders() {
    return FOLDERS.stream()
        .map(Path::of)
        .filter(folder -> Files.exists(folder.resolve(LIBRARY)))
        .map(Cublas13::in)
        .flatMap(Optional::stream)
        .findFirst();
  }

  @SuppressWarnings("restricted")
  private static Optional<SymbolLookup> in(Path folder) {
    try {
      Path needed = folder.resolve(NEEDED);
      if (Files.exists(needed)) {
        // loaded first, it is found by its name wherever the loader would have looked
        SymbolLookup.libraryLookup(needed, Arena.global());
      }
      return Optional.of(SymbolLookup.libraryLookup(folder.resolve(LIBRARY), Arena.global()));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  long create() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment handle = arena.allocate(JAVA_LONG);
      check("cublasCreate", () -> (int) create.invokeExact(handle.address()));
      return handle.get(JAVA_LONG, 0);
    }
  }

  void destroy(long handle) {
    check("cublasDestroy", () -> (int) destroy.invokeExact(handle));
  }

  /** Ten thousand times the major number, a hundred times the minor, and the patch. */
  int version(long handle) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment version = arena.allocate(JAVA_INT);
      check("cublasGetVersion", () -> (int) getVersion.invokeExact(handle, version.address()));
      return version.get(JAVA_INT, 0);
    }
  }

  void setStream(long handle, long stream) {
    check("cublasSetStream", () -> (int) setStream.invokeExact(handle, stream));
  }

  void setWorkspace(long handle, long address, long bytes) {
    check("cublasSetWorkspace", () -> (int) setWorkspace.invokeExact(handle, address, bytes));
  }

  void setDefaultMath(long handle) {
    check("cublasSetMathMode", () -> (int) setMathMode.invokeExact(handle, DEFAULT_MATH));
  }

  void gemm(
      Precision p,
      long handle,
      boolean transposed,
      int m,
      int n,
      int k,
      long alpha,
      long a,
      int lda,
      long b,
      int ldb,
      long beta,
      long c,
      int ldc) {
    int left = transposed ? OP_T : OP_N;
    MethodHandle function = p == Precision.F64 ? dgemm : sgemm;
    check(
        p == Precision.F64 ? "cublasDgemm" : "cublasSgemm",
        () ->
            (int)
                function.invokeExact(
                    handle, left, OP_N, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc));
  }

  @FunctionalInterface
  private interface Call {
    int run() throws Throwable;
  }

  private static void check(String name, Call call) {
    int status;
    try {
      status = call.run();
    } catch (Throwable e) {
      throw new AssertionError(name, e);
    }
    Status.checkBlas(name, status);
  }

  private MethodHandle bindGemm(String name) {
    return bind(
        name, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG,
        JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
  }

  @SuppressWarnings("restricted")
  private MethodHandle bind(String name, MemoryLayout... arguments) {
    MemorySegment function =
        library.find(name).orElseThrow(() -> new CoesiteException(LIBRARY + " has no " + name));
    return Linker.nativeLinker()
        .downcallHandle(function, FunctionDescriptor.of(JAVA_INT, arguments));
  }
}
