// The entry points of cuBLAS that Coesite uses, as libraries that stand in for libcublas.so.12 and libcublas.so.13. Their work is queued in streams
// of the emulated driver, and captured in its graphs.
#include <algorithm>
#include <cstdint>

#include "gemm.h"
#include "library.h"

enum cublasStatus_t : int {
  CUBLAS_STATUS_SUCCESS = 0,
  CUBLAS_STATUS_NOT_INITIALIZED = 1,
  CUBLAS_STATUS_INVALID_VALUE = 7,
  CUBLAS_STATUS_EXECUTION_FAILED = 13,
};
enum cublasOperation_t : int { CUBLAS_OP_N = 0, CUBLAS_OP_T = 1, CUBLAS_OP_C = 2 };
enum cublasPointerMode_t : int { CUBLAS_POINTER_MODE_HOST = 0, CUBLAS_POINTER_MODE_DEVICE = 1 };

struct cublasContext {
  CUstream stream = nullptr;
  cublasPointerMode_t pointers = CUBLAS_POINTER_MODE_HOST;
  int math = 0;
};
using cublasHandle_t = cublasContext*;

namespace coesite::emulated {

namespace {

template <typename T>
constexpr const char* NAME = sizeof(T) == 4 ? "cublasSgemm" : "cublasDgemm";

template <typename T>
struct Call {
  Gemm<T> gemm;
  const T* alpha;  // on the device, else null
  const T* beta;
};

template <typename T>
CUresult run(const void* data) {
  const Call<T>& call = *static_cast<const Call<T>*>(data);
  Gemm<T> gemm = call.gemm;
  if (call.alpha != nullptr) {
    gemm.alpha = *call.alpha;
    gemm.beta = *call.beta;
  }
  const auto stored = [](const T* start, std::size_t rows, std::size_t columns, std::size_t leading, bool transposed) {
    return CoesiteMatrix{start, transposed ? columns : rows, transposed ? rows : columns, leading, transposed};
  };
  const CoesiteMatrix a = stored(gemm.a, gemm.m, gemm.k, gemm.lda, gemm.transpose_a);
  const CoesiteMatrix b = stored(gemm.b, gemm.k, gemm.n, gemm.ldb, gemm.transpose_b);
  const CoesiteMatrix c = stored(gemm.c, gemm.m, gemm.n, gemm.ldc, false);
  const CUresult result = coesite_emulated_product(NAME<T>, sizeof(T), &a, &b, &c, gemm.beta != T{0});
  if (result == CUDA_SUCCESS) {
    multiply(gemm);
  }
  return result;
}

template <typename T>
cublasStatus_t gemm(cublasHandle_t handle, cublasOperation_t op_a, cublasOperation_t op_b, int m, int n, int k, const T* alpha, const T* a, int lda,
                    const T* b, int ldb, const T* beta, T* c, int ldc) {
  if (handle == nullptr) {
    return CUBLAS_STATUS_NOT_INITIALIZED;
  }
  const bool transpose_a = op_a != CUBLAS_OP_N, transpose_b = op_b != CUBLAS_OP_N;
  if (m < 0 || n < 0 || k < 0 || alpha == nullptr || beta == nullptr || lda < std::max(1, transpose_a ? k : m) ||
      ldb < std::max(1, transpose_b ? n : k) || ldc < std::max(1, m)) {
    return CUBLAS_STATUS_INVALID_VALUE;
  }
  if (m == 0 || n == 0) {
    return CUBLAS_STATUS_SUCCESS;
  }
  const auto size = [](int n) { return static_cast<std::size_t>(n); };
  Call<T> call{{transpose_a, transpose_b, size(m), size(n), size(k), T{0}, T{0}, a, size(lda), b, size(ldb), c, size(ldc)}, nullptr, nullptr};
  if (handle->pointers == CUBLAS_POINTER_MODE_HOST) {
    call.gemm.alpha = *alpha;
    call.gemm.beta = *beta;
  } else {
    call.alpha = alpha;
    call.beta = beta;
  }
  const CUresult result = coesite_emulated_enqueue(handle->stream, NAME<T>, run<T>, &call, sizeof(call));
  return result == CUDA_SUCCESS ? CUBLAS_STATUS_SUCCESS : CUBLAS_STATUS_EXECUTION_FAILED;
}

}  // namespace

COESITE_EXPORT cublasStatus_t cublasCreate_v2(cublasHandle_t* handle) {
  *handle = new cublasContext;
  return CUBLAS_STATUS_SUCCESS;
}

COESITE_EXPORT cublasStatus_t cublasDestroy_v2(cublasHandle_t handle) {
  delete handle;
  return handle == nullptr ? CUBLAS_STATUS_NOT_INITIALIZED : CUBLAS_STATUS_SUCCESS;
}

COESITE_EXPORT cublasStatus_t cublasGetVersion_v2(cublasHandle_t, int* version) {
  *version = COESITE_CUBLAS_VERSION;
  return CUBLAS_STATUS_SUCCESS;
}

COESITE_EXPORT cublasStatus_t cublasSetStream_v2(cublasHandle_t handle, CUstream stream) {
  handle->stream = stream;
  return CUBLAS_STATUS_SUCCESS;
}

COESITE_EXPORT cublasStatus_t cublasGetStream_v2(cublasHandle_t handle, CUstream* stream) {
  *stream = handle->stream;
  return CUBLAS_STATUS_SUCCESS;
}

// The products need no workspace on the device.
COESITE_EXPORT cublasStatus_t cublasSetWorkspace_v2(cublasHandle_t handle, void*, std::size_t) {
  return handle == nullptr ? CUBLAS_STATUS_NOT_INITIALIZED : CUBLAS_STATUS_SUCCESS;
}

COESITE_EXPORT cublasStatus_t cublasSetPointerMode_v2(cublasHandle_t handle, cublasPointerMode_t mode) {
  handle->pointers = mode;
  return CUBLAS_STATUS_SUCCESS;
}

COESITE_EXPORT cublasStatus_t cublasGetPointerMode_v2(cublasHandle_t handle, cublasPointerMode_t* mode) {
  *mode = handle->pointers;
  return CUBLAS_STATUS_SUCCESS;
}

COESITE_EXPORT cublasStatus_t cublasSetMathMode(cublasHandle_t handle, int mode) {
  handle->math = mode;
  return CUBLAS_STATUS_SUCCESS;
}

COESITE_EXPORT cublasStatus_t cublasGetMathMode(cublasHandle_t handle, int* mode) {
  *mode = handle->math;
  return CUBLAS_STATUS_SUCCESS;
}

COESITE_EXPORT const char* cublasGetStatusName(cublasStatus_t status) {
  switch (status) {
    case CUBLAS_STATUS_SUCCESS:
      return "CUBLAS_STATUS_SUCCESS";
    case CUBLAS_STATUS_NOT_INITIALIZED:
      return "CUBLAS_STATUS_NOT_INITIALIZED";
    case CUBLAS_STATUS_INVALID_VALUE:
      return "CUBLAS_STATUS_INVALID_VALUE";
    case CUBLAS_STATUS_EXECUTION_FAILED:
      return "CUBLAS_STATUS_EXECUTION_FAILED";
  }
  return "unknown";
}

COESITE_EXPORT const char* cublasGetStatusString(cublasStatus_t status) { return cublasGetStatusName(status); }

COESITE_EXPORT cublasStatus_t cublasDgemm_v2(cublasHandle_t handle, cublasOperation_t op_a, cublasOperation_t op_b, int m, int n, int k,
                                             const double* alpha, const double* a, int lda, const double* b, int ldb, const double* beta, double* c,
                                             int ldc) {
  return gemm(handle, op_a, op_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}

COESITE_EXPORT cublasStatus_t cublasSgemm_v2(cublasHandle_t handle, cublasOperation_t op_a, cublasOperation_t op_b, int m, int n, int k,
                                             const float* alpha, const float* a, int lda, const float* b, int ldb, const float* beta, float* c,
                                             int ldc) {
  return gemm(handle, op_a, op_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}

}  // namespace coesite::emulated
