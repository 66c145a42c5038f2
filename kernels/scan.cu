// Running sums of counts: where the rows of a compressed list begin.
#include "common.cuh"

namespace {

using namespace coesite;

// Sum over the lanes before this one, and own value.
__device__ long long warp_inclusive(long long value) {
  const int lane = lane_of_warp();
  for (int step = 1; step < WARP; step *= 2) {
    const long long other = __shfl_up_sync(ALL_LANES, value, step);
    if (lane >= step) {
      value += other;
    }
  }
  return value;
}

// Running sums over the values of a block's threads, all of which call it.
__device__ long long block_inclusive(long long value, long long* warp_sums) {
  const int warp = warp_of_block();
  long long sum = warp_inclusive(value);
  if (lane_of_warp() == WARP - 1) {
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
// Shared memory: 8 bytes for each warp.
KERNEL(1024, scan_sums, int n, const int* counts, long long* sums) {
  SHARED_BEGIN;
  SHARED_ARRAY(long long, warp_sums, blockDim.x / WARP);
  const int i = thread_of_grid();
  const long long sum = block_inclusive(i < n ? counts[i] : 0, warp_sums);
  if (threadIdx.x == blockDim.x - 1) {
    sums[blockIdx.x] = sum;
  }
}

// Running sums of the blocks' sums, in place, by one block: sums[b] becomes the sum over the blocks before b, and sums[blocks] that over all.
// Shared memory: 8 bytes for each warp, and 16.
KERNEL(1024, scan_blocks, int blocks, long long* sums) {
  SHARED_BEGIN;
  SHARED_ARRAY(long long, warp_sums, blockDim.x / WARP);
  SHARED_ARRAY(long long, carry, 1);
  if (threadIdx.x == 0) {
    *carry = 0;
  }
  __syncthreads();
  for (int base = 0; base < blocks; base += static_cast<int>(blockDim.x)) {
    const int b = base + static_cast<int>(threadIdx.x);
    const long long own = b < blocks ? sums[b] : 0;
    const long long before = *carry;
    const long long sum = before + block_inclusive(own, warp_sums);
    if (b < blocks) {
      sums[b] = sum - own;
    }
    if (threadIdx.x == blockDim.x - 1) {
      *carry = sum;
    }
    __syncthreads();
  }
  if (threadIdx.x == 0) {
    sums[blocks] = *carry;
  }
}

// Row starts from counts and the blocks' sums. Where the rows together are longer than `most`, all are empty instead, so that nothing is written
// beyond what there is room for: the host reads sums[blocks] and comes again with more.
//   start   [n + 1], start[0] = 0, start[i + 1] = counts[0] + ... + counts[i]
// Shared memory: 8 bytes for each warp.
KERNEL(1024, scan_starts, int n, const int* counts, int blocks, const long long* sums, long long most, int* start) {
  SHARED_BEGIN;
  SHARED_ARRAY(long long, warp_sums, blockDim.x / WARP);
  const int i = thread_of_grid();
  const long long sum = sums[blockIdx.x] + block_inclusive(i < n ? counts[i] : 0, warp_sums);
  if (i < n) {
    start[i + 1] = sums[blocks] <= most ? static_cast<int>(sum) : 0;
  }
  if (i == 0) {
    start[0] = 0;
  }
}
