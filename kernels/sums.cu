// Sums over the atoms of each structure of a batch, of a table with a row for each atom. In double in both precisions.
//
// The rows of a structure are summed up in pieces of so many, counted from its first atom, and the pieces thereafter: the order depends on the number
// of its atoms alone.
#include "common.cuh"

namespace {

using namespace coesite;

constexpr int THREADS = 256;

// Sums of up to THREADS columns over the rows of a piece: threads side by side take columns, groups of them every so manieth row.
__device__ void sum_piece(int from, int to, int columns, int first, const double* table, double* parts, double* partial) {
  const int thread = static_cast<int>(threadIdx.x);
  const int wide = min(columns - first, THREADS);
  const int groups = THREADS / wide;
  const int group = thread / wide;
  double sum = 0;
  if (group < groups) {
    for (int row = from + group; row < to; row += groups) {
      sum += table[static_cast<long long>(row) * columns + first + thread % wide];
    }
  }
  parts[thread] = sum;
  __syncthreads();
  for (int step = THREADS / 2; step > 0; step /= 2) {
    if (group < step && group + step < groups) {
      parts[thread] += parts[thread + step * wide];
    }
    __syncthreads();
  }
  if (group == 0) {
    partial[first + thread] = parts[thread];
  }
  __syncthreads();
}

}  // namespace

// Sums over the rows of each piece, a block for each.
//   piece_start  [pieces + 1], the first row of each
//   table        [atoms, columns]
//   partial      [pieces, columns], receives the sums
// Shared memory: a double for each thread.
KERNEL(256, sums_pieces, int columns, const int* piece_start, const double* table, double* partial) {
  SHARED_BEGIN;
  SHARED_ARRAY(double, parts, THREADS);
  const int piece = static_cast<int>(blockIdx.x);
  for (int first = 0; first < columns; first += THREADS) {
    sum_piece(piece_start[piece], piece_start[piece + 1], columns, first, table, parts, partial + static_cast<long long>(piece) * columns);
  }
}

// Sums over the pieces of each structure, a warp for each structure and column.
//   count        structures x columns
//   first_piece  [structures + 1]
//   totals       [structures, columns], receives the sums
KERNEL(128, sums_totals, int count, int columns, const int* first_piece, const double* partial, double* totals) {
  const int which = warp_of_grid();
  if (which >= count) {
    return;
  }
  const int s = which / columns;
  double sum = 0;
  for (int piece = first_piece[s] + lane_of_warp(); piece < first_piece[s + 1]; piece += WARP) {
    sum += partial[static_cast<long long>(piece) * columns + which % columns];
  }
  sum = warp_sum(sum);
  if (lane_of_warp() == 0) {
    totals[which] = sum;
  }
}

// One column of a table, by itself.
KERNEL(256, sums_column, long long rows, int columns, int column, const double* table, double* out) {
  const long long row = static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x;
  if (row < rows) {
    out[row] = table[row * columns + column];
  }
}
