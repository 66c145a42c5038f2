// Environments against sparse points: everything around the two matrix products p P^T and, in the adjoint, u P.
//
// Rows are the centres of one species in the order of a list, padded to whole chunks of the product. Powers, sums over sparse points and lengths are
// taken in double in both precisions: weights are large and of both signs.
#include "common.cuh"

namespace {

using namespace coesite;

// Rows that a block sums up at a time, and channels where there is more than one: each kernel value read serves all of these channels, each weight
// all of these rows.
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

// x^(zeta - 1), where ZETA is zeta, or 0 for whatever it is.
template <int ZETA>
__device__ double below(double x, int zeta) {
  if (ZETA == 0) {
    return raised(x, zeta - 1);
  }
  double out = 1;
#pragma unroll
  for (int i = 1; i < ZETA; i++) {
    out *= x;
  }
  return out;
}

// What threads hold of ROWS rows: lines of the products, and the largest cosine so far.
template <typename T>
struct Lines {
  T* products[ROWS];
  T nearest[ROWS];
};

// Sums of C channels from the first given over the sparse points of ROWS rows. With SLOPE, products become weights of the adjoint.
template <typename T, int C, int ZETA, bool SLOPE>
__device__ void sum_channels(const Sums& model, const Slopes& slopes, int row, int rows, int channel, Lines<T>& lines, double* parts) {
  double sums[ROWS][C];
  long long set[ROWS];
#pragma unroll
  for (int r = 0; r < ROWS; r++) {
    set[r] = SLOPE && slopes.set_of != nullptr ? slopes.set_of[min(row + r, rows - 1)] * static_cast<long long>(slopes.stride) : 0;
#pragma unroll
    for (int c = 0; c < C; c++) {
      sums[r][c] = 0;
    }
  }
  for (int m = static_cast<int>(threadIdx.x); m < model.points; m += SUM_THREADS) {
    T x[ROWS];
#pragma unroll
    for (int r = 0; r < ROWS; r++) {
      x[r] = lines.products[r][m];
    }
    double weights[C];
#pragma unroll
    for (int c = 0; c < C; c++) {
      weights[c] = C == 1 || channel + c < model.channels ? model.weights[static_cast<long long>(channel + c) * model.points + m] : 0;
    }
    if (channel == 0) {
      const T inverse_norm = static_cast<T>(model.inverse_norms[m]);
#pragma unroll
      for (int r = 0; r < ROWS; r++) {
        lines.nearest[r] = max(lines.nearest[r], x[r] * inverse_norm);
      }
    }
    const double shared_slope = SLOPE && slopes.set_of == nullptr ? model.zeta * slopes.combined[m] : 0;
#pragma unroll
    for (int r = 0; r < ROWS; r++) {
      const double less = below<ZETA>(x[r], model.zeta);
      const double k = less * x[r];
#pragma unroll
      for (int c = 0; c < C; c++) {
        sums[r][c] = fma(k, weights[c], sums[r][c]);
      }
      if (SLOPE) {
        const double slope = slopes.set_of == nullptr ? shared_slope : model.zeta * slopes.combined[set[r] + m];
        // lines beyond the last are the last, written by the same thread with the same number
        lines.products[r][m] = static_cast<T>(less * slope);
      }
    }
  }
#pragma unroll
  for (int r = 0; r < ROWS; r++) {
#pragma unroll
    for (int c = 0; c < C; c++) {
      const double sum = warp_sum(sums[r][c]);
      if (lane_of_warp() == 0) {
        parts[(warp_of_block() * ROWS + r) * C + c] = sum;
      }
    }
  }
}

// The same with the powers that models have as constants.
template <typename T, int C, bool SLOPE>
__device__ void sum_powers(const Sums& model, const Slopes& slopes, int row, int rows, int channel, Lines<T>& lines, double* parts) {
  switch (model.zeta) {
    case 1:
      return sum_channels<T, C, 1, SLOPE>(model, slopes, row, rows, channel, lines, parts);
    case 2:
      return sum_channels<T, C, 2, SLOPE>(model, slopes, row, rows, channel, lines, parts);
    case 4:
      return sum_channels<T, C, 4, SLOPE>(model, slopes, row, rows, channel, lines, parts);
    default:
      return sum_channels<T, C, 0, SLOPE>(model, slopes, row, rows, channel, lines, parts);
  }
}

// Sums of all channels into the values of the rows' centres.
template <typename T, int C>
__device__ void sum_all_channels(const Sums& model, const Slopes& slopes, int row, int rows, const int* centre_of, Lines<T>& lines, double* values,
                                 double* parts) {
  const int r = static_cast<int>(threadIdx.x) / C;
  for (int channel = 0; channel < model.channels; channel += C) {
    // what follows would read weights instead of products
    if (slopes.combined != nullptr && channel + C >= model.channels) {
      sum_powers<T, C, true>(model, slopes, row, rows, channel, lines, parts);
    } else {
      sum_powers<T, C, false>(model, slopes, row, rows, channel, lines, parts);
    }
    __syncthreads();
    const int c = channel + static_cast<int>(threadIdx.x) % C;
    if (r < ROWS && row + r < rows && c < model.channels) {
      values[static_cast<long long>(centre_of[row + r]) * model.channels + c] += over_warps(parts, ROWS * C, static_cast<int>(threadIdx.x));
    }
    __syncthreads();
  }
}

// Sums over the sparse points of ROWS rows for all channels, and the largest cosine of each. All threads of the block call it.
template <typename T>
__device__ void sum_rows(const Sums& model, const Slopes& slopes, int rows, const int* centre_of, T* products, const double* lengths,
                         const Outputs& out, double* parts) {
  const int row = static_cast<int>(blockIdx.x) * ROWS;
  const int thread = static_cast<int>(threadIdx.x);
  Lines<T> lines;
#pragma unroll
  for (int r = 0; r < ROWS; r++) {
    lines.products[r] = products + static_cast<long long>(min(row + r, rows - 1)) * model.points;
    lines.nearest[r] = static_cast<T>(-1e30);
  }
  if (model.channels == 1) {
    sum_all_channels<T, 1>(model, slopes, row, rows, centre_of, lines, out.values, parts);
  } else {
    sum_all_channels<T, CHANNELS>(model, slopes, row, rows, centre_of, lines, out.values, parts);
  }
#pragma unroll
  for (int r = 0; r < ROWS; r++) {
    const T most = warp_max(lines.nearest[r]);
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
