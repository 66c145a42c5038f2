// One block of threads at work: each thread is a fiber that runs until it has to wait for others.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cuda_types.h"
#include "fibers.h"
#include "image.h"
#include "order.h"

namespace coesite::emulated {

// A kernel with all that a launch fixes.
struct Launch {
  const Kernel* kernel;
  Image* image;
  Index grid, block;
  unsigned shared;
  std::vector<unsigned char> arguments;
};

// Runs the blocks of a launch in turn. What went wrong is reported and becomes the result.
CUresult run_grid(const Launch& launch);

class Block {
 public:
  enum class State : std::uint8_t { NEW, READY, AT_BARRIER, IN_WARP, ENDED };

  struct Thread {
    Index index;
    State state;
    Fiber* fiber;
    WarpCall call;
    std::uint64_t result;
  };

  Block();

  // Prepares for blocks of a launch.
  void begin(const Launch& launch);
  CUresult run(const Index& block);

  // What running threads ask for.
  unsigned barrier(Reduction reduction, unsigned value, int line);
  std::uint64_t warp(const WarpCall& call);
  void* shared_array(unsigned index, std::size_t bytes, const char* name);
  // Ends the launch, from inside of a thread, for a reason that the kernel's, block's and thread's names are put before.
  [[noreturn]] void stop(CUresult error, const std::string& reason);

  unsigned current() const { return current_; }
  const Thread& thread(unsigned number) const { return threads_[number]; }
  bool on_stacks(const void* address) const { return fibers_.owns(address); }

 private:
  struct Warp {
    std::uint32_t alive, waiting;
  };
  struct SharedArray {
    unsigned char* address;
    std::size_t bytes;
    const char* name;
  };

  static void work_forever();
  void work();
  void run_thread(unsigned number);
  void thread_ended();
  void suspend();
  void leave(Fiber& from);
  void ready(unsigned number);
  void open_barrier();
  bool warp_complete(unsigned warp, std::uint32_t mask) const;
  void complete_warp(unsigned warp, std::uint32_t mask);
  void complete_shuffle(unsigned warp, std::uint32_t lanes);
  [[noreturn]] void deadlock();

  const Launch* launch_ = nullptr;
  Index block_{};
  unsigned count_ = 0;
  std::vector<Thread> threads_;
  std::vector<Warp> warps_;
  std::vector<unsigned> turns_;
  unsigned current_ = 0;
  unsigned started_ = 0;
  unsigned ended_ = 0;

  std::vector<unsigned> ready_;
  unsigned ready_first_ = 0;
  unsigned ready_count_ = 0;

  unsigned at_barrier_ = 0;
  unsigned barrier_sum_ = 0;
  int barrier_line_ = 0;
  Reduction barrier_reduction_ = Reduction::NONE;

  std::vector<unsigned char> shared_;
  std::vector<SharedArray> arrays_;
  std::size_t shared_used_ = 0;

  FiberPool fibers_;
  std::vector<Fiber*> idle_;
  Fiber* running_ = nullptr;
  Fiber host_{};
  CUresult result_ = CUDA_SUCCESS;
};

// The block that is running: one at a time.
extern Block block;

}  // namespace coesite::emulated
