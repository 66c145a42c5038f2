// Spherical expansion of the neighbour density around each centre, and its adjoint.
//
// A block works for one centre and one species of neighbours. Neighbours go through shared memory in tiles: the radial functions from splines, Y_lm
// from the Cartesian recursion of org.coesite.math.HarmonicRecursion. Sums run over neighbours in the order of the list, so a centre's bits depend on
// nothing but its environment.
#include "common.cuh"

namespace {

using namespace coesite;

constexpr int THREADS = 128;
constexpr int WARPS = THREADS / WARP;

// Groups of four coefficients that a thread sums up at a time.
constexpr int GROUPS = 2;

// A basis on the device.
template <typename T>
struct Basis {
  const T* table;         // [knots, values and slopes times step, functions], functions as l, n with n padded to `width`
  const T* recursion;     // q_mm [L + 1]; then a, b, e, each [L + 1, L + 2] by (l, m)
  const T* self;          // what the centre adds to l = 0 of its own species, [width]
  const int* species_of;  // number of each atomic number, -1 where the basis does not know it
  T start;
  T inverse_step;
  T cutoff;
  T unused;  // so that the size is a multiple of eight in both precisions
  int last_interval;
  int max_angular;
  int radial;  // functions of each l
  int width;   // radial rounded up to a multiple of four
  int species;
  int unused_too;
};

template <typename T>
struct Edges {
  T* r;
  T* x;
  T* y;
  T* z;
  int* pair;   // place in the list
  int* count;  // of each warp
};

// Gathers the neighbours of one species among the list's entries [base, base + THREADS), in their order. All threads call it; returns how many.
template <typename T>
__device__ int gather(const Basis<T>& basis, const Quad<T>* vectors, int base, int end, int species, const Edges<T>& edges) {
  const int p = base + static_cast<int>(threadIdx.x);
  bool mine = false;
  Quad<T> v = {0, 0, 0, 0};
  T r = 0;
  if (p < end) {
    v = vectors[p];
    r = sqrt(v.x * v.x + v.y * v.y + v.z * v.z);
    mine = basis.species_of[static_cast<int>(v.w)] == species && r < basis.cutoff;
  }
  const unsigned together = __ballot_sync(ALL_LANES, mine);
  if (lane_of_warp() == 0) {
    edges.count[warp_of_block()] = __popc(together);
  }
  __syncthreads();
  int place = __popc(together & ((1u << lane_of_warp()) - 1));
  int all = 0;
  for (int w = 0; w < WARPS; w++) {
    place += w < warp_of_block() ? edges.count[w] : 0;
    all += edges.count[w];
  }
  if (mine) {
    // an atom on top of the centre has no direction, and only l = 0 there
    const T inverse = r == 0 ? 0 : 1 / r;
    edges.r[place] = r;
    edges.x[place] = v.x * inverse;
    edges.y[place] = v.y * inverse;
    edges.z[place] = v.z * inverse;
    edges.pair[place] = p;
  }
  __syncthreads();
  return all;
}

// Where a distance lies in the table, and the weights of the cubic Hermite spline there.
template <typename T>
struct Hermite {
  int at;
  T t, u, v0, s0, v1, s1;

