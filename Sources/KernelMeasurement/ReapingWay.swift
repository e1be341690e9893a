import AIORing
import SystemCalls

/// How completions are taken.
enum ReapingWay: Sendable {
  /// By the ring's system call.
  case systemCall
  /// From the mapped ring, with a strategy's observe and retire edges.
  case strategy(StrategyEntry)

  var isSystemCall: Bool {
    if case .systemCall = self { true } else { false }
  }

  /// Its name in reports.
  func name(on ring: KernelRingKind) -> String {
    switch self {
    case .systemCall: ring.systemCall
    case .strategy(let entry): entry.name
    }
  }

  /// Whether it claims to be correct on `machine`, an architecture as uname(2) names it.
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

  /// The system call by which a program takes completions that does not read the ring itself.
  var systemCall: String {
    switch self {
    case .aio: "io_getevents"
    case .ioUring: "io_uring_enter"
    }
  }

  /// The system calls without which nothing can be measured on it.
  var systemCalls: [SystemCall] {
    switch self {
    // The cheapest request, with which the ring is tried, polls an eventfd.
    case .aio: [.ioSetup, .ioSubmit, .ioGetevents, .ioDestroy, .eventfd]
    case .ioUring: [.ioUringSetup, .ioUringEnter]
    }
  }
}

extension StrategyEntry {
  /// Whether it has a consumer side when the producer is the kernel. A lock has none, since the kernel does not take it;
  /// `membarrier` has, since it makes that call at sleep only.
  public var hasConsumerSide: Bool { barriers.lock == nil }
}
