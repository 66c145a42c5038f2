// Rows of an array, picked out by their numbers.
#include "common.cuh"

// Copies rows.
//   count  numbers in all
//   size   numbers of a row
//   which  rows of x, [count / size]
//   x      [rows, size]
//   out    [count / size, size]
#define PICK(name, T)                                                                  \
  KERNEL(256, name, long long count, int size, const int* which, const T* x, T* out) { \
    const long long i = static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x; \
    if (i < count) {                                                                   \
      out[i] = x[static_cast<long long>(which[i / size]) * size + i % size];           \
    }                                                                                  \
  }

PICK(rows_pick_f64, double)
PICK(rows_pick_f32, float)
