#include "gemm.h"

#include <algorithm>
#include <vector>

namespace coesite::emulated {

namespace {

// Tiles of C that stay in registers: two vectors of 32 bytes high, six columns wide.
template <typename T>
struct Tile {
  typedef T Vector __attribute__((vector_size(32), aligned(sizeof(T)), may_alias));  // wherever it lies in memory
  static constexpr std::size_t ROWS = 2 * (32 / sizeof(T));
  static constexpr std::size_t COLUMNS = 6;

  // tile += a b, with a [k][ROWS], b [k][COLUMNS] and tile [COLUMNS][ROWS].
  static void add(std::size_t k, const T* a, const T* b, T* tile) {
    Vector* const sums = reinterpret_cast<Vector*>(tile);
    Vector upper[COLUMNS], lower[COLUMNS];
    for (std::size_t j = 0; j < COLUMNS; j++) {
      upper[j] = sums[2 * j];
      lower[j] = sums[2 * j + 1];
    }
    for (std::size_t p = 0; p < k; p++) {
      const Vector* const rows = reinterpret_cast<const Vector*>(a + p * ROWS);
      const Vector first = rows[0], second = rows[1];
      for (std::size_t j = 0; j < COLUMNS; j++) {
        upper[j] += first * b[p * COLUMNS + j];  // fused, as this file is compiled with -ffp-contract=fast
        lower[j] += second * b[p * COLUMNS + j];
      }
    }
    for (std::size_t j = 0; j < COLUMNS; j++) {
      sums[2 * j] = upper[j];
      sums[2 * j + 1] = lower[j];
    }
  }
};

constexpr std::size_t BLOCK_M = 96, BLOCK_N = 96, BLOCK_K = 256;

// Panels of WIDTH rows of a matrix that is read as x[i * row + p * column], where one of the steps is 1, padded with zeros: [panel][p][WIDTH].
template <std::size_t WIDTH, typename T>
void pack(const T* x, std::size_t row, std::size_t column, std::size_t rows, std::size_t depth, std::vector<T>& packed) {
  const std::size_t panels = (rows + WIDTH - 1) / WIDTH;
  packed.resize(panels * depth * WIDTH);
  for (std::size_t panel = 0; panel < panels; panel++) {
    const T* const from = x + panel * WIDTH * row;
    T* const to = &packed[panel * depth * WIDTH];
    const std::size_t width = std::min(WIDTH, rows - panel * WIDTH);
    if (width < WIDTH) {
      std::fill(to, to + depth * WIDTH, T{0});
    }
    if (row == 1 && width == WIDTH) {
      for (std::size_t p = 0; p < depth; p++) {
        std::copy(from + p * column, from + p * column + WIDTH, to + p * WIDTH);
      }
    } else {
      for (std::size_t p = 0; p < depth; p++) {
        for (std::size_t i = 0; i < width; i++) {
          to[p * WIDTH + i] = from[i * row + p * column];
        }
      }
    }
  }
}

// One block of C.
template <typename T>
class Block {
 public:
  Block(const Gemm<T>& gemm, std::size_t i, std::size_t j)
      : gemm_(gemm), i_(i), j_(j), rows_(std::min(BLOCK_M, gemm.m - i)), columns_(std::min(BLOCK_N, gemm.n - j)) {}

  void multiply(std::vector<T>& a, std::vector<T>& b, std::vector<T>& sums) const {
    sums.assign(high() * wide() * ROWS * COLUMNS, T{0});
    for (std::size_t p = 0; p < gemm_.k; p += BLOCK_K) {
      add(p, std::min(BLOCK_K, gemm_.k - p), a, b, sums);
    }
    store(sums);
  }

 private:
  static constexpr std::size_t ROWS = Tile<T>::ROWS, COLUMNS = Tile<T>::COLUMNS;

  std::size_t high() const { return (rows_ + ROWS - 1) / ROWS; }
  std::size_t wide() const { return (columns_ + COLUMNS - 1) / COLUMNS; }

  void add(std::size_t p, std::size_t depth, std::vector<T>& a, std::vector<T>& b, std::vector<T>& sums) const {
    const std::size_t a_row = gemm_.transpose_a ? gemm_.lda : 1, a_column = gemm_.transpose_a ? 1 : gemm_.lda;
    const std::size_t b_row = gemm_.transpose_b ? 1 : gemm_.ldb, b_column = gemm_.transpose_b ? gemm_.ldb : 1;
    pack<ROWS>(gemm_.a + i_ * a_row + p * a_column, a_row, a_column, rows_, depth, a);
    pack<COLUMNS>(gemm_.b + j_ * b_row + p * b_column, b_row, b_column, columns_, depth, b);
    for (std::size_t j = 0; j < wide(); j++) {
      for (std::size_t i = 0; i < high(); i++) {
        Tile<T>::add(depth, &a[i * depth * ROWS], &b[j * depth * COLUMNS], &sums[(j * high() + i) * ROWS * COLUMNS]);
      }
    }
  }

  void store(const std::vector<T>& sums) const {
    for (std::size_t j = 0; j < columns_; j++) {
      T* const c = gemm_.c + (j_ + j) * gemm_.ldc + i_;
      for (std::size_t i = 0; i < rows_; i++) {
        const T sum = gemm_.alpha * sums[(j / COLUMNS * high() + i / ROWS) * ROWS * COLUMNS + j % COLUMNS * ROWS + i % ROWS];
        c[i] = gemm_.beta == T{0} ? sum : gemm_.beta * c[i] + sum;
      }
    }
  }

  const Gemm<T>& gemm_;
  std::size_t i_, j_, rows_, columns_;
};

}  // namespace

template <typename T>
void multiply(const Gemm<T>& gemm) {
  std::vector<T> a, b, sums;
  for (std::size_t j = 0; j < gemm.n; j += BLOCK_N) {
    for (std::size_t i = 0; i < gemm.m; i += BLOCK_M) {
      Block<T>(gemm, i, j).multiply(a, b, sums);
    }
  }
}

template void multiply(const Gemm<float>& gemm);
template void multiply(const Gemm<double>& gemm);

}  // namespace coesite::emulated
