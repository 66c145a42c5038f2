// Operations of a warp: each waits for the lanes that its mask names, except those that have ended.
#include <string>

#include "block.h"
#include "checks.h"

namespace coesite::emulated {

std::uint64_t Block::warp(const WarpCall& call) {
  const unsigned own = current_;
  const unsigned w = own / LANES;
  const std::uint32_t bit = 1u << own % LANES;
  if ((call.mask & bit) == 0) {
    stop(CUDA_ERROR_LAUNCH_FAILED,
         "absent lane: the mask of the warp operation in line " + std::to_string(call.line) + " does not name the calling lane");
  }
  Thread& thread = threads_[own];
  thread.call = call;
  thread.state = State::IN_WARP;
  warps_[w].waiting |= bit;
  if (warp_complete(w, call.mask)) {
    complete_warp(w, call.mask);
  } else {
    suspend();
  }
  return thread.result;
}

// Whether all lanes of a mask that have not ended are there.
bool Block::warp_complete(unsigned w, std::uint32_t mask) const { return (mask & warps_[w].alive & ~warps_[w].waiting) == 0; }

void Block::complete_warp(unsigned w, std::uint32_t mask) {
  Warp& warp = warps_[w];
  const std::uint32_t lanes = mask & warp.alive;
  Thread* const threads = &threads_[w * LANES];
  const WarpCall& first = threads[__builtin_ctz(lanes)].call;
  std::uint32_t ballot = 0;
  for (std::uint32_t left = lanes; left != 0; left &= left - 1) {
    const unsigned lane = __builtin_ctz(left);
    const WarpCall& call = threads[lane].call;
    if (call.mask != mask || call.operation != first.operation || call.line != first.line) {
      stop(CUDA_ERROR_LAUNCH_FAILED, "absent lane: lane " + std::to_string(lane) + " is in the warp operation of line " + std::to_string(call.line) +
                                         ", others in that of line " + std::to_string(first.line) + " with a mask that names it");
    }
    ballot |= static_cast<std::uint32_t>(call.value & 1) << lane;
  }
  if (first.operation == WarpOperation::SHUFFLE) {
    complete_shuffle(w, lanes);
  } else {
    for (std::uint32_t left = lanes; left != 0; left &= left - 1) {
      threads[__builtin_ctz(left)].result = ballot;
    }
    if (first.operation == WarpOperation::SYNC) {
      checks.sync_warp(w, lanes);
    }
  }
  warp.waiting &= ~lanes;
  const unsigned start = orders.threads == Order::SHUFFLED ? static_cast<unsigned>(orders.random(LANES)) : 0;
  for (unsigned i = 0; i < LANES; i++) {
    const unsigned lane = orders.threads == Order::DESCENDING ? LANES - 1 - i : (start + i * (2 * start + 1)) % LANES;
    if (lanes >> lane & 1) {
      ready(w * LANES + lane);
    }
  }
}

void Block::complete_shuffle(unsigned w, std::uint32_t lanes) {
  Thread* const threads = &threads_[w * LANES];
  for (std::uint32_t left = lanes; left != 0; left &= left - 1) {
    const unsigned lane = __builtin_ctz(left);
    const unsigned source = threads[lane].call.source;
    if ((lanes >> source & 1) == 0) {
      stop(CUDA_ERROR_LAUNCH_FAILED, "absent lane: in the shuffle of line " + std::to_string(threads[lane].call.line) + " lane " +
                                         std::to_string(lane) + " reads lane " + std::to_string(source) + ", which does not take part");
    }
    threads[lane].result = threads[source].call.value;
  }
}

// No thread can go on: says what one of them waits for.
void Block::deadlock() {
  for (unsigned number = 0; number < count_; number++) {
    const Thread& thread = threads_[number];
    if (thread.state != State::IN_WARP) {
      continue;
    }
    const Warp& warp = warps_[number / LANES];
    const unsigned missing = __builtin_ctz(thread.call.mask & warp.alive & ~warp.waiting);
    const Thread& other = threads_[number / LANES * LANES + missing];
    current_ = number;
    stop(CUDA_ERROR_LAUNCH_FAILED, "absent lane: the warp operation in line " + std::to_string(thread.call.line) + " waits for lane " +
                                       std::to_string(missing) + ", which waits at the barrier in line " + std::to_string(other.call.line));
  }
  stop(CUDA_ERROR_LAUNCH_FAILED, "divergent barrier: threads wait for each other");
}

}  // namespace coesite::emulated
