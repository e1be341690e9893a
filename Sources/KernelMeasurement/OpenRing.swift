import AIORing
import KernelRings
import RunRecord
import Topology

/// A ring of the kernel, open.
enum OpenRing {
  case aio(AIOContext)
  case ioUring(IOUring)

  /// Requests in flight that are asked for.
  static let requests: UInt32 = 128
  /// How long io_uring's poller looks for requests in vain before it sleeps.
  static let pollerIdleMilliseconds: UInt32 = 1

  /// - Parameter pollerCPU: io_uring: where the kernel's poller takes requests; nil for none.
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

  /// Both ends, for one run.
  func ends(_ way: ReapingWay, _ source: RequestSource, batch: Int) throws(KernelRingError) -> RingEnds {
    switch self {
    case .aio(let context): try RingEnds(context, way: way, source: source, batch: batch)
    case .ioUring(let ring): try RingEnds(ring, way: way, source: source)
    }
  }

  /// The ring as the record has it.
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
