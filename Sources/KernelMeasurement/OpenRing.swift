import AIORing
import KernelRings
import RunRecord
import Topology

/// An open ring of the kernel.
enum OpenRing {
  case aio(AIOContext)
  case ioUring(IOUring)

  /// The most requests in flight that the kernel is asked to allow.
  static let requests: UInt32 = 128
  /// Idle time before io_uring's poller sleeps, ms.
  static let pollerIdleMilliseconds: UInt32 = 1

  /// - Parameter pollerCPU: io_uring: the CPU of the kernel's poller; nil for no poller.
  init(_ kind: KernelRingKind, pollerCPU: CPU?) throws(KernelRingError) {
    switch kind {
    case .aio: self = .aio(try AIOContext(requests: Self.requests))
    case .ioUring:
      self = .ioUring(
        try IOUring(
          requests: Self.requests,
          submission: pollerCPU.map {
            .poller(cpu: Int32($0.index), idleMilliseconds: Self.pollerIdleMilliseconds)
          } ?? .systemCall))
    }
  }

  /// Its two ends, for one run.
  func ends(_ way: ReapingWay, _ source: RequestSource, batch: Int) throws(KernelRingError) -> RingEnds {
    switch self {
    case .aio(let context): try RingEnds(context, way: way, source: source, batch: batch)
    case .ioUring(let ring): try RingEnds(ring, way: way, source: source)
    }
  }

  /// The ring as it is recorded.
  var description: KernelRing {
    switch self {
    case .aio(let context):
      KernelRing(
        ring: KernelRingKind.aio.rawValue, slots: context.ring.slots, capacity: context.ring.capacity)
    case .ioUring(let ring):
      KernelRing(
        ring: KernelRingKind.ioUring.rawValue, slots: ring.completionSlots, capacity: ring.completionSlots)
    }
  }
}
