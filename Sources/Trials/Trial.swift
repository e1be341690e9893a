import AIORing
import CellRings
import RingBursts
import RunRecord
import WeakMemory

/// A trial, run in this process on threads of its own.
public enum Trial {
  /// Runs what `spec` says, and reads the machine's noise right before and after it.
  ///
  /// - Parameter rings: The rings of the program's own.
  /// - Throws: ``TrialError`` when the specification names something that does not exist, or that this machine does not have.
  package static func run(
    _ spec: TrialSpec, clock: CycleClock, rings: [Peer] = []
  ) throws(TrialError) -> TrialResult {
    let noise = try NoiseReading(spec, clock)
    var result = try measure(spec, clock: clock, rings)
    result.noise = try noise.end()
    return result
  }

  /// The same of trials whose bursts alternate on one pair of threads (``TrialSpec/mayAlternate(_:)``).
  package static func run(alternating specs: [TrialSpec], clock: CycleClock) -> [Result<
    TrialResult, TrialError
  >] {
    AlternatingTrials(specs: specs, clock: clock).run()
  }

  private static func measure(
    _ spec: TrialSpec, clock: CycleClock, _ rings: [Peer]
  ) throws(TrialError) -> TrialResult {
    guard let bursts = try spec.bursts(rings) else {
      return try LowerBoundTrial(spec: spec, clock: clock).run()
    }
    let trial = RingTrial(spec: spec, clock: clock)
    return switch bursts {
    case .pushPop(let bursts): try trial.pushPop(bursts)
    case .throughput(let bursts): try trial.throughput(bursts)
    case .shared(let bursts): try trial.shared(bursts)
    case .roundTrip(let bursts): try trial.roundTrip(bursts).run(spec, clock)
    case .handOff(let bursts): try trial.handOff(bursts).run(spec, clock)
    case .offeredLoad(let bursts): try OfferedLoadTrial(spec: spec, clock: clock).run(bursts)
    case .wakeLatency(let bursts): try trial.wakeLatency(bursts)
    }
  }
}

extension TrialSpec {
  /// The bursts on the ring that it asks for; nil for a lower bound.
  func bursts(_ rings: [Peer]) throws(TrialError) -> WorkloadBursts? {
    guard let workload = ringWorkload else { return nil }
    switch row.subject {
    case .ring(let own): return try WorkloadBursts(workload, on: try ring(own))
    case .peer(let name):
      var peer = TrialPeer(
        try peer(name, rings), slots: UInt32(clamping: row.slots), eventSize: row.eventSize,
        checking: row.checking, polling: polling)
      peer.producers = row.producers
      return try WorkloadBursts(workload, on: peer)
    case .lowerBound: return nil
    }
  }

  /// Two threads on one CPU have to give it to each other.
  private var polling: Polling { row.oversubscribed ? .yield : row.polling }

  /// The peer in its library, or the program's own.
  private func peer(_ name: String, _ rings: [Peer]) throws(TrialError) -> Peer {
    guard let peerLibrary else {
      guard let own = rings.first(where: { $0.name == name }) else {
        throw .unavailable("the ring \(name), which this program does not have,")
      }
      return own
    }
    do throws(PeerError) {
      let peer = try PeerLibrary(path: peerLibrary).peer
      guard peer.name == name else {
        throw .otherName(path: peerLibrary, name: peer.name, expected: name)
      }
      return peer
    } catch {
      throw .peer(error)
    }
  }

  private func ring(_ own: RingSpec) throws(TrialError) -> TrialRing {
    var ring = TrialRing(
      own.strategy, layout: own.layout, indexUse: own.indexUse, payloadStores: own.payloadStores,
      slots: UInt32(clamping: row.slots), checking: row.checking,
      polling: polling)
    (ring.eventSize, ring.pages) = (row.eventSize, row.pages)
    ring.barriersAtRunTime = row.barriersAtRunTime
    if let sharing = row.sharing {
      guard let kind = sharing.kind else { throw .unknownSetting("sharing: none is named") }
      ring.sharing = RingSharing(producers: row.producers, kind: kind)
    }
    if own.isAssigned {
      guard let assignment = try? EdgeAssignment(own.strategy) else { throw .unknownStrategy(own.strategy) }
      ring.assigned = assignment.barriers
    }
    return ring
  }

  /// What it does with the ring; nil for a lower bound.
  fileprivate var ringWorkload: RingWorkload? {
    switch row.workload {
    case .barrierCost: .pushPop
    case .throughput: .throughput(batch: row.batch)
    case .roundTrip: .roundTrip
    case .handOff: .handOff(events: row.turnEvents, batch: row.batch)
    case .offeredLoad: .offeredLoad
    case .wakeRounds: .wakeRounds
    case .wakeLatency: .wakeLatency
    case .wakeThroughput: .sleepingThroughput
    case .wakeCost: .pushWakePop
    case .lineBounce, .freshLine, .freshRoundTrip, .clock, .oneWay: nil
    }
  }
}
