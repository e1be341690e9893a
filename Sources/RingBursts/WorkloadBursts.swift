import AIORing

/// The bursts of a workload on a ring.
package enum WorkloadBursts {
  case pushPop(PushPopBursts)
  case throughput(ThroughputBursts)
  case shared(SharedRingBursts)
  case roundTrip(RoundTripBursts)
  case handOff(HandOffBursts)
  case offeredLoad(OfferedLoadBursts)
  case wakeLatency(WakeLatencyBursts)

  /// Sets up the ring, or the two rings of a round trip, and finds the code that was specialised for the strategy.
  ///
  /// - Throws: ``TrialError`` when the ring has fewer than two slots or too many, when the catalogue has no such
  ///   strategy, when the layout has no such workload, or when this machine lacks what the ring needs.
  package init(_ workload: RingWorkload, on ring: TrialRing) throws(TrialError) {
    guard ring.slots >= 2, ring.slots <= UInt32.max / 64 else { throw .ring(.tooFewSlots(ring.slots)) }
    guard ring.payloadStores.isAvailable else { throw .unavailable("a streaming store") }
    guard ring.layout.takes(ring.payloadStores) else {
      throw .unknownSetting(
        "payload stores in the layout tagged: a tag in the event leaves ordinary stores only")
    }
    guard ring.layout.takes(ring.indexUse), ring.sharing.map({ ring.layout.takes($0.kind) }) ?? true else {
      throw .unknownSetting("index use or sharing in the layout \(ring.layout.rawValue)")
    }
    guard ring.sharing == nil || ring.slots.nonzeroBitCount == 1 else {
      throw .unknownSetting("slots of a ring that producers share: \(ring.slots) is no power of two")
    }
    guard ring.layout.takes(ring.eventSize) else {
      throw .unknownSetting(
        "size of events in the layout \(ring.layout.rawValue): they have no room for a tag")
    }
    let isUsual = ring.eventSize == .usual
    guard isUsual || ring.payloadStores == .ordinary && ring.sharing == nil && !workload.needsSleeper else {
      throw .unknownSetting(
        "size of events: other events than those of \(EventSize.usual.bytes) bytes are written with ordinary stores, by one "
          + "producer, for a consumer that never sleeps")
    }
    let bursts =
      switch ring.layout {
      case .aio: try workload.burstsInKernelLayout(ring)
      case .padded: try workload.burstsInPaddedLayout(ring)
      case .tagged: try workload.burstsInTaggedLayout(ring)
      case .trailingTag: try workload.burstsInTrailingTagLayout(ring)
      case .sequenced: try workload.burstsInSequencedLayout(ring)
      }
    guard let bursts else { throw .unknownStrategy(ring.strategy) }
    self = bursts
  }
}
