// Power spectrum of expansion coefficients, and its adjoint: a block for each centre.
//
// Columns are those of org.coesite.backend.Soap: pairs of species a <= b, then l, n, n', with n <= n' only where a = b. Coefficients of the centre
// are held in shared memory where they fit, else read where they are.
#include "common.cuh"

namespace {

using namespace coesite;

struct Layout {
  int species;
  int max_angular;
  int radial;
  int features;
};

// One column: rows of the coefficients of a and b at m = -l, how many m there are, and which factor.
struct alignas(16) Column {
  int a, b, rows, factor;
};

// All threads copy numbers into shared memory.
template <typename T>
__device__ void load(const T* from, int count, T* to) {
  for (int i = static_cast<int>(threadIdx.x); i < count; i += static_cast<int>(blockDim.x)) {
    to[i] = from[i];
  }
}

__device__ int coefficients_of(const Layout& layout) { return layout.species * (layout.max_angular + 1) * (layout.max_angular + 1) * layout.radial; }

template <typename T>
__device__ void spectrum(const Layout& layout, const Column* columns, const T* factors, const T* c, T* features) {
  for (int f = static_cast<int>(threadIdx.x); f < layout.features; f += static_cast<int>(blockDim.x)) {
    const Column column = columns[f];
    T sum = 0;
    for (int m = 0; m < column.rows; m++) {
      sum = fma(c[column.a + m * layout.radial], c[column.b + m * layout.radial], sum);
    }
    features[f] = sum * factors[column.factor];
  }
}

// Where the columns of a pair of species a <= b begin.
__device__ int block_of(const Layout& layout, int a, int b) {
  const int same = (layout.max_angular + 1) * (layout.radial * (layout.radial + 1) / 2);
  const int different = (layout.max_angular + 1) * layout.radial * layout.radial;
  // before row a: a blocks of a species with itself, and those with all later ones
  const int pairs_before = a * layout.species - a * (a + 1) / 2;
  return a * same + pairs_before * different + (b > a ? same + (b - a - 1) * different : 0);
}

// dE/dc of one coefficient: sum over b and n' of dE/dp, times factors, times c_b,n'lm.
template <typename T>
__device__ T gradient(const Layout& layout, const T* factors, const T* c, const T* p, int a, int lm, int l, int n) {
  const int lms = (layout.max_angular + 1) * (layout.max_angular + 1);
  const int radial = layout.radial;
  const int triangle = radial * (radial + 1) / 2;
  const T once = factors[2 * l];
  const T twice = factors[2 * l + 1];
  T sum = 0;
  for (int b = 0; b < layout.species; b++) {
    const T* const other = c + (b * lms + lm) * radial;
    T part = 0;
    if (b != a) {
      const int start = block_of(layout, min(a, b), max(a, b)) + l * radial * radial;
      const int row = a < b ? start + n * radial : start + n;
      const int step = a < b ? 1 : radial;
      for (int k = 0; k < radial; k++) {
        part = fma(p[row + k * step], other[k], part);
      }
      sum = fma(part, twice, sum);
    } else {
      const int start = block_of(layout, a, a) + l * triangle;
      for (int k = 0; k < radial; k++) {
        const int low = min(n, k);
        const int high = max(n, k);
        const T w = p[start + low * radial - low * (low - 1) / 2 - low + high];
        part = fma(n == k ? 2 * once * w : twice * w, other[k], part);
      }
      sum += part;
    }
  }
  return sum;
}

template <typename T>
__device__ void pull_back(const Layout& layout, const T* factors, const T* c, const T* p, T* gradients) {
  const int lms = (layout.max_angular + 1) * (layout.max_angular + 1);
  const int count = coefficients_of(layout);
  for (int i = static_cast<int>(threadIdx.x); i < count; i += static_cast<int>(blockDim.x)) {
    const int n = i % layout.radial;
    const int lm = i / layout.radial % lms;
    const int a = i / (layout.radial * lms);
    int l = 0;
    while ((l + 1) * (l + 1) <= lm) {
      l++;
    }
    gradients[i] = gradient(layout, factors, c, p, a, lm, l, n);
  }
}

}  // namespace

// Power spectrum: a block for each centre.
//   columns       [features], see Column
//   factors       [2 (L + 1)]: (-1)^l / sqrt(2 l + 1), and that times sqrt 2
//   in_shared     whether the coefficients are copied to shared memory
//   coefficients  [centres, species, (L + 1)^2, radial]
//   features      [centres, features], receives p
// Shared memory: the coefficients of one centre, where in_shared is 1.
#define SPECTRUM(name, T)                                                                                                        \
  KERNEL(256, name, Layout layout, const Column* columns, const T* factors, int in_shared, const T* coefficients, T* features) { \
    SHARED_BEGIN;                                                                                                                \
    const int count = coefficients_of(layout);                                                                                   \
    SHARED_ARRAY(T, shared, in_shared ? count : 0);                                                                              \
    const T* c = coefficients + static_cast<long long>(blockIdx.x) * count;                                                      \
    if (in_shared) {                                                                                                             \
      load(c, count, shared);                                                                                                    \
      c = shared;                                                                                                                \
      __syncthreads();                                                                                                           \
    }                                                                                                                            \
    spectrum(layout, columns, factors, c, features + static_cast<long long>(blockIdx.x) * layout.features);                      \
  }

SPECTRUM(spectrum_f64, double)
SPECTRUM(spectrum_f32, float)

// Adjoint of the power spectrum: a block for each centre.
//   in_shared              bit 0: the coefficients are copied to shared memory; bit 1: dE/dp is
//   feature_gradients      dE/dp, [centres, features]
//   coefficient_gradients  [centres, species, (L + 1)^2, radial], receives dE/dc
#define SPECTRUM_ADJOINT(name, T)                                                                                                                  \
  KERNEL(256, name, Layout layout, const T* factors, int in_shared, const T* coefficients, const T* feature_gradients, T* coefficient_gradients) { \
    SHARED_BEGIN;                                                                                                                                  \
    const int count = coefficients_of(layout);                                                                                                     \
    SHARED_ARRAY(T, shared_c, in_shared & 1 ? count : 0);                                                                                          \
    SHARED_ARRAY(T, shared_p, in_shared & 2 ? layout.features : 0);                                                                                \
    const T* c = coefficients + static_cast<long long>(blockIdx.x) * count;                                                                        \
    const T* p = feature_gradients + static_cast<long long>(blockIdx.x) * layout.features;                                                         \
    if (in_shared & 1) {                                                                                                                           \
      load(c, count, shared_c);                                                                                                                    \
      c = shared_c;                                                                                                                                \
    }                                                                                                                                              \
    if (in_shared & 2) {                                                                                                                           \
      load(p, layout.features, shared_p);                                                                                                          \
      p = shared_p;                                                                                                                                \
    }                                                                                                                                              \
    __syncthreads();                                                                                                                               \
    pull_back(layout, factors, c, p, coefficient_gradients + static_cast<long long>(blockIdx.x) * count);                                          \
  }

SPECTRUM_ADJOINT(spectrum_adjoint_f64, double)
SPECTRUM_ADJOINT(spectrum_adjoint_f32, float)
