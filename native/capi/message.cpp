#include "message.h"

#include <algorithm>
#include <cstring>

namespace coesite {

namespace {

thread_local char text_of_thread[MESSAGE_BYTES];

}  // namespace

char* message() { return text_of_thread; }

void set_message(const std::string& text) {
  const std::size_t length = std::min(text.size(), MESSAGE_BYTES - 1);
  std::memcpy(text_of_thread, text.data(), length);
  text_of_thread[length] = '\0';
}

}  // namespace coesite
