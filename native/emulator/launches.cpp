// Launches of kernels: all that can be wrong with one is found here, before it is queued.
#include <algorithm>
#include <cstring>
#include <string>

#include "block.h"
#include "checks.h"
#include "driver.h"
#include "findings.h"
#include "modules.h"
#include "streams.h"

namespace coesite::emulated {

namespace {

// The marks in a launch's `extra`: END, then pairs.
void* const PARAM_END = nullptr;
void* const PARAM_BUFFER_POINTER = reinterpret_cast<void*>(1);
void* const PARAM_BUFFER_SIZE = reinterpret_cast<void*>(2);

CUresult refuse(const Kernel& kernel, CUresult error, const std::string& reason) {
  report("kernel " + std::string(kernel.name) + ": " + reason);
  return error;
}

CUresult check_shape(const Function& function, const Index& grid, const Index& block, unsigned shared) {
  const Kernel& kernel = *function.kernel;
  if ((function.image->checked != 0) != checks.on()) {
    return refuse(kernel, CUDA_ERROR_INVALID_IMAGE,
                  checks.on() ? "its image is not of the checked build" : "its image is of the checked build, but checks are off");
  }
  if (grid.x == 0 || grid.y == 0 || grid.z == 0 || block.x == 0 || block.y == 0 || block.z == 0) {
    return refuse(kernel, CUDA_ERROR_INVALID_VALUE,
                  "launched with " + describe("grid", grid) + " and " + describe("block", block) + ", one of them empty");
  }
  if (grid.x > 0x7fffffffu || grid.y > 65535 || grid.z > 65535 || block.x > MAX_THREADS || block.y > MAX_THREADS || block.z > 64) {
    return refuse(kernel, CUDA_ERROR_INVALID_VALUE,
                  "launched with " + describe("grid", grid) + " and " + describe("block", block) + ", more than the device has");
  }
  const std::size_t threads = static_cast<std::size_t>(block.x) * block.y * block.z;
  if (threads > MAX_THREADS) {
    return refuse(kernel, CUDA_ERROR_INVALID_VALUE, "launched with " + std::to_string(threads) + " threads in a block, more than the device's 1024");
  }
  if (threads > kernel.max_threads) {
    return refuse(
        kernel, CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES,
        "launched with " + std::to_string(threads) + " threads in a block, more than its launch bound of " + std::to_string(kernel.max_threads));
  }
  if (shared > static_cast<unsigned>(function.max_dynamic_shared)) {
    return refuse(kernel, CUDA_ERROR_INVALID_VALUE,
                  "launched with " + std::to_string(shared) + " bytes of shared memory, more than the " +
                      std::to_string(function.max_dynamic_shared) + " that were asked for");
  }
  return CUDA_SUCCESS;
}

CUresult read_buffer(const Kernel& kernel, void** extra, std::vector<unsigned char>& arguments) {
  const void* buffer = nullptr;
  std::size_t size = 0;
  for (; *extra != PARAM_END; extra += 2) {
    if (extra[0] == PARAM_BUFFER_POINTER) {
      buffer = extra[1];
    } else if (extra[0] == PARAM_BUFFER_SIZE) {
      std::memcpy(&size, extra[1], sizeof(size));
    } else {
      return refuse(kernel, CUDA_ERROR_INVALID_VALUE, "launched with something unknown in its extra options");
    }
  }
  const std::size_t expected = packed_size(kernel);
  if (size != expected || (buffer == nullptr && size > 0)) {
    return refuse(kernel, CUDA_ERROR_INVALID_VALUE,
                  "launched with " + std::to_string(size) + " bytes of arguments; its " + std::to_string(kernel.parameters) + " arguments take " +
                      std::to_string(expected));
  }
  const auto* bytes = static_cast<const unsigned char*>(buffer);
  arguments.assign(bytes, bytes + size);
  return CUDA_SUCCESS;
}

void read_pointers(const Kernel& kernel, void** pointers, std::vector<unsigned char>& arguments) {
  arguments.assign(packed_size(kernel), 0);
  std::size_t at = 0;
  for (unsigned i = 0; i < kernel.parameters; i++) {
    const Parameter& parameter = kernel.parameter[i];
    at = (at + parameter.alignment - 1) / parameter.alignment * parameter.alignment;
    std::memcpy(&arguments[at], pointers[i], parameter.size);
    at += parameter.size;
  }
}

}  // namespace

COESITE_EXPORT CUresult cuLaunchKernel(CUfunction function, unsigned grid_x, unsigned grid_y, unsigned grid_z, unsigned block_x, unsigned block_y,
                                       unsigned block_z, unsigned shared, CUstream handle, void** pointers, void** extra) {
  COESITE_ENTER;
  const auto stream = streams.find(handle);
  if (!stream || !is_function(function)) {
    return CUDA_ERROR_INVALID_HANDLE;
  }
  const Kernel& kernel = *function->kernel;
  Launch launch{&kernel, function->image, {grid_x, grid_y, grid_z}, {block_x, block_y, block_z}, shared, {}};
  CUresult result = check_shape(*function, launch.grid, launch.block, shared);
  if (result != CUDA_SUCCESS) {
    return result;
  }
  if (extra != nullptr) {
    result = read_buffer(kernel, extra, launch.arguments);
  } else if (pointers != nullptr) {
    read_pointers(kernel, pointers, launch.arguments);
  } else if (kernel.parameters > 0) {
    result = refuse(kernel, CUDA_ERROR_INVALID_VALUE, "launched without its " + std::to_string(kernel.parameters) + " arguments");
  }
  if (result != CUDA_SUCCESS) {
    return result;
  }
  return streams.enqueue(stream, {Work::Kind::KERNEL,
                                  [launch] {
                                    driver.launches++;
                                    return run_grid(launch);
                                  },
                                  "kernel " + std::string(kernel.name)});
}

}  // namespace coesite::emulated
