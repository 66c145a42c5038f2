// Clebsch-Gordan products of equivariant arrays: messages summed over the edges of an atom, products row by row, and their adjoints.
//
// Numbers of an irrep stand as (m, channel): lanes are channels. Layouts and tables are those of org.coesite.math.Irreps and
// org.coesite.backend.ProductPaths.
#include "common.cuh"

namespace {

using namespace coesite;

constexpr int THREADS = 128;

// Most rows of a block that a thread sums up at a time.
constexpr int ROWS = 8;

// A block that messages are summed into.
struct Target {
  int rows, channels, offset;
  int columns;        // m of the sources of all paths that lead here
  int first_column;   // of these in the table of columns
  int first_element;  // of columns x rows in the table of elements
  int unused, unused_too;
};

// Where a column's component of the source begins, and the weights of its path.
struct Column {
  int source, weight;
};

// Sums of messages into blocks. An element of an edge's matrix is made of at most two of its attributes.
template <typename T>
struct Sums {
  const Target* targets;
  const Column* columns;
  const int* attributes;  // [elements, 2]
  const T* coefficients;  // [elements, 2]
  int source_size;
  int edge_size;
  int weight_size;
  int target_size;
  int tile;  // edges at a time
  int unused;
};

// Edges of an atom and where each comes from: in the list's order its own row (entries null), or a column of the transposed list.
struct Rows {
  const int* start;    // [atoms + 1]
  const int* entries;  // places in the list, sorted within a column
  const Pair* pairs;
  const int* list_start;  // [centres + 1]
  int centres;
  int unused;
};

// The centre of a pair: the last row that begins at or before it.
__device__ int centre_of(const Rows& rows, int pair) {
  int low = 0;
  int high = rows.centres;
  while (high - low > 1) {
    const int middle = (low + high) / 2;
    if (rows.list_start[middle] <= pair) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

// Adds the messages of a tile's edges to R rows of one channel.
template <typename T, int R>
__device__ void add_messages(const Sums<T>& sums, const Target& target, int count, const int* edge, const int* source, const T* matrices,
                             const T* sources, const T* weights, int u, T* out) {
  const int elements = target.columns * target.rows;
  for (int e = 0; e < count; e++) {
    const T* const x = sources + static_cast<long long>(source[e]) * sums.source_size + u;
    const T* const w = weights + static_cast<long long>(edge[e]) * sums.weight_size + u;
    const T* const m = matrices + e * elements;
    for (int c = 0; c < target.columns; c++) {
      const Column column = sums.columns[target.first_column + c];
      const T wx = w[column.weight] * x[column.source];
#pragma unroll
      for (int r = 0; r < R; r++) {
        out[r] = fma(m[c * target.rows + r], wx, out[r]);
      }
    }
  }
}

template <typename T>
__device__ void add_messages(int rows, const Sums<T>& sums, const Target& target, int count, const int* edge, const int* source, const T* matrices,
                             const T* sources, const T* weights, int u, T* out) {
  switch (rows) {
    case 1:
      add_messages<T, 1>(sums, target, count, edge, source, matrices, sources, weights, u, out);
      break;
    case 3:
      add_messages<T, 3>(sums, target, count, edge, source, matrices, sources, weights, u, out);
      break;
    case 5:
      add_messages<T, 5>(sums, target, count, edge, source, matrices, sources, weights, u, out);
      break;
    case 7:
      add_messages<T, 7>(sums, target, count, edge, source, matrices, sources, weights, u, out);
      break;
    default:
      add_messages<T, ROWS>(sums, target, count, edge, source, matrices, sources, weights, u, out);
  }
}

// All threads compute the matrices of a tile's edges.
template <typename T>
__device__ void multiply(const Sums<T>& sums, const Target& target, int count, const int* edge, const T* edges, T* matrices) {
  const int elements = target.columns * target.rows;
  for (int i = static_cast<int>(threadIdx.x); i < count * elements; i += static_cast<int>(blockDim.x)) {
    const T* const y = edges + static_cast<long long>(edge[i / elements]) * sums.edge_size;
    const int k = 2 * (target.first_element + i % elements);
    matrices[i] = y[sums.attributes[k]] * sums.coefficients[k] + y[sums.attributes[k + 1]] * sums.coefficients[k + 1];
  }
}

template <typename T>
__device__ void message_sum(const Sums<T>& sums, const Rows& rows, const T* sources, const T* edges, const T* weights, T* out, int* edge, int* source,
                            T* matrices) {
  const int atom = static_cast<int>(blockIdx.x);
  const Target target = sums.targets[blockIdx.y];
  const int end = rows.start[atom + 1];
  for (int row = 0; row < target.rows; row += ROWS) {
    const int together = min(ROWS, target.rows - row);
    for (int first = 0; first < target.channels; first += static_cast<int>(blockDim.x)) {
      const int u = first + static_cast<int>(threadIdx.x);
      const bool mine = u < target.channels;
      T* const to = out + static_cast<long long>(atom) * sums.target_size + target.offset + row * target.channels + u;
      T values[ROWS];
#pragma unroll
      for (int r = 0; r < ROWS; r++) {
        values[r] = mine && r < together ? to[r * target.channels] : T(0);
      }
      for (int base = rows.start[atom]; base < end; base += sums.tile) {
        const int count = min(sums.tile, end - base);
        __syncthreads();
        for (int e = static_cast<int>(threadIdx.x); e < count; e += static_cast<int>(blockDim.x)) {
          edge[e] = rows.entries == nullptr ? base + e : rows.entries[base + e];
          source[e] = rows.entries == nullptr ? rows.pairs[base + e].j : centre_of(rows, edge[e]);
        }
        __syncthreads();
        multiply(sums, target, count, edge, edges, matrices);
        __syncthreads();
        if (mine) {
          add_messages(together, sums, target, count, edge, source, matrices + row, sources, weights, u, values);
        }
      }
#pragma unroll
      for (int r = 0; r < ROWS; r++) {
        if (mine && r < together) {
          to[r * target.channels] = values[r];
        }
      }
    }
  }
}

// A path, and where its tables of coefficients begin among the starts: row by row of m3, of m1 and of m2.
struct Path {
  int channels;
  int x, y, z, w;  // where its blocks begin in a row
  int shared;      // whether y has one channel for all of x's
  int rows1, rows2, rows3;
  int by_result, by_first, by_second;
};

template <typename T>
struct Paths {
  const Path* paths;
  const int* starts;  // of the rows' entries
  const int* places;  // [entries, 2]: m1 and m2 by m3; m3 and m2 by m1; m3 and m1 by m2
  const T* values;
  int count;
  int x_size;
  int y_size;
  int z_size;
  int w_size;
  int unused;
};

// Sum over a row's entries of value a[first place] b[second place].
template <typename T>
__device__ T contract(const Paths<T>& paths, int row, const T* a, int a_stride, const T* b, int b_stride) {
  T sum = 0;
  for (int k = paths.starts[row]; k < paths.starts[row + 1]; k++) {
    sum = fma(a[paths.places[2 * k] * a_stride] * b[paths.places[2 * k + 1] * b_stride], paths.values[k], sum);
  }
  return sum;
}

// Gradients of one edge's attributes and weights, by a warp.
template <typename T>
__device__ void edge_gradients(const Paths<T>& paths, const T* x, const T* y, const T* w, const T* dz, T* dy, T* dw) {
  for (int p = 0; p < paths.count; p++) {
    const Path path = paths.paths[p];
    for (int m = 0; m < path.rows2; m++) {
      const T attribute = y[path.y + m];
      T sum = 0;
      for (int u = lane_of_warp(); u < path.channels; u += WARP) {
        const T slope = contract(paths, path.by_second + m, dz + path.z + u, path.channels, x + path.x + u, path.channels);
        dw[path.w + u] = fma(attribute, slope, dw[path.w + u]);
        sum = fma(w[path.w + u], slope, sum);
      }
      sum = warp_sum(sum);
      if (lane_of_warp() == 0) {
        dy[path.y + m] += sum;
      }
    }
  }
}

// The product of one row, by a warp.
template <typename T>
__device__ void row_product(const Paths<T>& paths, const T* x, const T* y, const T* w, T* z) {
  for (int p = 0; p < paths.count; p++) {
    const Path path = paths.paths[p];
    for (int u = lane_of_warp(); u < path.channels; u += WARP) {
      const T* const b = y + path.y + (path.shared ? 0 : u);
      const T weight = w == nullptr ? T(1) : w[path.w + u];
      for (int m = 0; m < path.rows3; m++) {
        const T sum = contract(paths, path.by_result + m, x + path.x + u, path.channels, b, path.shared ? 1 : path.channels);
        z[path.z + m * path.channels + u] += weight * sum;
      }
    }
  }
}

// The adjoint of one row, by a warp; w, dx, dy and dw may be null.
template <typename T>
__device__ void row_adjoint(const Paths<T>& paths, const T* x, const T* y, const T* w, const T* dz, T* dx, T* dy, T* dw) {
  for (int p = 0; p < paths.count; p++) {
    const Path path = paths.paths[p];
    const int stride = path.shared ? 1 : path.channels;
    for (int m = 0; m < path.rows1 && dx != nullptr; m++) {
      for (int u = lane_of_warp(); u < path.channels; u += WARP) {
        const T weight = w == nullptr ? T(1) : w[path.w + u];
        const T* const b = y + path.y + (path.shared ? 0 : u);
        dx[path.x + m * path.channels + u] += weight * contract(paths, path.by_first + m, dz + path.z + u, path.channels, b, stride);
      }
    }
    for (int m = 0; m < path.rows2 && dy != nullptr; m++) {
      T all = 0;
      for (int u = lane_of_warp(); u < path.channels; u += WARP) {
        const T weight = w == nullptr ? T(1) : w[path.w + u];
        const T sum = weight * contract(paths, path.by_second + m, dz + path.z + u, path.channels, x + path.x + u, path.channels);
        all += sum;
        if (!path.shared) {
          dy[path.y + m * path.channels + u] += sum;
        }
      }
      all = warp_sum(all);
      if (path.shared && lane_of_warp() == 0) {
        dy[path.y + m] += all;
      }
    }
    for (int u = lane_of_warp(); u < path.channels && dw != nullptr; u += WARP) {
      const T* const b = y + path.y + (path.shared ? 0 : u);
      T sum = 0;
      for (int m = 0; m < path.rows3; m++) {
        const T z = contract(paths, path.by_result + m, x + path.x + u, path.channels, b, stride);
        sum = fma(dz[path.z + m * path.channels + u], z, sum);
      }
      dw[path.w + u] += sum;
    }
  }
}

template <typename T>
__device__ T* row_of(T* rows, int row, int size) {
  return rows == nullptr ? nullptr : rows + static_cast<long long>(row) * size;
}

}  // namespace

// Messages summed into atoms: a block of threads for each atom and target.
//   sources  [sources, source_size]
//   edges    [pairs, edge_size]
//   weights  [pairs, weight_size]
//   out      [atoms, target_size], added to
// Shared memory: two whole numbers for each edge of a tile, and its matrix.
#define MESSAGE_SUM(name, T)                                                                                                 \
  KERNEL(THREADS, name, Sums<T> sums, Rows rows, int elements, const T* sources, const T* edges, const T* weights, T* out) { \
    SHARED_BEGIN;                                                                                                            \
    SHARED_ARRAY(int, edge, sums.tile);                                                                                      \
    SHARED_ARRAY(int, source, sums.tile);                                                                                    \
    SHARED_ARRAY(T, matrices, sums.tile* elements);                                                                          \
    message_sum(sums, rows, sources, edges, weights, out, edge, source, matrices);                                           \
  }

MESSAGE_SUM(message_sum_f64, double)
MESSAGE_SUM(message_sum_f32, float)

// Gradients of edges from those of their centres' messages: a block for each centre, whose warps take its edges in turn.
//   edge_gradients    [pairs, y_size], added to
//   weight_gradients  [pairs, w_size], added to
#define EDGE_GRADIENTS(name, T)                                                                                                            \
  KERNEL(THREADS, name, Paths<T> paths, const int* start, const Pair* pairs, const T* nodes, const T* edges, const T* weights,             \
         const T* message_gradients, T* edge_gradient, T* weight_gradient) {                                                               \
    const int centre = static_cast<int>(blockIdx.x);                                                                                       \
    const T* const dz = row_of(message_gradients, centre, paths.z_size);                                                                   \
    for (int p = start[centre] + warp_of_block(); p < start[centre + 1]; p += THREADS / WARP) {                                            \
      edge_gradients(paths, row_of(nodes, pairs[p].j, paths.x_size), row_of(edges, p, paths.y_size), row_of(weights, p, paths.w_size), dz, \
                     row_of(edge_gradient, p, paths.y_size), row_of(weight_gradient, p, paths.w_size));                                    \
    }                                                                                                                                      \
  }

EDGE_GRADIENTS(edge_gradients_f64, double)
EDGE_GRADIENTS(edge_gradients_f32, float)

// Products row by row, a warp for each row.
//   w  [rows, w_size]; null where all are 1
//   z  [rows, z_size], added to
#define ROW_PRODUCT(name, T)                                                                                                                      \
  KERNEL(THREADS, name, Paths<T> paths, int rows, const T* x, const T* y, const T* w, T* z) {                                                     \
    const int row = warp_of_grid();                                                                                                               \
    if (row < rows) {                                                                                                                             \
      row_product(paths, row_of(x, row, paths.x_size), row_of(y, row, paths.y_size), row_of(w, row, paths.w_size), row_of(z, row, paths.z_size)); \
    }                                                                                                                                             \
  }

ROW_PRODUCT(row_product_f64, double)
ROW_PRODUCT(row_product_f32, float)

// Adjoints of products row by row, a warp for each row.
//   w           null where all are 1
//   dx, dy, dw  added to; null where not wanted; dx and dy may be the same
#define ROW_ADJOINT(name, T)                                                                                                                      \
  KERNEL(THREADS, name, Paths<T> paths, int rows, const T* x, const T* y, const T* w, const T* dz, T* dx, T* dy, T* dw) {                         \
    const int row = warp_of_grid();                                                                                                               \
    if (row < rows) {                                                                                                                             \
      row_adjoint(paths, row_of(x, row, paths.x_size), row_of(y, row, paths.y_size), row_of(w, row, paths.w_size), row_of(dz, row, paths.z_size), \
                  row_of(dx, row, paths.x_size), row_of(dy, row, paths.y_size), row_of(dw, row, paths.w_size));                                   \
    }                                                                                                                                             \
  }

ROW_ADJOINT(row_adjoint_f64, double)
ROW_ADJOINT(row_adjoint_f32, float)
