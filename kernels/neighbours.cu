// Neighbour lists of many structures at once, by cell lists that are built on the device.
//
// Atoms are wrapped into their cell and sorted into bins (a counting sort: which atom of a bin comes first is up to chance, and no result depends on
// it). A warp then searches the bins around a centre, once to count and once to write; each row is sorted by (j, S) at the end. Everything is in
// double whatever the kernels' precision, and rounded exactly as the CPU backend rounds, so that both list the same pairs.
#include "common.cuh"

namespace {

using namespace coesite;

constexpr int SHIFT_BITS = 10;
constexpr int SHIFT_BIAS = 1 << (SHIFT_BITS - 1);
constexpr int SHIFT_MASK = (1 << SHIFT_BITS) - 1;

// Wrapped coordinates round differently from the exact formula: candidates are taken a hair wider.
constexpr double SLACK = 1e-9;

// The bins of one structure.
struct Grid {
  double span[9];     // spanning vectors, rows: the cell's along periodic directions
  double inverse[9];  // f = (r - origin) inverse
  double origin[3];
  double reach[3];  // how far a cutoff reaches in fractional coordinates
  int bins[3];
  int periodic;   // bit k: direction k
  int first_bin;  // of the batch's bins
  int first_atom;
  int atoms;
  int unused;
};

// An atom in its place among the bins.
struct alignas(16) Binned {
  double x, y, z;  // wrapped into the cell
  long long atom;  // numbered within the structure
};

__device__ int floor_div(int a, int b) {
  const int q = a / b;
  return q * b > a ? q - 1 : q;
}

__device__ int clamp(int value, int low, int high) { return value < low ? low : (value > high ? high : value); }

// r_j - r_i + S C, rounded step by step.
__device__ double pair_component(const Grid& grid, const double* positions, int i, int j, const int* shift, int axis) {
  const double image =
      __dadd_rn(__dadd_rn(__dmul_rn(shift[0], grid.span[axis]), __dmul_rn(shift[1], grid.span[3 + axis])), __dmul_rn(shift[2], grid.span[6 + axis]));
  return __dadd_rn(__dadd_rn(positions[3 * j + axis], -positions[3 * i + axis]), image);
}

__device__ double square_of(double x, double y, double z) { return __dadd_rn(__dadd_rn(__dmul_rn(x, x), __dmul_rn(y, y)), __dmul_rn(z, z)); }

struct Search {
  const Grid* grids;
  const double* positions;   // [atoms x 3]
  const int* structure_of;   // [atoms]
  const double* fractional;  // [atoms x 3]
  const int* wrap;           // [atoms x 3]
  const int* bin_start;      // [bins + 1]
  const Binned* binned;      // [atoms]
  double cutoff;
};

// A centre on its way through the bins around it.
struct Centre {
  const Grid* grid;
  int atom;  // numbered through the batch
  double x, y, z;
  int low[3];
  int high[3];
};

__device__ Centre centre_of(const Search& search, int atom) {
  Centre centre;
  centre.atom = atom;
  centre.grid = search.grids + search.structure_of[atom];
  const Grid& grid = *centre.grid;
  double wrapped[3];
  for (int axis = 0; axis < 3; axis++) {
    double shift = 0;
    for (int k = 0; k < 3; k++) {
      shift = __dadd_rn(shift, __dmul_rn(search.wrap[3 * atom + k], grid.span[3 * k + axis]));
    }
    wrapped[axis] = __dadd_rn(search.positions[3 * atom + axis], -shift);
  }
  centre.x = wrapped[0];
  centre.y = wrapped[1];
  centre.z = wrapped[2];
  for (int k = 0; k < 3; k++) {
    const double f = search.fractional[3 * atom + k];
    centre.low[k] = static_cast<int>(floor((f - grid.reach[k]) * grid.bins[k] - SLACK));
    centre.high[k] = static_cast<int>(floor((f + grid.reach[k]) * grid.bins[k] + SLACK));
    if (!((grid.periodic >> k) & 1)) {
      centre.low[k] = clamp(centre.low[k], 0, grid.bins[k] - 1);
      centre.high[k] = clamp(centre.high[k], 0, grid.bins[k] - 1);
    }
  }
  return centre;
}

// S of a candidate, from the image its wrapped atom was met in.
__device__ void shift_of(const Search& search, int i, int j, int image0, int image1, int image2, int* shift) {
  shift[0] = image0 - search.wrap[3 * j] + search.wrap[3 * i];
  shift[1] = image1 - search.wrap[3 * j + 1] + search.wrap[3 * i + 1];
  shift[2] = image2 - search.wrap[3 * j + 2] + search.wrap[3 * i + 2];
}

// Whether a candidate is a pair, by the exact formula.
__device__ bool is_pair(const Search& search, const Centre& centre, int j, const int* shift) {
  if (j == centre.atom && shift[0] == 0 && shift[1] == 0 && shift[2] == 0) {
    return false;
  }
  const double x = pair_component(*centre.grid, search.positions, centre.atom, j, shift, 0);
  const double y = pair_component(*centre.grid, search.positions, centre.atom, j, shift, 1);
  const double z = pair_component(*centre.grid, search.positions, centre.atom, j, shift, 2);
  return square_of(x, y, z) < __dmul_rn(search.cutoff, search.cutoff);
}

// A pair as a number that sorts by (j, S): the atom above, then the images in ten bits each.
__device__ unsigned long long code_of(long long atom, int image0, int image1, int image2) {
  return static_cast<unsigned long long>(atom) << (3 * SHIFT_BITS) | static_cast<unsigned long long>(image0 + SHIFT_BIAS) << (2 * SHIFT_BITS) |
         static_cast<unsigned long long>(image1 + SHIFT_BIAS) << SHIFT_BITS | static_cast<unsigned long long>(image2 + SHIFT_BIAS);
}

// Calls found(code) for every pair of a centre; the lanes of a warp share out the columns of bins along the third direction.
template <typename Found>
__device__ void for_pairs(const Search& search, const Centre& centre, const Found& found) {
  const Grid& grid = *centre.grid;
  const int wide = centre.high[1] - centre.low[1] + 1;
  const int columns = (centre.high[0] - centre.low[0] + 1) * wide;
  const double limit = search.cutoff * search.cutoff * (1 + SLACK) + SLACK;
  const int bins2 = grid.bins[2];
  const int first_image2 = floor_div(centre.low[2], bins2);
  const int last_image2 = floor_div(centre.high[2], bins2);
  for (int column = lane_of_warp(); column < columns; column += WARP) {
    const int b0 = centre.low[0] + column / wide;
    const int b1 = centre.low[1] + column % wide;
    const int image0 = floor_div(b0, grid.bins[0]);
    const int image1 = floor_div(b1, grid.bins[1]);
    const int bin = grid.first_bin + ((b0 - image0 * grid.bins[0]) * grid.bins[1] + b1 - image1 * grid.bins[1]) * bins2;
    for (int image2 = first_image2; image2 <= last_image2; image2++) {
      const int from = search.bin_start[bin + max(centre.low[2] - image2 * bins2, 0)];
      const int to = search.bin_start[bin + min(centre.high[2] - image2 * bins2, bins2 - 1) + 1];
      const double x = centre.x - (image0 * grid.span[0] + image1 * grid.span[3] + image2 * grid.span[6]);
      const double y = centre.y - (image0 * grid.span[1] + image1 * grid.span[4] + image2 * grid.span[7]);
      const double z = centre.z - (image0 * grid.span[2] + image1 * grid.span[5] + image2 * grid.span[8]);
      for (int place = from; place < to; place++) {
        const Binned other = search.binned[place];
        const double dx = other.x - x;
        const double dy = other.y - y;
        const double dz = other.z - z;
        if (dx * dx + dy * dy + dz * dz < limit) {
          const int j = grid.first_atom + static_cast<int>(other.atom);
          int shift[3];
          shift_of(search, centre.atom, j, image0, image1, image2, shift);
          if (is_pair(search, centre, j, shift)) {
            found(code_of(other.atom, image0, image1, image2));
          }
        }
      }
    }
  }
}

// Writes the pair with a code to its place.
template <typename T>
__device__ void write_pair(const Search& search, const Centre& centre, const int* numbers, unsigned long long code, Pair* pair, Quad<T>* vector) {
  const int j = centre.grid->first_atom + static_cast<int>(code >> (3 * SHIFT_BITS));
  int shift[3];
  shift_of(search, centre.atom, j, static_cast<int>(code >> (2 * SHIFT_BITS) & SHIFT_MASK) - SHIFT_BIAS,
           static_cast<int>(code >> SHIFT_BITS & SHIFT_MASK) - SHIFT_BIAS, static_cast<int>(code & SHIFT_MASK) - SHIFT_BIAS, shift);
  *pair = Pair{j, shift[0], shift[1], shift[2]};
  *vector = Quad<T>{static_cast<T>(pair_component(*centre.grid, search.positions, centre.atom, j, shift, 0)),
                    static_cast<T>(pair_component(*centre.grid, search.positions, centre.atom, j, shift, 1)),
                    static_cast<T>(pair_component(*centre.grid, search.positions, centre.atom, j, shift, 2)), static_cast<T>(numbers[j])};
}

template <typename T>
__device__ void fill(const Search& search, const int* numbers, int first, int centres, const int* start, unsigned long long* codes, Pair* pairs,
                     Quad<T>* vectors, int* cursors) {
  const int k = warp_of_grid();
  const int own = warp_of_block();
  if (lane_of_warp() == 0) {
    cursors[own] = 0;
  }
  __syncwarp(ALL_LANES);
  if (k >= centres) {
    return;
  }
  const int count = start[k + 1] - start[k];
  if (count == 0) {
    return;  // all rows are empty where the pairs are more than there is room for
  }
  const Centre centre = centre_of(search, first + k);
  unsigned long long* const row = codes + start[k];
  for_pairs(search, centre, [&](unsigned long long code) { row[atomicAdd(cursors + own, 1)] = code; });
  __syncwarp(ALL_LANES);
  for (int e = lane_of_warp(); e < count; e += WARP) {
    const unsigned long long code = row[e];
    int rank = 0;
    for (int other = 0; other < count; other++) {
      rank += row[other] < code;
    }
    write_pair(search, centre, numbers, code, pairs + start[k] + rank, vectors + start[k] + rank);
  }
}

}  // namespace

