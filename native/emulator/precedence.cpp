#include "precedence.h"

namespace coesite::emulated {

WorkNumber Precedence::begin(const std::string& name, std::uint32_t interval, WorkNumber known, const WorkNumbers& after) {
  const WorkNumber number = next();
  Begun begun{name, interval, known, std::vector<bool>(number - known)};
  for (const WorkNumber direct : after) {
    if (direct < known) {
      continue;
    }
    const Begun& earlier = work_[direct - first_];
    for (WorkNumber other = known; other < direct; other++) {
      begun.before[other - known] = begun.before[other - known] || comes_before(other, earlier);
    }
    begun.before[direct - known] = true;
  }
  work_.push_back(std::move(begun));
  return number;
}

std::vector<Concurrent> Precedence::concurrent() const {
  std::vector<Concurrent> found;
  const Begun& last = work_.back();
  for (WorkNumber number = last.known; number + 1 < next(); number++) {
    if (!comes_before(number, last)) {
      const std::size_t at = number - first_;
      found.push_back({work_[at].interval, work_[at + 1].interval, work_[at].name});
    }
  }
  return found;
}

void Precedence::forget() {
  first_ = next();
  work_.clear();
}

}  // namespace coesite::emulated
