import AIORing

/// What is left of a strategy when the producer is the kernel.
public enum ConsumerSide: Equatable, Sendable {
  /// Its observe and retire edges. `tail-first` is one of these: what it does wrong is the producer's. So is
  /// `membarrier`: that call stands at sleep only, and its observe and retire are acquire and release.
  case ownOrderings
  /// None: it is a lock, and the kernel does not take ours.
  case none

  /// The consumer side of a strategy.
  public init(_ barriers: some Barriers) { self = barriers.lock == nil ? .ownOrderings : .none }
}

/// The submission queue's barriers: claim and publish always correct, since a stale request would be executed;
/// the wake edge is the strategy's.
struct SubmissionBarriers<B: Barriers>: Barriers {
  let base: B
  var claim: Ordering { .acquire }
  var publish: Ordering { .release }
  var observe: Ordering { .none }
  var retire: Ordering { .none }
  var wake: Ordering { base.wake }
  var sleep: Ordering { .none }

  /// Whether no wake-up is lost against the kernel's poller, which has a full barrier between its flag and its second
  /// look at the tail: there must be one here too, between the tail store and the flag load (io_uring(7), under
  /// SQPOLL). `membarrier` leaves it to the sleeper, and this sleeper does not know of that.
  static func keepsWakeUps(_ barriers: some Barriers) -> Bool {
    switch barriers.wake {
    case .mb, .mfence, .seqCstFence, .seqCst: true
    default: false
    }
  }
}
