/// The lock of a strategy, which each side holds.
public protocol SideBarriers: Sendable {
  /// The lock that every access to head, tail and events is made under, if any.
  var lock: LockKind? { get }
  /// Whether the lock is known at compile time.
  var lockIsConstant: Bool { get }
}

/// What a producer asks of a strategy: the orderings at its edges, or a lock around `push`.
public protocol ProducerBarriers: SideBarriers {
  var claim: Ordering { get }
  var publish: Ordering { get }
  var wake: Ordering { get }
  /// Whether the tail is stored before the event it publishes is written, in source order: the positive control.
  var storesTailFirst: Bool { get }
}

/// What a consumer that never sleeps asks of a strategy: the orderings at its edges, or a lock around `pop`.
public protocol ConsumerBarriers: SideBarriers {
  var observe: Ordering { get }
  var retire: Ordering { get }
  /// A fence that is at no edge: before the consumer's tail load. Nothing needs it; one reader in the field
  /// has its fence there instead of at `observe`.
  var poll: Ordering { get }
}

/// A strategy: what both sides ask.
///
/// On hardware the conforming types are empty and every answer is a constant; the checker answers from a table.
public protocol Barriers: ProducerBarriers, ConsumerBarriers {
  var sleep: Ordering { get }

  /// What its producer asks. Strategies with the same producer have this type in common, so that a producer's loop is
  /// compiled once for all of them.
  associatedtype OfProducer: ProducerBarriers = Self
  /// What its consumer asks if it never sleeps.
  associatedtype OfConsumer: ConsumerBarriers = Self
  var ofProducer: OfProducer { get }
  var ofConsumer: OfConsumer { get }
}

extension SideBarriers {
  @inlinable public var lock: LockKind? { nil }
  @inlinable public var lockIsConstant: Bool { true }
}

extension ProducerBarriers {
  @inlinable public var storesTailFirst: Bool { false }
}

extension ConsumerBarriers {
  @inlinable public var poll: Ordering { .none }
}

extension Barriers where OfProducer == Self {
  @inlinable public var ofProducer: Self { self }
}

extension Barriers where OfConsumer == Self {
  @inlinable public var ofConsumer: Self { self }
}

extension Barriers {
  /// The ordering that stands at `edge`.
  @inlinable public subscript(edge: Edge) -> Ordering {
    switch edge {
    case .claim: claim
    case .publish: publish
    case .observe: observe
    case .retire: retire
    case .wake: wake
    case .sleep: sleep
    }
  }
}

/// The orderings at a producer's edges, all constants.
public struct ProducerEdges<Claim: ClaimOrdering, Publish: PublishOrdering, Wake: WakeOrdering>:
  ProducerBarriers
{
  @usableFromInline init() {}
  @inlinable public var claim: Ordering { Claim.ordering }
  @inlinable public var publish: Ordering { Publish.ordering }
  @inlinable public var wake: Ordering { Wake.ordering }
}

/// The orderings at the edges of a consumer that never sleeps, all constants.
public struct ConsumerEdges<Observe: ObserveOrdering, Retire: RetireOrdering>: ConsumerBarriers {
  @usableFromInline init() {}
  @inlinable public var observe: Ordering { Observe.ordering }
  @inlinable public var retire: Ordering { Retire.ordering }
}

/// Six orderings, all constants.
public struct Edges<
  Claim: ClaimOrdering, Publish: PublishOrdering, Observe: ObserveOrdering, Retire: RetireOrdering,
  Wake: WakeOrdering, Sleep: SleepOrdering
>: Barriers {
  /// One row of the catalogue: what stands at each edge.
  @inlinable public init(
    claim: Claim, publish: Publish, observe: Observe, retire: Retire, wake: Wake, sleep: Sleep
  ) {}
  @inlinable public var claim: Ordering { Claim.ordering }
  @inlinable public var publish: Ordering { Publish.ordering }
  @inlinable public var observe: Ordering { Observe.ordering }
  @inlinable public var retire: Ordering { Retire.ordering }
  @inlinable public var wake: Ordering { Wake.ordering }
  @inlinable public var sleep: Ordering { Sleep.ordering }
  @inlinable public var ofProducer: ProducerEdges<Claim, Publish, Wake> { ProducerEdges() }
  @inlinable public var ofConsumer: ConsumerEdges<Observe, Retire> { ConsumerEdges() }
}