// Wraps atoms into their cells, says which bin each lies in and counts the atoms of bins.
//   grids         [structures], see Grid
//   positions     angstrom, [atoms x 3]
//   structure_of  [atoms]
//   fractional    [atoms x 3], receives coordinates, from 0 to 1 along periodic directions
//   wrap          [atoms x 3], receives the whole cells taken off
//   bin_of        [atoms], receives the bin
//   bin_count     [bins], zeros before
KERNEL(256, neighbours_wrap, int atoms, const Grid* grids, const double* positions, const int* structure_of, double* fractional, int* wrap,
       int* bin_of, int* bin_count) {
  const int atom = thread_of_grid();
  if (atom >= atoms) {
    return;
  }
  const Grid& grid = grids[structure_of[atom]];
  int bin = 0;
  for (int k = 0; k < 3; k++) {
    double f = 0;
    for (int axis = 0; axis < 3; axis++) {
      f = __dadd_rn(f, __dmul_rn(__dadd_rn(positions[3 * atom + axis], -grid.origin[axis]), grid.inverse[3 * axis + k]));
    }
    int whole = 0;
    if ((grid.periodic >> k) & 1) {
      const double below = floor(f);
      whole = static_cast<int>(below);
      f = __dadd_rn(f, -below);
    }
    wrap[3 * atom + k] = whole;
    fractional[3 * atom + k] = f;
    bin = bin * grid.bins[k] + clamp(static_cast<int>(floor(f * grid.bins[k])), 0, grid.bins[k] - 1);
  }
  bin_of[atom] = grid.first_bin + bin;
  atomicAdd(bin_count + grid.first_bin + bin, 1);
}

