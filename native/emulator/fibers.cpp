#include "fibers.h"

#include <sys/mman.h>

#include <cstdint>

#if !defined(__x86_64__) || !defined(__linux__)
#error "fibers are switched by x86-64 assembly for Linux"
#endif

// The registers that a function must keep go to the stack, the stacks are exchanged, and the other's registers come back.
extern "C" __attribute__((visibility("hidden"))) void coesite_switch_stacks(void** from, void* to);
asm(R"(
.text
.hidden coesite_switch_stacks
.globl coesite_switch_stacks
.type coesite_switch_stacks, @function
coesite_switch_stacks:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
.size coesite_switch_stacks, . - coesite_switch_stacks
)");

namespace coesite::emulated {

namespace {

constexpr std::size_t MAX_STACKS = 1024 + 1;
constexpr std::size_t GUARD = 4096;
constexpr int SAVED_REGISTERS = 6;

}  // namespace

void switch_fiber(Fiber& from, const Fiber& to) { coesite_switch_stacks(&from.stack_pointer, to.stack_pointer); }

Fiber* FiberPool::take() {
  if (region_ == nullptr) {
    void* region = mmap(nullptr, MAX_STACKS * STACK, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (region == MAP_FAILED) {
      return nullptr;
    }
    region_ = static_cast<unsigned char*>(region);
  }
  if (used_ == stacks_.size()) {
    unsigned char* bottom = region_ + used_ * STACK;
    if (used_ == MAX_STACKS || mprotect(bottom + GUARD, STACK - GUARD, PROT_READ | PROT_WRITE) != 0) {
      return nullptr;
    }
    stacks_.push_back(new Stack{{nullptr}, bottom});
  }
  Stack& stack = *stacks_[used_];
  rewind(stack, used_);
  used_++;
  return &stack.fiber;
}

void FiberPool::rewind(Stack& stack, std::size_t number) const {
  // Tops at different offsets in a page: else the same variable of all threads would fall into one set of the cache.
  const std::uintptr_t top = reinterpret_cast<std::uintptr_t>(stack.bottom) + STACK - (number % 16) * 256 - 64;
  void** at = reinterpret_cast<void**>(top);  // a multiple of 16: after the return below it, the stack is aligned as after a call
  at[0] = reinterpret_cast<void*>(body_);
  at[1] = nullptr;
  for (int i = 1; i <= SAVED_REGISTERS; i++) {
    at[-i] = nullptr;
  }
  stack.fiber.stack_pointer = at - SAVED_REGISTERS;
}

bool FiberPool::owns(const void* address) const {
  const auto* byte = static_cast<const unsigned char*>(address);
  return region_ != nullptr && byte >= region_ && byte < region_ + MAX_STACKS * STACK;
}

}  // namespace coesite::emulated
