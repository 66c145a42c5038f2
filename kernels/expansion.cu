// Spherical expansion of the neighbour density around each centre, and its adjoint.
//
// A block works for one centre and one species of neighbours, which it lists first. Neighbours go through shared memory in tiles: the radial
// functions from splines, Y_lm from the Cartesian recursion of org.coesite.math.HarmonicRecursion. Sums run over neighbours in the order of the list,
// so a centre's bits depend on nothing but its environment.
#include "common.cuh"

namespace {

using namespace coesite;

// Most warps of a block of the expansion.
constexpr int MOST_WARPS = 8;

// Largest L for which the recursion is unrolled.
constexpr int UNROLLED = 8;

// A basis on the device.
template <typename T>
struct Basis {
  const T* table;            // [knots, values and slopes times step, functions], functions as l, n with n padded to `width`
  const Quad<T>* recursion;  // a, b, e, and q_ll where m = l, else 0, [L + 1, L + 1] by (l, m)
  const T* self;             // what the centre adds to l = 0 of its own species, [width]
  const int* species_of;     // number of each atomic number, -1 where the basis does not know it
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

__device__ int threads_of_block() { return static_cast<int>(blockDim.x); }

// A barrier, cheaper where the block is a warp.
__device__ void wait_for_block() {
  if (threads_of_block() == WARP) {
    __syncwarp();
  } else {
    __syncthreads();
  }
}

// Appends the neighbours of one species among the list's entries [base, base + threads) to the `found` that are there already, in their order. All
// threads call it; returns how many there are then.
template <typename T>
__device__ int gather(const Basis<T>& basis, const Quad<T>* vectors, int base, int end, int species, int found, int* pairs, int* counts) {
  const int p = base + static_cast<int>(threadIdx.x);
  bool mine = false;
  if (p < end) {
    const Quad<T> v = vectors[p];
    mine = basis.species_of[static_cast<int>(v.w)] == species && sqrt(v.x * v.x + v.y * v.y + v.z * v.z) < basis.cutoff;
  }
  const unsigned together = __ballot_sync(ALL_LANES, mine);
  if (lane_of_warp() == 0) {
    counts[warp_of_block()] = __popc(together);
  }
  wait_for_block();
  int place = found + __popc(together & ((1u << lane_of_warp()) - 1));
#pragma unroll 1
  for (int w = 0; w < threads_of_block() / WARP; w++) {
    place += w < warp_of_block() ? counts[w] : 0;
    found += counts[w];
  }
  if (mine) {
    pairs[place] = p;
  }
  wait_for_block();
  return found;
}

// Distance and unit vector of a pair.
template <typename T>
struct Edge {
  T r, x, y, z;

  __device__ explicit Edge(const Quad<T>& v) {
    r = sqrt(v.x * v.x + v.y * v.y + v.z * v.z);
    // an atom on top of the centre has no direction, and only l = 0 there
    const T inverse = r == 0 ? 0 : 1 / r;
    x = v.x * inverse;
    y = v.y * inverse;
    z = v.z * inverse;
  }
};

// Where a distance lies in the table, and the weights of the cubic Hermite spline there.
template <typename T>
struct Hermite {
  unsigned at;  // in fours
  T t, u;
  Quad<T> weights;  // of the value, the slope; those of the next knot

  __device__ Hermite(const Basis<T>& basis, T r) {
    const T place = (r - basis.start) * basis.inverse_step;
    const int knot = min(static_cast<int>(place), basis.last_interval);
    at = knot * (basis.max_angular + 1) * basis.width / 2;
    t = place - knot;
    u = 1 - t;
    weights = {(1 + 2 * t) * u * u, t * u * u, t * t * (3 - 2 * t), -t * t * u};
  }
};

template <typename T>
__device__ T weighted(const Quad<T>& w, T a, T b, T c, T d) {
  return fma(d, w.w, fma(c, w.z, fma(b, w.y, a * w.x)));
}

// What a thread tabulates: one of the functions, in fours, of which there are no more than threads, for every so many of the edges.
struct Share {
  int column, first_edge, edge_step;

