#include "findings.h"

namespace coesite::emulated {

namespace {

std::string first;

}  // namespace

void report(const std::string& text) {
  if (first.empty()) {
    first = text;
  }
}

std::string last_report() { return first; }

void clear_report() { first.clear(); }

std::string describe(const char* what, const Index& index) {
  return std::string(what) + " (" + std::to_string(index.x) + "," + std::to_string(index.y) + "," + std::to_string(index.z) + ")";
}

}  // namespace coesite::emulated