  __device__ Hermite(const Basis<T>& basis, T r) {
    const T place = (r - basis.start) * basis.inverse_step;
    const int knot = min(static_cast<int>(place), basis.last_interval);
    at = 2 * knot * (basis.max_angular + 1) * basis.width;
    t = place - knot;
    u = 1 - t;
    v0 = (1 + 2 * t) * u * u;
    s0 = t * u * u;
    v1 = t * t * (3 - 2 * t);
    s1 = -t * t * u;
  }
};

// All Y_lm of a direction, at l^2 + l + m.
template <typename T>
__device__ void harmonics(const Basis<T>& basis, T x, T y, T z, T* out) {
  const int columns = basis.max_angular + 2;
  const T* const a = basis.recursion + basis.max_angular + 1;
  const T* const b = a + (basis.max_angular + 1) * columns;
  T c = 1;
  T s = 0;
  for (int m = 0; m <= basis.max_angular; m++) {
    T before = 0;
    T q = basis.recursion[m];
    for (int l = m; l <= basis.max_angular; l++) {
      if (l > m) {
        const T next = a[l * columns + m] * z * q - b[l * columns + m] * before;
        before = q;
        q = next;
      }
      out[l * l + l + m] = q * c;
      if (m > 0) {
        out[l * l + l - m] = q * s;
      }
    }
    const T next = x * c - y * s;
    s = x * s + y * c;
    c = next;
  }
}

// Radial functions and harmonics of the edges [first, first + count) into shared memory.
template <typename T>
__device__ void tabulate(const Basis<T>& basis, const Edges<T>& edges, int first, int count, T* radial, T* angular, int angular_stride) {
  const int functions = (basis.max_angular + 1) * basis.width;
  for (int e = static_cast<int>(threadIdx.x); e < count; e += THREADS) {
    harmonics(basis, edges.x[first + e], edges.y[first + e], edges.z[first + e], angular + e * angular_stride);
  }
  for (int e = warp_of_block(); e < count; e += WARPS) {
    const Hermite<T> h(basis, edges.r[first + e]);
    const T* const knot = basis.table + h.at;
    for (int i = lane_of_warp(); i < functions; i += WARP) {
      radial[e * functions + i] = (knot[i] * h.v0 + knot[functions + i] * h.s0) + (knot[2 * functions + i] * h.v1 + knot[3 * functions + i] * h.s1);
    }
  }
  __syncthreads();
}

// Adds Y_lm R_nl of the tile's edges to four coefficients n of one (l, m).
template <typename T>
__device__ void add_tile(const T* radial, int functions, const T* angular, int angular_stride, int count, T* sums) {
  for (int e = 0; e < count; e++) {
    const Quad<T> r = *reinterpret_cast<const Quad<T>*>(radial + e * functions);
    const T y = angular[e * angular_stride];
    sums[0] = fma(r.x, y, sums[0]);
    sums[1] = fma(r.y, y, sums[1]);
    sums[2] = fma(r.z, y, sums[2]);
    sums[3] = fma(r.w, y, sums[3]);
  }
}

// The l of a harmonic's place.
__device__ int degree_of(int lm) {
  int l = 0;
  while ((l + 1) * (l + 1) <= lm) {
    l++;
  }
  return l;
}

template <typename T>
__device__ void expand(const Basis<T>& basis, int tile, int first, const int* numbers, const int* start, const Quad<T>* vectors, T* coefficients,
                       const Edges<T>& edges, T* radial, T* angular) {
  const int centre = static_cast<int>(blockIdx.x);
  const int species = static_cast<int>(blockIdx.y);
  const int lms = (basis.max_angular + 1) * (basis.max_angular + 1);
  const int functions = (basis.max_angular + 1) * basis.width;
  const int angular_stride = lms | 1;
  const int quads = basis.width / 4;
  const bool own = basis.species_of[numbers[first + centre]] == species;
  T* const out = coefficients + (static_cast<long long>(centre) * basis.species + species) * lms * basis.radial;
  for (int done = 0; done < lms * quads; done += GROUPS * THREADS) {
    T sums[GROUPS][4];
    int lm[GROUPS];
    int n[GROUPS];
    int from[GROUPS];
#pragma unroll
    for (int g = 0; g < GROUPS; g++) {
      const int group = done + g * THREADS + static_cast<int>(threadIdx.x);
      lm[g] = group / quads;
      n[g] = 4 * (group % quads);
      from[g] = lm[g] < lms ? degree_of(lm[g]) * basis.width + n[g] : 0;
#pragma unroll
      for (int k = 0; k < 4; k++) {
        sums[g][k] = own && lm[g] == 0 ? basis.self[n[g] + k] : T(0);
      }
    }
    for (int base = start[centre]; base < start[centre + 1]; base += THREADS) {
      const int count = gather(basis, vectors, base, start[centre + 1], species, edges);
      for (int e = 0; e < count; e += tile) {
        const int now = min(tile, count - e);
        tabulate(basis, edges, e, now, radial, angular, angular_stride);
#pragma unroll
        for (int g = 0; g < GROUPS; g++) {
          if (lm[g] < lms) {
            add_tile(radial + from[g], functions, angular + lm[g], angular_stride, now, sums[g]);
          }
        }
        __syncthreads();
      }
    }
#pragma unroll
    for (int g = 0; g < GROUPS; g++) {
#pragma unroll
      for (int k = 0; k < 4; k++) {
        if (lm[g] < lms && n[g] + k < basis.radial) {
          out[lm[g] * basis.radial + n[g] + k] = sums[g][k];
        }
      }
    }
  }
}

// What a thread adds up over its (l, m): derivatives by distance, and by x, y, z of the unit vector.
template <typename T>
struct Slopes {
  T r, x, y, z;
};

// sum_n G_n R_n and sum_n G_n R'_n of one edge.
template <typename T>
__device__ void contract(const T* gradients, const T* values, const T* slopes, int stride, int radial, T* t, T* v) {
  T sum_t = 0;
  T sum_v = 0;
  for (int n = 0; n < radial; n++) {
    sum_t = fma(gradients[n], values[n * stride], sum_t);
    sum_v = fma(gradients[n], slopes[n * stride], sum_v);
  }
  *t = sum_t;
  *v = sum_v;
}

// Sums over the harmonics of the orders m = warp, warp + WARPS, ... for one edge:
//   dE/dr = u sum v_lm Y_lm + (1 - u u^T) (sum t_lm dY_lm/du) / r,  t_lm = sum_n G_nlm R_nl,  v_lm = sum_n G_nlm R'_nl
template <typename T>
__device__ Slopes<T> slopes_of(const Basis<T>& basis, T x, T y, T z, const T* gradients, const T* values, const T* slopes, int stride) {
  const int columns = basis.max_angular + 2;
  const T* const a = basis.recursion + basis.max_angular + 1;
  const T* const b = a + (basis.max_angular + 1) * columns;
  const T* const e = b + (basis.max_angular + 1) * columns;
  Slopes<T> sum = {0, 0, 0, 0};
  T c = 1;  // cos and sin of m phi times sin^m theta, and those of m - 1
  T s = 0;
  T c_before = 0;
  T s_before = 0;
  int power = 0;
  for (int m = warp_of_block(); m <= basis.max_angular; m += WARPS) {
    for (; power < m; power++) {
      c_before = c;
      s_before = s;
      c = x * c_before - y * s_before;
      s = x * s_before + y * c_before;
    }
    T before = 0;  // q_lm of the last l but one, of the last l; the same of m + 1
    T q = 0;
    T before_up = 0;
    T q_up = 0;
    Slopes<T> plus = {0, 0, 0, 0};  // by r, and with t q, t q, t dq
    Slopes<T> minus = {0, 0, 0, 0};
    for (int l = m; l <= basis.max_angular; l++) {
      const T next = l == m ? basis.recursion[m] : a[l * columns + m] * z * q - b[l * columns + m] * before;
      before = q;
      q = next;
      const T next_up =
          l <= m ? T(0) : (l == m + 1 ? basis.recursion[m + 1] : a[l * columns + m + 1] * z * q_up - b[l * columns + m + 1] * before_up);
      before_up = q_up;
      q_up = next_up;
      const T dq = e[l * columns + m] * q_up;
      T t;
      T v;
      contract(gradients + (l * l + l + m) * basis.width, values + l * basis.width * stride, slopes + l * basis.width * stride, stride, basis.radial,
               &t, &v);
      plus.r = fma(v, q, plus.r);
      plus.x = fma(t, q, plus.x);
      plus.z = fma(t, dq, plus.z);
      if (m > 0) {
        contract(gradients + (l * l + l - m) * basis.width, values + l * basis.width * stride, slopes + l * basis.width * stride, stride,
                 basis.radial, &t, &v);
        minus.r = fma(v, q, minus.r);
        minus.x = fma(t, q, minus.x);
        minus.z = fma(t, dq, minus.z);
      }
    }
    sum.r = fma(plus.r, c, fma(minus.r, s, sum.r));
    sum.z = fma(plus.z, c, fma(minus.z, s, sum.z));
    sum.x = fma(plus.x, m * c_before, fma(minus.x, m * s_before, sum.x));
    sum.y = fma(minus.x, m * c_before, sum.y) - plus.x * (m * s_before);
  }
  return sum;
}

// Values and slopes of the tile's radial functions into shared memory, edge fastest.
template <typename T>
__device__ void tabulate_slopes(const Basis<T>& basis, const Edges<T>& edges, int first, int count, T* values, T* slopes, int stride) {
  const int functions = (basis.max_angular + 1) * basis.width;
  for (int edge = warp_of_block(); edge < count; edge += WARPS) {
    const Hermite<T> h(basis, edges.r[first + edge]);
    const T d1 = 6 * h.t * h.u * basis.inverse_step;
    const T e0 = h.u * (1 - 3 * h.t) * basis.inverse_step;
    const T e1 = h.t * (3 * h.t - 2) * basis.inverse_step;
    const T* const knot = basis.table + h.at;
    for (int i = lane_of_warp(); i < functions; i += WARP) {
      const T v0 = knot[i];
      const T s0 = knot[functions + i];
      const T v1 = knot[2 * functions + i];
      const T s1 = knot[3 * functions + i];
      values[i * stride + edge] = (v0 * h.v0 + s0 * h.s0) + (v1 * h.v1 + s1 * h.s1);
      slopes[i * stride + edge] = (v1 - v0) * d1 + (s0 * e0 + s1 * e1);
    }
  }
  __syncthreads();
}

// From the sums of all warps to dE/dr_ij, added to the pair's.
template <typename T>
__device__ void add_gradient(const Slopes<T>* parts, int tile, int edge, T r, T x, T y, T z, T* gradient) {
  Slopes<T> sum = parts[edge];
  for (int w = 1; w < WARPS; w++) {
    const Slopes<T> part = parts[w * tile + edge];
    sum.r += part.r;
    sum.x += part.x;
    sum.y += part.y;
    sum.z += part.z;
  }
  if (r == 0) {
    return;  // no direction to push an atom on top of the centre
  }
  const T along = sum.r - (sum.x * x + sum.y * y + sum.z * z) / r;
  gradient[0] += sum.x / r + along * x;
  gradient[1] += sum.y / r + along * y;
  gradient[2] += sum.z / r + along * z;
}

template <typename T>
__device__ void pull_back(const Basis<T>& basis, int tile, const int* start, const Quad<T>* vectors, const T* coefficient_gradients,
                          T* pair_gradients, const Edges<T>& edges, T* gradients, T* values, T* slopes, Slopes<T>* parts) {
  const int centre = static_cast<int>(blockIdx.x);
  const int species = static_cast<int>(blockIdx.y);
  const int lms = (basis.max_angular + 1) * (basis.max_angular + 1);
  const T* const in = coefficient_gradients + (static_cast<long long>(centre) * basis.species + species) * lms * basis.radial;
  for (int i = static_cast<int>(threadIdx.x); i < lms * basis.radial; i += THREADS) {
    gradients[i / basis.radial * basis.width + i % basis.radial] = in[i];
  }
  const int stride = tile | 1;
  for (int base = start[centre]; base < start[centre + 1]; base += THREADS) {
    const int count = gather(basis, vectors, base, start[centre + 1], species, edges);
    for (int first = 0; first < count; first += tile) {
      const int now = min(tile, count - first);
      tabulate_slopes(basis, edges, first, now, values, slopes, stride);
      const int edge = lane_of_warp();
      if (edge < now) {
        parts[warp_of_block() * tile + edge] =
            slopes_of(basis, edges.x[first + edge], edges.y[first + edge], edges.z[first + edge], gradients, values + edge, slopes + edge, stride);
      }
      __syncthreads();
      if (static_cast<int>(threadIdx.x) < now) {
        const int at = first + static_cast<int>(threadIdx.x);
        add_gradient(parts, tile, static_cast<int>(threadIdx.x), edges.r[at], edges.x[at], edges.y[at], edges.z[at],
                     pair_gradients + 3ll * edges.pair[at]);
      }
      __syncthreads();
    }
  }
}

}  // namespace

