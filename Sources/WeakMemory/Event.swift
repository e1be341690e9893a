import AIORing

/// A memory location of a program, by number.
public typealias Location = Int

/// The ordering of an access as the source asks for it.
public enum AccessKind: UInt8, Sendable {
  /// An ordinary access of the language: no atomicity promised, a data race if another thread interferes.
  case plain
  /// READ_ONCE, WRITE_ONCE, memory_order_relaxed.
  case relaxed
  /// smp_load_acquire, memory_order_acquire.
  case acquire
  /// smp_store_release, memory_order_release.
  case release
  /// memory_order_seq_cst.
  case seqCst
}

/// The ordering of a read-modify-write as the source asks for it.
public enum AtomicKind: UInt8, Sendable {
  /// xchg_relaxed, and the atomics that return nothing.
  case relaxed
  case acquire
  case release
  /// xchg, cmpxchg, atomic_*_return: the kernel's full barrier before and after, if it succeeds; seq_cst in C11.
  case full
}

/// A barrier as the source asks for it.
public enum FenceKind: UInt8, Sendable {
  /// barrier(): holds the compiler only.
  case compiler
  case rmb, wmb, mb
  /// atomic_thread_fence of C11.
  case acquire, release, seqCst
  /// `mfence` and `sfence` on x86; smp_mb() and smp_wmb() elsewhere.
  case mfence, sfence
  /// smp_mb() but on machines with total store order.
  case mbUnlessTSO
  /// smp_mb__before_atomic(), smp_mb__after_atomic().
  case beforeAtomic, afterAtomic
  /// smp_mb__after_spinlock(), smp_mb__after_unlock_lock().
  case afterSpinlock, afterUnlockLock
}

/// What an event does.
public enum Action: UInt8, Sendable { case read, write, fence }

/// The part an access plays in a lock, which the kernel's model knows of.
public enum LockRole: UInt8, Sendable { case none, lockRead, lockWrite, unlock }

/// Events of one thread, by their order in it.
typealias ThreadEventSet = EventSet

/// One event of a thread: an access or a barrier, with what it depends on.
struct ThreadEvent: Sendable {
  var action: Action
  var location: Location = 0
  /// What a write writes.
  var number: Int64 = 0
  var kind: AccessKind = .relaxed
  var fence: FenceKind = .compiler
  /// The instruction that an architecture's model sees; source-level models look at `kind` and `fence`.
  var instruction: Instruction?
  var lock: LockRole = .none
  /// The value that a read-modify-write returns is thrown away (atomic_inc and its kin).
  var isUnreturned = false
  /// A write that belongs to the read just before it in the thread.
  var completesAtomic = false
  /// The read half of a read-modify-write, successful or not.
  var opensAtomic = false
  /// A barrier that stands before the read of the read-modify-write it belongs to, though it is only known to be
  /// there once the value read is known: cmpxchg orders nothing if it fails.
  var precedesAtomic = false
  /// The reads that its address, its data and its being reached at all depend on.
  var address: ThreadEventSet = 0
  var data: ThreadEventSet = 0
  var control: ThreadEventSet = 0

  /// The write of an update that succeeds, or the barrier that stands before it.
  var belongsToUpdate: Bool { completesAtomic || precedesAtomic }

  /// An access that is neither atomic nor volatile.
  var isPlain: Bool {
    action != .fence && kind == .plain && !opensAtomic && !completesAtomic && lock == .none
  }

  static func barrier(_ fence: FenceKind) -> ThreadEvent {
    var event = ThreadEvent(action: .fence)
    event.fence = fence
    return event
  }

  static func barrier(_ instruction: Instruction) -> ThreadEvent {
    var event = ThreadEvent(action: .fence)
    event.instruction = instruction
    return event
  }

  /// Whether a read, or a barrier that stands behind it, keeps everything that follows behind the read.
  var ordersAllAfter: Bool {
    if let instruction {
      switch instruction {
      case .ldar, .ldapr, .ldaxr, .ldAcq, .xchgAcq, .amoAq, .amoAqRl, .lockedAtomic: return true
      default: return instruction.orders.isSuperset(of: [.loadLoad, .loadStore])
      }
    }
    return switch action {
    case .read: kind == .acquire || lock == .lockRead
    case .fence: fence == .mb || fence == .acquire
    case .write: false
    }
  }
}
