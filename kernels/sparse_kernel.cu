// Environments against sparse points: everything around the two matrix products p P^T and, in the adjoint, u P.
//
// Rows are the centres of one species in the order of a list, padded to whole chunks of the product. Powers, sums over sparse points and lengths are
// taken in double in both precisions: weights are large and of both signs.
#include "common.cuh"

namespace {

using namespace coesite;

// Rows and channels that a block sums up at a time: each kernel value read serves all of these channels, each weight all of these rows.
constexpr int ROWS = 4;
constexpr int CHANNELS = 4;
constexpr int SUM_THREADS = 128;
constexpr int SUM_WARPS = SUM_THREADS / WARP;

__device__ double raised(double x, int exponent) {
  double out = 1;
  for (int i = 0; i < exponent; i++) {
    out *= x;
  }
  return out;
}

// Copies the features of a row's centre, divided by their length where asked for; rows beyond the last are zeros.
template <typename T>
__device__ void pack(int rows, int padded, int features, const int* centre_of, const T* source, int normalise, T* packed, double* lengths) {
  const int row = warp_of_grid();
  if (row >= padded) {
    return;
  }
  T* const out = packed + static_cast<long long>(row) * features;
  if (row >= rows) {
    for (int f = lane_of_warp(); f < features; f += WARP) {
      out[f] = 0;
    }
    return;
  }
  const T* const in = source + static_cast<long long>(centre_of[row]) * features;
  double square = 0;
  for (int f = lane_of_warp(); f < features; f += WARP) {
    square = fma(static_cast<double>(in[f]), static_cast<double>(in[f]), square);
  }
  const double length = sqrt(warp_sum(square));
  const T scale = static_cast<T>(!normalise ? 1 : (length == 0 ? 0 : 1 / length));
  for (int f = lane_of_warp(); f < features; f += WARP) {
    out[f] = in[f] * scale;
  }
  if (lane_of_warp() == 0) {
    lengths[row] = length;
  }
}

// What kernel values are summed with.
struct Sums {
  int points;    // of this species
  int channels;  // of the model
  int zeta;
  int normalise;
  const double* weights;        // [channels, points]
  const double* inverse_norms;  // 1 / |p_M|, [points]
};

// The weights of the adjoint, u = zeta x^(zeta - 1) sum_c g_c w_Mc.
struct Slopes {
  const double* combined;  // sum_c g_c w_Mc, from this species' first sparse point on, of each set of gradients `stride` numbers on; null: not wanted
  const int* set_of;       // [rows], which set a row takes; null: the first
  int stride;
  int unused;
};

struct Outputs {
  double* values;      // [centres, channels], added to
  double* similarity;  // [centres]
};

// A block's sums over all warps of the numbers that its warps hold in shared memory, by the first threads, one each.
__device__ double over_warps(const double* parts, int count, int which) {
  double sum = parts[which];
  for (int w = 1; w < SUM_WARPS; w++) {
    sum += parts[w * count + which];
  }
  return sum;
}

// Sums of CHANNELS channels from the first given over the sparse points of ROWS rows. On the last channels, products become weights of the adjoint.
template <typename T>
__device__ void sum_channels(const Sums& model, const Slopes& slopes, int row, int rows, int channel, T* products, double* parts, double* nearest) {
  const bool first = channel == 0;
  const bool slope = slopes.combined != nullptr && channel + CHANNELS >= model.channels;
  T* line[ROWS];
  const double* combined[ROWS];
  double sums[ROWS][CHANNELS];
#pragma unroll
  for (int r = 0; r < ROWS; r++) {
    const int own = min(row + r, rows - 1);
    line[r] = products + static_cast<long long>(own) * model.points;
    combined[r] = slope ? slopes.combined + (slopes.set_of == nullptr ? 0ll : slopes.set_of[own] * static_cast<long long>(slopes.stride)) : nullptr;
#pragma unroll
    for (int c = 0; c < CHANNELS; c++) {
      sums[r][c] = 0;
    }
  }
  for (int m = static_cast<int>(threadIdx.x); m < model.points; m += SUM_THREADS) {
    double weights[CHANNELS];
#pragma unroll
    for (int c = 0; c < CHANNELS; c++) {
      weights[c] = channel + c < model.channels ? model.weights[static_cast<long long>(channel + c) * model.points + m] : 0;
    }
    const double inverse_norm = model.inverse_norms[m];
    double x[ROWS];
#pragma unroll
    for (int r = 0; r < ROWS; r++) {
      x[r] = line[r][m];
    }
#pragma unroll
    for (int r = 0; r < ROWS; r++) {
      const double below = raised(x[r], model.zeta - 1);
      const double k = below * x[r];
      if (first) {
        const double cosine = x[r] * inverse_norm;
        nearest[r] = cosine > nearest[r] ? cosine : nearest[r];
      }
#pragma unroll
      for (int c = 0; c < CHANNELS; c++) {
        sums[r][c] = fma(k, weights[c], sums[r][c]);
      }
      if (slope && row + r < rows) {
        line[r][m] = static_cast<T>(model.zeta * below * combined[r][m]);
      }
    }
  }
#pragma unroll
  for (int r = 0; r < ROWS; r++) {
#pragma unroll
    for (int c = 0; c < CHANNELS; c++) {
      const double sum = channel + c < model.channels ? warp_sum(sums[r][c]) : 0;
      if (lane_of_warp() == 0) {
        parts[warp_of_block() * ROWS * CHANNELS + r * CHANNELS + c] = sum;
      }
    }
  }
}

// Sums over the sparse points of ROWS rows for all channels, and the largest cosine of each. All threads of the block call it.
template <typename T>
__device__ void sum_rows(const Sums& model, const Slopes& slopes, int rows, const int* centre_of, T* products, const double* lengths,
                         const Outputs& out, double* parts) {
  const int row = static_cast<int>(blockIdx.x) * ROWS;
  const int thread = static_cast<int>(threadIdx.x);
  double nearest[ROWS];
#pragma unroll
  for (int r = 0; r < ROWS; r++) {
    nearest[r] = -1e300;
  }
  for (int channel = 0; channel < model.channels; channel += CHANNELS) {
    sum_channels(model, slopes, row, rows, channel, products, parts, nearest);
    __syncthreads();
    const int r = thread / CHANNELS;
    const int c = channel + thread % CHANNELS;
    if (r < ROWS && row + r < rows && c < model.channels) {
      out.values[static_cast<long long>(centre_of[row + r]) * model.channels + c] += over_warps(parts, ROWS * CHANNELS, thread);
    }
    __syncthreads();
  }
#pragma unroll
  for (int r = 0; r < ROWS; r++) {
    const double most = warp_max(nearest[r]);
    if (lane_of_warp() == 0) {
      parts[warp_of_block() * ROWS + r] = most;
    }
  }
  __syncthreads();
  if (thread < ROWS && row + thread < rows) {
    const double length = lengths[row + thread];
    // nothing is similar to an environment without features
    const double divisor = model.normalise || length == 0 ? 1 : length;
    double most = -divisor;
    for (int w = 0; w < SUM_WARPS; w++) {
      const double one = parts[w * ROWS + thread];
      most = one > most ? one : most;
    }
    out.similarity[centre_of[row + thread]] = most / divisor;
  }
}

// dE/dp = (h - q (q . h)) / |p| with q = p / |p|, where environments are normalised; else h.
template <typename T>
__device__ void unpack(int rows, int features, const int* centre_of, const T* packed, const double* lengths, int normalise, const T* h,
                       T* gradients) {
  const int row = warp_of_grid();
  if (row >= rows) {
    return;
  }
  const T* const from = h + static_cast<long long>(row) * features;
  T* const out = gradients + static_cast<long long>(centre_of[row]) * features;
  if (!normalise) {
    for (int f = lane_of_warp(); f < features; f += WARP) {
      out[f] = from[f];
    }
    return;
  }
  const T* const q = packed + static_cast<long long>(row) * features;
  double along = 0;
  for (int f = lane_of_warp(); f < features; f += WARP) {
    along = fma(static_cast<double>(q[f]), static_cast<double>(from[f]), along);
  }
  const T share = static_cast<T>(warp_sum(along));
  const T scale = static_cast<T>(lengths[row] == 0 ? 0 : 1 / lengths[row]);
  for (int f = lane_of_warp(); f < features; f += WARP) {
    out[f] = (from[f] - share * q[f]) * scale;
  }
}

}  // namespace

