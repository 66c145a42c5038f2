#include <string>
#include <vector>

#include "checks.h"
#include "driver.h"
#include "findings.h"
#include "library.h"
#include "memory.h"
#include "streams.h"

namespace coesite::emulated {

namespace {

const unsigned char* element_at(const CoesiteMatrix& matrix, std::size_t element, std::size_t i, std::size_t j) {
  return static_cast<const unsigned char*>(matrix.start) + (j * matrix.leading + i) * element;
}

CUresult check(const char* call, const char* name, std::size_t element, const CoesiteMatrix& matrix) {
  if (matrix.rows == 0 || matrix.columns == 0) {
    return CUDA_SUCCESS;
  }
  const std::size_t bytes = ((matrix.columns - 1) * matrix.leading + matrix.rows) * element;
  if (!device_memory.holds(reinterpret_cast<CUdeviceptr>(matrix.start), bytes)) {
    report(std::string(call) + ": the " + std::to_string(bytes) + " bytes of matrix " + name + " are not in one allocation of device memory");
    return CUDA_ERROR_ILLEGAL_ADDRESS;
  }
  return CUDA_SUCCESS;
}

// By columns, as what lies between them is somebody else's.
CUresult touch(const char* call, std::size_t element, const CoesiteMatrix& matrix, Access access) {
  for (std::size_t j = 0; j < matrix.columns; j++) {
    const std::string race = checks.touched(element_at(matrix, element, 0, j), matrix.rows * element, access);
    if (!race.empty()) {
      report(std::string(call) + ": " + race);
      return CUDA_ERROR_LAUNCH_FAILED;
    }
  }
  return CUDA_SUCCESS;
}

// Which rows, or columns, have nothing in them that nobody wrote.
std::vector<bool> written(const CoesiteMatrix& matrix, std::size_t element, bool by_rows) {
  std::vector<bool> whole(by_rows ? matrix.rows : matrix.columns, true);
  for (std::size_t j = 0; j < matrix.columns; j++) {
    if (checks.all_written(element_at(matrix, element, 0, j), matrix.rows * element)) {
      continue;
    }
    for (std::size_t i = 0; i < matrix.rows; i++) {
      if (!checks.all_written(element_at(matrix, element, i, j), element)) {
        whole[by_rows ? i : j] = false;
      }
    }
  }
  return whole;
}

// What comes of something that nobody wrote counts as unwritten itself: products of padded rows are no error until a kernel reads them.
void spread(std::size_t element, const CoesiteMatrix& a, const CoesiteMatrix& b, const CoesiteMatrix& c, bool adds) {
  const std::vector<bool> rows = written(a, element, !a.transposed);
  const std::vector<bool> columns = written(b, element, b.transposed);
  for (std::size_t j = 0; j < c.columns; j++) {
    for (std::size_t i = 0; i < c.rows; i++) {
      const unsigned char* at = element_at(c, element, i, j);
      if (!rows[i] || !columns[j]) {
        checks.unwritten(at, element);
      } else if (!adds) {
        checks.written(at, element);
      }
    }
  }
}

}  // namespace

COESITE_EXPORT CUresult coesite_emulated_enqueue(CUstream handle, const char* name, CUresult (*function)(const void*), const void* data,
                                                 std::size_t size) {
  COESITE_ENTER;
  const auto stream = streams.find(handle);
  if (!stream) {
    return CUDA_ERROR_INVALID_HANDLE;
  }
  const auto* bytes = static_cast<const unsigned char*>(data);
  const std::vector<unsigned char> copy(bytes, bytes + size);
  return streams.enqueue(stream, {Work::Kind::LIBRARY, [function, copy] { return function(copy.data()); }, name});
}

COESITE_EXPORT CUresult coesite_emulated_product(const char* call, std::size_t element, const CoesiteMatrix* a, const CoesiteMatrix* b,
                                                 const CoesiteMatrix* c, bool adds) {
  CUresult result = check(call, "A", element, *a);
  if (result == CUDA_SUCCESS) {
    result = check(call, "B", element, *b);
  }
  if (result == CUDA_SUCCESS) {
    result = check(call, "C", element, *c);
  }
  if (result == CUDA_SUCCESS) {
    result = touch(call, element, *a, Access::READ);
  }
  if (result == CUDA_SUCCESS) {
    result = touch(call, element, *b, Access::READ);
  }
  if (result == CUDA_SUCCESS) {
    result = touch(call, element, *c, Access::WRITE);
  }
  if (result == CUDA_SUCCESS && checks.on()) {
    spread(element, *a, *b, *c, adds);
  }
  return result;
}

}  // namespace coesite::emulated
