// Which work comes before which for sure: by its stream, by events, by the branches of a graph and by the host's waiting, not by the turns that work
// happens to take.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

namespace coesite::emulated {

// Numbers of work, in the order in which it ran.
using WorkNumber = std::uint64_t;
using WorkNumbers = std::vector<WorkNumber>;

// Adds those that are not among them.
template <typename T>
void merge(std::vector<T>& into, const std::vector<T>& more) {
  for (const T number : more) {
    bool there = false;
    for (const T known : into) {
      there = there || known == number;
    }
    if (!there) {
      into.push_back(number);
    }
  }
}

// Earlier work that may be under way at the same time, with the first interval of it (see Races) and the first after it.
struct Concurrent {
  std::uint32_t first, end;
  std::string name;
};

class Precedence {
 public:
  // What work has that is queued now: since nothing is done before something waits for it, all that has run comes before it.
  WorkNumber next() const { return first_ + work_.size(); }

  // Work begins that was queued when next() was `known`, and comes after other work, and so after all that comes before that.
  WorkNumber begin(const std::string& name, std::uint32_t interval, WorkNumber known, const WorkNumbers& after);
  // What began before the last that began, but does not come before it for sure.
  std::vector<Concurrent> concurrent() const;

  // Nothing is queued: all that has run comes before what is queued next.
  void forget();

 private:
  struct Begun {
    std::string name;
    std::uint32_t interval;
    WorkNumber known;
    std::vector<bool> before;  // of the work from number `known` on
  };

  static bool comes_before(WorkNumber earlier, const Begun& work) { return earlier < work.known || work.before[earlier - work.known]; }

  WorkNumber first_ = 0;
  std::deque<Begun> work_;
};

}  // namespace coesite::emulated
