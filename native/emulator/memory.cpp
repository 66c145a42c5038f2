#include "memory.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "checks.h"
#include "driver.h"
#include "streams.h"

namespace coesite::emulated {

DeviceMemory device_memory;
HostMemory host_memory;

namespace {

constexpr std::size_t ALIGNMENT = 256;
// New memory is filled with what reads as not a number, so that nobody relies on zeros: this much of it, because filling takes time.
constexpr std::size_t POISONED = std::size_t{16} << 20;

std::size_t padded(std::size_t bytes) { return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT; }

CUdeviceptr allocate_plainly(std::size_t bytes) {
  void* memory = std::aligned_alloc(ALIGNMENT, padded(bytes));
  if (memory != nullptr) {
    std::memset(memory, 0xff, std::min(bytes, POISONED));
  }
  return reinterpret_cast<CUdeviceptr>(memory);
}

}  // namespace

CUresult DeviceMemory::allocate(CUdeviceptr& address, std::size_t bytes) {
  if (bytes == 0) {
    return CUDA_ERROR_INVALID_VALUE;
  }
  if (bytes > budget_ || used_ + padded(bytes) > budget_) {
    return CUDA_ERROR_OUT_OF_MEMORY;
  }
  const CUdeviceptr start = checks.on() ? checks.allocate(bytes) : allocate_plainly(bytes);
  if (start == 0) {
    return CUDA_ERROR_OUT_OF_MEMORY;
  }
  address = start;
  allocations_[address] = bytes;
  used_ += padded(bytes);
  return CUDA_SUCCESS;
}

CUresult DeviceMemory::release(CUdeviceptr address) {
  const auto found = allocations_.find(address);
  if (found == allocations_.end()) {
    return CUDA_ERROR_INVALID_VALUE;
  }
  const std::size_t bytes = found->second;
  used_ -= padded(bytes);
  allocations_.erase(found);
  if (!checks.release(address, bytes)) {
    std::free(reinterpret_cast<void*>(address));
  }
  return CUDA_SUCCESS;
}

bool DeviceMemory::find(CUdeviceptr address, CUdeviceptr& start, std::size_t& bytes) const {
  auto after = allocations_.upper_bound(address);
  if (after == allocations_.begin()) {
    return false;
  }
  --after;
  start = after->first;
  bytes = after->second;
  return address - start < bytes;
}

bool DeviceMemory::holds(CUdeviceptr address, std::size_t bytes) const {
  CUdeviceptr start = 0;
  std::size_t size = 0;
  return find(address, start, size) && bytes <= size - (address - start);
}

void DeviceMemory::clear() {
  while (!allocations_.empty()) {
    release(allocations_.begin()->first);
  }
}

CUresult HostMemory::allocate(void** address, std::size_t bytes) {
  if (bytes == 0) {
    return CUDA_ERROR_INVALID_VALUE;
  }
  void* memory = std::aligned_alloc(4096, (bytes + 4095) / 4096 * 4096);
  if (memory == nullptr) {
    return CUDA_ERROR_OUT_OF_MEMORY;
  }
  *address = memory;
  ranges_[reinterpret_cast<std::uintptr_t>(memory)] = {bytes, true};
  return CUDA_SUCCESS;
}

CUresult HostMemory::release(void* address) {
  const auto found = ranges_.find(reinterpret_cast<std::uintptr_t>(address));
  if (found == ranges_.end() || !found->second.owned) {
    return CUDA_ERROR_INVALID_VALUE;
  }
  ranges_.erase(found);
  std::free(address);
  return CUDA_SUCCESS;
}

CUresult HostMemory::add(void* address, std::size_t bytes) {
  const auto at = reinterpret_cast<std::uintptr_t>(address);
  return ranges_.try_emplace(at, Range{bytes, false}).second ? CUDA_SUCCESS : CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED;
}

CUresult HostMemory::remove(void* address) {
  const auto found = ranges_.find(reinterpret_cast<std::uintptr_t>(address));
  if (found == ranges_.end() || found->second.owned) {
    return CUDA_ERROR_HOST_MEMORY_NOT_REGISTERED;
  }
  ranges_.erase(found);
  return CUDA_SUCCESS;
}

bool HostMemory::pinned(const void* address, std::size_t bytes) const {
  const auto at = reinterpret_cast<std::uintptr_t>(address);
  auto after = ranges_.upper_bound(at);
  if (after == ranges_.begin()) {
    return false;
  }
  --after;
  return at - after->first < after->second.bytes && bytes <= after->second.bytes - (at - after->first);
}

COESITE_EXPORT CUresult cuMemAlloc_v2(CUdeviceptr* address, std::size_t bytes) {
  COESITE_ENTER;
  return streams.unsafe_now() ? streams.forbid() : device_memory.allocate(*address, bytes);
}

COESITE_EXPORT CUresult cuMemFree_v2(CUdeviceptr address) {
  COESITE_ENTER;
  if (address == 0) {
    return CUDA_SUCCESS;
  }
  if (streams.unsafe_now()) {
    return streams.forbid();
  }
  const CUresult result = streams.synchronise();  // work that is queued may still use it
  return result == CUDA_SUCCESS ? device_memory.release(address) : result;
}

COESITE_EXPORT CUresult cuMemGetInfo_v2(std::size_t* free, std::size_t* total) {
  COESITE_ENTER;
  *total = device_memory.budget();
  *free = device_memory.budget() - std::min(device_memory.used(), device_memory.budget());
  return CUDA_SUCCESS;
}

COESITE_EXPORT CUresult cuMemGetAddressRange_v2(CUdeviceptr* start, std::size_t* bytes, CUdeviceptr address) {
  COESITE_ENTER;
  CUdeviceptr first = 0;
  std::size_t size = 0;
  if (!device_memory.find(address, first, size)) {
    return CUDA_ERROR_INVALID_VALUE;
  }
  if (start != nullptr) {
    *start = first;
  }
  if (bytes != nullptr) {
    *bytes = size;
  }
  return CUDA_SUCCESS;
}

COESITE_EXPORT CUresult cuMemHostAlloc(void** address, std::size_t bytes, unsigned) {
  COESITE_ENTER;
  return streams.unsafe_now() ? streams.forbid() : host_memory.allocate(address, bytes);
}

COESITE_EXPORT CUresult cuMemAllocHost_v2(void** address, std::size_t bytes) { return cuMemHostAlloc(address, bytes, 0); }

COESITE_EXPORT CUresult cuMemFreeHost(void* address) {
  COESITE_ENTER;
  if (streams.unsafe_now()) {
    return streams.forbid();
  }
  const CUresult result = streams.synchronise();
  return result == CUDA_SUCCESS ? host_memory.release(address) : result;
}

COESITE_EXPORT CUresult cuMemHostRegister_v2(void* address, std::size_t bytes, unsigned) {
  COESITE_ENTER;
  return host_memory.add(address, bytes);
}

COESITE_EXPORT CUresult cuMemHostUnregister(void* address) {
  COESITE_ENTER;
  const CUresult result = streams.synchronise();
  return result == CUDA_SUCCESS ? host_memory.remove(address) : result;
}

}  // namespace coesite::emulated
