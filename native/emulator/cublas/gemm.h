// Products of matrices in column-major order: C = alpha op(A) op(B) + beta C.
#pragma once

#include <cstddef>

namespace coesite::emulated {

template <typename T>
struct Gemm {
  bool transpose_a, transpose_b;
  std::size_t m, n, k;
  T alpha, beta;
  const T* a;
  std::size_t lda;
  const T* b;
  std::size_t ldb;
  T* c;
  std::size_t ldc;
};

// Each element of the product is one sum of fused multiply-adds in the order of k, whatever m and n are and wherever it is. C is not read where beta
// is zero.
template <typename T>
void multiply(const Gemm<T>& gemm);

}  // namespace coesite::emulated
