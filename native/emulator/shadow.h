// What the checked build knows of each byte of memory, and of who touched it last.
#pragma once

#include <cstddef>
#include <cstdint>

namespace coesite::emulated {

enum class ByteState : std::uint8_t { NO_MEMORY, UNWRITTEN, WRITTEN };

// The last accesses to four bytes. Bytes are told apart by masks of four bits.
struct Accesses {
  static constexpr std::uint16_t SEVERAL = 0xffff;

  // The last write: when, by which thread of the block, and how many operations its warp had synchronised by.
  std::uint32_t write_interval;
  std::uint32_t write_stamp;
  std::uint16_t writer;
  std::uint8_t written;
  std::uint8_t atomic;
  // Reads since: lanes of one warp, or SEVERAL warps.
  std::uint8_t read;
  std::uint16_t reading_warp;
  std::uint32_t read_interval;
  std::uint32_t read_stamp;
  std::uint32_t readers;
};

// A range of addresses with its shadow. Pages that nobody touches take no memory.
class Shadow {
 public:
  // False where the system refuses.
  bool reserve(std::size_t bytes);

  bool contains(const void* address) const { return offset(address) < size_; }
  std::size_t offset(const void* address) const { return static_cast<std::size_t>(static_cast<const unsigned char*>(address) - base_); }
  unsigned char* at(std::size_t offset) const { return base_ + offset; }
  std::size_t size() const { return size_; }

  void set(std::size_t offset, std::size_t bytes, ByteState state);
  ByteState state(std::size_t offset) const { return static_cast<ByteState>(states_[offset]); }
  // Whether all these bytes are at least in that state.
  bool all(std::size_t offset, std::size_t bytes, ByteState least) const;
  void copy_states(std::size_t to, std::size_t from, std::size_t bytes);
  Accesses& accesses(std::size_t offset) { return accesses_[offset / 4]; }

  // Gives pages back that are wholly inside; they are without memory then.
  void discard(std::size_t offset, std::size_t bytes);

 private:
  unsigned char* base_ = nullptr;
  std::uint8_t* states_ = nullptr;
  Accesses* accesses_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace coesite::emulated
