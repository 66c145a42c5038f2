// CUDA C++ as far as the kernels use it, for the host's C++ compiler: what common.cuh includes instead of the device's own declarations. Each kernel
// family is one translation unit and becomes one image, a shared object that the emulated driver loads.
#pragma once

#include <cstring>
#include <type_traits>

#include "arithmetic.h"
#include "image.h"
#include "vectors.h"

#define __global__
#define __device__
#define __host__
#define __constant__
#define __forceinline__ inline __attribute__((always_inline))
#define __noinline__ __attribute__((noinline))
#define __launch_bounds__(...)
#define __align__(n) __attribute__((aligned(n)))
#define __grid_constant__

namespace coesite::emulated {

#ifdef COESITE_CHECKED
constexpr std::uint32_t CHECKED = 1;
#else
constexpr std::uint32_t CHECKED = 0;
#endif

static Place place;
static Image image = {IMAGE_VERSION, CHECKED, nullptr, &place, nullptr};

}  // namespace coesite::emulated

// What the driver looks up.
extern "C" __attribute__((visibility("default"))) coesite::emulated::Image* coesite_image() { return &coesite::emulated::image; }

[[maybe_unused]] static const coesite::emulated::Index& threadIdx = coesite::emulated::place.thread;
[[maybe_unused]] static const coesite::emulated::Index& blockIdx = coesite::emulated::place.block;
[[maybe_unused]] static const coesite::emulated::Index& blockDim = coesite::emulated::place.block_size;
[[maybe_unused]] static const coesite::emulated::Index& gridDim = coesite::emulated::place.grid_size;
[[maybe_unused]] static constexpr int warpSize = coesite::emulated::LANES;

namespace coesite::emulated {

// Entry points: registered when the image is loaded, called with their packed arguments.

template <auto Function>
struct Entry;

template <typename... A, void (*Function)(A...)>
struct Entry<Function> {
  static_assert((std::is_trivially_copyable_v<A> && ...), "arguments of kernels are copied as bytes");
  static constexpr Parameter PARAMETERS[sizeof...(A) + 1] = {{sizeof(A), alignof(A)}..., {0, 1}};

  template <typename T>
  static T next(const unsigned char* arguments, std::size_t& at) {
    at = (at + alignof(T) - 1) / alignof(T) * alignof(T);
    T value;
    std::memcpy(&value, arguments + at, sizeof(T));
    at += sizeof(T);
    return value;
  }

  static void invoke([[maybe_unused]] const unsigned char* arguments) {
    [[maybe_unused]] std::size_t at = 0;
    struct Call {
      Call(A... values) { Function(values...); }
    };
    Call{next<A>(arguments, at)...};  // braces, because they fix the order of evaluation
  }
};

struct Registration {
  Kernel kernel;
  Registration(const char* name, unsigned max_threads, unsigned parameters, const Parameter* parameter, void (*invoke)(const unsigned char*))
      : kernel{name, max_threads, parameters, parameter, invoke, coesite::emulated::image.kernels} {
    coesite::emulated::image.kernels = &kernel;
  }
};

template <auto Function>
struct Registered : Registration {
  using E = Entry<Function>;
  Registered(const char* name, unsigned max_threads)
      : Registration(name, max_threads, sizeof(E::PARAMETERS) / sizeof(Parameter) - 1, E::PARAMETERS, E::invoke) {}
};

// Shared memory: the arrays of a kernel are numbered in the order in which each thread asks for them.
struct SharedArrays {
  unsigned taken = 0;

  template <typename T>
  T* take(std::size_t n, const char* name) {
    return static_cast<T*>(coesite::emulated::image.services->shared_array(taken++, n * sizeof(T), name));
  }
};

// Operations of a warp.

inline unsigned lane() { return (place.thread.x + place.block_size.x * (place.thread.y + place.block_size.y * place.thread.z)) % LANES; }

template <typename T>
T shuffle(unsigned mask, T value, unsigned source, int line) {
  static_assert(sizeof(T) <= 8 && std::is_trivially_copyable_v<T>);
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof(T));
  bits = coesite::emulated::image.services->warp({WarpOperation::SHUFFLE, mask, source, bits, line});
  std::memcpy(&value, &bits, sizeof(T));
  return value;
}

