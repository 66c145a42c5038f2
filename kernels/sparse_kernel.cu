// Environments against sparse points: everything around the two matrix products p P^T and, in the adjoint, u P.
//
// Rows are the centres of one species in the order of a list, padded to whole chunks of the product. Powers, sums over sparse points and lengths are
// taken in double in both precisions: weights are large and of both signs.
#include "common.cuh"

namespace {

using namespace coesite;

// Rows that a warp sums up at a time, and channels where there is more than one: each kernel value read serves all of these channels, each weight all
// of these rows.
constexpr int ROWS = 4;
constexpr int CHANNELS = 4;

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
// Gives a lane the sum of row lane / (WARP / ROWS) and channel lane / (WARP / ROWS / C) % C.
template <typename T, int C, int ZETA, bool SLOPE>
__device__ double sum_channels(const Sums& model, const Slopes& slopes, int row, int rows, int channel, Lines<T>& lines) {
  double sums[ROWS * C];
  long long set[ROWS];
#pragma unroll
  for (int r = 0; r < ROWS; r++) {
    set[r] = SLOPE && slopes.set_of != nullptr ? slopes.set_of[min(row + r, rows - 1)] * static_cast<long long>(slopes.stride) : 0;
#pragma unroll
    for (int c = 0; c < C; c++) {
      sums[r * C + c] = 0;
    }
  }
  for (int m = lane_of_warp(); m < model.points; m += WARP) {
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
        sums[r * C + c] = fma(k, weights[c], sums[r * C + c]);
      }
      if (SLOPE) {
        const double slope = slopes.set_of == nullptr ? shared_slope : model.zeta * slopes.combined[set[r] + m];
        // lines beyond the last are the last, written by the same thread with the same number
        lines.products[r][m] = static_cast<T>(less * slope);
      }
    }
  }
  return warp_sums<ROWS * C>(sums);
}

// The same with the powers that models have as constants.
template <typename T, int C, bool SLOPE>
__device__ double sum_powers(const Sums& model, const Slopes& slopes, int row, int rows, int channel, Lines<T>& lines) {
  switch (model.zeta) {
    case 1:
      return sum_channels<T, C, 1, SLOPE>(model, slopes, row, rows, channel, lines);
    case 2:
      return sum_channels<T, C, 2, SLOPE>(model, slopes, row, rows, channel, lines);
    case 4:
      return sum_channels<T, C, 4, SLOPE>(model, slopes, row, rows, channel, lines);
    default:
      return sum_channels<T, C, 0, SLOPE>(model, slopes, row, rows, channel, lines);
  }
}

// Sums of all channels into the values of the rows' centres.
template <typename T, int C>
__device__ void sum_all_channels(const Sums& model, const Slopes& slopes, int row, int rows, const int* centre_of, Lines<T>& lines, double* values) {
  constexpr int LANES = WARP / (ROWS * C);  // that have the same sum
  const int own = row + lane_of_warp() / (WARP / ROWS);
  for (int channel = 0; channel < model.channels; channel += C) {
    // what follows would read weights instead of products
    const bool slope = slopes.combined != nullptr && channel + C >= model.channels;
    const double sum =
        slope ? sum_powers<T, C, true>(model, slopes, row, rows, channel, lines) : sum_powers<T, C, false>(model, slopes, row, rows, channel, lines);
    const int c = channel + lane_of_warp() / LANES % C;
    if (lane_of_warp() % LANES == 0 && own < rows && c < model.channels) {
      values[static_cast<long long>(centre_of[own]) * model.channels + c] += sum;
    }
  }
}

// Sums over the sparse points of ROWS rows for all channels, and the largest cosine of each, by a warp.
template <typename T>
__device__ void sum_rows(const Sums& model, const Slopes& slopes, int rows, const int* centre_of, T* products, const double* lengths,
                         const Outputs& out) {
  const int row = warp_of_grid() * ROWS;
  if (row >= rows) {
    return;
  }
  Lines<T> lines;
#pragma unroll
  for (int r = 0; r < ROWS; r++) {
    lines.products[r] = products + static_cast<long long>(min(row + r, rows - 1)) * model.points;
    lines.nearest[r] = static_cast<T>(-1e30);
  }
  if (model.channels == 1) {
    sum_all_channels<T, 1>(model, slopes, row, rows, centre_of, lines, out.values);
  } else {
    sum_all_channels<T, CHANNELS>(model, slopes, row, rows, centre_of, lines, out.values);
  }
#pragma unroll
  for (int r = 0; r < ROWS; r++) {
    const double nearest = warp_max(lines.nearest[r]);
    if (lane_of_warp() == r && row + r < rows) {
      const double length = lengths[row + r];
      // nothing is similar to an environment without features
      const double divisor = model.normalise || length == 0 ? 1 : length;
      out.similarity[centre_of[row + r]] = (nearest > -divisor ? nearest : -divisor) / divisor;
    }
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

// sum_M k(i, M) w_Mc and the largest cosine, a warp for each ROWS rows; where wanted, products become the weights of the adjoint.
//   model, slopes, out  see Sums, Slopes, Outputs
//   centre_of, lengths  [rows]
//   products            q . p_M, [rows, points]
#define VALUES(name, T)                                                                                                           \
  KERNEL(128, name, Sums model, Slopes slopes, Outputs out, int rows, const int* centre_of, T* products, const double* lengths) { \
    sum_rows(model, slopes, rows, centre_of, products, lengths, out);                                                             \
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
