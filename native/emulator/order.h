// The order in which blocks, and the threads of a block, take their turns. A correct kernel's results do not depend on it.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace coesite::emulated {

enum class Order : unsigned { ASCENDING, DESCENDING, SHUFFLED };

struct Orders {
  Order blocks = Order::ASCENDING;
  Order threads = Order::ASCENDING;
  std::uint64_t state = 1;

  // A pseudo-random number below n (splitmix64).
  std::uint64_t random(std::uint64_t n) {
    std::uint64_t z = (state += 0x9e3779b97f4a7c15ull);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return (z ^ (z >> 31)) % n;
  }

  // 0..n-1 in that order.
  template <typename T>
  void fill(std::vector<T>& turns, std::size_t n, Order order) {
    turns.resize(n);
    for (std::size_t i = 0; i < n; i++) {
      turns[i] = static_cast<T>(order == Order::DESCENDING ? n - 1 - i : i);
    }
    for (std::size_t i = n; order == Order::SHUFFLED && i > 1; i--) {
      std::swap(turns[i - 1], turns[random(i)]);
    }
  }
};

extern Orders orders;

}  // namespace coesite::emulated
