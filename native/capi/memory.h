// Memory of results, which the caller releases.
#ifndef COESITE_MEMORY_H
#define COESITE_MEMORY_H

#include <cstdint>

namespace coesite {

// From a number of bytes to a block of them, or NULL.
using Allocator = void* (*)(std::int64_t);

// A block that begins at a multiple of 64 bytes, to be given to free(). Called by the Java side.
void* allocate(std::int64_t bytes);

}  // namespace coesite

#endif
