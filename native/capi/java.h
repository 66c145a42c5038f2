// The Java machine in this process.
#ifndef COESITE_JAVA_H
#define COESITE_JAVA_H

#include "entry_points.h"

namespace coesite {

// The Java side; starts or joins a Java machine the first time. NULL where that cannot be, with this thread's message set. Thread-safe.
const EntryPoints* java();

// The Java side if it has been started, else NULL.
const EntryPoints* java_if_started();

// Whether this process is the child of one that had started: there is no Java machine in it.
bool forked();

}  // namespace coesite

#endif
