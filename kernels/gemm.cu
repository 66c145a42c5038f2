// Row-major matrix products for machines without cuBLAS: each element is one chain of fused multiply-adds over k in order, so its bits depend on its
// row of a, its column of op(b), and nothing else.
#include "tiles.cuh"

namespace {

using namespace coesite;

// A lot of a line of `length` from `at` on, zeros past its end or where the line is `missing`.
template <typename T>
__device__ Lot<T> read_line(const T* line, int at, int length, bool aligned, bool missing) {
  Lot<T> lot = {};
  if (missing) {
    return lot;
  }
  if (aligned && at + Lot<T>::SIZE <= length) {
    return *reinterpret_cast<const Lot<T>*>(line + at);
  }
  for (int e = 0; e < Lot<T>::SIZE; e++) {
    if (at + e < length) {
      lot.values[e] = line[at + e];
    }
  }
  return lot;
}

// TILE_DEPTH numbers of each of LINES lines of a matrix [lines, depth], from (line, at) on, as tile[TILE_DEPTH][PITCH].
template <int LINES, int PITCH, typename T>
__device__ void load_along_depth(T* tile, const T* matrix, int lines, int depth, int line, int at) {
  constexpr int LOTS = TILE_DEPTH / Lot<T>::SIZE;
  const bool aligned = depth % Lot<T>::SIZE == 0;
  for (int i = threadIdx.x; i < LINES * LOTS; i += TILE_THREADS) {
    const int l = i / LOTS;
    const int d = i % LOTS * Lot<T>::SIZE;
    const Lot<T> lot = read_line(matrix + static_cast<size_t>(line + l) * depth, at + d, depth, aligned, line + l >= lines);
    for (int e = 0; e < Lot<T>::SIZE; e++) {
      tile[(d + e) * PITCH + l] = lot.values[e];
    }
  }
}

// The same of a matrix [depth, lines].
template <int LINES, int PITCH, typename T>
__device__ void load_across_depth(T* tile, const T* matrix, int lines, int depth, int line, int at) {
  constexpr int LOTS = LINES / Lot<T>::SIZE;
  const bool aligned = lines % Lot<T>::SIZE == 0;
  for (int i = threadIdx.x; i < TILE_DEPTH * LOTS; i += TILE_THREADS) {
    const int d = i / LOTS;
    const int l = i % LOTS * Lot<T>::SIZE;
    *reinterpret_cast<Lot<T>*>(tile + d * PITCH + l) =
        read_line(matrix + static_cast<size_t>(at + d) * lines, line + l, lines, aligned, at + d >= depth);
  }
}

template <typename T>
__device__ void write_row(T* c, int n, int column, const T* values) {
  const bool aligned = n % Lot<T>::SIZE == 0;
  for (int i = 0; i < OWN_COLUMNS; i += Lot<T>::SIZE) {
    if (aligned && column + i + Lot<T>::SIZE <= n) {
      Lot<T> lot;
      for (int e = 0; e < Lot<T>::SIZE; e++) {
        lot.values[e] = values[i + e];
      }
      *reinterpret_cast<Lot<T>*>(c + column + i) = lot;
      continue;
    }
    for (int e = 0; e < Lot<T>::SIZE; e++) {
      if (column + i + e < n) {
        c[column + i + e] = values[i + e];
      }
    }
  }
}

template <bool TRANSPOSED, typename T>
__device__ void multiply(int m, int n, int k, const T* a, const T* b, T* c, T* a_tile, T* b_tile) {
  const int row = blockIdx.x * TILE_ROWS;
  const int column = blockIdx.y * TILE_COLUMNS;
  T sums[OWN_ROWS][OWN_COLUMNS] = {};
  for (int at = 0; at < k; at += TILE_DEPTH) {
    load_along_depth<TILE_ROWS, ROWS_PITCH>(a_tile, a, m, k, row, at);
    if (TRANSPOSED) {
      load_along_depth<TILE_COLUMNS, COLUMNS_PITCH>(b_tile, b, n, k, column, at);
    } else {
      load_across_depth<TILE_COLUMNS, COLUMNS_PITCH>(b_tile, b, n, k, column, at);
    }
    __syncthreads();
    add_tiles(a_tile, b_tile, sums);
    __syncthreads();
  }
#pragma unroll
  for (int i = 0; i < OWN_ROWS; i++) {
    if (row + own_row() + i < m) {
      write_row(c + static_cast<size_t>(row + own_row() + i) * n, n, column + own_column(), sums[i]);
    }
  }
}

}  // namespace

// Products c = a op(b), row-major and contiguous, by blocks in a grid of ceil(m / 128) x ceil(n / 64).
//   a  [m, k]
//   b  [n, k] in the kernels _nt_, where op(b) is its transpose; [k, n] in the kernels _nn_
//   c  [m, n]
// Shared memory: 16 x (132 + 68) numbers. All addresses are multiples of 16.
KERNEL(TILE_THREADS, gemm_nt_f64, int m, int n, int k, const double* a, const double* b, double* c) {
  SHARED_BEGIN;
  SHARED_ARRAY(double, a_tile, TILE_DEPTH* ROWS_PITCH);
  SHARED_ARRAY(double, b_tile, TILE_DEPTH* COLUMNS_PITCH);
  multiply<true>(m, n, k, a, b, c, a_tile, b_tile);
}

KERNEL(TILE_THREADS, gemm_nn_f64, int m, int n, int k, const double* a, const double* b, double* c) {
  SHARED_BEGIN;
  SHARED_ARRAY(double, a_tile, TILE_DEPTH* ROWS_PITCH);
  SHARED_ARRAY(double, b_tile, TILE_DEPTH* COLUMNS_PITCH);
  multiply<false>(m, n, k, a, b, c, a_tile, b_tile);
}

KERNEL(TILE_THREADS, gemm_nt_f32, int m, int n, int k, const float* a, const float* b, float* c) {
  SHARED_BEGIN;
  SHARED_ARRAY(float, a_tile, TILE_DEPTH* ROWS_PITCH);
  SHARED_ARRAY(float, b_tile, TILE_DEPTH* COLUMNS_PITCH);
  multiply<true>(m, n, k, a, b, c, a_tile, b_tile);
}

KERNEL(TILE_THREADS, gemm_nn_f32, int m, int n, int k, const float* a, const float* b, float* c) {
  SHARED_BEGIN;
  SHARED_ARRAY(float, a_tile, TILE_DEPTH* ROWS_PITCH);
  SHARED_ARRAY(float, b_tile, TILE_DEPTH* COLUMNS_PITCH);
  multiply<false>(m, n, k, a, b, c, a_tile, b_tile);
}
