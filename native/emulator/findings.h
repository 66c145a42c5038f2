// What went wrong in launches, in words.
#pragma once

#include <string>

#include "image.h"

namespace coesite::emulated {

// Keeps the first text since the last reset, as what follows a first error is often due to it.
void report(const std::string& text);
std::string last_report();
void clear_report();

// "block (3,0,0), thread (17,0,0)" and the like.
std::string describe(const char* what, const Index& index);

}  // namespace coesite::emulated
