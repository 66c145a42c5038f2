// Looks for a Java machine on this computer.
#ifndef COESITE_JDK_H
#define COESITE_JDK_H

#include <string>

namespace coesite {

// The oldest Java that will do.
constexpr int JAVA_VERSION = 25;

// What was found: the path of a libjvm.so, or why there is none.
struct Jdk {
  std::string library;
  std::string problem;
};

// COESITE_JAVA_HOME, JAVA_HOME, PATH, the usual places: the first that will do. COESITE_JAVA_HOME must do if it is set.
Jdk find_jdk();

}  // namespace coesite

#endif
