// Kernels with one error each, which the emulated driver has to find, and correct ones beside them, in which it must find nothing. Each is launched
// with two warps in a block; `in` and `out` have one element for each thread of the grid.
#include "common.cuh"

using namespace coesite;

KERNEL(64, copy, const int* in, int* out) { out[thread_of_grid()] = in[thread_of_grid()]; }

KERNEL(64, reads_beyond_global, const int* in, int* out) { out[thread_of_grid()] = in[thread_of_grid() + 1]; }

KERNEL(64, reads_before_global, const int* in, int* out) { out[thread_of_grid()] = in[thread_of_grid() - 1]; }

KERNEL(64, writes_beyond_global, const int* in, int* out) { out[thread_of_grid() + 1] = in[thread_of_grid()]; }

KERNEL(64, reads_beyond_shared, const int* in, int* out) {
  SHARED_BEGIN;
  SHARED_ARRAY(int, first, 64);
  SHARED_ARRAY(int, second, 64);
  first[threadIdx.x] = second[threadIdx.x] = in[thread_of_grid()];
  __syncthreads();
  out[thread_of_grid()] = first[threadIdx.x + 1];
}

KERNEL(64, writes_beyond_shared, const int* in, int* out) {
  SHARED_BEGIN;
  SHARED_ARRAY(int, first, 64);
  SHARED_ARRAY(int, second, 64);
  first[threadIdx.x + 1] = second[threadIdx.x] = in[thread_of_grid()];
  __syncthreads();
  out[thread_of_grid()] = first[threadIdx.x];
}

KERNEL(64, reads_unwritten_global, const int*, int* out) { out[thread_of_grid()] += 1; }

KERNEL(64, reads_unwritten_shared, const int*, int* out) {
  SHARED_BEGIN;
  SHARED_ARRAY(int, values, 64);
  out[thread_of_grid()] = values[threadIdx.x];
}

KERNEL(64, takes_too_much_shared, const int*, int* out) {
  SHARED_BEGIN;
  SHARED_ARRAY(int, values, 1024);
  values[threadIdx.x] = 1;
  out[thread_of_grid()] = values[threadIdx.x];
}

// Hands values from thread to thread: correct with a barrier where one is due.
static __device__ void reverse(const int* in, int* out, bool waits) {
  SHARED_BEGIN;
  SHARED_ARRAY(int, values, 64);
  values[threadIdx.x] = in[thread_of_grid()];
  if (waits) {
    __syncthreads();
  }
  out[thread_of_grid()] = values[63 - threadIdx.x];
}

KERNEL(64, reverses, const int* in, int* out) { reverse(in, out, true); }

KERNEL(64, misses_barrier_shared, const int* in, int* out) {
  SHARED_BEGIN;
  SHARED_ARRAY(int, values, 64);
  values[threadIdx.x] = values[63 - threadIdx.x] = in[thread_of_grid()];
  __syncthreads();
  out[thread_of_grid()] = values[threadIdx.x];
}

KERNEL(64, misses_barrier_before_reuse, const int* in, int* out) {
  SHARED_BEGIN;
  SHARED_ARRAY(int, values, 64);
  values[threadIdx.x] = in[thread_of_grid()];
  __syncthreads();
  const int other = values[63 - threadIdx.x];
  values[threadIdx.x] = other + 1;
  out[thread_of_grid()] = values[threadIdx.x];
}

KERNEL(64, misses_barrier_after_reading, const int* in, int* out) {
  SHARED_BEGIN;
  SHARED_ARRAY(int, values, 64);
  values[threadIdx.x] = in[thread_of_grid()];
  __syncthreads();
  const int sum = values[0];
  if (threadIdx.x == 0) {
    values[0] = sum + 1;
  }
  out[thread_of_grid()] = sum;
}

KERNEL(64, misses_barrier_global, const int* in, int* out) {
  out[thread_of_grid()] = in[thread_of_grid()];
  if (threadIdx.x == 40) {
    out[thread_of_grid()] += out[thread_of_grid() - 33];
  }
}

KERNEL(64, races_between_blocks, const int* in, int* out) { out[threadIdx.x] = in[thread_of_grid()]; }

// Lanes of a warp exchange by memory: correct where the warp is synchronised.
static __device__ void exchange(const int* in, int* out, bool waits) {
  SHARED_BEGIN;
  SHARED_ARRAY(int, values, 64);
  for (int round = 0; round < 3; round++) {
    values[threadIdx.x] = in[thread_of_grid()] + round;
    if (waits) {
      __syncwarp();
    }
    const int other = threadIdx.x % WARP == 0 ? values[threadIdx.x + 1] : values[threadIdx.x - 1];
    __syncwarp();
    out[thread_of_grid()] = other;
  }
}

KERNEL(64, exchanges, const int* in, int* out) { exchange(in, out, true); }

KERNEL(64, misses_syncwarp, const int* in, int* out) {
  SHARED_BEGIN;
  SHARED_ARRAY(int, values, 64);
  values[threadIdx.x] = in[thread_of_grid()];
  __shfl_xor_sync(ALL_LANES, 1, 1);  // makes lanes meet, but orders no memory
  out[thread_of_grid()] = values[threadIdx.x ^ 1];
}

KERNEL(64, ends_before_barrier, const int* in, int* out) {
  if (threadIdx.x >= 40) {
    return;
  }
  out[thread_of_grid()] = in[thread_of_grid()];
  __syncthreads();
}

KERNEL(64, meets_at_two_barriers, const int* in, int* out) {
  out[thread_of_grid()] = in[thread_of_grid()];
  if (threadIdx.x < 32) {
    __syncthreads();
  } else {
    __syncthreads();
  }
}

KERNEL(64, shuffles_with_ended_lane, const int* in, int* out) {
  if (threadIdx.x % WARP == 31) {
    return;
  }
  out[thread_of_grid()] = __shfl_down_sync(ALL_LANES, in[thread_of_grid()], 1);
}

KERNEL(64, shuffles_while_lane_waits, const int* in, int* out) {
  if (threadIdx.x % WARP == 5) {
    __syncthreads();
    return;
  }
  out[thread_of_grid()] = __shfl_xor_sync(ALL_LANES, in[thread_of_grid()], 1);
  __syncthreads();
}

KERNEL(64, shuffles_outside_of_mask, const int* in, int* out) { out[thread_of_grid()] = __shfl_sync(0xffffu, in[thread_of_grid()], 0); }

// Correct, and using most of what kernels may.
KERNEL(64, works, const int* in, int* out) {
  SHARED_BEGIN;
  SHARED_ARRAY(int, sums, 2);
  SHARED_ARRAY(unsigned char, flags, 64);
  SHARED_ARRAY(double4, wide, 64);
  flags[threadIdx.x] = 0;
  if (threadIdx.x < 2) {
    sums[threadIdx.x] = 0;
  }
  wide[threadIdx.x] = make_double4(in[thread_of_grid()], 0, 0, 1);
  __syncthreads();
  flags[threadIdx.x] += in[thread_of_grid()] > 0;  // bytes beside those of other threads
  const unsigned positive = __ballot_sync(ALL_LANES, in[thread_of_grid()] > 0);
  if (threadIdx.x % WARP == 0) {
    atomicAdd(&sums[0], __popc(positive));
  }
  const double4 other = wide[threadIdx.x ^ 1];
  const int all = __syncthreads_count(flags[threadIdx.x]);
  atomicMax(&sums[1], static_cast<int>(other.x * other.w));
  __syncthreads();
  out[thread_of_grid()] = sums[0] == all ? sums[1] : -1;
}
