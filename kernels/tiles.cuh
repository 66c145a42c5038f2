// Tiles of matrix products in shared memory, and the part of a product that a thread makes of them.
#pragma once

#include "common.cuh"

namespace coesite {

// A block of TILE_THREADS threads makes a tile of TILE_ROWS x TILE_COLUMNS, TILE_DEPTH of k at a time; a thread makes OWN_ROWS x OWN_COLUMNS of it.
constexpr int TILE_ROWS = 128;
constexpr int TILE_COLUMNS = 64;
constexpr int TILE_DEPTH = 16;
constexpr int OWN_ROWS = 8;
constexpr int OWN_COLUMNS = 4;
constexpr int TILE_THREADS = (TILE_ROWS / OWN_ROWS) * (TILE_COLUMNS / OWN_COLUMNS);

// What lies between two steps of k in shared memory: a little more than the tile is wide, so that writing a column meets different banks.
constexpr int ROWS_PITCH = TILE_ROWS + 4;
constexpr int COLUMNS_PITCH = TILE_COLUMNS + 4;

// 16 bytes of numbers, read and written at once.
template <typename T>
struct alignas(16) Lot {
  static constexpr int SIZE = 16 / sizeof(T);
  T values[SIZE];
};

// N numbers, N a multiple of a lot's size, from an address that is a multiple of 16.
template <int N, typename T>
__device__ void read_lots(T* values, const T* from) {
  for (int i = 0; i < N; i += Lot<T>::SIZE) {
    const Lot<T> lot = *reinterpret_cast<const Lot<T>*>(from + i);
    for (int e = 0; e < Lot<T>::SIZE; e++) {
      values[i + e] = lot.values[e];
    }
  }
}

// Where a thread's part of a tile begins.
__device__ inline int own_row() { return static_cast<int>(threadIdx.x) / (TILE_COLUMNS / OWN_COLUMNS) * OWN_ROWS; }

__device__ inline int own_column() { return static_cast<int>(threadIdx.x) % (TILE_COLUMNS / OWN_COLUMNS) * OWN_COLUMNS; }

// Adds the product of two tiles [TILE_DEPTH][ROWS_PITCH] and [TILE_DEPTH][COLUMNS_PITCH] to a thread's part, k in order.
template <typename T>
__device__ void add_tiles(const T* a_tile, const T* b_tile, T (&sums)[OWN_ROWS][OWN_COLUMNS]) {
#pragma unroll
  for (int d = 0; d < TILE_DEPTH; d++) {
    T a_values[OWN_ROWS];
    T b_values[OWN_COLUMNS];
    read_lots<OWN_ROWS>(a_values, a_tile + d * ROWS_PITCH + own_row());
    read_lots<OWN_COLUMNS>(b_values, b_tile + d * COLUMNS_PITCH + own_column());
#pragma unroll
    for (int i = 0; i < OWN_ROWS; i++) {
#pragma unroll
      for (int j = 0; j < OWN_COLUMNS; j++) {
        sums[i][j] = fma(a_values[i], b_values[j], sums[i][j]);
      }
    }
  }
}

}  // namespace coesite