// Puts atoms into their bins, in any order.
//   bin_start  [bins + 1]
//   cursor     [bins], zeros before
//   binned     [atoms], receives the atoms of bin after bin
KERNEL(256, neighbours_bin, int atoms, const Grid* grids, const double* positions, const int* structure_of, const int* wrap, const int* bin_of,
       const int* bin_start, int* cursor, Binned* binned) {
  const int atom = thread_of_grid();
  if (atom >= atoms) {
    return;
  }
  const Grid& grid = grids[structure_of[atom]];
  double wrapped[3];
  for (int axis = 0; axis < 3; axis++) {
    double shift = 0;
    for (int k = 0; k < 3; k++) {
      shift = __dadd_rn(shift, __dmul_rn(wrap[3 * atom + k], grid.span[3 * k + axis]));
    }
    wrapped[axis] = __dadd_rn(positions[3 * atom + axis], -shift);
  }
  const int bin = bin_of[atom];
  const int place = bin_start[bin] + atomicAdd(cursor + bin, 1);
  binned[place] = Binned{wrapped[0], wrapped[1], wrapped[2], atom - grid.first_atom};
}

// Counts the pairs of the centres first to first + centres, a warp for each.
//   search  see Search
//   counts  [centres], receives the numbers of pairs
KERNEL(128, neighbours_count, Search search, int first, int centres, int* counts) {
  const int k = warp_of_grid();
  if (k >= centres) {
    return;
  }
  const Centre centre = centre_of(search, first + k);
  int count = 0;
  for_pairs(search, centre, [&](unsigned long long) { count++; });
  count = warp_sum(count);
  if (lane_of_warp() == 0) {
    counts[k] = count;
  }
}

// Writes the pairs of the centres first to first + centres, sorted by (j, S) in each row, a warp for each centre.
//   numbers   atomic numbers, [atoms]
//   start     [centres + 1]
//   codes     [pairs], room for unsorted rows
//   pairs     [pairs], receives j and S
//   vectors   [pairs], receives r_ij and the atomic number of j
// Shared memory: 4 bytes for each warp.
KERNEL(128, neighbours_fill_f64, Search search, const int* numbers, int first, int centres, const int* start, unsigned long long* codes, Pair* pairs,
       Quad<double>* vectors) {
  SHARED_BEGIN;
  SHARED_ARRAY(int, cursors, blockDim.x / WARP);
  fill(search, numbers, first, centres, start, codes, pairs, vectors, cursors);
}

KERNEL(128, neighbours_fill_f32, Search search, const int* numbers, int first, int centres, const int* start, unsigned long long* codes, Pair* pairs,
       Quad<float>* vectors) {
  SHARED_BEGIN;
  SHARED_ARRAY(int, cursors, blockDim.x / WARP);
  fill(search, numbers, first, centres, start, codes, pairs, vectors, cursors);
}
