// Which accesses come one after the other for sure: of threads by barriers of the block and synchronisations of the warp, not by the turns that
// threads happen to take; of kernels and other work as Precedence has it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "image.h"
#include "precedence.h"
#include "shadow.h"

namespace coesite::emulated {

class Races {
 public:
  // Work begins: kernels or what else touches memory of the device. The number of its first interval.
  std::uint32_t begin_work();
  // What may be under way at the same time as this work.
  void may_run_beside(std::vector<Concurrent> concurrent) { concurrent_ = std::move(concurrent); }
  void begin_launch();
  void begin_block();
  // All threads of the block are at a barrier.
  void barrier() { interval_++; }
  void sync_warp(unsigned warp, std::uint32_t lanes);
  // A kernel that uses fences may order its blocks by atomics: then only accesses in one block are compared.
  void fence() { fenced_ = true; }

  // Notes an access to bytes of one cell, of memory that blocks share or each has for itself. What it may race with, in words, else nothing.
  std::string note(Accesses& cell, std::uint8_t bytes, Access access, unsigned thread, bool blocks_share);

 private:
  struct Warp {
    std::uint32_t synchronised = 0;
    // For each lane the number of the last synchronisation after which it knows what another lane did before.
    std::array<std::array<std::uint32_t, LANES>, LANES> known{};
  };

  bool after(unsigned thread, unsigned other, std::uint32_t stamp) const;
  bool in_other_block(std::uint32_t interval) const { return blocks_share_ && !fenced_ && interval >= launch_ && interval < block_; }
  std::string race_with_write(const Accesses& cell, std::uint8_t bytes, Access access, unsigned thread) const;
  std::string race_with_reads(const Accesses& cell, std::uint8_t bytes, unsigned thread) const;
  std::string race_with_work(const Accesses& cell, std::uint8_t bytes, Access access) const;
  const Concurrent* work_beside(std::uint32_t interval) const;
  void note_read(Accesses& cell, std::uint8_t bytes, unsigned thread) const;
  void note_write(Accesses& cell, std::uint8_t bytes, bool atomic, unsigned thread) const;

  std::uint32_t interval_ = 1;
  std::uint32_t launch_ = 1;
  std::uint32_t block_ = 1;
  bool fenced_ = false;
  bool blocks_share_ = false;
  std::vector<Concurrent> concurrent_;
  std::vector<Warp> warps_ = std::vector<Warp>(LANES);
};

}  // namespace coesite::emulated
