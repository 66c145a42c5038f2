// Stacks that run in turn on one thread of the host.
#pragma once

#include <cstddef>
#include <vector>

namespace coesite::emulated {

struct Fiber {
  void* stack_pointer;
};

// Saves where `from` is and goes on where `to` was left.
void switch_fiber(Fiber& from, const Fiber& to);

// A pool of fibers that all run one function, which never returns.
class FiberPool {
 public:
  static constexpr std::size_t STACK = 128 * 1024;

  explicit FiberPool(void (*body)()) : body_(body) {}
  FiberPool(const FiberPool&) = delete;
  FiberPool& operator=(const FiberPool&) = delete;

  // A fiber at the beginning of the function. Null where the system has no memory for a stack.
  Fiber* take();
  // All fibers are free again, whatever they were doing.
  void recycle() { used_ = 0; }
  // Whether an address is on one of the stacks.
  bool owns(const void* address) const;

 private:
  struct Stack {
    Fiber fiber;
    unsigned char* bottom;
  };

  void rewind(Stack& stack, std::size_t number) const;

  void (*body_)();
  unsigned char* region_ = nullptr;
  std::vector<Stack*> stacks_;
  std::size_t used_ = 0;
};

}  // namespace coesite::emulated
