// What Package.swift had this build compiled with.

#ifndef CBUILD_H
#define CBUILD_H

/// The flags of the measured Swift code. What a caller of `swift build` adds by -Xswiftc is not among them.
const char *rb_swift_flags(void);

#endif
