#include "races.h"

#include <algorithm>

#include "block.h"
#include "findings.h"

namespace coesite::emulated {

namespace {

std::string name(unsigned thread) { return describe("thread", block.thread(thread).index); }

}  // namespace

std::uint32_t Races::begin_work() {
  begin_launch();
  return block_ = launch_;
}

void Races::begin_launch() {
  launch_ = ++interval_;
  fenced_ = false;
}

void Races::begin_block() {
  block_ = ++interval_;
  for (Warp& warp : warps_) {
    if (warp.synchronised > 0) {
      warp = {};
    }
  }
}

void Races::sync_warp(unsigned number, std::uint32_t lanes) {
  Warp& warp = warps_[number];
  warp.synchronised++;
  std::array<std::uint32_t, LANES> joined{};
  for (unsigned lane = 0; lane < LANES; lane++) {
    for (unsigned i = 0; (lanes >> lane & 1) != 0 && i < LANES; i++) {
      joined[i] = std::max(joined[i], warp.known[lane][i]);
    }
  }
  for (unsigned lane = 0; lane < LANES; lane++) {
    if (lanes >> lane & 1) {
      joined[lane] = warp.synchronised;
    }
  }
  for (unsigned lane = 0; lane < LANES; lane++) {
    if (lanes >> lane & 1) {
      warp.known[lane] = joined;
    }
  }
}

// Whether what the other thread did at that count of synchronisations, in this interval between barriers, is before what the thread does now.
bool Races::after(unsigned thread, unsigned other, std::uint32_t stamp) const {
  return thread == other || (thread / LANES == other / LANES && warps_[thread / LANES].known[thread % LANES][other % LANES] > stamp);
}

std::string Races::note(Accesses& cell, std::uint8_t bytes, Access access, unsigned thread, bool blocks_share) {
  blocks_share_ = blocks_share;
  std::string race = race_with_write(cell, bytes, access, thread);
  if (access != Access::READ && race.empty()) {
    race = race_with_reads(cell, bytes, thread);
  }
  race = race.empty() ? race_with_work(cell, bytes, access) : "with no barrier in between " + race;
  if (access == Access::READ) {
    note_read(cell, bytes, thread);
  } else {
    note_write(cell, bytes, access == Access::ATOMIC, thread);
  }
  return race;
}

std::string Races::race_with_write(const Accesses& cell, std::uint8_t bytes, Access access, unsigned thread) const {
  if ((cell.written & bytes) == 0 || (cell.atomic != 0 && access == Access::ATOMIC)) {
    return {};
  }
  if (cell.write_interval == interval_ && !after(thread, cell.writer, cell.write_stamp)) {
    return name(cell.writer) + " wrote there";
  }
  return in_other_block(cell.write_interval) ? name(cell.writer) + " of another block wrote there" : std::string();
}

std::string Races::race_with_reads(const Accesses& cell, std::uint8_t bytes, unsigned thread) const {
  if ((cell.read & bytes) == 0) {
    return {};
  }
  if (in_other_block(cell.read_interval)) {
    return "a thread of another block read there";
  }
  if (cell.read_interval != interval_) {
    return {};
  }
  if (cell.reading_warp == Accesses::SEVERAL) {
    return "threads of several warps read there";
  }
  for (std::uint32_t left = cell.readers; left != 0; left &= left - 1) {
    const unsigned reader = cell.reading_warp * LANES + static_cast<unsigned>(__builtin_ctz(left));
    if (!after(thread, reader, cell.read_stamp)) {
      return name(reader) + " read there";
    }
  }
  return {};
}

std::string Races::race_with_work(const Accesses& cell, std::uint8_t bytes, Access access) const {
  if (concurrent_.empty() || !blocks_share_) {
    return {};
  }
  const bool atomics = cell.atomic != 0 && access == Access::ATOMIC;
  const Concurrent* const writer = (cell.written & bytes) == 0 || atomics ? nullptr : work_beside(cell.write_interval);
  if (writer != nullptr) {
    return "with no event in between " + writer->name + " in another stream wrote there";
  }
  const Concurrent* const reader = (cell.read & bytes) == 0 || access == Access::READ ? nullptr : work_beside(cell.read_interval);
  return reader == nullptr ? std::string() : "with no event in between " + reader->name + " in another stream read there";
}

const Concurrent* Races::work_beside(std::uint32_t interval) const {
  for (const Concurrent& work : concurrent_) {
    if (interval >= work.first && interval < work.end) {
      return &work;
    }
  }
  return nullptr;
}

void Races::note_read(Accesses& cell, std::uint8_t bytes, unsigned thread) const {
  const std::uint16_t warp = static_cast<std::uint16_t>(thread / LANES);
  const std::uint32_t lane = 1u << thread % LANES;
  const std::uint32_t stamp = warps_[warp].synchronised;
  if (cell.read_interval != interval_ || (cell.read & bytes) == 0) {
    cell.read_interval = interval_;
    cell.reading_warp = warp;
    cell.readers = lane;
    cell.read = bytes;
    cell.read_stamp = stamp;
    return;
  }
  cell.read |= bytes;
  if (cell.reading_warp != warp) {
    cell.reading_warp = Accesses::SEVERAL;
    return;
  }
  bool later = true;
  for (std::uint32_t left = cell.readers; left != 0 && later; left &= left - 1) {
    later = after(thread, warp * LANES + static_cast<unsigned>(__builtin_ctz(left)), cell.read_stamp);
  }
  cell.readers = later ? lane : cell.readers | lane;
  cell.read_stamp = stamp;
}

void Races::note_write(Accesses& cell, std::uint8_t bytes, bool atomic, unsigned thread) const {
  if (cell.write_interval == interval_ && cell.writer == thread && (cell.atomic != 0) == atomic) {
    cell.written |= bytes;
  } else {
    cell.written = bytes;
  }
  cell.write_interval = interval_;
  cell.writer = static_cast<std::uint16_t>(thread);
  cell.atomic = atomic;
  cell.write_stamp = warps_[thread / LANES].synchronised;
}

}  // namespace coesite::emulated
