// Environments against sparse points: everything around the two matrix products p P^T and, in the adjoint, u P.
//
// Rows are the centres of one species in the order of a list, padded to whole chunks of the product. Powers, sums over sparse points and lengths are
// taken in double in both precisions: weights are large and of both signs.
#include "common.cuh"

namespace {

using namespace coesite;

// Sparse points whose kernel values a block holds at a time.
constexpr int POINTS = 1024;

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

// The sums of one channel over the sparse points that a block holds, by one warp.
__device__ double channel_sum(const double* k, int count, const double* weights) {
  double sum = 0;
  for (int m = lane_of_warp(); m < count; m += WARP) {
    sum = fma(k[m], weights[m], sum);
  }
  return warp_sum(sum);
}

struct Sums {
  int points;    // of this species
  int channels;  // of the model
  int zeta;
  int normalise;
  const double* weights;        // [channels, points]
  const double* inverse_norms;  // 1 / |p_M|, [points]
};

// Sums over the sparse points of one row for all channels, and the largest cosine. All threads of the block call it.
template <typename T>
__device__ void sum_row(const Sums& model, const T* products, double length, double* values, double* similarity, double* k, double* totals,
                        double* largest) {
  for (int c = static_cast<int>(threadIdx.x); c < model.channels; c += static_cast<int>(blockDim.x)) {
    totals[c] = 0;
  }
  double nearest = -1e300;
  for (int from = 0; from < model.points; from += POINTS) {
    const int count = min(POINTS, model.points - from);
    for (int m = static_cast<int>(threadIdx.x); m < count; m += static_cast<int>(blockDim.x)) {
      const double product = products[from + m];
      const double cosine = product * model.inverse_norms[from + m];
      nearest = cosine > nearest ? cosine : nearest;
      k[m] = raised(product, model.zeta);
    }
    __syncthreads();
    for (int c = warp_of_block(); c < model.channels; c += static_cast<int>(blockDim.x) / WARP) {
      const double sum = channel_sum(k, count, model.weights + static_cast<long long>(c) * model.points + from);
      if (lane_of_warp() == 0) {
        totals[c] += sum;
      }
    }
    __syncthreads();
  }
  nearest = warp_max(nearest);
  if (lane_of_warp() == 0) {
    largest[warp_of_block()] = nearest;
  }
  __syncthreads();
  for (int c = static_cast<int>(threadIdx.x); c < model.channels; c += static_cast<int>(blockDim.x)) {
    values[c] = totals[c];
  }
  if (threadIdx.x == 0) {
    // nothing is similar to an environment without features
    const double divisor = model.normalise || length == 0 ? 1 : length;
    double most = -divisor;
    for (int w = 0; w < static_cast<int>(blockDim.x) / WARP; w++) {
      most = largest[w] > most ? largest[w] : most;
    }
    *similarity = most / divisor;
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

// sum_M k(i, M) w_Mc and the largest cosine, a block for each row.
//   model       see Sums
//   products    q . p_M, [rows, points]
//   values      [centres, channels], receives the sums in the row of the centre
//   similarity  [centres]
// Shared memory: POINTS doubles, channels doubles, a double for each warp.
#define VALUES(name, T)                                                                                                                           \
  KERNEL(128, name, Sums model, const int* centre_of, const T* products, const double* lengths, double* values, double* similarity) {             \
    SHARED_BEGIN;                                                                                                                                 \
    SHARED_ARRAY(double, k, POINTS);                                                                                                              \
    SHARED_ARRAY(double, totals, model.channels);                                                                                                 \
    SHARED_ARRAY(double, largest, blockDim.x / WARP);                                                                                             \
    const int row = static_cast<int>(blockIdx.x);                                                                                                 \
    const long long centre = centre_of[row];                                                                                                      \
    sum_row(model, products + static_cast<long long>(row) * model.points, lengths[row], values + centre * model.channels, similarity + centre, k, \
            totals, largest);                                                                                                                     \
  }

VALUES(kernel_values_f64, double)
VALUES(kernel_values_f32, float)

// Turns products into the weights of the adjoint, in place: u = zeta x^(zeta - 1) sum_c g_c w_Mc.
//   count     rows x points
//   combined  sum_c g_c w_Mc, from this species' first sparse point on, of each set of gradients `stride` numbers on
//   set_of    [rows], which set a row takes; null: the first
#define WEIGHTS(name, T)                                                                                                         \
  KERNEL(256, name, long long count, int points, int zeta, const double* combined, int stride, const int* set_of, T* products) { \
    const long long i = static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x;                                           \
    if (i < count) {                                                                                                             \
      const long long set = set_of == nullptr ? 0 : set_of[i / points];                                                          \
      products[i] = static_cast<T>(zeta * raised(products[i], zeta - 1) * combined[set * stride + i % points]);                  \
    }                                                                                                                            \
  }

WEIGHTS(kernel_weights_f64, double)
WEIGHTS(kernel_weights_f32, float)

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
