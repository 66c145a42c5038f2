// Sums over pairs: energies of pair potentials, and forces and virials from dE/dr_ij. In double in both precisions.
//
// A force takes from the pairs of its own row and from those that list the atom as the other one. These are found through the transposed list, sorted
// by the place of the pair, so that sums run in the order of the list: no result depends on the order in which threads happen to run, and a list
// handed in slices gives the same bits.
#include "common.cuh"

namespace {

using namespace coesite;

// Pair energies as cubic Hermite splines, see org.coesite.backend.PairSplines.
struct Splines {
  const double* values;  // [species pairs, knots]
  const double* slopes;
  const int* species_of;  // number of each atomic number, -1 for those without splines
  double start;
  double step;
  double cutoff;
  int knots;
  int species;
};

// Energy and slope of a pair at a distance.
__device__ void evaluate(const Splines& splines, int a, int b, double r, double* energy, double* slope) {
  const int low = min(a, b);
  const int high = max(a, b);
  const int base = (low * splines.species - low * (low - 1) / 2 + high - low) * splines.knots;
  const double x = (r - splines.start) / splines.step;
  if (x < 0) {
    *slope = splines.slopes[base];
    *energy = splines.values[base] + *slope * (r - splines.start);
    return;
  }
  const int knot = min(static_cast<int>(x), splines.knots - 2);
  const double t = x - knot;
  const double u = 1 - t;
  const double v0 = splines.values[base + knot];
  const double v1 = splines.values[base + knot + 1];
  const double s0 = splines.slopes[base + knot] * splines.step;
  const double s1 = splines.slopes[base + knot + 1] * splines.step;
  *energy = v0 * (1 + 2 * t) * u * u + s0 * t * u * u + v1 * t * t * (3 - 2 * t) - s1 * t * t * u;
  *slope = (6 * t * u * (v1 - v0) + s0 * u * (1 - 3 * t) + s1 * t * (3 * t - 2)) / splines.step;
}

template <typename T>
__device__ void pair_energies(const Splines& splines, int first, int centres, const int* numbers, const int* start, const Quad<T>* vectors,
                              double* energies, T* gradients) {
  const int k = warp_of_grid();
  if (k >= centres) {
    return;
  }
  const int own = splines.species_of[numbers[first + k]];
  double sum = 0;
  for (int p = start[k] + lane_of_warp(); p < start[k + 1]; p += WARP) {
    const Quad<T> v = vectors[p];
    const int other = splines.species_of[static_cast<int>(v.w)];
    const double x = v.x;
    const double y = v.y;
    const double z = v.z;
    const double r = sqrt(x * x + y * y + z * z);
    if (own < 0 || other < 0 || r >= splines.cutoff) {
      continue;  // species without a pair potential do not interact through it
    }
    double energy;
    double slope;
    evaluate(splines, own, other, r, &energy, &slope);
    sum += 0.5 * energy;
    if (gradients != nullptr) {
      const double along = 0.5 * slope / r;
      gradients[3ll * p] = static_cast<T>(gradients[3ll * p] + along * x);
      gradients[3ll * p + 1] = static_cast<T>(gradients[3ll * p + 1] + along * y);
      gradients[3ll * p + 2] = static_cast<T>(gradients[3ll * p + 2] + along * z);
    }
  }
  sum = warp_sum(sum);
  if (lane_of_warp() == 0) {
    energies[k] = sum;
  }
}

// Sums of g and r (x) g over the row of a centre.
template <typename T>
__device__ void row_sums(int first, int centres, const int* start, const Quad<T>* vectors, const T* gradients, double* rows, double* virials) {
  const int k = warp_of_grid();
  if (k >= centres) {
    return;
  }
  double g[3] = {0, 0, 0};
  double v[6] = {0, 0, 0, 0, 0, 0};  // xx, yy, zz, xy, xz, yz
  for (int p = start[k] + lane_of_warp(); p < start[k + 1]; p += WARP) {
    const Quad<T> r = vectors[p];
    const double x = r.x;
    const double y = r.y;
    const double z = r.z;
    const double gx = gradients[3ll * p];
    const double gy = gradients[3ll * p + 1];
    const double gz = gradients[3ll * p + 2];
    g[0] += gx;
    g[1] += gy;
    g[2] += gz;
    v[0] += x * gx;
    v[1] += y * gy;
    v[2] += z * gz;
    v[3] += 0.5 * (x * gy + y * gx);
    v[4] += 0.5 * (x * gz + z * gx);
    v[5] += 0.5 * (y * gz + z * gy);
  }
  for (int i = 0; i < 3; i++) {
    g[i] = warp_sum(g[i]);
  }
  for (int i = 0; i < 6; i++) {
    v[i] = warp_sum(v[i]);
  }
  if (lane_of_warp() == 0) {
    for (int i = 0; i < 3; i++) {
      rows[3ll * (first + k) + i] = g[i];
    }
    for (int i = 0; i < 6; i++) {
      virials[6ll * (first + k) + i] = v[i];
    }
  }
}

// Puts the entries of a column in the order of the list; the lanes of a warp call it.
__device__ void sort_column(int from, int count, const int* entries, int* sorted) {
  for (int e = lane_of_warp(); e < count; e += WARP) {
    const int own = entries[from + e];
    int rank = 0;
    for (int other = 0; other < count; other++) {
      rank += entries[from + other] < own;
    }
    sorted[from + rank] = own;
  }
}

// Adds the entries of one atom's column, in the order of the list, to the atom's running sum.
template <typename T>
__device__ void column_sums(int first_atom, int atoms, const int* column_start, const int* entries, int* sorted, const T* gradients,
                            double* columns) {
  const int k = warp_of_grid();
  if (k >= atoms) {
    return;
  }
  const int from = column_start[k];
  const int count = column_start[k + 1] - from;
  sort_column(from, count, entries, sorted);
  __syncwarp(ALL_LANES);
  if (lane_of_warp() < 3) {
    double sum = columns[3ll * (first_atom + k) + lane_of_warp()];
    for (int e = 0; e < count; e++) {
      sum += gradients[3ll * sorted[from + e] + lane_of_warp()];
    }
    columns[3ll * (first_atom + k) + lane_of_warp()] = sum;
  }
}

}  // namespace

