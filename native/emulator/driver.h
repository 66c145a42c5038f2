// The state that the entry points share. All of them hold one lock, and what a stream has queued is done by whoever waits for it.
#pragma once

#include <mutex>

#include "cuda_types.h"

namespace coesite::emulated {

struct Driver {
  std::recursive_mutex mutex;
  bool initialised = false;
  int retained = 0;                 // of the primary context
  CUresult failure = CUDA_SUCCESS;  // of a launch: from then on every call returns it, as on a GPU
  std::uint64_t launches = 0;       // of kernels, those of graphs too
  std::uint64_t graph_launches = 0;
};

extern Driver driver;

// Taken at the start of an entry point. It is ready() where the driver is initialised, a context is current and nothing has failed.
class Entered {
 public:
  Entered() : lock_(driver.mutex) {}
  CUresult ready() const;

 private:
  std::lock_guard<std::recursive_mutex> lock_;
};

}  // namespace coesite::emulated

// The beginning of an entry point that needs a context.
#define COESITE_ENTER                                                          \
  const ::coesite::emulated::Entered entered;                                  \
  if (const CUresult not_ready = entered.ready(); not_ready != CUDA_SUCCESS) { \
    return not_ready;                                                          \
  }
