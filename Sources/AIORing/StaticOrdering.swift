// Which ordering may stand at which edge, as types: an acquire at `publish` does not compile. Each ordering is an
// empty type, so that a row of the catalogue is data to its reader and a constant to the optimiser.

/// An ordering known at compile time.
public protocol StaticOrdering: Sendable {
  init()
  /// The ordering this type stands for.
  static var ordering: Ordering { get }
}

/// An ordering that may stand at ``Edge/claim``.
public protocol ClaimOrdering: StaticOrdering {}
/// An ordering that may stand at ``Edge/publish``.
public protocol PublishOrdering: StaticOrdering {}
/// An ordering that may stand at ``Edge/observe``.
public protocol ObserveOrdering: StaticOrdering {}
/// An ordering that may stand at ``Edge/retire``.
public protocol RetireOrdering: StaticOrdering {}
/// An ordering that may stand at ``Edge/wake``.
public protocol WakeOrdering: StaticOrdering {}
/// An ordering that may stand at ``Edge/sleep``.
public protocol SleepOrdering: StaticOrdering {}

/// An ordering that may stand at any edge.
public protocol AnyEdgeOrdering: ClaimOrdering, PublishOrdering, ObserveOrdering, RetireOrdering,
  WakeOrdering,
  SleepOrdering
{}

/// ``Ordering/none`` as a type.
public struct NoOrdering: AnyEdgeOrdering {
  @inlinable public init() {}
  @inlinable public static var ordering: Ordering { .none }
}
/// ``Ordering/compiler`` as a type.
public struct CompilerBarrier: AnyEdgeOrdering {
  @inlinable public init() {}
  @inlinable public static var ordering: Ordering { .compiler }
}
/// ``Ordering/wmb`` as a type.
public struct WriteBarrier: AnyEdgeOrdering {
  @inlinable public init() {}
  @inlinable public static var ordering: Ordering { .wmb }
}
/// ``Ordering/rmb`` as a type.
public struct ReadBarrier: AnyEdgeOrdering {
  @inlinable public init() {}
  @inlinable public static var ordering: Ordering { .rmb }
}
/// ``Ordering/mb`` as a type.
public struct FullBarrier: AnyEdgeOrdering {
  @inlinable public init() {}
  @inlinable public static var ordering: Ordering { .mb }
}
/// ``Ordering/mfence`` as a type.
public struct Mfence: AnyEdgeOrdering {
  @inlinable public init() {}
  @inlinable public static var ordering: Ordering { .mfence }
}
/// ``Ordering/acquireFence`` as a type.
public struct AcquireFence: AnyEdgeOrdering {
  @inlinable public init() {}
  @inlinable public static var ordering: Ordering { .acquireFence }
}
/// ``Ordering/releaseFence`` as a type.
public struct ReleaseFence: AnyEdgeOrdering {
  @inlinable public init() {}
  @inlinable public static var ordering: Ordering { .releaseFence }
}
/// ``Ordering/seqCst`` as a type.
public struct SeqCst: AnyEdgeOrdering {
  @inlinable public init() {}
  @inlinable public static var ordering: Ordering { .seqCst }
}
/// ``Ordering/acquire`` as a type: only where the edge loads an index or the waiting flag.
public struct Acquire: ClaimOrdering, ObserveOrdering, WakeOrdering, SleepOrdering {
  @inlinable public init() {}
  @inlinable public static var ordering: Ordering { .acquire }
}
/// ``Ordering/release`` as a type: only where the edge stores an index or the waiting flag.
public struct Release: PublishOrdering, RetireOrdering, WakeOrdering, SleepOrdering {
  @inlinable public init() {}
  @inlinable public static var ordering: Ordering { .release }
}
/// ``Ordering/sfence`` as a type: orders the event's streaming stores before the tail store.
public struct Sfence: PublishOrdering {
  @inlinable public init() {}
  @inlinable public static var ordering: Ordering { .sfence }
}
/// ``Ordering/mbUnlessTSO`` as a type.
public struct FullBarrierUnlessTSO: AnyEdgeOrdering {
  @inlinable public init() {}
  @inlinable public static var ordering: Ordering { .mbUnlessTSO }
}
/// ``Ordering/membarrier`` as a type: the sleeper pays for both sides.
public struct Membarrier: SleepOrdering {
  @inlinable public init() {}
  @inlinable public static var ordering: Ordering { .membarrier }
}

// The spellings that rows use: `.none`, `.wmb`, …

extension StaticOrdering where Self == NoOrdering { @inlinable public static var none: Self { Self() } }
extension StaticOrdering where Self == CompilerBarrier {
  @inlinable public static var compiler: Self { Self() }
}
extension StaticOrdering where Self == WriteBarrier { @inlinable public static var wmb: Self { Self() } }
extension StaticOrdering where Self == ReadBarrier { @inlinable public static var rmb: Self { Self() } }
extension StaticOrdering where Self == FullBarrier { @inlinable public static var mb: Self { Self() } }
extension StaticOrdering where Self == Mfence { @inlinable public static var mfence: Self { Self() } }
extension StaticOrdering where Self == Sfence { @inlinable public static var sfence: Self { Self() } }
extension StaticOrdering where Self == Acquire { @inlinable public static var acquire: Self { Self() } }
extension StaticOrdering where Self == Release { @inlinable public static var release: Self { Self() } }
extension StaticOrdering where Self == AcquireFence {
  @inlinable public static var acquireFence: Self { Self() }
}
extension StaticOrdering where Self == ReleaseFence {
  @inlinable public static var releaseFence: Self { Self() }
}
extension StaticOrdering where Self == SeqCst { @inlinable public static var seqCst: Self { Self() } }
extension StaticOrdering where Self == Membarrier { @inlinable public static var membarrier: Self { Self() } }
extension StaticOrdering where Self == FullBarrierUnlessTSO {
  @inlinable public static var mbUnlessTSO: Self { Self() }
}