  __device__ explicit Share(int columns) {
    column = static_cast<int>(threadIdx.x) % columns;
    edge_step = threads_of_block() / columns;
    const int row = static_cast<int>(threadIdx.x) / columns;
    first_edge = row < edge_step ? row : 1 << 30;  // none
  }
};

// Four numbers, so many fours after the table's begin: counted without a sign, which takes fewer instructions.
template <typename T>
__device__ Quad<T> four_of(const T* table, unsigned place) {
  return reinterpret_cast<const Quad<T>*>(table)[place];
}

// Radial functions of `count` edges, [functions in fours, edge], `pitch` fours between them.
template <typename T>
__device__ void tabulate(const Basis<T>& basis, const Share& share, const Quad<T>* weights, const unsigned* knots, int count, Quad<T>* radial,
                         int pitch) {
  const unsigned columns = (basis.max_angular + 1) * basis.width / 4;
#pragma unroll 2
  for (int e = share.first_edge; e < count; e += share.edge_step) {
    const Quad<T> w = weights[e];
    const unsigned place = knots[e] + share.column;
    const Quad<T> v0 = four_of(basis.table, place);
    const Quad<T> s0 = four_of(basis.table, place + columns);
    const Quad<T> v1 = four_of(basis.table, place + 2 * columns);
    const Quad<T> s1 = four_of(basis.table, place + 3 * columns);
    radial[share.column * pitch + e] = {weighted(w, v0.x, s0.x, v1.x, s1.x), weighted(w, v0.y, s0.y, v1.y, s1.y), weighted(w, v0.z, s0.z, v1.z, s1.z),
                                        weighted(w, v0.w, s0.w, v1.w, s1.w)};
  }
}

// Harmonics of one l stand in blocks of four m, the last of which may have room left. The first block of an l:
__device__ constexpr int first_block(int l) { return (l + 1) * (l + 1) / 4; }

// The l of a block.
__device__ int degree_of(int block) {
  int l = 0;
  while (first_block(l + 1) <= block) {
    l++;
  }
  return l;
}

// The first harmonic of a block, counted as l^2 + l + m.
__device__ int first_harmonic(int block) {
  const int l = degree_of(block);
  return l * l + 4 * (block - first_block(l));
}

// Where Y_lm of the tile's first edge is, for i = l + m: rows of edges follow each other, and after each block is room for four numbers more, so that
// edges of different blocks are in different banks.
__device__ constexpr int row_of(int l, int i, int tile) { return (l * l + i) * tile + 4 * (first_block(l) + i / 4); }

// Edges whose harmonics are in shared memory at a time, unless L is larger than UNROLLED.
template <typename T>
constexpr int TILE = 128 / static_cast<int>(sizeof(T));

// Y_lm of an edge for the orders m = warp, warp + warps, ...; TOP is L, -1 where that is not known.
template <int TOP, typename T>
__device__ void harmonics_of(const Basis<T>& basis, T x, T y, T z, int given_tile, T* out) {
  const int top = TOP < 0 ? basis.max_angular : TOP;
  const int tile = TOP < 0 ? given_tile : TILE<T>;
  int mine = warp_of_block();
  T c = 1;
  T s = 0;
#pragma unroll
  for (int m = 0; m <= top; m++) {
    if (m == mine) {
      mine += threads_of_block() / WARP;
      T before = 0;
      T q = 0;
#pragma unroll
      for (int l = m; l <= top; l++) {
        const Quad<T> k = basis.recursion[l * (top + 1) + m];
        const T next = l == m ? k.w : fma(k.x * z, q, -(k.y * before));
        before = q;
        q = next;
        out[row_of(l, l + m, tile)] = q * c;
        if (m > 0) {
          out[row_of(l, l - m, tile)] = q * s;
        }
      }
    }
    const T next = x * c - y * s;
    s = x * s + y * c;
    c = next;
  }
}

template <int TOP, typename T>
__device__ void harmonics(const Basis<T>& basis, T x, T y, T z, int tile, T* out) {
  if constexpr (TOP < 0) {
    harmonics_of<-1>(basis, x, y, z, tile, out);
  } else if (basis.max_angular == TOP) {
    harmonics_of<TOP>(basis, x, y, z, tile, out);
  } else {
    harmonics<TOP - 1>(basis, x, y, z, tile, out);
  }
}

// Four m by four n of the coefficients, which a thread sums up.
template <typename T>
struct Patch {
  T sums[4][4];  // m, n
  int rows[4];   // of the harmonics; where there is no such m, that of another
  int radial;    // of the four n

