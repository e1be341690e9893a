/// A setting: a ring, what is asked of it, and who takes what.
struct KernelSetting: Sendable {
  var ring: KernelRingKind
  var request: RequestKind
  var threads: Threads
  /// Its completions as a share of ``KernelPlan/events``, all batches together: less where one takes longer.
  var share: Double
  /// A rough estimate of how long a completion takes, ns, all batches together. Only for saying beforehand how long a
  /// plan takes: no result depends on it.
  var nanoseconds: Double

  enum Threads: Sendable {
    /// One thread, which submits a batch and takes its completions.
    case one
    /// One thread, and the kernel's poller on the other CPU.
    case poller
    /// Two threads, a batch in flight.
    case lockstep
    /// Two threads, as many requests in flight as the ring holds.
    case streaming
  }

  /// To measure another kind of request, add a row.
  static let all: [Self] = [
    Self(ring: .aio, request: .poll, threads: .one, share: 1, nanoseconds: 800),
    Self(ring: .aio, request: .read, threads: .one, share: 0.04, nanoseconds: 1_500),
    Self(ring: .aio, request: .write, threads: .one, share: 0.001, nanoseconds: 100_000),
    Self(ring: .aio, request: .poll, threads: .lockstep, share: 0.02, nanoseconds: 2_000),
    Self(ring: .aio, request: .poll, threads: .streaming, share: 0.25, nanoseconds: 1_000),
    Self(ring: .ioUring, request: .nop, threads: .one, share: 1, nanoseconds: 400),
    Self(ring: .ioUring, request: .read, threads: .one, share: 0.04, nanoseconds: 1_000),
    Self(ring: .ioUring, request: .nop, threads: .lockstep, share: 0.02, nanoseconds: 1_500),
    Self(ring: .ioUring, request: .nop, threads: .streaming, share: 0.25, nanoseconds: 500),
    Self(ring: .ioUring, request: .nop, threads: .poller, share: 0.02, nanoseconds: 1_500),
  ]

  /// The batches it is run with; while streaming, only one, since the batch matters little there.
  func batches(_ plan: KernelPlan) -> [Int] {
    switch threads {
    case .one, .poller, .lockstep: plan.batches
    case .streaming: [plan.batches.last { $0 <= 32 } ?? 32]
    }
  }
}