// Spherical expansion: a block of 128 threads for each centre (x) and species (y).
//   basis         see Basis
//   tile          edges in shared memory at a time
//   first         the first centre
//   numbers       atomic numbers of the batch
//   start         [centres + 1]
//   vectors       [pairs]
//   coefficients  [centres, species, (L + 1)^2, radial], receives c_i,a,nlm
// Shared memory: edges (see Edges), radial functions and harmonics of a tile.
#define EXPANSION(name, T)                                                                                                                \
  KERNEL(128, name, Basis<T> basis, int tile, int first, const int* numbers, const int* start, const Quad<T>* vectors, T* coefficients) { \
    SHARED_BEGIN;                                                                                                                         \
    SHARED_ARRAY(T, r, THREADS);                                                                                                          \
    SHARED_ARRAY(T, x, THREADS);                                                                                                          \
    SHARED_ARRAY(T, y, THREADS);                                                                                                          \
    SHARED_ARRAY(T, z, THREADS);                                                                                                          \
    SHARED_ARRAY(int, pair, THREADS);                                                                                                     \
    SHARED_ARRAY(int, count, WARPS);                                                                                                      \
    SHARED_ARRAY(T, radial, tile*(basis.max_angular + 1) * basis.width);                                                                  \
    SHARED_ARRAY(T, angular, tile*(((basis.max_angular + 1) * (basis.max_angular + 1)) | 1));                                             \
    expand(basis, tile, first, numbers, start, vectors, coefficients, Edges<T>{r, x, y, z, pair, count}, radial, angular);                \
  }