  // Adds Y_lm R_nl of an edge: four Y_lm, four R_nl.
  __device__ void add(const Quad<T>& y, const Quad<T>& r) {
    add(0, y.x, r);
    add(1, y.y, r);
    add(2, y.z, r);
    add(3, y.w, r);
  }

  __device__ void add(int i, T y, const Quad<T>& r) {
    sums[i][0] = fma(r.x, y, sums[i][0]);
    sums[i][1] = fma(r.y, y, sums[i][1]);
    sums[i][2] = fma(r.z, y, sums[i][2]);
    sums[i][3] = fma(r.w, y, sums[i][3]);
  }

  // Adds `count` edges, from the tile's edge `first` on, a multiple of four.
  __device__ void add(const T* angular, const Quad<T>* functions, int first, int count) {
    const T* y0 = angular + rows[0] + first;
    const T* y1 = angular + rows[1] + first;
    const T* y2 = angular + rows[2] + first;
    const T* y3 = angular + rows[3] + first;
    const Quad<T>* r = functions + radial;
    for (; count >= 4; count -= 4) {
      const Quad<T> a = *reinterpret_cast<const Quad<T>*>(y0);
      const Quad<T> b = *reinterpret_cast<const Quad<T>*>(y1);
      const Quad<T> c = *reinterpret_cast<const Quad<T>*>(y2);
      const Quad<T> d = *reinterpret_cast<const Quad<T>*>(y3);
      add({a.x, b.x, c.x, d.x}, r[0]);
      add({a.y, b.y, c.y, d.y}, r[1]);
      add({a.z, b.z, c.z, d.z}, r[2]);
      add({a.w, b.w, c.w, d.w}, r[3]);
      y0 += 4;
      y1 += 4;
      y2 += 4;
      y3 += 4;
      r += 4;
    }
    if (count >= 1) {
      add({y0[0], y1[0], y2[0], y3[0]}, r[0]);
    }
    if (count >= 2) {
      add({y0[1], y1[1], y2[1], y3[1]}, r[1]);
    }
    if (count >= 3) {
      add({y0[2], y1[2], y2[2], y3[2]}, r[2]);
    }
  }
};

// What a block of the expansion has in shared memory.
template <typename T>
struct Tables {
  int tile;          // edges whose harmonics are there at a time, a multiple of four
  int strip;         // edges whose radial functions are, likewise
  int* pairs;        // the neighbours of the block's species, by their place in the list, [2 threads]
  int* counts;       // [warps]
  Quad<T>* weights;  // of the splines, [tile]
  unsigned* knots;   // [tile]
  Quad<T>* radial;   // [functions in fours, strip + 1]: one more, so that functions of an edge are in different banks
  T* angular;        // [(l, m), tile], see row_of; at the end the coefficients
};

// Adds `count` edges to a thread's patch, if it has one.
template <typename T>
__device__ void add_edges(const Basis<T>& basis, const Quad<T>* vectors, const Share& share, const Tables<T>& tables, int count, bool working,
                          Patch<T>& patch) {
  for (int first = 0; first < count; first += tables.tile) {
    const int now = min(tables.tile, count - first);
    if (lane_of_warp() < now) {
      const Edge<T> edge(vectors[tables.pairs[first + lane_of_warp()]]);
      if (warp_of_block() == 0) {
        const Hermite<T> h(basis, edge.r);
        tables.weights[lane_of_warp()] = h.weights;
        tables.knots[lane_of_warp()] = h.at;
      }
      harmonics<UNROLLED>(basis, edge.x, edge.y, edge.z, tables.tile, tables.angular + lane_of_warp());
    }
    wait_for_block();
    for (int e = 0; e < now; e += tables.strip) {
      const int few = min(tables.strip, now - e);
      tabulate(basis, share, tables.weights + e, tables.knots + e, few, tables.radial, tables.strip + 1);
      wait_for_block();
      if (working) {
        patch.add(tables.angular, tables.radial, e, few);
      }
      wait_for_block();
    }
  }
}

// Room for a tile's harmonics, and for the coefficients that the block's threads sum up at a time.
template <typename T>
__device__ int angular_size(const Basis<T>& basis, int tile) {
  const int lms = (basis.max_angular + 1) * (basis.max_angular + 1);
  return max(row_of(basis.max_angular + 1, 0, tile), min(lms * basis.radial, 16 * threads_of_block()));
}

template <typename T>
__device__ void expand(const Basis<T>& basis, int first, const int* numbers, const int* start, const Quad<T>* vectors, T* coefficients,
                       const Tables<T>& tables) {
  const int centre = static_cast<int>(blockIdx.x);
  const int species = static_cast<int>(blockIdx.y);
  const int begin = start[centre];
  const int end = start[centre + 1];
  const int threads = threads_of_block();
  const int blocks = first_block(basis.max_angular + 1);
  const int quads = basis.width / 4;
  const int at_once = threads / quads;
  const Share share((basis.max_angular + 1) * quads);
  const int lms = (basis.max_angular + 1) * (basis.max_angular + 1);
  const bool own = basis.species_of[numbers[first + centre]] == species;
  int first_out = 0;
  for (int from = 0; from < blocks; from += at_once) {
    const int own_block = static_cast<int>(threadIdx.x) / quads;
    const int block = from + own_block;
    const int n = 4 * (static_cast<int>(threadIdx.x) % quads);
    const bool working = own_block < at_once && block < blocks;
    const int l = working ? degree_of(block) : 0;
    const int m = 4 * (block - first_block(l));  // the first, counted from -l
    Patch<T> patch;
    patch.radial = (l * quads + n / 4) * (tables.strip + 1);
#pragma unroll
    for (int i = 0; i < 4; i++) {
      patch.rows[i] = row_of(l, m + (m + i <= 2 * l ? i : 0), tables.tile);
#pragma unroll
      for (int k = 0; k < 4; k++) {
        patch.sums[i][k] = i == 0 && own && block == 0 ? basis.self[n + k] : T(0);
      }
    }
    int found = 0;
    for (int base = begin; base < end; base += threads) {
      found = gather(basis, vectors, base, end, species, found, tables.pairs, tables.counts);
      if (found > threads || base + threads >= end) {
        add_edges(basis, vectors, share, tables, found, working, patch);
        found = 0;
      }
    }
    // through shared memory, because the memory outside is best written in one piece
    const int last_out = from + at_once >= blocks ? lms * basis.radial : first_harmonic(from + at_once) * basis.radial;
    if (working) {
#pragma unroll
      for (int i = 0; i < 4; i++) {
#pragma unroll
        for (int k = 0; k < 4; k++) {
          if (m + i <= 2 * l && n + k < basis.radial) {
            tables.angular[(l * l + m + i) * basis.radial + n + k - first_out] = patch.sums[i][k];
          }
        }
      }
    }
    wait_for_block();
    T* to = coefficients + (static_cast<long long>(centre) * basis.species + species) * lms * basis.radial + first_out + threadIdx.x;
    for (int i = static_cast<int>(threadIdx.x); i < last_out - first_out; i += threads) {
      *to = tables.angular[i];
      to += threads;
    }
    wait_for_block();
    first_out = last_out;
  }
}

// Fours between rows of a tile [functions in fours, edge] of the adjoint, whose warp takes an edge a lane: odd, so that writing a column meets
// different banks.
constexpr int ADJOINT_PITCH = WARP + 1;

// Twice a block of the adjoint, because the oldest GPUs count no more than 16 blocks on a multiprocessor.
constexpr int ADJOINT_THREADS = 2 * WARP;

// Two numbers read and written at once.
template <typename T>
struct alignas(2 * sizeof(T)) Two {
  T a, b;
};

// What a block of the adjoint has in shared memory.
template <typename T>
struct AdjointTables {
  int degrees;             // how many l are there at a time
  int* pairs;              // the neighbours of the block's species, by their place in the list, [2 threads]
  int* counts;             // [1]
  Quad<T>* weights;        // of the splines, [edge]
  Quad<T>* slope_weights;  // of their derivatives, [edge]
  unsigned* knots;         // [edge]
  Quad<T>* gradients;      // dE/dc, [(l, m), n in fours]
  Quad<T>* values;         // of the radial functions, [(l, n) in fours, edge]
  Quad<T>* slopes;         // likewise
  Quad<T>* orders;         // real and imaginary part of (x + iy)^m, q_lm of the last l and of the last but one, [m, edge]
};

// Values and slopes of one l for an edge: in registers where it is known how many fours they are, else read again each time.
template <int QUADS, typename T>
struct Radial {
  Quad<T> values[QUADS];
  Quad<T> slopes[QUADS];

