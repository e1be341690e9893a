/// An instruction set, with its memory model where it has several (SPARC V9 has three).
public enum Architecture: String, CaseIterable, Sendable {
  case x86 = "x86-64"
  case sparcTSO = "sparc-tso"
  case sparcPSO = "sparc-pso"
  case sparcRMO = "sparc-rmo"
  case alpha
  case ia64
  case mips
  case armv7
  case armv8
  case power
  case riscv
  case z

  /// The architecture of a machine as uname(2) names it; nil for one that no table here knows.
  public init?(machine: String) {
    switch machine {
    case "x86_64", "i686", "i386": self = .x86
    case "aarch64", "arm64": self = .armv8
    case "armv7l": self = .armv7
    case "riscv64": self = .riscv
    case "ppc64", "ppc64le": self = .power
    case "s390x": self = .z
    case "mips64": self = .mips
    default: return nil
    }
  }
}