// Packs features for the product, a warp for each row.
//   rows, padded  rows with a centre, and with those that make chunks whole
//   centre_of     [rows], row of `source`
//   source        p, [centres, features]
//   normalise     1: p / |p|
//   packed        [padded, features]
//   lengths       [rows], receives |p|
#define PACK(name, T)                                                                                                                       \
  KERNEL(128, name, int rows, int padded, int features, const int* centre_of, const T* source, int normalise, T* packed, double* lengths) { \
    pack(rows, padded, features, centre_of, source, normalise, packed, lengths);                                                            \
  }

PACK(kernel_pack_f64, double)
PACK(kernel_pack_f32, float)

// sum_M k(i, M) w_Mc and the largest cosine, a block for each ROWS rows; where wanted, products become the weights of the adjoint.
//   model, slopes, out  see Sums, Slopes, Outputs
//   centre_of, lengths  [rows]
//   products            q . p_M, [rows, points]
// Shared memory: (CHANNELS + 1) x ROWS doubles for each warp.
#define VALUES(name, T)                                                                                                           \
  KERNEL(128, name, Sums model, Slopes slopes, Outputs out, int rows, const int* centre_of, T* products, const double* lengths) { \
    SHARED_BEGIN;                                                                                                                 \
    SHARED_ARRAY(double, parts, SUM_WARPS* ROWS*(CHANNELS + 1));                                                                  \
    sum_rows(model, slopes, rows, centre_of, products, lengths, out, parts);                                                      \
  }

VALUES(kernel_values_f64, double)
VALUES(kernel_values_f32, float)

// From h = u P to dE/dp in the row of the centre, a warp for each row.
#define UNPACK(name, T)                                                                                                                              \
  KERNEL(128, name, int rows, int features, const int* centre_of, const T* packed, const double* lengths, int normalise, const T* h, T* gradients) { \
    unpack(rows, features, centre_of, packed, lengths, normalise, h, gradients);                                                                     \
  }

UNPACK(kernel_unpack_f64, double)
UNPACK(kernel_unpack_f32, float)

// Kernel values of the rows into a table of all sparse points.
//   points  of this species, from `first` on of `all`
//   out     k(i, M), [centres, all]
#define TABLE(name, T)                                                                                                            \
  KERNEL(256, name, long long count, int points, int zeta, const int* centre_of, const T* products, int first, int all, T* out) { \
    const long long i = static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x;                                            \
    if (i < count) {                                                                                                              \
      const int row = static_cast<int>(i / points);                                                                               \
      out[static_cast<long long>(centre_of[row]) * all + first + i % points] = static_cast<T>(raised(products[i], zeta));         \
    }                                                                                                                             \
  }

TABLE(kernel_table_f64, double)
TABLE(kernel_table_f32, float)

// Sets numbers to a value.
KERNEL(256, kernel_fill, long long count, double value, double* out) {
  const long long i = static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x;
  if (i < count) {
    out[i] = value;
  }
}
