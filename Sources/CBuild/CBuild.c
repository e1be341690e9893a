#include "CBuild.h"

// RB_SWIFT_FLAGS is defined by Package.swift.
const char *rb_swift_flags(void) { return RB_SWIFT_FLAGS; }
