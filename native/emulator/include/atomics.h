// Atomic operations. One thread runs at a time, so they are plain loads and stores; the checked build is told that they are atomic, and does not
// instrument what is in here.
#pragma once

#include "emulated.h"

#ifdef COESITE_CHECKED
#define COESITE_ATOMIC __attribute__((noinline, no_sanitize_thread))
#else
#define COESITE_ATOMIC inline
#endif

namespace coesite::emulated {

// Stores change(old) and returns old.
template <typename T, typename Change>
COESITE_ATOMIC T exchange(T* address, Change change) {
#ifdef COESITE_CHECKED
  image.services->access(address, sizeof(T), Access::ATOMIC);
#endif
  const T old = *address;
  *address = change(old);
  return old;
}

}  // namespace coesite::emulated

#define COESITE_ATOMICS(T)                                                                                             \
  inline T atomicAdd(T* address, T value) {                                                                            \
    return coesite::emulated::exchange(address, [value](T old) COESITE_PLAIN { return static_cast<T>(old + value); }); \
  }                                                                                                                    \
  inline T atomicSub(T* address, T value) {                                                                            \
    return coesite::emulated::exchange(address, [value](T old) COESITE_PLAIN { return static_cast<T>(old - value); }); \
  }                                                                                                                    \
  inline T atomicExch(T* address, T value) {                                                                           \
    return coesite::emulated::exchange(address, [value](T) COESITE_PLAIN { return value; });                           \
  }

#define COESITE_INTEGER_ATOMICS(T)                                                                                                 \
  COESITE_ATOMICS(T)                                                                                                               \
  inline T atomicMax(T* address, T value) {                                                                                        \
    return coesite::emulated::exchange(address, [value](T old) COESITE_PLAIN { return old > value ? old : value; });               \
  }                                                                                                                                \
  inline T atomicMin(T* address, T value) {                                                                                        \
    return coesite::emulated::exchange(address, [value](T old) COESITE_PLAIN { return old < value ? old : value; });               \
  }                                                                                                                                \
  inline T atomicAnd(T* address, T value) {                                                                                        \
    return coesite::emulated::exchange(address, [value](T old) COESITE_PLAIN { return old & value; });                             \
  }                                                                                                                                \
  inline T atomicOr(T* address, T value) {                                                                                         \
    return coesite::emulated::exchange(address, [value](T old) COESITE_PLAIN { return old | value; });                             \
  }                                                                                                                                \
  inline T atomicXor(T* address, T value) {                                                                                        \
    return coesite::emulated::exchange(address, [value](T old) COESITE_PLAIN { return old ^ value; });                             \
  }                                                                                                                                \
  inline T atomicCAS(T* address, T expected, T value) {                                                                            \
    return coesite::emulated::exchange(address, [expected, value](T old) COESITE_PLAIN { return old == expected ? value : old; }); \
  }

#ifdef COESITE_CHECKED
#define COESITE_PLAIN __attribute__((no_sanitize_thread))
#else
#define COESITE_PLAIN
#endif

COESITE_INTEGER_ATOMICS(int)
COESITE_INTEGER_ATOMICS(unsigned)
COESITE_INTEGER_ATOMICS(long long)
COESITE_INTEGER_ATOMICS(unsigned long long)
COESITE_ATOMICS(float)
COESITE_ATOMICS(double)

#ifdef COESITE_CHECKED
inline void __threadfence() { coesite::emulated::image.services->fence(); }
#else
inline void __threadfence() {}
#endif
inline void __threadfence_block() {}
