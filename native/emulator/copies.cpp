// Entry points that copy and fill memory.
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "checks.h"
#include "driver.h"
#include "findings.h"
#include "memory.h"
#include "streams.h"

namespace coesite::emulated {

namespace {

// What a host buffer holds until the copy into it is done: not a number in either precision.
constexpr int POISON = 0xff;

void* pointer(CUdeviceptr address) { return reinterpret_cast<void*>(address); }

CUresult enqueue(CUstream handle, Work::Kind kind, std::function<CUresult()> run) {
  const auto stream = streams.find(handle);
  const char* const name = kind == Work::Kind::COPY ? "a copy" : "a fill";
  return stream ? streams.enqueue(stream, {kind, std::move(run), name}) : CUDA_ERROR_INVALID_HANDLE;
}

CUresult touch(const char* name, CUdeviceptr address, std::size_t bytes, Access access) {
  const std::string race = checks.touched(pointer(address), bytes, access);
  if (race.empty()) {
    return CUDA_SUCCESS;
  }
  report(std::string(name) + ": " + race);
  return CUDA_ERROR_LAUNCH_FAILED;
}

// In the default stream, and waited for.
CUresult blocking(CUresult enqueued) {
  if (enqueued != CUDA_SUCCESS) {
    return enqueued;
  }
  return streams.synchronise(streams.find(CUstream{}));
}

CUresult to_device(CUdeviceptr to, const void* from, std::size_t bytes) {
  if (!device_memory.holds(to, bytes)) {
    return CUDA_ERROR_ILLEGAL_ADDRESS;
  }
  std::memcpy(pointer(to), from, bytes);
  checks.written(pointer(to), bytes);
  return touch("copy to the device", to, bytes, Access::WRITE);
}

CUresult to_host(void* to, CUdeviceptr from, std::size_t bytes) {
  if (!device_memory.holds(from, bytes)) {
    return CUDA_ERROR_ILLEGAL_ADDRESS;
  }
  std::memcpy(to, pointer(from), bytes);
  return touch("copy to the host", from, bytes, Access::READ);
}

CUresult within(CUdeviceptr to, CUdeviceptr from, std::size_t bytes) {
  if (!device_memory.holds(from, bytes) || !device_memory.holds(to, bytes)) {
    return CUDA_ERROR_ILLEGAL_ADDRESS;
  }
  std::memmove(pointer(to), pointer(from), bytes);
  checks.copied(pointer(to), pointer(from), bytes);
  const CUresult result = touch("copy", from, bytes, Access::READ);
  return result == CUDA_SUCCESS ? touch("copy", to, bytes, Access::WRITE) : result;
}

template <typename T>
CUresult fill(CUdeviceptr to, T value, std::size_t n, CUstream stream) {
  if (!device_memory.holds(to, n * sizeof(T)) || to % sizeof(T) != 0) {
    return CUDA_ERROR_INVALID_VALUE;
  }
  return enqueue(stream, Work::Kind::SET, [=] {
    if (!device_memory.holds(to, n * sizeof(T))) {
      return CUDA_ERROR_ILLEGAL_ADDRESS;
    }
    T* const at = static_cast<T*>(pointer(to));
    for (std::size_t i = 0; i < n; i++) {
      at[i] = value;
    }
    checks.written(at, n * sizeof(T));
    return touch("fill", to, n * sizeof(T), Access::WRITE);
  });
}

}  // namespace

COESITE_EXPORT CUresult cuMemcpyHtoDAsync_v2(CUdeviceptr to, const void* from, std::size_t bytes, CUstream stream) {
  COESITE_ENTER;
  if (bytes == 0) {
    return CUDA_SUCCESS;
  }
  if (from == nullptr || !device_memory.holds(to, bytes)) {
    return CUDA_ERROR_INVALID_VALUE;
  }
  const auto found = streams.find(stream);
  if (host_memory.pinned(from, bytes) || (found && found->capture)) {
    return enqueue(stream, Work::Kind::COPY, [=] { return to_device(to, from, bytes); });
  }
  const auto* first = static_cast<const unsigned char*>(from);
  const auto staged = std::make_shared<std::vector<unsigned char>>(first, first + bytes);
  return enqueue(stream, Work::Kind::COPY, [=] { return to_device(to, staged->data(), bytes); });
}

COESITE_EXPORT CUresult cuMemcpyDtoHAsync_v2(void* to, CUdeviceptr from, std::size_t bytes, CUstream stream) {
  COESITE_ENTER;
  if (bytes == 0) {
    return CUDA_SUCCESS;
  }
  const auto found = streams.find(stream);
  if (to == nullptr || !found || !device_memory.holds(from, bytes)) {
    return CUDA_ERROR_INVALID_VALUE;
  }
  const bool captured = found->capture != nullptr;
  const CUresult result = enqueue(stream, Work::Kind::COPY, [=] { return to_host(to, from, bytes); });
  if (result != CUDA_SUCCESS || captured) {
    return result;
  }
  if (!host_memory.pinned(to, bytes)) {
    return streams.synchronise(found);
  }
  std::memset(to, POISON, bytes);
  return CUDA_SUCCESS;
}

COESITE_EXPORT CUresult cuMemcpyDtoDAsync_v2(CUdeviceptr to, CUdeviceptr from, std::size_t bytes, CUstream stream) {
  COESITE_ENTER;
  if (bytes == 0) {
    return CUDA_SUCCESS;
  }
  if (!device_memory.holds(from, bytes) || !device_memory.holds(to, bytes)) {
    return CUDA_ERROR_INVALID_VALUE;
  }
  return enqueue(stream, Work::Kind::COPY, [=] { return within(to, from, bytes); });
}

COESITE_EXPORT CUresult cuMemcpyHtoD_v2(CUdeviceptr to, const void* from, std::size_t bytes) {
  COESITE_ENTER;
  return streams.unsafe_now() ? streams.forbid() : blocking(cuMemcpyHtoDAsync_v2(to, from, bytes, nullptr));
}

COESITE_EXPORT CUresult cuMemcpyDtoH_v2(void* to, CUdeviceptr from, std::size_t bytes) {
  COESITE_ENTER;
  return streams.unsafe_now() ? streams.forbid() : blocking(cuMemcpyDtoHAsync_v2(to, from, bytes, nullptr));
}

COESITE_EXPORT CUresult cuMemcpyDtoD_v2(CUdeviceptr to, CUdeviceptr from, std::size_t bytes) {
  COESITE_ENTER;
  return streams.unsafe_now() ? streams.forbid() : cuMemcpyDtoDAsync_v2(to, from, bytes, nullptr);
}

COESITE_EXPORT CUresult cuMemsetD8Async(CUdeviceptr to, unsigned char value, std::size_t n, CUstream stream) {
  COESITE_ENTER;
  return fill<std::uint8_t>(to, value, n, stream);
}

COESITE_EXPORT CUresult cuMemsetD16Async(CUdeviceptr to, unsigned short value, std::size_t n, CUstream stream) {
  COESITE_ENTER;
  return fill<std::uint16_t>(to, value, n, stream);
}

COESITE_EXPORT CUresult cuMemsetD32Async(CUdeviceptr to, unsigned value, std::size_t n, CUstream stream) {
  COESITE_ENTER;
  return fill<std::uint32_t>(to, value, n, stream);
}

COESITE_EXPORT CUresult cuMemsetD8_v2(CUdeviceptr to, unsigned char value, std::size_t n) { return cuMemsetD8Async(to, value, n, nullptr); }

COESITE_EXPORT CUresult cuMemsetD16_v2(CUdeviceptr to, unsigned short value, std::size_t n) { return cuMemsetD16Async(to, value, n, nullptr); }

COESITE_EXPORT CUresult cuMemsetD32_v2(CUdeviceptr to, unsigned value, std::size_t n) { return cuMemsetD32Async(to, value, n, nullptr); }

}  // namespace coesite::emulated
