#include "shadow.h"

#include <sys/mman.h>

#include <cstring>

namespace coesite::emulated {

namespace {

constexpr std::size_t PAGE = 4096;

void* map(std::size_t bytes) {
  void* address = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return address == MAP_FAILED ? nullptr : address;
}

void drop(void* start, std::size_t bytes) {
  const std::uintptr_t first = (reinterpret_cast<std::uintptr_t>(start) + PAGE - 1) / PAGE * PAGE;
  const std::uintptr_t last = (reinterpret_cast<std::uintptr_t>(start) + bytes) / PAGE * PAGE;
  if (first < last) {
    madvise(reinterpret_cast<void*>(first), last - first, MADV_DONTNEED);
  }
}

}  // namespace

bool Shadow::reserve(std::size_t bytes) {
  base_ = static_cast<unsigned char*>(map(bytes));
  states_ = static_cast<std::uint8_t*>(map(bytes));
  accesses_ = static_cast<Accesses*>(map(bytes / 4 * sizeof(Accesses)));
  size_ = base_ != nullptr && states_ != nullptr && accesses_ != nullptr ? bytes : 0;
  return size_ > 0;
}

void Shadow::set(std::size_t offset, std::size_t bytes, ByteState state) { std::memset(states_ + offset, static_cast<int>(state), bytes); }

bool Shadow::all(std::size_t offset, std::size_t bytes, ByteState least) const {
  for (std::size_t i = 0; i < bytes; i++) {
    if (states_[offset + i] < static_cast<std::uint8_t>(least)) {
      return false;
    }
  }
  return true;
}

void Shadow::copy_states(std::size_t to, std::size_t from, std::size_t bytes) { std::memmove(states_ + to, states_ + from, bytes); }

void Shadow::discard(std::size_t offset, std::size_t bytes) {
  set(offset, bytes, ByteState::NO_MEMORY);
  drop(base_ + offset, bytes);
  drop(states_ + offset, bytes);
  drop(&accesses(offset), bytes / 4 * sizeof(Accesses));
}

}  // namespace coesite::emulated
