// What the emulated driver gives to libraries that queue work of their own, as cuBLAS does.
#pragma once

#include <cstddef>

#include "cuda_types.h"

// A column-major matrix in device memory as it is stored; a product may take it transposed.
struct CoesiteMatrix {
  const void* start;
  std::size_t rows, columns, leading;
  bool transposed;
};

// Queues a function, with a name for reports; its data are copied.
extern "C" CUresult coesite_emulated_enqueue(CUstream stream, const char* name, CUresult (*function)(const void*), const void* data,
                                             std::size_t size);

// Tells that such a function is about to compute c = a b, or c += a b where `adds`, with elements of that many bytes. Where the memory is wrong, that
// is reported and the function has to return the result.
extern "C" CUresult coesite_emulated_product(const char* call, std::size_t element, const CoesiteMatrix* a, const CoesiteMatrix* b,
                                             const CoesiteMatrix* c, bool adds);
