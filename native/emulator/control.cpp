// What the emulated driver offers beside a driver's entry points: to set it up, to see what happened, to start anew; and errors' names.
#include <cstring>
#include <string>
#include <utility>

#include "block.h"
#include "checks.h"
#include "driver.h"
#include "findings.h"
#include "memory.h"
#include "streams.h"

namespace coesite::emulated {

namespace {

struct Name {
  CUresult code;
  const char* name;
  const char* text;
};

constexpr Name NAMES[] = {
    {CUDA_SUCCESS, "CUDA_SUCCESS", "no error"},
    {CUDA_ERROR_INVALID_VALUE, "CUDA_ERROR_INVALID_VALUE", "invalid argument"},
    {CUDA_ERROR_OUT_OF_MEMORY, "CUDA_ERROR_OUT_OF_MEMORY", "out of memory"},
    {CUDA_ERROR_NOT_INITIALIZED, "CUDA_ERROR_NOT_INITIALIZED", "initialization error"},
    {CUDA_ERROR_NO_DEVICE, "CUDA_ERROR_NO_DEVICE", "no CUDA-capable device is detected"},
    {CUDA_ERROR_INVALID_DEVICE, "CUDA_ERROR_INVALID_DEVICE", "invalid device ordinal"},
    {CUDA_ERROR_INVALID_IMAGE, "CUDA_ERROR_INVALID_IMAGE", "device kernel image is invalid"},
    {CUDA_ERROR_INVALID_CONTEXT, "CUDA_ERROR_INVALID_CONTEXT", "invalid device context"},
    {CUDA_ERROR_OPERATING_SYSTEM, "CUDA_ERROR_OPERATING_SYSTEM", "OS call failed or operation not supported on this OS"},
    {CUDA_ERROR_INVALID_HANDLE, "CUDA_ERROR_INVALID_HANDLE", "invalid resource handle"},
    {CUDA_ERROR_ILLEGAL_STATE, "CUDA_ERROR_ILLEGAL_STATE", "the operation cannot be performed in the present state"},
    {CUDA_ERROR_NOT_FOUND, "CUDA_ERROR_NOT_FOUND", "named symbol not found"},
    {CUDA_ERROR_NOT_READY, "CUDA_ERROR_NOT_READY", "device not ready"},
    {CUDA_ERROR_ILLEGAL_ADDRESS, "CUDA_ERROR_ILLEGAL_ADDRESS", "an illegal memory access was encountered"},
    {CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES, "CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES", "too many resources requested for launch"},
    {CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED, "CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED", "part or all of the memory is already registered"},
    {CUDA_ERROR_HOST_MEMORY_NOT_REGISTERED, "CUDA_ERROR_HOST_MEMORY_NOT_REGISTERED", "the memory is not registered"},
    {CUDA_ERROR_LAUNCH_FAILED, "CUDA_ERROR_LAUNCH_FAILED", "unspecified launch failure"},
    {CUDA_ERROR_NOT_SUPPORTED, "CUDA_ERROR_NOT_SUPPORTED", "operation not supported"},
    {CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, "CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED", "operation not permitted when stream is capturing"},
    {CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, "CUDA_ERROR_STREAM_CAPTURE_INVALIDATED", "the capture was invalidated by a previous error"},
    {CUDA_ERROR_STREAM_CAPTURE_UNMATCHED, "CUDA_ERROR_STREAM_CAPTURE_UNMATCHED", "the capture was not begun in this stream"},
    {CUDA_ERROR_STREAM_CAPTURE_UNJOINED, "CUDA_ERROR_STREAM_CAPTURE_UNJOINED", "the capture has work that was not joined to its stream"},
    {CUDA_ERROR_STREAM_CAPTURE_IMPLICIT, "CUDA_ERROR_STREAM_CAPTURE_IMPLICIT", "the default stream would wait for a capturing stream"},
    {CUDA_ERROR_CAPTURED_EVENT, "CUDA_ERROR_CAPTURED_EVENT", "operation not permitted on an event last recorded in a capturing stream"},
    {CUDA_ERROR_GRAPH_EXEC_UPDATE_FAILURE, "CUDA_ERROR_GRAPH_EXEC_UPDATE_FAILURE", "the graph differs too much from the instantiated one"},
};

const Name* find(CUresult code) {
  for (const Name& name : NAMES) {
    if (name.code == code) {
      return &name;
    }
  }
  return nullptr;
}

}  // namespace

COESITE_EXPORT CUresult cuGetErrorName(CUresult code, const char** text) {
  const Name* name = find(code);
  *text = name == nullptr ? nullptr : name->name;
  return name == nullptr ? CUDA_ERROR_INVALID_VALUE : CUDA_SUCCESS;
}

COESITE_EXPORT CUresult cuGetErrorString(CUresult code, const char** text) {
  const Name* name = find(code);
  *text = name == nullptr ? nullptr : name->text;
  return name == nullptr ? CUDA_ERROR_INVALID_VALUE : CUDA_SUCCESS;
}

// Whether this processor runs what the kernels are compiled for.
COESITE_EXPORT int coesite_emulated_supported() { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }

// In which order blocks and threads take their turns: 0 ascending, 1 descending, 2 shuffled by the seed.
COESITE_EXPORT void coesite_emulated_order(unsigned blocks, unsigned threads, std::uint64_t seed) {
  const Entered entered;
  orders = {static_cast<Order>(blocks), static_cast<Order>(threads), seed};
}

// Turns the checks of loads and stores on or off: kernels of the other build do not run then. 0 where the system has no room for them.
COESITE_EXPORT int coesite_emulated_check(int on) {
  const Entered entered;
  return checks.set(on != 0);
}

COESITE_EXPORT void coesite_emulated_memory(std::uint64_t budget) {
  const Entered entered;
  device_memory.set_budget(budget);
}

// Counts: 0 allocations of device memory that live, 1 their bytes, 2 buffers of pinned host memory, 3 launches of kernels, 4 launches of graphs.
COESITE_EXPORT std::uint64_t coesite_emulated_count(int which) {
  const Entered entered;
  const std::uint64_t counts[] = {device_memory.count(), device_memory.used(), host_memory.count(), driver.launches, driver.graph_launches};
  return which >= 0 && which < 5 ? counts[which] : 0;
}

// Copies what was found first since the last reset, ended by a zero; empty where there is nothing.
COESITE_EXPORT void coesite_emulated_report(char* text, std::uint64_t size) {
  const Entered entered;
  const std::string found = last_report();
  const std::size_t n = found.copy(text, size - 1);
  text[n] = 0;
}

// Forgets failures, reports, counts and work that is queued, and sets orders and the budget back.
COESITE_EXPORT void coesite_emulated_reset() {
  const Entered entered;
  driver.failure = CUDA_SUCCESS;
  driver.launches = driver.graph_launches = 0;
  streams.clear();
  clear_report();
  orders = {};
  device_memory.set_budget(DeviceMemory::DEFAULT_BUDGET);
}

}  // namespace coesite::emulated
