#include "block.h"

#include <algorithm>
#include <cstring>

#include "checks.h"
#include "findings.h"

namespace coesite::emulated {

Block block;
Orders orders;

Block::Block() : fibers_(work_forever) {}

void Block::begin(const Launch& launch) {
  launch_ = &launch;
  count_ = launch.block.x * launch.block.y * launch.block.z;
  threads_.resize(count_);
  warps_.resize((count_ + LANES - 1) / LANES);
  ready_.resize(count_);
  shared_.resize(launch.shared);
  Place& place = *launch.image->place;
  place.block_size = launch.block;
  place.grid_size = launch.grid;
  unsigned number = 0;
  for (unsigned z = 0; z < launch.block.z; z++) {
    for (unsigned y = 0; y < launch.block.y; y++) {
      for (unsigned x = 0; x < launch.block.x; x++) {
        threads_[number++].index = {x, y, z};
      }
    }
  }
  orders.fill(turns_, count_, orders.threads);
}

CUresult Block::run(const Index& index) {
  block_ = index;
  launch_->image->place->block = index;
  for (Thread& thread : threads_) {
    thread.state = State::NEW;
  }
  for (unsigned w = 0; w < warps_.size(); w++) {
    const unsigned lanes = std::min(LANES, count_ - w * LANES);
    warps_[w] = {static_cast<std::uint32_t>((1ull << lanes) - 1), 0};
  }
  if (orders.threads == Order::SHUFFLED) {
    orders.fill(turns_, count_, orders.threads);
  }
  started_ = ended_ = ready_count_ = at_barrier_ = barrier_sum_ = 0;
  arrays_.clear();
  shared_used_ = 0;
  std::memset(shared_.data(), 0xff, shared_.size());  // not a number, until somebody writes
  checks.begin_block();
  result_ = CUDA_SUCCESS;
  if (idle_.empty()) {
    Fiber* fiber = fibers_.take();
    if (fiber == nullptr) {
      return CUDA_ERROR_OPERATING_SYSTEM;
    }
    idle_.push_back(fiber);
  }
  running_ = idle_.back();
  idle_.pop_back();
  switch_fiber(host_, *running_);
  return result_;
}

void Block::work_forever() {
  for (;;) {
    block.work();
  }
}

// Runs threads from beginning to end, one after the other on the same stack, as long as they do not wait. A thread that waits keeps its stack, and
// another fiber takes up the work.
void Block::work() {
  if (ready_count_ > 0) {
    Fiber& own = *running_;
    idle_.push_back(&own);
    leave(own);
  } else if (started_ < count_) {
    run_thread(turns_[started_++]);
    thread_ended();
  } else if (ended_ == count_) {
    Fiber& own = *running_;
    idle_.push_back(&own);
    switch_fiber(own, host_);
  } else {
    deadlock();
  }
}

void Block::run_thread(unsigned number) {
  current_ = number;
  launch_->image->place->thread = threads_[number].index;
  launch_->kernel->invoke(launch_->arguments.data());
}

void Block::thread_ended() {
  threads_[current_].state = State::ENDED;
  ended_++;
  const unsigned w = current_ / LANES;
  Warp& warp = warps_[w];
  warp.alive &= ~(1u << current_ % LANES);
  for (std::uint32_t waiting = warp.waiting; waiting != 0;) {
    const std::uint32_t mask = threads_[w * LANES + __builtin_ctz(waiting)].call.mask;
    if (warp_complete(w, mask)) {
      complete_warp(w, mask);
    }
    waiting &= ~mask;
  }
  if (at_barrier_ > 0 && at_barrier_ == count_ - ended_) {
    open_barrier();
  }
}

// The current thread waits; whoever can goes on. Comes back when the thread is resumed.
void Block::suspend() {
  const unsigned own = current_;
  Fiber& fiber = *running_;
  threads_[own].fiber = &fiber;
  leave(fiber);
  current_ = own;
  launch_->image->place->thread = threads_[own].index;
}

// Gives way to a thread that has stopped waiting, else to a fiber that starts another thread.
void Block::leave(Fiber& from) {
  if (ready_count_ > 0) {
    const unsigned next = ready_[ready_first_];
    ready_first_ = ready_first_ + 1 == count_ ? 0 : ready_first_ + 1;
    ready_count_--;
    running_ = threads_[next].fiber;
  } else if (started_ == count_) {
    deadlock();
  } else if (!idle_.empty()) {
    running_ = idle_.back();
    idle_.pop_back();
  } else {
    running_ = fibers_.take();
    if (running_ == nullptr) {
      running_ = &from;
      stop(CUDA_ERROR_OPERATING_SYSTEM, "no memory for the stacks of threads");
    }
  }
  if (running_ != &from) {
    switch_fiber(from, *running_);
  }
}

void Block::ready(unsigned number) {
  threads_[number].state = State::READY;
  if (number == current_) {
    return;  // it has not stopped
  }
  if (ready_count_ == 0) {
    ready_first_ = 0;
  }
  unsigned at = ready_first_ + ready_count_++;
  ready_[at < count_ ? at : at - count_] = number;
}

unsigned Block::barrier(Reduction reduction, unsigned value, int line) {
  if (at_barrier_ == 0) {
    barrier_line_ = line;
    barrier_reduction_ = reduction;
  } else if (barrier_line_ != line || barrier_reduction_ != reduction) {
    stop(CUDA_ERROR_LAUNCH_FAILED, "divergent barrier: reaches the barrier in line " + std::to_string(line) +
                                       " while other threads wait at the one in line " + std::to_string(barrier_line_));
  }
  at_barrier_++;
  barrier_sum_ += value;
  const unsigned own = current_;
  threads_[own].state = State::AT_BARRIER;
  threads_[own].call.line = line;
  if (at_barrier_ == count_ - ended_) {
    open_barrier();
  } else {
    suspend();
  }
  return static_cast<unsigned>(threads_[own].result);
}

void Block::open_barrier() {
  if (checks.on() && ended_ > 0) {
    stop(CUDA_ERROR_LAUNCH_FAILED, "divergent barrier: " + std::to_string(ended_) + " of " + std::to_string(count_) +
                                       " threads ended without reaching the barrier in line " + std::to_string(barrier_line_));
  }
  unsigned result = barrier_sum_;
  if (barrier_reduction_ == Reduction::OR) {
    result = barrier_sum_ > 0;
  } else if (barrier_reduction_ == Reduction::AND) {
    result = barrier_sum_ == at_barrier_;
  }
  at_barrier_ = barrier_sum_ = 0;
  checks.barrier();
  for (const unsigned number : turns_) {
    if (threads_[number].state == State::AT_BARRIER) {
      threads_[number].result = result;
      ready(number);
    }
  }
}

void* Block::shared_array(unsigned index, std::size_t bytes, const char* name) {
  if (index == arrays_.size()) {
    const std::size_t padded = (bytes + 15) / 16 * 16;
    if (shared_used_ + padded > launch_->shared) {
      stop(CUDA_ERROR_LAUNCH_FAILED, "shared array " + std::string(name) + " of " + std::to_string(bytes) + " bytes after " +
                                         std::to_string(shared_used_) + " others does not fit the launch's " + std::to_string(launch_->shared) +
                                         " bytes of shared memory");
    }
    unsigned char* address = checks.on() ? checks.shared_array(bytes, name) : shared_.data() + shared_used_;
    arrays_.push_back({address, bytes, name});
    shared_used_ += padded;
  }
  if (index > arrays_.size() || arrays_[index].bytes != bytes || (arrays_[index].name != name && std::strcmp(arrays_[index].name, name) != 0)) {
    stop(CUDA_ERROR_LAUNCH_FAILED, "shared array " + std::string(name) + " is not the same in all threads of the block");
  }
  return arrays_[index].address;
}

void Block::stop(CUresult error, const std::string& reason) {
  report("kernel " + std::string(launch_->kernel->name) + ", " + describe("block", block_) + ", " + describe("thread", threads_[current_].index) +
         ": " + reason);
  result_ = error;
  fibers_.recycle();
  idle_.clear();
  switch_fiber(*running_, host_);
  __builtin_unreachable();
}

CUresult run_grid(const Launch& launch) {
  const std::size_t blocks = static_cast<std::size_t>(launch.grid.x) * launch.grid.y * launch.grid.z;
  std::vector<std::uint32_t> turns;
  if (orders.blocks != Order::ASCENDING) {
    orders.fill(turns, blocks, orders.blocks);
  }
  block.begin(launch);
  checks.begin_launch(launch.arguments.data(), launch.arguments.size());
  for (std::size_t i = 0; i < blocks; i++) {
    const std::size_t b = turns.empty() ? i : turns[i];
    const Index index = {static_cast<unsigned>(b % launch.grid.x), static_cast<unsigned>(b / launch.grid.x % launch.grid.y),
                         static_cast<unsigned>(b / launch.grid.x / launch.grid.y)};
    const CUresult result = block.run(index);
    if (result != CUDA_SUCCESS) {
      return result;
    }
  }
  return CUDA_SUCCESS;
}

}  // namespace coesite::emulated
