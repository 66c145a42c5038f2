// Linear layers of equivariant networks: for each group of blocks of the result, the channels that lead to it times one matrix, for every m of every
// row. Each element is one chain of fused multiply-adds over them in order, so its bits depend on its row alone.
//
// Layouts are those of org.coesite.math.Irreps and org.coesite.backend.LinearPaths.
#include "tiles.cuh"

namespace {

using namespace coesite;

// Columns of a tile in the matrix of a group.
struct Strip {
  int size;     // values of m
  int column;   // first of the strip
  int depth;    // channels that lead to the group
  int columns;  // of all the group
  int source;   // first of the channels in the table of places
  int target;   // first of the columns in that table
  int weight;   // first element of the matrix, [depth, columns]
  int unused;
};

// Where in a row a channel stands for m = -l, and how far apart it is for the next m.
struct Place {
  int offset, step;
};

template <typename T>
struct Layer {
  const Strip* strips;
  const Place* places;
  const T* weights;
  int x_size;
  int z_size;
};

// TILE_DEPTH channels of TILE_ROWS lines, a line being an m of a row, from channel `at` on.
template <typename T>
__device__ void load_channels(T* tile, const Layer<T>& layer, const Strip& strip, const T* x, int line, int lines, int at) {
  const int d = static_cast<int>(threadIdx.x) % TILE_DEPTH;
  const bool missing = at + d >= strip.depth;
  const Place place = missing ? Place{0, 0} : layer.places[strip.source + at + d];
  for (int l = static_cast<int>(threadIdx.x) / TILE_DEPTH; l < TILE_ROWS; l += TILE_THREADS / TILE_DEPTH) {
    T value = 0;
    if (!missing && line + l < lines) {
      const int row = (line + l) / strip.size;
      const int m = (line + l) % strip.size;
      value = x[static_cast<size_t>(row) * layer.x_size + place.offset + m * place.step];
    }
    tile[d * ROWS_PITCH + l] = value;
  }
}

// The weights of those channels.
template <typename T>
__device__ void load_weights(T* tile, const Layer<T>& layer, const Strip& strip, int at) {
  const int c = static_cast<int>(threadIdx.x) % TILE_COLUMNS;
  const bool missing = strip.column + c >= strip.columns;
  for (int d = static_cast<int>(threadIdx.x) / TILE_COLUMNS; d < TILE_DEPTH; d += TILE_THREADS / TILE_COLUMNS) {
    tile[d * COLUMNS_PITCH + c] = missing || at + d >= strip.depth ? T(0) : layer.weights[strip.weight + (at + d) * strip.columns + strip.column + c];
  }
}

template <typename T>
__device__ void mix(const Layer<T>& layer, int rows, int adds, const T* x, T* z, T* x_tile, T* weight_tile) {
  const Strip strip = layer.strips[blockIdx.y];
  const int lines = rows * strip.size;
  const int line = static_cast<int>(blockIdx.x) * TILE_ROWS;
  if (line >= lines) {
    return;
  }
  T sums[OWN_ROWS][OWN_COLUMNS] = {};
  for (int at = 0; at < strip.depth; at += TILE_DEPTH) {
    load_channels(x_tile, layer, strip, x, line, lines, at);
    load_weights(weight_tile, layer, strip, at);
    __syncthreads();
    add_tiles(x_tile, weight_tile, sums);
    __syncthreads();
  }
  const int column = strip.column + own_column();
  Place places[OWN_COLUMNS] = {};
#pragma unroll
  for (int j = 0; j < OWN_COLUMNS; j++) {
    if (column + j < strip.columns) {
      places[j] = layer.places[strip.target + column + j];
    }
  }
#pragma unroll
  for (int i = 0; i < OWN_ROWS; i++) {
    const int own = line + own_row() + i;
    if (own < lines) {
      T* const row = z + static_cast<size_t>(own / strip.size) * layer.z_size;
      const int m = own % strip.size;
#pragma unroll
      for (int j = 0; j < OWN_COLUMNS; j++) {
        if (column + j < strip.columns) {
          T* const to = row + places[j].offset + m * places[j].step;
          *to = adds != 0 ? *to + sums[i][j] : sums[i][j];
        }
      }
    }
  }
}

}  // namespace

// Mixed channels, by blocks in a grid of ceil(rows x largest 2 l + 1 / 128) x strips.
//   x  [rows, x_size]
//   z  [rows, z_size], added to where adds is not 0
// Shared memory: 16 x (132 + 68) numbers.
#define MIX_CHANNELS(name, T)                                                        \
  KERNEL(TILE_THREADS, name, Layer<T> layer, int rows, int adds, const T* x, T* z) { \
    SHARED_BEGIN;                                                                    \
    SHARED_ARRAY(T, x_tile, TILE_DEPTH* ROWS_PITCH);                                 \
    SHARED_ARRAY(T, weight_tile, TILE_DEPTH* COLUMNS_PITCH);                         \
    mix(layer, rows, adds, x, z, x_tile, weight_tile);                               \
  }

MIX_CHANNELS(mix_channels_f64, double)
MIX_CHANNELS(mix_channels_f32, float)