/// A fence before the tail load, where it orders nothing that the ring needs.
public struct MisplacedPollFence<Base: Barriers & SendableMetatype, Poll: AnyEdgeOrdering>: Barriers {
  @usableFromInline let base: Base
  /// `base`, with `poll` in front of the tail load.
  @inlinable public init(poll: Poll, _ base: Base) { self.base = base }
  @inlinable public var claim: Ordering { base.claim }
  @inlinable public var publish: Ordering { base.publish }
  @inlinable public var observe: Ordering { base.observe }
  @inlinable public var retire: Ordering { base.retire }
  @inlinable public var wake: Ordering { base.wake }
  @inlinable public var sleep: Ordering { base.sleep }
  @inlinable public var poll: Ordering { Poll.ordering }
  @inlinable public var ofProducer: Base.OfProducer { base.ofProducer }
}

/// The positive control: the tail is stored before the event is written.
public struct TailFirst: Barriers {
  @inlinable public init() {}
  @inlinable public var claim: Ordering { .compiler }
  @inlinable public var publish: Ordering { .compiler }
  @inlinable public var observe: Ordering { .compiler }
  @inlinable public var retire: Ordering { .compiler }
  @inlinable public var wake: Ordering { .compiler }
  @inlinable public var sleep: Ordering { .compiler }
  @inlinable public var storesTailFirst: Bool { true }
  @inlinable public var ofConsumer: ConsumerEdges<CompilerBarrier, CompilerBarrier> { ConsumerEdges() }
}

/// Relaxed accesses under a lock.
public struct Locked<Lock: StaticLock>: Barriers {
  @inlinable public init(_ lock: Lock) {}
  @inlinable public var claim: Ordering { .none }
  @inlinable public var publish: Ordering { .none }
  @inlinable public var observe: Ordering { .none }
  @inlinable public var retire: Ordering { .none }
  @inlinable public var wake: Ordering { .mb }
  @inlinable public var sleep: Ordering { .mb }
  @inlinable public var lock: LockKind? { Lock.kind }
}

/// Any orderings at the edges, chosen at run time, as the checker explores them.
public struct AssignedBarriers: Barriers, Equatable, Hashable {
  public var claim: Ordering
  public var publish: Ordering
  public var observe: Ordering
  public var retire: Ordering
  public var wake: Ordering
  public var sleep: Ordering
  public var poll: Ordering
  public var lock: LockKind?
  public var storesTailFirst: Bool

  /// Orderings at the six edges; by default relaxed accesses with nothing between.
  public init(
    claim: Ordering = .none, publish: Ordering = .none, observe: Ordering = .none, retire: Ordering = .none,
    wake: Ordering = .none, sleep: Ordering = .none
  ) {
    (self.claim, self.publish, self.observe) = (claim, publish, observe)
    (self.retire, self.wake, self.sleep) = (retire, wake, sleep)
    (poll, lock, storesTailFirst) = (.none, nil, false)
  }

  /// A copy of `barriers` whose edges can be changed.
  public init(_ barriers: some Barriers) {
    (claim, publish, observe) = (barriers.claim, barriers.publish, barriers.observe)
    (retire, wake, sleep) = (barriers.retire, barriers.wake, barriers.sleep)
    (poll, lock, storesTailFirst) = (barriers.poll, barriers.lock, barriers.storesTailFirst)
  }

  @inlinable public var lockIsConstant: Bool { false }

  /// The ordering at `edge`.
  public subscript(edge: Edge) -> Ordering {
    get {
      switch edge {
      case .claim: claim
      case .publish: publish
      case .observe: observe
      case .retire: retire
      case .wake: wake
      case .sleep: sleep
      }
    }
    set {
      switch edge {
      case .claim: claim = newValue
      case .publish: publish = newValue
      case .observe: observe = newValue
      case .retire: retire = newValue
      case .wake: wake = newValue
      case .sleep: sleep = newValue
      }
    }
  }
}