EXPANSION(expansion_f64, double)
EXPANSION(expansion_f32, float)

// Adjoint of the expansion: a block of 128 threads for each centre (x) and species (y). A pair belongs to one block.
//   coefficient_gradients  dE/dc, [centres, species, (L + 1)^2, radial]
//   pair_gradients         dE/dr_ij, [pairs, 3], added to
//   tile                   at most 32
// Shared memory: edges, dE/dc of the block, values and slopes of the radial functions of a tile, four sums per edge and warp.
#define EXPANSION_ADJOINT(name, T)                                                                                                              \
  KERNEL(128, name, Basis<T> basis, int tile, const int* start, const Quad<T>* vectors, const T* coefficient_gradients, T* pair_gradients) {    \
    SHARED_BEGIN;                                                                                                                               \
    SHARED_ARRAY(T, r, THREADS);                                                                                                                \
    SHARED_ARRAY(T, x, THREADS);                                                                                                                \
    SHARED_ARRAY(T, y, THREADS);                                                                                                                \
    SHARED_ARRAY(T, z, THREADS);                                                                                                                \
    SHARED_ARRAY(int, pair, THREADS);                                                                                                           \
    SHARED_ARRAY(int, count, WARPS);                                                                                                            \
    SHARED_ARRAY(T, gradients, (basis.max_angular + 1) * (basis.max_angular + 1) * basis.width);                                                \
    SHARED_ARRAY(T, values, (basis.max_angular + 1) * basis.width * (tile | 1));                                                                \
    SHARED_ARRAY(T, slopes, (basis.max_angular + 1) * basis.width * (tile | 1));                                                                \
    SHARED_ARRAY(Slopes<T>, parts, WARPS* tile);                                                                                                \
    pull_back(basis, tile, start, vectors, coefficient_gradients, pair_gradients, Edges<T>{r, x, y, z, pair, count}, gradients, values, slopes, \
              parts);                                                                                                                           \
  }

EXPANSION_ADJOINT(expansion_adjoint_f64, double)
EXPANSION_ADJOINT(expansion_adjoint_f32, float)
