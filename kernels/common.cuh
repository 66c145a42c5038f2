// What the kernel families share: how an entry point is declared, shared memory, vectors of four, sums in a fixed order.
//
// The same sources are compiled by nvcc for GPUs, and by the host's C++ compiler for the emulated driver (COESITE_EMULATED), so nothing here uses
// the CUDA runtime or inline PTX.
#pragma once

#ifdef COESITE_EMULATED
#include "emulated.h"
#else
#include <cstdint>

// An entry point: KERNEL(threads, name, arguments...) { body }. A block has at most `threads` threads. Nothing is returned; arguments are passed as
// one packed buffer, each at the next multiple of its alignment.
#define KERNEL(threads, name, ...) extern "C" __global__ void __launch_bounds__(threads) name(__VA_ARGS__)

// As KERNEL, with no more registers than let `blocks` of the largest blocks be on a multiprocessor.
#define KERNEL_OF(threads, blocks, name, ...) extern "C" __global__ void __launch_bounds__(threads, blocks) name(__VA_ARGS__)

extern __shared__ __align__(16) unsigned char coesite_shared_memory[];

// An array in the block's shared memory: SHARED_ARRAY(type, name, n). n may be known only at run time, and is the same in all threads. Arrays of a
// kernel follow each other in the memory asked for at the launch, each at a multiple of 16 bytes. SHARED_BEGIN opens them, once in a kernel.
#define SHARED_BEGIN unsigned coesite_shared_used = 0
#define SHARED_ARRAY(type, name, n)                                                        \
  type* const name = reinterpret_cast<type*>(coesite_shared_memory + coesite_shared_used); \
  coesite_shared_used += (static_cast<unsigned>(n) * static_cast<unsigned>(sizeof(type)) + 15u) & ~15u
#endif

namespace coesite {

constexpr unsigned ALL_LANES = 0xffffffffu;
constexpr int WARP = 32;

// Four numbers read and written at once; a pair's vector in x, y, z, and the atomic number of its other atom in w.
template <typename T>
struct alignas(16) Quad {
  T x, y, z, w;
};

// A pair as the contract lists it: the other atom, numbered through the batch, and S.
struct alignas(16) Pair {
  int j, s0, s1, s2;
};

__device__ inline int thread_of_grid() { return static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x); }

__device__ inline int lane_of_warp() { return static_cast<int>(threadIdx.x) % WARP; }

__device__ inline int warp_of_block() { return static_cast<int>(threadIdx.x) / WARP; }

// The warp's number in a grid of one-dimensional blocks of whole warps.
__device__ inline int warp_of_grid() { return thread_of_grid() / WARP; }

// Sum over the lanes of a warp, the same in all of them: a butterfly, whose order depends on nothing.
template <typename T>
__device__ T warp_sum(T value) {
  for (int step = WARP / 2; step > 0; step /= 2) {
    value += __shfl_xor_sync(ALL_LANES, value, step);
  }
  return value;
}

// Sums over the lanes of a warp of N numbers of each, a power of two: of the number lane / (WARP / N), which is what is returned. Overwrites them.
// Lanes share the work: each step halves the numbers that a lane goes on with, so that there are about N exchanges instead of 5 N.
template <int N, int STEP = WARP / 2, typename T>
__device__ T warp_sums(T* numbers) {
  if constexpr (N > 1) {
    const bool upper = (lane_of_warp() & STEP) != 0;
#pragma unroll
    for (int i = 0; i < N / 2; i++) {
      const T other = __shfl_xor_sync(ALL_LANES, upper ? numbers[i] : numbers[i + N / 2], STEP);
      numbers[i] = (upper ? numbers[i + N / 2] : numbers[i]) + other;
    }
    return warp_sums<N / 2, STEP / 2>(numbers);
  } else {
    T sum = numbers[0];
    for (int step = STEP; step > 0; step /= 2) {
      sum += __shfl_xor_sync(ALL_LANES, sum, step);
    }
    return sum;
  }
}

// Largest over the lanes of a warp, the same in all of them.
template <typename T>
__device__ T warp_max(T value) {
  for (int step = WARP / 2; step > 0; step /= 2) {
    const T other = __shfl_xor_sync(ALL_LANES, value, step);
    value = other > value ? other : value;
  }
  return value;
}

}  // namespace coesite
