// The short vectors of CUDA C++ that the kernels use.
#pragma once

struct dim3 {
  unsigned x = 1, y = 1, z = 1;
};

#define COESITE_VECTOR2(T, name, alignment) \
  struct alignas(alignment) name {          \
    T x, y;                                 \
  };                                        \
  inline name make_##name(T x, T y) { return name{x, y}; }
#define COESITE_VECTOR3(T, name) \
  struct name {                  \
    T x, y, z;                   \
  };                             \
  inline name make_##name(T x, T y, T z) { return name{x, y, z}; }
#define COESITE_VECTOR4(T, name, alignment) \
  struct alignas(alignment) name {          \
    T x, y, z, w;                           \
  };                                        \
  inline name make_##name(T x, T y, T z, T w) { return name{x, y, z, w}; }

COESITE_VECTOR2(int, int2, 8)
COESITE_VECTOR2(unsigned, uint2, 8)
COESITE_VECTOR2(float, float2, 8)
COESITE_VECTOR2(double, double2, 16)
COESITE_VECTOR2(long long, longlong2, 16)
COESITE_VECTOR3(int, int3)
COESITE_VECTOR3(unsigned, uint3)
COESITE_VECTOR3(float, float3)
COESITE_VECTOR3(double, double3)
COESITE_VECTOR4(int, int4, 16)
COESITE_VECTOR4(unsigned, uint4, 16)
COESITE_VECTOR4(float, float4, 16)
COESITE_VECTOR4(double, double4, 16)

template <typename T>
T __ldg(const T* address) {
  return *address;
}
