// Entry points about the device and its context, which is the primary one.
#include <cstdio>
#include <cstring>

#include "driver.h"
#include "memory.h"
#include "streams.h"

struct Context {};

namespace coesite::emulated {

Driver driver;

namespace {

Context primary;
thread_local CUcontext current = nullptr;

int attribute(int which) {
  switch (which) {
    case ATTRIBUTE_MAX_THREADS_PER_BLOCK:
    case ATTRIBUTE_MAX_BLOCK_DIM_X:
    case ATTRIBUTE_MAX_BLOCK_DIM_Y:
      return MAX_THREADS;
    case ATTRIBUTE_MAX_BLOCK_DIM_Z:
      return 64;
    case ATTRIBUTE_MAX_GRID_DIM_X:
      return 0x7fffffff;
    case ATTRIBUTE_MAX_GRID_DIM_Y:
    case ATTRIBUTE_MAX_GRID_DIM_Z:
      return 65535;
    case ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK:
      return SHARED_PER_BLOCK;
    case ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN:
      return SHARED_PER_BLOCK_OPTIN;
    case ATTRIBUTE_MAX_SHARED_MEMORY_PER_MULTIPROCESSOR:
      return SHARED_PER_MULTIPROCESSOR;
    case ATTRIBUTE_RESERVED_SHARED_MEMORY_PER_BLOCK:
      return SHARED_RESERVED;
    case ATTRIBUTE_TOTAL_CONSTANT_MEMORY:
    case ATTRIBUTE_MAX_REGISTERS_PER_BLOCK:
    case ATTRIBUTE_MAX_REGISTERS_PER_MULTIPROCESSOR:
      return 65536;
    case ATTRIBUTE_WARP_SIZE:
      return 32;
    case ATTRIBUTE_CLOCK_RATE:
    case ATTRIBUTE_MEMORY_CLOCK_RATE:
      return 1'000'000;
    case ATTRIBUTE_GLOBAL_MEMORY_BUS_WIDTH:
      return 64;
    case ATTRIBUTE_L2_CACHE_SIZE:
      return 4 << 20;
    case ATTRIBUTE_MULTIPROCESSOR_COUNT:
      return MULTIPROCESSORS;
    case ATTRIBUTE_MAX_THREADS_PER_MULTIPROCESSOR:
      return MAX_THREADS_PER_MULTIPROCESSOR;
    case ATTRIBUTE_MAX_BLOCKS_PER_MULTIPROCESSOR:
      return MAX_BLOCKS_PER_MULTIPROCESSOR;
    case ATTRIBUTE_CAN_MAP_HOST_MEMORY:
    case ATTRIBUTE_CONCURRENT_KERNELS:
    case ATTRIBUTE_ASYNC_ENGINE_COUNT:
    case ATTRIBUTE_UNIFIED_ADDRESSING:
    case ATTRIBUTE_STREAM_PRIORITIES_SUPPORTED:
    case ATTRIBUTE_HOST_REGISTER_SUPPORTED:
      return 1;
    case ATTRIBUTE_SINGLE_TO_DOUBLE_PRECISION_PERF_RATIO:
      return 2;
    case ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR:
      return 9;
    default:
      return 0;
  }
}

CUresult check_device(CUdevice device) {
  if (!driver.initialised) {
    return CUDA_ERROR_NOT_INITIALIZED;
  }
  return device == 0 ? CUDA_SUCCESS : CUDA_ERROR_INVALID_DEVICE;
}

// An entry point that asks about a device.
#define COESITE_ENTER_DEVICE(device)                                        \
  const Entered entered;                                                    \
  if (const CUresult wrong = check_device(device); wrong != CUDA_SUCCESS) { \
    return wrong;                                                           \
  }

}  // namespace

CUresult Entered::ready() const {
  if (!driver.initialised) {
    return CUDA_ERROR_NOT_INITIALIZED;
  }
  return current == nullptr || driver.retained == 0 ? CUDA_ERROR_INVALID_CONTEXT : driver.failure;
}

COESITE_EXPORT CUresult cuInit(unsigned flags) {
  const Entered entered;
  driver.initialised = driver.initialised || flags == 0;
  return flags == 0 ? CUDA_SUCCESS : CUDA_ERROR_INVALID_VALUE;
}

COESITE_EXPORT CUresult cuDriverGetVersion(int* version) {
  *version = 13000;
  return CUDA_SUCCESS;
}

COESITE_EXPORT CUresult cuDeviceGetCount(int* count) {
  *count = 1;
  return driver.initialised ? CUDA_SUCCESS : CUDA_ERROR_NOT_INITIALIZED;
}

COESITE_EXPORT CUresult cuDeviceGet(CUdevice* device, int ordinal) {
  COESITE_ENTER_DEVICE(ordinal);
  *device = 0;
  return CUDA_SUCCESS;
}

COESITE_EXPORT CUresult cuDeviceGetName(char* name, int length, CUdevice device) {
  COESITE_ENTER_DEVICE(device);
  std::snprintf(name, static_cast<std::size_t>(length), "Coesite emulated GPU");
  return CUDA_SUCCESS;
}

COESITE_EXPORT CUresult cuDeviceGetAttribute(int* value, int which, CUdevice device) {
  COESITE_ENTER_DEVICE(device);
  *value = attribute(which);
  return CUDA_SUCCESS;
}

COESITE_EXPORT CUresult cuDeviceTotalMem_v2(std::size_t* bytes, CUdevice device) {
  COESITE_ENTER_DEVICE(device);
  *bytes = device_memory.budget();
  return CUDA_SUCCESS;
}

COESITE_EXPORT CUresult cuDeviceGetUuid(void* uuid, CUdevice device) {
  COESITE_ENTER_DEVICE(device);
  std::memcpy(uuid, "coesite-emulated", 16);
  return CUDA_SUCCESS;
}

COESITE_EXPORT CUresult cuDeviceGetUuid_v2(void* uuid, CUdevice device) { return cuDeviceGetUuid(uuid, device); }

COESITE_EXPORT CUresult cuDeviceGetPCIBusId(char* id, int length, CUdevice device) {
  COESITE_ENTER_DEVICE(device);
  std::snprintf(id, static_cast<std::size_t>(length), "0000:00:00.0");
  return CUDA_SUCCESS;
}

COESITE_EXPORT CUresult cuDeviceComputeCapability(int* major, int* minor, CUdevice device) {
  COESITE_ENTER_DEVICE(device);
  *major = attribute(ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR);
  *minor = attribute(ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
  return CUDA_SUCCESS;
}

COESITE_EXPORT CUresult cuDevicePrimaryCtxRetain(CUcontext* context, CUdevice device) {
  COESITE_ENTER_DEVICE(device);
  driver.retained++;
  *context = &primary;
  return CUDA_SUCCESS;
}

COESITE_EXPORT CUresult cuDevicePrimaryCtxRelease_v2(CUdevice device) {
  COESITE_ENTER_DEVICE(device);
  if (driver.retained == 0) {
    return CUDA_ERROR_INVALID_CONTEXT;
  }
  driver.retained--;
  if (driver.retained == 0) {
    streams.synchronise();
    streams.clear();
    device_memory.clear();
    driver.failure = CUDA_SUCCESS;
  }
  return CUDA_SUCCESS;
}

COESITE_EXPORT CUresult cuDevicePrimaryCtxReset_v2(CUdevice device) {
  COESITE_ENTER_DEVICE(device);
  streams.clear();
  device_memory.clear();
  driver.failure = CUDA_SUCCESS;
  return CUDA_SUCCESS;
}

COESITE_EXPORT CUresult cuDevicePrimaryCtxSetFlags_v2(CUdevice device, unsigned) {
  COESITE_ENTER_DEVICE(device);
  return CUDA_SUCCESS;
}

COESITE_EXPORT CUresult cuDevicePrimaryCtxGetState(CUdevice device, unsigned* flags, int* active) {
  COESITE_ENTER_DEVICE(device);
  *flags = 0;
  *active = driver.retained > 0;
  return CUDA_SUCCESS;
}

COESITE_EXPORT CUresult cuCtxSetCurrent(CUcontext context) {
  const Entered entered;
  if (context != nullptr && context != &primary) {
    return CUDA_ERROR_INVALID_CONTEXT;
  }
  current = context;
  return driver.initialised ? CUDA_SUCCESS : CUDA_ERROR_NOT_INITIALIZED;
}

COESITE_EXPORT CUresult cuCtxGetCurrent(CUcontext* context) {
  *context = current;
  return driver.initialised ? CUDA_SUCCESS : CUDA_ERROR_NOT_INITIALIZED;
}

// With one context, a stack of them is as deep as what is current.
COESITE_EXPORT CUresult cuCtxPushCurrent_v2(CUcontext context) { return cuCtxSetCurrent(context); }

COESITE_EXPORT CUresult cuCtxPopCurrent_v2(CUcontext* context) {
  COESITE_ENTER;
  if (context != nullptr) {
    *context = current;
  }
  current = nullptr;
  return CUDA_SUCCESS;
}

COESITE_EXPORT CUresult cuCtxGetDevice(CUdevice* device) {
  COESITE_ENTER;
  *device = 0;
  return CUDA_SUCCESS;
}

COESITE_EXPORT CUresult cuCtxGetApiVersion(CUcontext, unsigned* version) {
  *version = 13000;
  return CUDA_SUCCESS;
}

COESITE_EXPORT CUresult cuCtxGetStreamPriorityRange(int* least, int* greatest) {
  *least = 0;
  *greatest = -5;
  return CUDA_SUCCESS;
}

COESITE_EXPORT CUresult cuCtxSynchronize() {
  COESITE_ENTER;
  return streams.capturing() ? streams.forbid() : streams.synchronise();
}

}  // namespace coesite::emulated