// Lanes are shuffled in segments of `width`; a source outside of the own segment means the own lane.
inline unsigned source_up(unsigned delta, int width) {
  const unsigned own = lane();
  return own % width >= delta ? own - delta : own;
}

inline unsigned source_down(unsigned delta, int width) {
  const unsigned own = lane();
  return own % width + delta < static_cast<unsigned>(width) ? own + delta : own;
}

inline unsigned source_xor(unsigned bits, int width) {
  const unsigned own = lane();
  const unsigned source = own ^ bits;
  return source / width <= own / width ? source : own;
}

inline unsigned source_at(int index, int width) {
  const unsigned own = lane();
  return own / width * width + static_cast<unsigned>(index) % width;
}

inline std::uint32_t ballot(unsigned mask, bool value, int line) {
  return static_cast<std::uint32_t>(coesite::emulated::image.services->warp({WarpOperation::BALLOT, mask, 0, value, line}));
}

}  // namespace coesite::emulated

#define KERNEL(threads, name, ...)                                                                 \
  static void name(__VA_ARGS__);                                                                   \
  static const ::coesite::emulated::Registered<&name> coesite_registration_##name(#name, threads); \
  static void name(__VA_ARGS__)

#define KERNEL_OF(threads, blocks, name, ...) KERNEL(threads, name, __VA_ARGS__)

#define SHARED_BEGIN ::coesite::emulated::SharedArrays coesite_shared
#define SHARED_ARRAY(type, name, n) type* const name = coesite_shared.take<type>(static_cast<std::size_t>(n), #name)

// Barriers of a block.

inline void __syncthreads(int line = __builtin_LINE()) { coesite::emulated::image.services->barrier(coesite::emulated::Reduction::NONE, 0, line); }
inline int __syncthreads_count(int value, int line = __builtin_LINE()) {
  return coesite::emulated::image.services->barrier(coesite::emulated::Reduction::COUNT, value != 0, line);
}
inline int __syncthreads_and(int value, int line = __builtin_LINE()) {
  return coesite::emulated::image.services->barrier(coesite::emulated::Reduction::AND, value != 0, line);
}
inline int __syncthreads_or(int value, int line = __builtin_LINE()) {
  return coesite::emulated::image.services->barrier(coesite::emulated::Reduction::OR, value != 0, line);
}

// Operations of a warp.

inline void __syncwarp(unsigned mask = 0xffffffffu, int line = __builtin_LINE()) {
  coesite::emulated::image.services->warp({coesite::emulated::WarpOperation::SYNC, mask, 0, 0, line});
}
inline unsigned __ballot_sync(unsigned mask, int value, int line = __builtin_LINE()) { return coesite::emulated::ballot(mask, value != 0, line); }
inline int __any_sync(unsigned mask, int value, int line = __builtin_LINE()) { return coesite::emulated::ballot(mask, value != 0, line) != 0; }
inline int __all_sync(unsigned mask, int value, int line = __builtin_LINE()) { return coesite::emulated::ballot(mask, value == 0, line) == 0; }

template <typename T>
T __shfl_sync(unsigned mask, T value, int source, int width = warpSize, int line = __builtin_LINE()) {
  return coesite::emulated::shuffle(mask, value, coesite::emulated::source_at(source, width), line);
}
template <typename T>
T __shfl_up_sync(unsigned mask, T value, unsigned delta, int width = warpSize, int line = __builtin_LINE()) {
  return coesite::emulated::shuffle(mask, value, coesite::emulated::source_up(delta, width), line);
}
template <typename T>
T __shfl_down_sync(unsigned mask, T value, unsigned delta, int width = warpSize, int line = __builtin_LINE()) {
  return coesite::emulated::shuffle(mask, value, coesite::emulated::source_down(delta, width), line);
}
template <typename T>
T __shfl_xor_sync(unsigned mask, T value, int bits, int width = warpSize, int line = __builtin_LINE()) {
  return coesite::emulated::shuffle(mask, value, coesite::emulated::source_xor(bits, width), line);
}

#include "atomics.h"
