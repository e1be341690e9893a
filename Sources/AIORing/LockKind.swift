/// The locks that a strategy may put around the ring.
public enum LockKind: String, CaseIterable, Sendable {
  /// pthread_mutex_t.
  case mutex
  /// The standard library's `Synchronization.Mutex`.
  case synchronizationMutex = "synchronization-mutex"
  /// Test and test-and-set.
  case spinlock
  /// First come, first served.
  case ticketLock = "ticket-lock"

  /// Whether the lock is released by an ordinary store. On x86 such a store does not wait for earlier
  /// streaming stores; a locked instruction does.
  public var unlocksByStore: Bool {
    switch self {
    case .spinlock, .ticketLock: true
    case .mutex, .synchronizationMutex: false
    }
  }
}

/// A lock known at compile time.
public protocol StaticLock: Sendable {
  init()
  static var kind: LockKind { get }
}

/// ``LockKind/mutex`` as a type.
public struct PthreadMutexLock: StaticLock {
  @inlinable public init() {}
  @inlinable public static var kind: LockKind { .mutex }
}
/// ``LockKind/synchronizationMutex`` as a type.
public struct SynchronizationMutexLock: StaticLock {
  @inlinable public init() {}
  @inlinable public static var kind: LockKind { .synchronizationMutex }
}
/// ``LockKind/spinlock`` as a type.
public struct SpinLockKind: StaticLock {
  @inlinable public init() {}
  @inlinable public static var kind: LockKind { .spinlock }
}
/// ``LockKind/ticketLock`` as a type.
public struct TicketLockKind: StaticLock {
  @inlinable public init() {}
  @inlinable public static var kind: LockKind { .ticketLock }
}

extension StaticLock where Self == PthreadMutexLock { @inlinable public static var mutex: Self { Self() } }
extension StaticLock where Self == SynchronizationMutexLock {
  @inlinable public static var synchronizationMutex: Self { Self() }
}
extension StaticLock where Self == SpinLockKind { @inlinable public static var spinlock: Self { Self() } }
extension StaticLock where Self == TicketLockKind { @inlinable public static var ticketLock: Self { Self() } }
