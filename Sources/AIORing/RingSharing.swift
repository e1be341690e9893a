/// How several producers share a ring.
public struct RingSharing: Hashable, Sendable {
  /// How many there are, 2 or more.
  public var producers: Int
  public var kind: SharingKind

  public init(producers: Int, kind: SharingKind) { (self.producers, self.kind) = (producers, kind) }

  /// The same for producers with such barriers.
  public func with(_ barriers: AssignedBarriers) -> RingSharing {
    RingSharing(producers: producers, kind: kind.with(barriers))
  }

  /// What `producers` can be: a producer's number stands in 16 bits of its events.
  public static let range = 2...64
}

/// How producers that share a ring get a slot each.
public enum SharingKind: String, CaseIterable, Sendable {
  // Under a lock that only the producers take: aio_complete(), which any CPU may call, holds the context's lock (Linux,
  // fs/aio.c).
  /// Under a lock: pthread_mutex_t.
  case mutex
  /// Under the standard library's `Synchronization.Mutex`.
  case synchronizationMutex = "synchronization-mutex"
  /// Under a spinlock.
  case spinlock
  /// Under a lock that serves first who came first.
  case ticketLock = "ticket-lock"
  /// An atomic addition to the tail claims a slot for good; the slot's sequence number says when it is free.
  case fetchAdd = "fetch-add"

  /// How producers with such barriers share a ring: a strategy that is a lock shares it under that lock.
  public func with(_ barriers: AssignedBarriers) -> SharingKind {
    guard let lock = barriers.lock else { return self }
    return Self.allCases.first { $0.lock == lock } ?? self
  }

  /// The lock that is taken; nil: none.
  public var lock: LockKind? {
    switch self {
    case .mutex: .mutex
    case .synchronizationMutex: .synchronizationMutex
    case .spinlock: .spinlock
    case .ticketLock: .ticketLock
    case .fetchAdd: nil
    }
  }
}
