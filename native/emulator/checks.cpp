#include "checks.h"

#include <algorithm>
#include <cstring>

#include "block.h"
#include "findings.h"

namespace coesite::emulated {

Checks checks;

namespace {

constexpr std::size_t GLOBAL_RANGE = std::size_t{64} << 30;
constexpr std::size_t SHARED_RANGE = std::size_t{4} << 20;
// No memory lies this near to another's.
constexpr std::size_t GUARD = 1024;
constexpr std::size_t PAGE = 4096;
constexpr std::size_t POISONED = std::size_t{16} << 20;

std::string verb(Access access, std::size_t bytes) {
  const char* const name = access == Access::READ ? "reads " : access == Access::WRITE ? "writes " : "changes ";
  return name + std::to_string(bytes) + (bytes == 1 ? " byte at " : " bytes at ");
}

std::string position(std::size_t at, std::size_t bytes, const std::string& what) {
  return "byte " + std::to_string(at) + " of " + what + " of " + std::to_string(bytes) + " bytes";
}

}  // namespace

bool Checks::set(bool on) {
  if (on && global_.size() == 0 && !(global_.reserve(GLOBAL_RANGE) && shared_.reserve(SHARED_RANGE))) {
    return false;
  }
  on_ = on;
  return true;
}

CUdeviceptr Checks::allocate(std::size_t bytes) {
  const std::size_t room = (bytes + GUARD + PAGE - 1) / PAGE * PAGE;
  std::size_t start = next_ + room > GLOBAL_RANGE ? 0 : next_;
  for (auto after = live_.begin(); after != live_.end(); ++after) {
    if (after->first < start + room && start < after->first + after->second + GUARD) {
      start = (after->first + after->second + GUARD + PAGE - 1) / PAGE * PAGE;
    }
  }
  if (start + room > GLOBAL_RANGE) {
    return 0;
  }
  next_ = start + room;
  freed_.erase(freed_.lower_bound(start), freed_.lower_bound(start + room));
  live_[start] = bytes;
  global_.set(start, bytes, ByteState::UNWRITTEN);
  std::memset(global_.at(start), 0xff, std::min(bytes, POISONED));
  return reinterpret_cast<CUdeviceptr>(global_.at(start));
}

bool Checks::release(CUdeviceptr address, std::size_t bytes) {
  const void* start = reinterpret_cast<const void*>(address);
  if (!global_.contains(start)) {
    return false;
  }
  const std::size_t offset = global_.offset(start);
  live_.erase(offset);
  freed_[offset] = bytes;
  global_.discard(offset, bytes);
  return true;
}

std::string Checks::touched(const void* address, std::size_t bytes, Access access) {
  return on_ && bytes > 0 && global_.contains(address) ? race(global_, global_.offset(address), bytes, access, 0) : std::string();
}

void Checks::written(const void* address, std::size_t bytes) {
  if (global_.contains(address)) {
    global_.set(global_.offset(address), bytes, ByteState::WRITTEN);
  }
}

void Checks::unwritten(const void* address, std::size_t bytes) {
  if (global_.contains(address)) {
    global_.set(global_.offset(address), bytes, ByteState::UNWRITTEN);
  }
}

void Checks::copied(const void* to, const void* from, std::size_t bytes) {
  if (global_.contains(to) && global_.contains(from)) {
    global_.copy_states(global_.offset(to), global_.offset(from), bytes);
  } else {
    written(to, bytes);
  }
}

bool Checks::all_written(const void* address, std::size_t bytes) const {
  return !global_.contains(address) || global_.all(global_.offset(address), bytes, ByteState::WRITTEN);
}

void Checks::begin_launch(const void* arguments, std::size_t bytes) {
  arguments_ = static_cast<const unsigned char*>(arguments);
  arguments_bytes_ = bytes;
  races_.begin_launch();
}

void Checks::begin_block() {
  if (on_) {
    races_.begin_block();
    shared_.set(0, shared_used_, ByteState::NO_MEMORY);
    arrays_.clear();
    shared_used_ = GUARD;
  }
}

unsigned char* Checks::shared_array(std::size_t bytes, const char* name) {
  const std::size_t offset = shared_used_;
  arrays_.push_back({offset, bytes, name});
  shared_.set(offset, bytes, ByteState::UNWRITTEN);
  std::memset(shared_.at(offset), 0xff, bytes);
  shared_used_ = (offset + bytes + GUARD + 15) / 16 * 16;
  return shared_.at(offset);
}

void Checks::access(const void* address, std::size_t bytes, Access access) {
  if (block.on_stacks(address)) {
    return;
  }
  if (global_.contains(address)) {
    note(global_, global_.offset(address), bytes, access);
  } else if (shared_.contains(address)) {
    note(shared_, shared_.offset(address), bytes, access);
  } else if (!elsewhere(static_cast<const unsigned char*>(address), bytes) || access != Access::READ) {
    block.stop(CUDA_ERROR_ILLEGAL_ADDRESS, "out of bounds: " + verb(access, bytes) + "an address that is not of the device");
  }
}

// Constants and arguments.
bool Checks::elsewhere(const unsigned char* address, std::size_t bytes) const {
  if (address >= arguments_ && address + bytes <= arguments_ + arguments_bytes_) {
    return true;
  }
  const auto after = constants_.upper_bound(address);
  return after != constants_.begin() && address + bytes <= std::prev(after)->first + std::prev(after)->second;
}

void Checks::note(Shadow& shadow, std::size_t offset, std::size_t bytes, Access access) {
  if (!shadow.all(offset, bytes, ByteState::UNWRITTEN)) {
    std::size_t first = offset;
    while (shadow.state(first) != ByteState::NO_MEMORY) {
      first++;
    }
    const std::string place = describe_place(shadow, first);
    const bool freed = place.find("freed") != std::string::npos;
    block.stop(CUDA_ERROR_ILLEGAL_ADDRESS, (freed ? "use after free: " : "out of bounds: ") + verb(access, bytes) + place);
  }
  if (access == Access::WRITE) {
    shadow.set(offset, bytes, ByteState::WRITTEN);
  } else if (!shadow.all(offset, bytes, ByteState::WRITTEN)) {
    block.stop(CUDA_ERROR_LAUNCH_FAILED, "unwritten memory: " + verb(access, bytes) + describe_place(shadow, offset) + ", where nobody wrote");
  }
  const std::string found = race(shadow, offset, bytes, access, block.current());
  if (!found.empty()) {
    block.stop(CUDA_ERROR_LAUNCH_FAILED, found);
  }
}

std::string Checks::race(Shadow& shadow, std::size_t offset, std::size_t bytes, Access access, unsigned thread) {
  for (std::size_t cell = offset / 4; cell <= (offset + bytes - 1) / 4; cell++) {
    const std::size_t first = std::max(offset, cell * 4) - cell * 4, last = std::min(offset + bytes, cell * 4 + 4) - cell * 4;
    const auto mask = static_cast<std::uint8_t>((1u << last) - (1u << first));
    const std::string found = races_.note(shadow.accesses(cell * 4), mask, access, thread, &shadow == &global_);
    if (!found.empty()) {
      return "race: " + verb(access, bytes) + describe_place(shadow, offset) + "; " + found;
    }
  }
  return {};
}

std::string Checks::describe_place(const Shadow& shadow, std::size_t offset) const {
  return &shadow == &global_ ? describe_global(offset) : describe_shared(offset);
}

std::string Checks::describe_global(std::size_t offset) const {
  const auto at = [offset](const std::map<std::size_t, std::size_t>& ranges) {
    const auto after = ranges.upper_bound(offset);
    return after == ranges.begin() ? ranges.end() : std::prev(after);
  };
  const auto live = at(live_), freed = at(freed_);
  if (live != live_.end() && offset - live->first < live->second) {
    return position(offset - live->first, live->second, "an allocation");
  }
  if (freed != freed_.end() && offset - freed->first < freed->second) {
    return position(offset - freed->first, freed->second, "a freed allocation");
  }
  if (live != live_.end() && offset - live->first < live->second + PAGE) {
    return position(offset - live->first, live->second, "an allocation");
  }
  const auto next = live_.upper_bound(offset);
  if (next != live_.end() && next->first - offset <= PAGE) {
    return std::to_string(next->first - offset) + " bytes before an allocation of " + std::to_string(next->second) + " bytes";
  }
  return "an address of the device where no allocation is";
}

std::string Checks::describe_shared(std::size_t offset) const {
  for (auto array = arrays_.rbegin(); array != arrays_.rend(); ++array) {
    if (offset >= array->offset) {
      return position(offset - array->offset, array->bytes, "shared array " + std::string(array->name));
    }
  }
  return arrays_.empty() ? "shared memory of which no array was taken"
                         : std::to_string(arrays_[0].offset - offset) + " bytes before shared array " + std::string(arrays_[0].name);
}

}  // namespace coesite::emulated
