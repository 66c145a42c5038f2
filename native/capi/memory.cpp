#include "memory.h"

#include <cstdlib>

namespace coesite {

void* allocate(std::int64_t bytes) {
  constexpr std::size_t ALIGNMENT = 64;
  return std::aligned_alloc(ALIGNMENT, (static_cast<std::size_t>(bytes) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
}

}  // namespace coesite
