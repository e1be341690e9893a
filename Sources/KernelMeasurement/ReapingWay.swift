import AIORing

/// How completions are taken.
enum ReapingWay: Sendable {
  /// By the ring's system call.
  case systemCall
  /// From the mapped ring, with a strategy's observe and retire edges.
  case strategy(StrategyEntry)

  var isSystemCall: Bool {
    if case .systemCall = self { true } else { false }
  }

  /// What it is called in reports.
  func name(on ring: KernelRingKind) -> String {
    switch self {
    case .systemCall: ring.systemCall
    case .strategy(let entry): entry.name
    }
  }

  /// Whether it claims to be correct on a machine, as uname(2) names it.
  func claimsCorrect(on machine: String) -> Bool {
    guard case .strategy(let entry) = self, let architecture = Architecture(named: machine) else {
      return true
    }
    return entry.correctnessClaim.covers(InstructionMapping(architecture))
  }
}

/// The kernel's completion rings.
public enum KernelRingKind: String, CaseIterable, Sendable {
  case aio
  case ioUring = "io-uring"

  /// The system call that a program without a look at the ring makes.
  var systemCall: String {
    switch self {
    case .aio: "io_getevents"
    case .ioUring: "io_uring_enter"
    }
  }
}

extension StrategyEntry {
  /// Whether it has a consumer side when the producer is the kernel: a lock has none, since the kernel does not take
  /// it. `membarrier` has, as that call stands at sleep only.
  public var hasConsumerSide: Bool { barriers.lock == nil }
}
