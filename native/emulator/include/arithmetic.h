// Mathematics of CUDA C++ at global scope, and its operations on bits. Nothing is contracted: a fused multiply-add is where one is written.
#pragma once

#include <math.h>  // not <cmath>: this one brings the overloads for float to global scope

#include <cstdint>

#define COESITE_MIN_MAX(T)                         \
  inline T min(T a, T b) { return b < a ? b : a; } \
  inline T max(T a, T b) { return a < b ? b : a; }
COESITE_MIN_MAX(int)
COESITE_MIN_MAX(unsigned)
COESITE_MIN_MAX(long)
COESITE_MIN_MAX(unsigned long)
COESITE_MIN_MAX(long long)
COESITE_MIN_MAX(unsigned long long)
inline float min(float a, float b) { return fminf(a, b); }
inline float max(float a, float b) { return fmaxf(a, b); }
inline double min(double a, double b) { return fmin(a, b); }
inline double max(double a, double b) { return fmax(a, b); }

inline float rsqrtf(float x) { return 1.0f / sqrtf(x); }
inline float rsqrt(float x) { return 1.0f / sqrtf(x); }
inline double rsqrt(double x) { return 1.0 / sqrt(x); }

#define COESITE_ROUNDED(T, letter, fused)                 \
  inline T __##letter##add_rn(T a, T b) { return a + b; } \
  inline T __##letter##sub_rn(T a, T b) { return a - b; } \
  inline T __##letter##mul_rn(T a, T b) { return a * b; } \
  inline T __##letter##div_rn(T a, T b) { return a / b; } \
  inline T __##letter##sqrt_rn(T a) { return sqrt(a); }   \
  inline T fused(T a, T b, T c) { return fma(a, b, c); }
COESITE_ROUNDED(float, f, __fmaf_rn)
COESITE_ROUNDED(double, d, __fma_rn)

inline int __float2int_rn(float x) { return static_cast<int>(rintf(x)); }
inline int __float2int_rd(float x) { return static_cast<int>(floorf(x)); }
inline int __double2int_rn(double x) { return static_cast<int>(rint(x)); }
inline int __double2int_rd(double x) { return static_cast<int>(floor(x)); }

inline int __popc(unsigned bits) { return __builtin_popcount(bits); }
inline int __popcll(unsigned long long bits) { return __builtin_popcountll(bits); }
inline int __ffs(int bits) { return __builtin_ffs(bits); }
inline int __ffsll(long long bits) { return __builtin_ffsll(bits); }
inline int __clz(int bits) { return bits == 0 ? 32 : __builtin_clz(static_cast<unsigned>(bits)); }
inline int __clzll(long long bits) { return bits == 0 ? 64 : __builtin_clzll(static_cast<unsigned long long>(bits)); }