  __device__ Radial(const Quad<T>* value, const Quad<T>* slope, int) {
#pragma unroll
    for (int i = 0; i < QUADS; i++) {
      values[i] = value[i * ADJOINT_PITCH];
      slopes[i] = slope[i * ADJOINT_PITCH];
    }
  }

  __device__ Quad<T> value(int i) const { return values[i]; }
  __device__ Quad<T> slope(int i) const { return slopes[i]; }
  __device__ int fours() const { return QUADS; }
};

template <typename T>
struct Radial<0, T> {
  const Quad<T>* values;
  const Quad<T>* slopes;
  int quads;

  __device__ Radial(const Quad<T>* values, const Quad<T>* slopes, int quads) : values(values), slopes(slopes), quads(quads) {}

  __device__ Quad<T> value(int i) const { return values[i * ADJOINT_PITCH]; }
  __device__ Quad<T> slope(int i) const { return slopes[i * ADJOINT_PITCH]; }
  __device__ int fours() const { return quads; }
};

template <typename T>
__device__ T dot(const Quad<T>& a, const Quad<T>& b, T sum) {
  return fma(a.w, b.w, fma(a.z, b.z, fma(a.y, b.y, fma(a.x, b.x, sum))));
}

// sum_n G_n R_n and sum_n G_n R'_n of one (l, m).
template <int QUADS, typename T>
__device__ Two<T> contract(const Radial<QUADS, T>& radial, const Quad<T>* gradients) {
  Two<T> sum = {0, 0};
#pragma unroll
  for (int i = 0; i < radial.fours(); i++) {
    const Quad<T> g = gradients[i];
    sum.a = dot(g, radial.value(i), sum.a);
    sum.b = dot(g, radial.slope(i), sum.b);
  }
  return sum;
}

// What an edge's lane adds up: derivatives by distance, and by x, y, z of the unit vector.
template <typename T>
struct Slopes {
  T r, x, y, z;
};

// q_lm by the recursion, kept for the next two l.
template <typename T>
__device__ T next_legendre(const Quad<T>& recursion, T z, const Quad<T>& order, Quad<T>* kept) {
  const T q = fma(recursion.x * z, order.z, fma(-recursion.y, order.w, recursion.w));
  *reinterpret_cast<Two<T>*>(&kept->z) = {q, order.z};
  return q;
}

// Adds the harmonics of one l for one edge to
//   dE/dr = u sum v_lm Y_lm + (1 - u u^T) (sum t_lm dY_lm/du) / r,  t_lm = sum_n G_nlm R_nl,  v_lm = sum_n G_nlm R'_nl
// where recursion, gradients and orders are given from m = 0 on.
template <int QUADS, typename T>
__device__ void add_degree(const Quad<T>* recursion, int l, T z, const Radial<QUADS, T>& radial, const Quad<T>* gradients, Quad<T>* orders,
                           Slopes<T>& sum) {
  const Quad<T>* plus = gradients + l * radial.fours();
  const Quad<T>* minus = gradients - l * radial.fours();
  recursion += l;
  orders += l * WARP;
  Quad<T> own = *orders;
  T q_up = 0;  // q_l(m + 1)
#pragma unroll 2
  for (int m = l; m > 0; m--) {
    const Two<T> p = contract(radial, plus);
    const Two<T> n = contract(radial, minus);
    const Quad<T> down = orders[-WARP];
    const T q = next_legendre(*recursion, z, own, orders);
    const T dq = recursion->z * q_up;
    const T slope = m * q;
    sum.r = fma(fma(p.b, own.x, n.b * own.y), q, sum.r);
    sum.z = fma(fma(p.a, own.x, n.a * own.y), dq, sum.z);
    sum.x = fma(fma(p.a, down.x, n.a * down.y), slope, sum.x);
    sum.y = fma(fma(n.a, down.x, -(p.a * down.y)), slope, sum.y);
    q_up = q;
    own = down;
    plus -= radial.fours();
    minus += radial.fours();
    recursion--;
    orders -= WARP;
  }
  const Two<T> p = contract(radial, plus);
  const T q = next_legendre(*recursion, z, own, orders);
  sum.r = fma(p.b, q, sum.r);
  sum.z = fma(p.a, recursion->z * q_up, sum.z);
}

// dE/dc of (l, m) in [first, last) into shared memory.
template <typename T>
__device__ void read_gradients(const Basis<T>& basis, const T* in, int first, int last, Quad<T>* gradients) {
  const int quads = basis.width / 4;
#pragma unroll 1
  for (int i = lane_of_warp(); i < (last - first) * quads; i += WARP) {
    const int n = 4 * (i % quads);
    const T* const from = in + (first + i / quads) * basis.radial + n;
    const int left = basis.radial - n;
    gradients[i] = {from[0], left > 1 ? from[1] : T(0), left > 2 ? from[2] : T(0), left > 3 ? from[3] : T(0)};
  }
}

// Values and slopes of `count` edges' functions [first, last), in fours, into shared memory.
template <typename T>
__device__ void tabulate_slopes(const Basis<T>& basis, const Share& share, int first, int last, int count, const AdjointTables<T>& tables) {
  const unsigned columns = (basis.max_angular + 1) * basis.width / 4;
  if (share.column < last - first) {
#pragma unroll 2
    for (int e = share.first_edge; e < count; e += share.edge_step) {
      const Quad<T> w = tables.weights[e];
      const Quad<T> d = tables.slope_weights[e];
      const unsigned place = tables.knots[e] + (first + share.column);
      const Quad<T> v0 = four_of(basis.table, place);
      const Quad<T> s0 = four_of(basis.table, place + columns);
      const Quad<T> v1 = four_of(basis.table, place + 2 * columns);
      const Quad<T> s1 = four_of(basis.table, place + 3 * columns);
      const int to = share.column * ADJOINT_PITCH + e;
      tables.values[to] = {weighted(w, v0.x, s0.x, v1.x, s1.x), weighted(w, v0.y, s0.y, v1.y, s1.y), weighted(w, v0.z, s0.z, v1.z, s1.z),
                           weighted(w, v0.w, s0.w, v1.w, s1.w)};
      tables.slopes[to] = {fma(v1.x - v0.x, d.x, fma(s1.x, d.z, s0.x * d.y)), fma(v1.y - v0.y, d.x, fma(s1.y, d.z, s0.y * d.y)),
                           fma(v1.z - v0.z, d.x, fma(s1.z, d.z, s0.z * d.y)), fma(v1.w - v0.w, d.x, fma(s1.w, d.z, s0.w * d.y))};
    }
  }
}

// From the sums over all harmonics to dE/dr_ij, added to the pair's.
template <typename T>
__device__ void add_gradient(const Slopes<T>& sum, const Edge<T>& edge, T* gradient) {
  if (edge.r == 0) {
    return;  // no direction to push an atom on top of the centre
  }
  const T inverse = 1 / edge.r;
  const T along = sum.r - (sum.x * edge.x + sum.y * edge.y + sum.z * edge.z) * inverse;
  gradient[0] += sum.x * inverse + along * edge.x;
  gradient[1] += sum.y * inverse + along * edge.y;
  gradient[2] += sum.z * inverse + along * edge.z;
}

// An edge for each lane below `count`.
template <int QUADS, typename T>
__device__ void pull_back_edges(const Basis<T>& basis, const Quad<T>* vectors, const T* in, const Share& share, const AdjointTables<T>& tables,
                                const int* pairs, int count, T* pair_gradients) {
  const int lane = lane_of_warp();
  const bool working = lane < count;
  const int quads = basis.width / 4;
  const int pair = working ? pairs[lane] : 0;
  const Edge<T> edge(working ? vectors[pair] : Quad<T>{0, 0, 0, 0});
  if (working) {
    const Hermite<T> h(basis, edge.r);
    tables.weights[lane] = h.weights;
    tables.slope_weights[lane] = {6 * h.t * h.u * basis.inverse_step, h.u * (1 - 3 * h.t) * basis.inverse_step,
                                  h.t * (3 * h.t - 2) * basis.inverse_step, 0};
    tables.knots[lane] = h.at;
    T c = 1;
    T s = 0;
#pragma unroll 1
    for (int m = 0; m <= basis.max_angular; m++) {
      tables.orders[m * WARP + lane] = {c, s, 0, 0};
      const T next = edge.x * c - edge.y * s;
      s = edge.x * s + edge.y * c;
      c = next;
    }
  }
  Slopes<T> sum = {0, 0, 0, 0};
  for (int first = 0; first <= basis.max_angular; first += tables.degrees) {
    const int last = min(first + tables.degrees, basis.max_angular + 1);
    __syncwarp();
    read_gradients(basis, in, first * first, last * last, tables.gradients);
    tabulate_slopes(basis, share, first * quads, last * quads, count, tables);
    __syncwarp();
    if (working) {
      for (int l = first; l < last; l++) {
        const int row = (l - first) * quads * ADJOINT_PITCH + lane;
        const Radial<QUADS, T> radial(tables.values + row, tables.slopes + row, quads);
        add_degree(basis.recursion + l * (basis.max_angular + 1), l, edge.z, radial, tables.gradients + (l * l + l - first * first) * quads,
                   tables.orders + lane, sum);
      }
    }
  }
  if (working) {
    add_gradient(sum, edge, pair_gradients + 3ll * pair);
  }
  __syncwarp();
}

template <int QUADS, typename T>
__device__ void pull_back(const Basis<T>& basis, const int* start, const Quad<T>* vectors, const T* coefficient_gradients, T* pair_gradients,
                          const AdjointTables<T>& tables) {
  const int centre = static_cast<int>(blockIdx.x);
  const int species = static_cast<int>(blockIdx.y);
  const int lms = (basis.max_angular + 1) * (basis.max_angular + 1);
  const T* const in = coefficient_gradients + (static_cast<long long>(centre) * basis.species + species) * lms * basis.radial;
  const Share share(tables.degrees * basis.width / 4);
  const int end = start[centre + 1];
  int found = 0;
  for (int base = start[centre]; base < end; base += WARP) {
    found = gather(basis, vectors, base, end, species, found, tables.pairs, tables.counts);
    if (found > WARP || base + WARP >= end) {
      for (int first = 0; first < found; first += WARP) {
        pull_back_edges<QUADS>(basis, vectors, in, share, tables, tables.pairs + first, min(found - first, WARP), pair_gradients);
      }
      found = 0;
    }
  }
}

template <typename T>
__device__ void pull_back_any(const Basis<T>& basis, const int* start, const Quad<T>* vectors, const T* coefficient_gradients, T* pair_gradients,
                              const AdjointTables<T>& tables) {
  switch (basis.width / 4) {
    case 1:
      pull_back<1>(basis, start, vectors, coefficient_gradients, pair_gradients, tables);
      break;
    case 2:
      pull_back<2>(basis, start, vectors, coefficient_gradients, pair_gradients, tables);
      break;
    case 3:
      pull_back<3>(basis, start, vectors, coefficient_gradients, pair_gradients, tables);
      break;
    default:
      pull_back<0>(basis, start, vectors, coefficient_gradients, pair_gradients, tables);
  }
}

}  // namespace

// Spherical expansion: a block of whole warps, at most MOST_WARPS, for each centre (x) and species (y).
//   basis         see Basis
//   tile          edges whose harmonics are in shared memory at a time, a multiple of four, at most 32; 128 bytes of them where L is at most UNROLLED
//   strip         edges whose radial functions are, a multiple of four
//   first         the first centre
//   numbers       atomic numbers of the batch
//   start         [centres + 1]
//   vectors       [pairs]
//   coefficients  [centres, species, (L + 1)^2, radial], receives c_i,a,nlm
// Shared memory: see Tables.
#define EXPANSION(name, T, blocks)                                                                                                       \
  KERNEL_OF(32 * MOST_WARPS, blocks, name, Basis<T> basis, int tile, int strip, int first, const int* numbers, const int* start,         \
            const Quad<T>* vectors, T* coefficients) {                                                                                   \
    SHARED_BEGIN;                                                                                                                        \
    SHARED_ARRAY(int, pairs, 2 * threads_of_block());                                                                                    \
    SHARED_ARRAY(int, counts, threads_of_block() / WARP);                                                                                \
    SHARED_ARRAY(Quad<T>, weights, tile);                                                                                                \
    SHARED_ARRAY(unsigned, knots, tile);                                                                                                 \
    SHARED_ARRAY(Quad<T>, radial, (strip + 1) * (basis.max_angular + 1) * basis.width / 4);                                              \
    SHARED_ARRAY(T, angular, angular_size(basis, tile));                                                                                 \
    expand(basis, first, numbers, start, vectors, coefficients, Tables<T>{tile, strip, pairs, counts, weights, knots, radial, angular}); \
  }

EXPANSION(expansion_f64, double, 2)
EXPANSION(expansion_f32, float, 3)

// Adjoint of the expansion: a block of 32 threads for each centre (x) and species (y). A pair belongs to one block.
//   degrees                how many l are in shared memory at a time
//   coefficient_gradients  dE/dc, [centres, species, (L + 1)^2, radial]
//   pair_gradients         dE/dr_ij, [pairs, 3], added to
// Shared memory: see AdjointTables.
#define EXPANSION_ADJOINT(name, T, blocks)                                                                                                        \
  KERNEL_OF(ADJOINT_THREADS, blocks, name, Basis<T> basis, int degrees, const int* start, const Quad<T>* vectors, const T* coefficient_gradients, \
            T* pair_gradients) {                                                                                                                  \
    SHARED_BEGIN;                                                                                                                                 \
    SHARED_ARRAY(int, pairs, 2 * WARP);                                                                                                           \
    SHARED_ARRAY(int, counts, 1);                                                                                                                 \
    SHARED_ARRAY(Quad<T>, weights, WARP);                                                                                                         \
    SHARED_ARRAY(Quad<T>, slope_weights, WARP);                                                                                                   \
    SHARED_ARRAY(unsigned, knots, WARP);                                                                                                          \
    SHARED_ARRAY(Quad<T>, gradients, degrees*(2 * basis.max_angular + 2 - degrees) * basis.width / 4);                                            \
    SHARED_ARRAY(Quad<T>, values, degrees* basis.width / 4 * ADJOINT_PITCH);                                                                      \
    SHARED_ARRAY(Quad<T>, slopes, degrees* basis.width / 4 * ADJOINT_PITCH);                                                                      \
    SHARED_ARRAY(Quad<T>, orders, (basis.max_angular + 1) * WARP);                                                                                \
    pull_back_any(basis, start, vectors, coefficient_gradients, pair_gradients,                                                                   \
                  AdjointTables<T>{degrees, pairs, counts, weights, slope_weights, knots, gradients, values, slopes, orders});                    \
  }

EXPANSION_ADJOINT(expansion_adjoint_f64, double, 6)
EXPANSION_ADJOINT(expansion_adjoint_f32, float, 10)
