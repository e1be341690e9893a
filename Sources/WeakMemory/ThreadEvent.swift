import AIORing

/// What an event does.
enum Action: UInt8, Sendable { case read, write, fence }

/// The part an access plays in taking or releasing a lock or an SRCU read-side section, which the kernel's model
/// distinguishes.
enum LockRole: UInt8, Sendable { case none, lockRead, lockWrite, unlock, srcuReadLock, srcuReadUnlock }

/// Events of one thread, numbered in the order in which it performs them.
typealias ThreadEventSet = EventSet

/// One event of a thread, an access or a fence, and what it depends on.
struct ThreadEvent: Sendable {
  var action: Action
  var location: Location = 0
  /// The value that a write writes.
  var number: Int64 = 0
  /// The ordering of an access; `nil`, or `.plain`, for an ordinary access.
  var order: AccessOrder? = .relaxed
  var fence: Fence = .compiler
  /// The instruction, for a model of machine code; nil for a model of source code, which looks at `order` and `fence`.
  var instruction: Instruction?
  var lock: LockRole = .none
  /// The read of an atomic update that returns nothing to its caller (atomic_inc() and the like).
  var isUnreturned = false
  /// The write of an atomic update; its read is the thread's last read before it, unless `exclusiveRead` names it.
  var completesAtomic = false
  /// The read of an atomic update, whether the update succeeds or not.
  var opensAtomic = false
  /// The read of an update that is ordered otherwise if it fails: what the event is depends on the value read.
  var isOrderedByOutcome = false
  /// Part of the last turn of a loop that waits for ever, which does what the turn before it did: a read can only return what
  /// the thread found or left there before.
  var isRepeated = false
  /// Half of an update that one instruction makes, not a pair of exclusives.
  var isOneInstruction = false
  /// The read of a load-exclusive, which orders what it orders whether its store succeeds or not.
  var isExclusive = false
  /// For the write of a store-exclusive, the number of its load-exclusive's read in the thread.
  var exclusiveRead: Int?
  /// A fence that comes before the read of its atomic update in program order, but is recorded after it: a
  /// cmpxchg() that fails orders nothing, so the fence is known to exist only once the value read is known.
  var precedesAtomic = false
  /// The line of source code it comes from, as a number of the program's own; -1 if it has none.
  var place: Int32 = -1
  /// The reads that its address, its data, and whether it is reached at all depend on.
  var address: ThreadEventSet = .none
  var data: ThreadEventSet = .none
  var control: ThreadEventSet = .none

  /// The reads that decided which of several values its address or its datum was made of, or whether it writes:
  /// a write is behind them, and so is what Arm's pick dependencies keep behind it.
  var pick: ThreadEventSet = .none

  /// The write of a successful atomic update, or the fence before it.
  var belongsToUpdate: Bool { completesAtomic || precedesAtomic }

  /// An access that is neither atomic nor volatile.
  var isPlain: Bool {
    action != .fence && order == .plain && !opensAtomic && !completesAtomic && lock == .none
  }

  static func barrier(_ fence: Fence) -> ThreadEvent {
    var event = ThreadEvent(action: .fence)
    event.fence = fence
    return event
  }

  static func barrier(_ instruction: Instruction) -> ThreadEvent {
    var event = ThreadEvent(action: .fence)
    event.instruction = instruction
    return event
  }

  /// Whether a write stays after every earlier access of its thread.
  var ordersAllBefore: Bool {
    guard action == .write else { return false }
    if let instruction { return instruction == .stlr || instruction == .stlxr }
    return order == .release || order == .seqCst || lock == .unlock
  }

  /// Whether a read, or a fence after it, keeps every later access of the thread after the read.
  var ordersAllAfter: Bool {
    if let instruction {
      switch instruction {
      case .ldar, .ldapr, .ldaxr, .ldAcq, .xchgAcq, .amoAq, .amoAqRl, .lockedAtomic: return true
      default: return instruction.orders.isSuperset(of: [.loadLoad, .loadStore])
      }
    }
    return switch action {
    case .read: order == .acquire || lock == .lockRead
    case .fence: fence == .mb || fence == .acquireFence
    case .write: false
    }
  }
}

extension AccessOrder? {
  /// An ordinary access of the language: not atomic, and a data race if another thread interferes.
  public static var plain: AccessOrder? { nil }
}
