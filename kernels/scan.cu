// Running sums of counts: where the rows of a compressed list begin.
#include "common.cuh"

namespace {

using namespace coesite;

// Sum over the lanes before this one, and own value; `total` receives the sum over all lanes.
__device__ int warp_inclusive(int value) {
  const int lane = threadIdx.x % WARP;
  for (int step = 1; step < WARP; step *= 2) {
    const int other = __shfl_up_sync(ALL_LANES, value, step);
    if (lane >= step) {
      value += other;
    }
  }
  return value;
}

// Running sums over the values of a block's threads, all of which call it.
__device__ int block_inclusive(int value, int* warp_sums) {
  const int warp = threadIdx.x / WARP;
  const int lane = threadIdx.x % WARP;
  int sum = warp_inclusive(value);
  if (lane == WARP - 1) {
    warp_sums[warp] = sum;
  }
  __syncthreads();
  for (int w = 0; w < warp; w++) {
    sum += warp_sums[w];
  }
  __syncthreads();
  return sum;
}

}  // namespace

// Sums of blocks of counts.
//   counts  [n]
//   sums    [gridDim.x], receives the sum of counts [block * blockDim.x, (block + 1) * blockDim.x)
// Shared memory: an int for each warp.
KERNEL(1024, scan_sums, int n, const int* counts, int* sums) {
  SHARED_BEGIN;
  SHARED_ARRAY(int, warp_sums, blockDim.x / WARP);
  const int i = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
  const int sum = block_inclusive(i < n ? counts[i] : 0, warp_sums);
  if (threadIdx.x == blockDim.x - 1) {
    sums[blockIdx.x] = sum;
  }
}

// Running sums of the blocks' sums, in place, by one block: sums[b] becomes the sum over the blocks before b.
KERNEL(1024, scan_blocks, int blocks, int* sums) {
  SHARED_BEGIN;
  SHARED_ARRAY(int, warp_sums, blockDim.x / WARP);
  SHARED_ARRAY(int, carry, 1);
  if (threadIdx.x == 0) {
    *carry = 0;
  }
  __syncthreads();
  for (int base = 0; base < blocks; base += blockDim.x) {
    const int b = base + static_cast<int>(threadIdx.x);
    const int own = b < blocks ? sums[b] : 0;
    const int sum = *carry + block_inclusive(own, warp_sums);
    if (b < blocks) {
      sums[b] = sum - own;
    }
    __syncthreads();
    if (threadIdx.x == blockDim.x - 1) {
      *carry = sum;
    }
    __syncthreads();
  }
}

// Row starts from counts and the blocks' sums.
//   start   [n + 1], start[0] = 0, start[i + 1] = counts[0] + ... + counts[i]
KERNEL(1024, scan_starts, int n, const int* counts, const int* sums, int* start) {
  SHARED_BEGIN;
  SHARED_ARRAY(int, warp_sums, blockDim.x / WARP);
  const int i = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
  const int sum = block_inclusive(i < n ? counts[i] : 0, warp_sums);
  if (i < n) {
    start[i + 1] = sums[blockIdx.x] + sum;
  }
  if (i == 0) {
    start[0] = 0;
  }
}
