// What the emulated driver gives to libraries that queue work of their own, as cuBLAS does.
#include <string>
#include <vector>

#include "checks.h"
#include "driver.h"
#include "findings.h"
#include "memory.h"
#include "streams.h"

namespace coesite::emulated {

// Queues a function, which returns a CUresult; its data are copied.
COESITE_EXPORT CUresult coesite_emulated_enqueue(CUstream handle, CUresult (*function)(const void*), const void* data, std::size_t size) {
  COESITE_ENTER;
  const auto stream = streams.find(handle);
  if (!stream) {
    return CUDA_ERROR_INVALID_HANDLE;
  }
  const auto* bytes = static_cast<const unsigned char*>(data);
  const std::vector<unsigned char> copy(bytes, bytes + size);
  return streams.enqueue(stream, {Work::Kind::LIBRARY, reinterpret_cast<const void*>(function), [function, copy] { return function(copy.data()); }});
}

// Tells that such a function reads or writes a column-major matrix: `columns` runs of `rows` bytes, each `leading` bytes after the one before.
COESITE_EXPORT CUresult coesite_emulated_matrix(const char* call, const char* name, void* matrix, std::size_t rows, std::size_t columns,
                                                std::size_t leading, int written) {
  if (rows == 0 || columns == 0) {
    return CUDA_SUCCESS;
  }
  const std::size_t bytes = (columns - 1) * leading + rows;
  if (!device_memory.holds(reinterpret_cast<CUdeviceptr>(matrix), bytes)) {
    report(std::string(call) + ": the " + std::to_string(bytes) + " bytes of matrix " + name + " are not in one allocation of device memory");
    return CUDA_ERROR_ILLEGAL_ADDRESS;
  }
  for (std::size_t j = 0; written != 0 && checks.on() && j < columns; j++) {
    checks.written(static_cast<unsigned char*>(matrix) + j * leading, rows);
  }
  return CUDA_SUCCESS;
}

}  // namespace coesite::emulated
