// What GCC calls before each load and store of code that it compiles with -fsanitize=thread. Linked into images of the checked build in the place of
// that sanitizer's runtime.
#include "image.h"

extern "C" coesite::emulated::Image* coesite_image();

namespace {

using coesite::emulated::Access;

// Before the driver has the image, as when its entry points are registered, nobody listens.
void tell(const void* address, std::size_t size, Access access) {
  if (const coesite::emulated::Services* services = coesite_image()->services; services != nullptr) {
    services->access(address, size, access);
  }
}

}  // namespace

#define HOOK extern "C" __attribute__((visibility("hidden"))) void

#define SIZE(n)                                                                          \
  HOOK __tsan_read##n(const void* address) { tell(address, n, Access::READ); }           \
  HOOK __tsan_write##n(const void* address) { tell(address, n, Access::WRITE); }         \
  HOOK __tsan_unaligned_read##n(const void* address) { tell(address, n, Access::READ); } \
  HOOK __tsan_unaligned_write##n(const void* address) { tell(address, n, Access::WRITE); }
SIZE(1)
SIZE(2)
SIZE(4)
SIZE(8)
SIZE(16)

HOOK __tsan_read_range(const void* address, std::size_t size) { tell(address, size, Access::READ); }
HOOK __tsan_write_range(const void* address, std::size_t size) { tell(address, size, Access::WRITE); }
HOOK __tsan_func_entry(const void*) {}
HOOK __tsan_func_exit() {}
HOOK __tsan_init() {}

// What the compiler makes of copies of structures. Told before, done after: by single bytes, as this file is compiled so that they stay what they
// are.
extern "C" __attribute__((visibility("hidden"))) void* memcpy(void* to, const void* from, std::size_t n) {
  if (n > 0) {
    tell(from, n, Access::READ);
    tell(to, n, Access::WRITE);
  }
  for (std::size_t i = 0; i < n; i++) {
    static_cast<unsigned char*>(to)[i] = static_cast<const unsigned char*>(from)[i];
  }
  return to;
}

extern "C" __attribute__((visibility("hidden"))) void* memset(void* to, int value, std::size_t n) {
  if (n > 0) {
    tell(to, n, Access::WRITE);
  }
  for (std::size_t i = 0; i < n; i++) {
    static_cast<unsigned char*>(to)[i] = static_cast<unsigned char>(value);
  }
  return to;
}
