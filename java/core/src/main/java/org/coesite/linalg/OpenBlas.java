package org.coesite.linalg;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Optional;
import org.coesite.CoesiteException;

/** The entry points of OpenBLAS; each throws the reason when the library is not there. */
@SuppressWarnings("restricted")
final class OpenBlas {
  private static final Library LIBRARY = open();

  static final MethodHandle SET_NUM_THREADS = bind("openblas_set_num_threads", null, JAVA_INT);
  static final MethodHandle GET_NUM_THREADS = bind("openblas_get_num_threads", JAVA_INT);
  static final MethodHandle GET_CONFIG = bind("openblas_get_config", ADDRESS);

  // order, transA, transB, m, n, k, alpha, A, lda, B, ldb, beta, C, ldc
  static final MethodHandle DGEMM = bind("cblas_dgemm", null, gemm(JAVA_DOUBLE));
  static final MethodHandle SGEMM = bind("cblas_sgemm", null, gemm(JAVA_FLOAT));
  // order, uplo, trans, n, k, alpha, A, lda, beta, C, ldc
  static final MethodHandle DSYRK =
      bind(
          "cblas_dsyrk",
          null,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          JAVA_DOUBLE,
          ADDRESS,
          JAVA_INT,
          JAVA_DOUBLE,
          ADDRESS,
          JAVA_INT);
  // order, side, uplo, trans, diag, m, n, alpha, A, lda, B, ldb
  static final MethodHandle DTRSM =
      bind(
          "cblas_dtrsm",
          null,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          JAVA_DOUBLE,
          ADDRESS,
          JAVA_INT,
          ADDRESS,
          JAVA_INT);
  // layout, uplo, n, A, lda
  static final MethodHandle DPOTRF =
      bind("LAPACKE_dpotrf", JAVA_INT, JAVA_INT, JAVA_BYTE, JAVA_INT, ADDRESS, JAVA_INT);
  // layout, jobz, uplo, n, A, lda, w
  static final MethodHandle DSYEVD =
      bind(
          "LAPACKE_dsyevd",
          JAVA_INT,
          JAVA_INT,
          JAVA_BYTE,
          JAVA_BYTE,
          JAVA_INT,
          ADDRESS,
          JAVA_INT,
          ADDRESS);
  // layout, jobz, m, n, A, lda, s, U, ldu, VT, ldvt
  static final MethodHandle DGESDD =
      bind(
          "LAPACKE_dgesdd",
          JAVA_INT,
          JAVA_INT,
          JAVA_BYTE,
          JAVA_INT,
          JAVA_INT,
          ADDRESS,
          JAVA_INT,
          ADDRESS,
          ADDRESS,
          JAVA_INT,
          ADDRESS,
          JAVA_INT);
  // layout, m, n, l, nb, A, lda, B, ldb, T, ldt
  static final MethodHandle DTPQRT =
      bind(
          "LAPACKE_dtpqrt",
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          ADDRESS,
          JAVA_INT,
          ADDRESS,
          JAVA_INT,
          ADDRESS,
          JAVA_INT);
  // layout, side, trans, m, n, k, l, nb, V, ldv, T, ldt, A, lda, B, ldb
  static final MethodHandle DTPMQRT =
      bind(
          "LAPACKE_dtpmqrt",
          JAVA_INT,
          JAVA_INT,
          JAVA_BYTE,
          JAVA_BYTE,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          ADDRESS,
          JAVA_INT,
          ADDRESS,
          JAVA_INT,
          ADDRESS,
          JAVA_INT,
          ADDRESS,
          JAVA_INT);

  private OpenBlas() {}

  /** Why the library is missing, if it is. */
  static Optional<CoesiteException> missing() {
    return Optional.ofNullable(LIBRARY.failure);
  }

  private record Library(SymbolLookup symbols, CoesiteException failure) {}

  private static Library open() {
    try {
      return new Library(OpenBlasLibrary.load(), null);
    } catch (CoesiteException e) {
      return new Library(null, e);
    }
  }

  private static MemoryLayout[] gemm(MemoryLayout number) {
    return new MemoryLayout[] {
      JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, number, ADDRESS, JAVA_INT,
      ADDRESS, JAVA_INT, number, ADDRESS, JAVA_INT
    };
  }

  private static MethodHandle bind(String name, MemoryLayout result, MemoryLayout... arguments) {
    FunctionDescriptor descriptor =
        result == null
            ? FunctionDescriptor.ofVoid(arguments)
            : FunctionDescriptor.of(result, arguments);
    CoesiteException failure = LIBRARY.failure;
    if (failure == null) {
      var symbol = LIBRARY.symbols.find(name);
      if (symbol.isPresent()) {
        return Linker.nativeLinker().downcallHandle(symbol.get(), descriptor);
      }
      failure = new CoesiteException("this OpenBLAS has no " + name + ": LAPACKE is needed");
    }
    var type = descriptor.toMethodType();
    return MethodHandles.dropArguments(
        MethodHandles.throwException(type.returnType(), CoesiteException.class).bindTo(failure),
        0,
        type.parameterList());
  }
}
