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
    const T* left = c + column.a;
    const T* right = c + column.b;
    T sum = 0;
#pragma unroll 4
    for (int m = 0; m < column.rows; m++) {
      sum = fma(*left, *right, sum);
      left += layout.radial;
      right += layout.radial;
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

// What a coefficient is one of, packed by SpectrumTables: species, degree, radial function.
struct Place {
  int a, l, n;

  __device__ explicit Place(unsigned packed)
      : a(static_cast<int>(packed & 0xffu)), l(static_cast<int>(packed >> 8 & 0xffu)), n(static_cast<int>(packed >> 16)) {}
};

// sum_k p_nk c_k over another species: columns of p one after the other where it is the pair's second, else one row after the other.
template <typename T>
__device__ T dot(const T* p, int step, const T* c, int radial) {
  T sum = 0;
#pragma unroll 4
  for (int k = 0; k < radial; k++) {
    sum = fma(*p, c[k], sum);
    p += step;
  }
  return sum;
}

// The same over the coefficient's own species, of which p has the triangle n <= k: down the column above the diagonal, then along the row. The
// diagonal, whose feature is a square and without the factor sqrt 2, is told apart.
template <typename T>
__device__ T dot_own(const T* triangle, int n, const T* c, int radial, T once, T twice) {
  const T* p = triangle + n;
  T sum = 0;
  for (int k = 0; k < n; k++) {
    sum = fma(*p, c[k], sum);
    p += radial - k - 1;
  }
  const T diagonal = *p * c[n];
  for (int k = n + 1; k < radial; k++) {
    p++;
    sum = fma(*p, c[k], sum);
  }
  return fma(twice, sum, 2 * once * diagonal);
}

// dE/dc of one coefficient: sum over b and n' of dE/dp, times factors, times c_b,n'lm.
template <typename T>
__device__ T gradient(const Layout& layout, const T* factors, const T* c, const T* p, const Place& place, int i) {
  const int radial = layout.radial;
  const int of_species = (layout.max_angular + 1) * (layout.max_angular + 1) * radial;
  const T once = factors[2 * place.l];
  const T twice = factors[2 * place.l + 1];
  const T* other = c + (i - place.n - place.a * of_species);
  T sum = 0;
  for (int b = 0; b < layout.species; b++) {
    const T* const block = p + block_of(layout, min(place.a, b), max(place.a, b));
    if (b == place.a) {
      sum += dot_own(block + place.l * (radial * (radial + 1) / 2), place.n, other, radial, once, twice);
    } else {
      const T* const square = block + place.l * radial * radial;
      const bool row = place.a < b;
      sum = fma(dot(square + (row ? place.n * radial : place.n), row ? 1 : radial, other, radial), twice, sum);
    }
    other += of_species;
  }
  return sum;
}

template <typename T>
__device__ void pull_back(const Layout& layout, const unsigned* places, const T* factors, const T* c, const T* p, T* gradients) {
  const int count = coefficients_of(layout);
  for (int i = static_cast<int>(threadIdx.x); i < count; i += static_cast<int>(blockDim.x)) {
    gradients[i] = gradient(layout, factors, c, p, Place(places[i]), i);
  }
}

// dE/dp of pairs with one species as squares, for which both species of a pair are read along rows, four numbers at a time.
template <typename T>
struct Squares {
  const int* features;  // where dE/dp of an entry is read, -1 for pads: [species, species, L + 1, radial, width]
  const T* factors;     // of each entry
  const int* degrees;   // l of each l m, [(L + 1)^2]
  int width;            // radial rounded up to a multiple of four
  int step;             // rows of so many numbers that a block goes through at a time
  int reciprocal;       // 2^16 / width, rounded up: n < 2^8 is divided by (n reciprocal) >> 16
  int unused;
};

// dE/dc of a centre.
//   square        of one species after the other, [species, L + 1, radial, width]
//   coefficients  [species, (L + 1)^2, width]
template <typename T>
__device__ void pull_back_squares(const Layout& layout, const Squares<T>& squares, const T* c, const T* p, T* gradients, T* square, T* coefficients) {
  const int thread = static_cast<int>(threadIdx.x);
  const int width = squares.width;
  const int lms = (layout.max_angular + 1) * (layout.max_angular + 1);
  const int rows = (layout.max_angular + 1) * layout.radial;
  const int first = thread * squares.reciprocal >> 16;
  const int n = thread - first * width;
  // a block may be wider than a whole number of rows: the rest of it has nothing to do
  const int end = first < squares.step ? lms : 0;
  for (int row = first < squares.step ? first : layout.species * lms; row < layout.species * lms; row += squares.step) {
    coefficients[row * width + n] = n < layout.radial ? c[row * layout.radial + n] : 0;
  }
  const int numbers = layout.species * rows * width;
  for (int a = 0; a < layout.species; a++) {
    for (int i = thread; i < numbers; i += static_cast<int>(blockDim.x)) {
      const int feature = squares.features[a * numbers + i];
      square[i] = feature < 0 ? T(0) : p[feature] * squares.factors[a * numbers + i];
    }
    __syncthreads();
    for (int lm = n < layout.radial ? first : end; lm < end; lm += squares.step) {
      const T* left = square + (squares.degrees[lm] * layout.radial + n) * width;
      const T* right = coefficients + lm * width;
      T sum = 0;
      for (int b = 0; b < layout.species; b++) {
        for (int k = 0; k < width; k += 4) {
          const Quad<T> w = *reinterpret_cast<const Quad<T>*>(left + k);
          const Quad<T> x = *reinterpret_cast<const Quad<T>*>(right + k);
          sum = fma(w.w, x.w, fma(w.z, x.z, fma(w.y, x.y, fma(w.x, x.x, sum))));
        }
        left += rows * width;
        right += lms * width;
      }
      gradients[(a * lms + lm) * layout.radial + n] = sum;
    }
    __syncthreads();
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
//   places                 [species (L + 1)^2 radial], see Place
//   in_shared              bit 0: the coefficients are copied to shared memory; bit 1: dE/dp is
//   feature_gradients      dE/dp, [centres, features]
//   coefficient_gradients  [centres, species, (L + 1)^2, radial], receives dE/dc
#define SPECTRUM_ADJOINT(name, T)                                                                                                              \
  KERNEL(256, name, Layout layout, const unsigned* places, const T* factors, int in_shared, const T* coefficients, const T* feature_gradients, \
         T* coefficient_gradients) {                                                                                                           \
    SHARED_BEGIN;                                                                                                                              \
    const int count = coefficients_of(layout);                                                                                                 \
    SHARED_ARRAY(T, shared_c, in_shared & 1 ? count : 0);                                                                                      \
    SHARED_ARRAY(T, shared_p, in_shared & 2 ? layout.features : 0);                                                                            \
    const T* c = coefficients + static_cast<long long>(blockIdx.x) * count;                                                                    \
    const T* p = feature_gradients + static_cast<long long>(blockIdx.x) * layout.features;                                                     \
    if (in_shared & 1) {                                                                                                                       \
      load(c, count, shared_c);                                                                                                                \
      c = shared_c;                                                                                                                            \
    }                                                                                                                                          \
    if (in_shared & 2) {                                                                                                                       \
      load(p, layout.features, shared_p);                                                                                                      \
      p = shared_p;                                                                                                                            \
    }                                                                                                                                          \
    __syncthreads();                                                                                                                           \
    pull_back(layout, places, factors, c, p, coefficient_gradients + static_cast<long long>(blockIdx.x) * count);                              \
  }

SPECTRUM_ADJOINT(spectrum_adjoint_f64, double)
SPECTRUM_ADJOINT(spectrum_adjoint_f32, float)

// The same where there is shared memory for squares.
// Shared memory: squares and coefficients, see pull_back_squares.
#define SPECTRUM_ADJOINT_SQUARES(name, T)                                                                                                  \
  KERNEL(256, name, Layout layout, Squares<T> squares, const T* coefficients, const T* feature_gradients, T* coefficient_gradients) {      \
    SHARED_BEGIN;                                                                                                                          \
    SHARED_ARRAY(T, square, layout.species*(layout.max_angular + 1) * layout.radial * squares.width);                                      \
    SHARED_ARRAY(T, c, layout.species*(layout.max_angular + 1) * (layout.max_angular + 1) * squares.width);                                \
    const long long of_centre = static_cast<long long>(blockIdx.x) * coefficients_of(layout);                                              \
    pull_back_squares(layout, squares, coefficients + of_centre, feature_gradients + static_cast<long long>(blockIdx.x) * layout.features, \
                      coefficient_gradients + of_centre, square, c);                                                                       \
  }

SPECTRUM_ADJOINT_SQUARES(spectrum_adjoint_squares_f64, double)
SPECTRUM_ADJOINT_SQUARES(spectrum_adjoint_squares_f32, float)