// Pair energies, a warp for each centre.
//   splines    see Splines
//   energies   eV, [centres], receives half the energies of the pairs
//   gradients  dE/dr_ij, [pairs, 3], added to; null where none is wanted
#define PAIR_ENERGIES(name, T)                                                                                                               \
  KERNEL(128, name, Splines splines, int first, int centres, const int* numbers, const int* start, const Quad<T>* vectors, double* energies, \
         T* gradients) {                                                                                                                     \
    pair_energies(splines, first, centres, numbers, start, vectors, energies, gradients);                                                    \
  }

PAIR_ENERGIES(pair_energies_f64, double)
PAIR_ENERGIES(pair_energies_f32, float)

// How often each atom is the other one.
//   start   [centres + 1] of the list, whose pairs are shared out among the grid's threads
//   first_atom  atom that counts[0] belongs to
//   counts  zeros before
KERNEL(256, pairs_count, int centres, const int* start, const Pair* pairs, int first_atom, int* counts) {
  const int step = static_cast<int>(gridDim.x * blockDim.x);
  for (int p = thread_of_grid(); p < start[centres]; p += step) {
    atomicAdd(counts + pairs[p].j - first_atom, 1);
  }
}

// The transposed list, in any order within a column.
//   column_start  [atoms + 1]
//   cursor        [atoms], zeros before
//   entries       [pairs], receives places in the list
KERNEL(256, pairs_transpose, int centres, const int* start, const Pair* pairs, int first_atom, const int* column_start, int* cursor, int* entries) {
  const int step = static_cast<int>(gridDim.x * blockDim.x);
  for (int p = thread_of_grid(); p < start[centres]; p += step) {
    const int j = pairs[p].j - first_atom;
    entries[column_start[j] + atomicAdd(cursor + j, 1)] = p;
  }
}

// Sorts the columns of the transposed list, a warp for each atom.
//   sorted  [pairs], receives the entries in the order of the list within each column
KERNEL(128, pairs_sort, int atoms, const int* column_start, const int* entries, int* sorted) {
  const int k = warp_of_grid();
  if (k < atoms) {
    sort_column(column_start[k], column_start[k + 1] - column_start[k], entries, sorted);
  }
}

// Adds the columns of the transposed list to the atoms' running sums, a warp for each atom.
//   sorted   [pairs], room for sorted columns
//   columns  sum of g over pairs (., j), [atoms of the batch, 3], added to
#define COLUMN_SUMS(name, T)                                                                                                                    \
  KERNEL(128, name, int first_atom, int atoms, const int* column_start, const int* entries, int* sorted, const T* gradients, double* columns) { \
    column_sums(first_atom, atoms, column_start, entries, sorted, gradients, columns);                                                          \
  }

COLUMN_SUMS(pairs_columns_f64, double)
COLUMN_SUMS(pairs_columns_f32, float)

// Sums over the rows of the list, a warp for each centre.
//   rows     sum of g over pairs (i, .), [atoms of the batch, 3], written
//   virials  sum of r (x) g, [atoms of the batch, 6] as xx, yy, zz, xy, xz, yz, written
#define ROW_SUMS(name, T)                                                                                                                  \
  KERNEL(128, name, int first, int centres, const int* start, const Quad<T>* vectors, const T* gradients, double* rows, double* virials) { \
    row_sums(first, centres, start, vectors, gradients, rows, virials);                                                                    \
  }

ROW_SUMS(pairs_rows_f64, double)
ROW_SUMS(pairs_rows_f32, float)

// Forces: what the rows sum to, less what the columns do.
//   count  3 x atoms
KERNEL(256, pairs_forces, long long count, const double* rows, const double* columns, double* forces) {
  const long long i = static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x;
  if (i < count) {
    forces[i] = rows[i] - columns[i];
  }
}

// Virials of structures as matrices.
//   count       9 x structures
//   components  xx, yy, zz, xy, xz, yz, [structures, 6]
//   out         dE/d(strain), [structures, 9]
KERNEL(256, pairs_virials, int count, const double* components, double* out) {
  const int i = thread_of_grid();
  if (i < count) {
    const int row = min(i % 9 / 3, i % 3);
    const int column = max(i % 9 / 3, i % 3);
    out[i] = components[6 * (i / 9) + (row == column ? row : row + column + 2)];
  }
}
