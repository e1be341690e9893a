import AIORing

/// The ordering of an atomic update, which has two halves.
public enum UpdateOrder: Sendable {
  case relaxed, acquire, release
  /// memory_order_acq_rel of C11; the kernel has none.
  case acquireRelease
  /// memory_order_seq_cst of C11, which is no fence: what stands before and after it may pass it.
  case seqCst
  /// The kernel's default: a full barrier on either side, if the update succeeds.
  case full

  /// The ordering by the name it has for a single access.
  public init(_ order: AccessOrder) {
    switch order {
    case .relaxed: self = .relaxed
    case .acquire: self = .acquire
    case .release: self = .release
    case .seqCst: self = .seqCst
    }
  }

  /// The same ordering for a single access; nil if it takes an update.
  var single: AccessOrder? {
    switch self {
    case .relaxed: .relaxed
    case .acquire: .acquire
    case .release: .release
    case .acquireRelease: nil
    case .seqCst, .full: .seqCst
    }
  }

  /// The instructions for an update with this ordering.
  func instructions(_ mapping: InstructionMapping) -> AtomicInstructions {
    // C11's ends as one that acquires, the kernel's by a full barrier.
    if case .seqCst = self, mapping.atomic(.seqCst).after != nil {
      let acquire = mapping.atomic(.acquire)
      var instructions = mapping.atomic(.seqCst)
      (instructions.load, instructions.after) = (acquire.load, acquire.after)
      return instructions
    }
    if let single { return mapping.atomic(single) }
    // The read half of an update that acquires, the write half of one that releases, with the barriers of both.
    let release = mapping.atomic(.release)
    var instructions = mapping.atomic(.acquire)
    (instructions.before, instructions.store) = (release.before, release.store)
    return instructions
  }
}
