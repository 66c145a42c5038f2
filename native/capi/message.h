// What was wrong with a thread's last call that failed.
#ifndef COESITE_MESSAGE_H
#define COESITE_MESSAGE_H

#include <cstddef>
#include <string>

namespace coesite {

// Room for a message, as org.coesite.capi.Call has it.
constexpr std::size_t MESSAGE_BYTES = 2048;

// This thread's, MESSAGE_BYTES.
char* message();

void set_message(const std::string& text);

}  // namespace coesite

#endif
