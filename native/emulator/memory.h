// Device memory, which is ordinary memory out of a budget, and the host memory that the driver knows of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>

#include "cuda_types.h"

namespace coesite::emulated {

class DeviceMemory {
 public:
  static constexpr std::size_t DEFAULT_BUDGET = std::size_t{4} << 30;

  CUresult allocate(CUdeviceptr& address, std::size_t bytes);
  CUresult release(CUdeviceptr address);
  // Whether all these bytes are in one allocation.
  bool holds(CUdeviceptr address, std::size_t bytes) const;
  // The start and size of the allocation that an address is in. False where there is none.
  bool find(CUdeviceptr address, CUdeviceptr& start, std::size_t& bytes) const;
  void clear();

  std::size_t budget() const { return budget_; }
  void set_budget(std::size_t bytes) { budget_ = bytes; }
  std::size_t used() const { return used_; }
  std::size_t count() const { return allocations_.size(); }

 private:
  std::size_t budget_ = DEFAULT_BUDGET;
  std::size_t used_ = 0;
  std::map<CUdeviceptr, std::size_t> allocations_;
};

class HostMemory {
 public:
  CUresult allocate(void** address, std::size_t bytes);
  CUresult release(void* address);
  CUresult add(void* address, std::size_t bytes);
  CUresult remove(void* address);
  // Pinned memory is copied when its turn comes; other memory before an asynchronous copy returns.
  bool pinned(const void* address, std::size_t bytes) const;
  std::size_t count() const { return ranges_.size(); }

 private:
  struct Range {
    std::size_t bytes;
    bool owned;
  };
  std::map<std::uintptr_t, Range> ranges_;
};

extern DeviceMemory device_memory;
extern HostMemory host_memory;

}  // namespace coesite::emulated
