// Images that are loaded, and their entry points.
#pragma once

#include "cuda_types.h"
#include "image.h"

struct Function {
  const coesite::emulated::Kernel* kernel;
  coesite::emulated::Image* image;
  Module* module;
  int max_dynamic_shared = SHARED_PER_BLOCK;
};

namespace coesite::emulated {

// How many multiprocessor's blocks of that size fit, by threads and shared memory: the emulation has no registers to run out of.
int blocks_per_multiprocessor(int threads, std::size_t shared);

bool is_function(CUfunction function);

// The bytes that arguments take, packed.
std::size_t packed_size(const Kernel& kernel);

}  // namespace coesite::emulated
