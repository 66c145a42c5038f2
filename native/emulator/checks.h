// What the checked build watches: every load and store of the kernels.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "cuda_types.h"
#include "image.h"
#include "races.h"
#include "shadow.h"

namespace coesite::emulated {

class Checks {
 public:
  bool on() const { return on_; }
  // False where the system has no room for the shadow of memory.
  bool set(bool on);

  // Device memory, apart from all other and never used again before long. Zero where there is no room.
  CUdeviceptr allocate(std::size_t bytes);
  // Whether memory came from here; if so it is gone.
  bool release(CUdeviceptr address, std::size_t bytes);

  // What others than kernels do with device memory.
  // A race in words, else nothing.
  std::string touched(const void* address, std::size_t bytes, Access access);
  void written(const void* address, std::size_t bytes);
  void unwritten(const void* address, std::size_t bytes);
  void copied(const void* to, const void* from, std::size_t bytes);
  bool all_written(const void* address, std::size_t bytes) const;

  // Work begins, see Races.
  std::uint32_t begin_work() { return races_.begin_work(); }
  void may_run_beside(std::vector<Concurrent> concurrent) { races_.may_run_beside(std::move(concurrent)); }

  // What blocks do.
  void begin_launch(const void* arguments, std::size_t bytes);
  void begin_block();
  void barrier() {
    if (on_) {
      races_.barrier();
    }
  }
  void sync_warp(unsigned warp, std::uint32_t lanes) {
    if (on_) {
      races_.sync_warp(warp, lanes);
    }
  }
  void fence() { races_.fence(); }
  unsigned char* shared_array(std::size_t bytes, const char* name);
  // A load or store of the current thread. Does not come back where it is wrong.
  void access(const void* address, std::size_t bytes, Access access);

  // Memory that kernels may read beside that of the device: where an image's constants are, and what it calls the driver by.
  void add_constants(const void* start, std::size_t bytes) { constants_[static_cast<const unsigned char*>(start)] = bytes; }
  void remove_constants(const void* start) { constants_.erase(static_cast<const unsigned char*>(start)); }

 private:
  struct Array {
    std::size_t offset, bytes;
    const char* name;
  };

  bool elsewhere(const unsigned char* address, std::size_t bytes) const;
  void note(Shadow& shadow, std::size_t offset, std::size_t bytes, Access access);
  std::string race(Shadow& shadow, std::size_t offset, std::size_t bytes, Access access, unsigned thread);
  std::string describe_global(std::size_t offset) const;
  std::string describe_shared(std::size_t offset) const;
  std::string describe_place(const Shadow& shadow, std::size_t offset) const;

  bool on_ = false;
  Shadow global_, shared_;
  Races races_;
  std::map<std::size_t, std::size_t> live_, freed_;
  std::size_t next_ = 0;
  std::vector<Array> arrays_;
  std::size_t shared_used_ = 0;
  const unsigned char* arguments_ = nullptr;
  std::size_t arguments_bytes_ = 0;
  std::map<const unsigned char*, std::size_t> constants_;
};

extern Checks checks;

}  // namespace coesite::emulated
