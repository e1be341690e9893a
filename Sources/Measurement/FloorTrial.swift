import RingBursts
import RunRecord

/// The trials of something simpler than a ring, on the same CPUs: what bounds a ring's figures from below.
struct FloorTrial {
  let spec: TrialSpec
  let clock: CycleClock

  /// Runs the floor that the specification names.
  func run() throws(TrialError) -> TrialResult {
    switch spec.workload {
    case .lineBounce: try lineBounce()
    case .freshLine: try freshLine()
    case .clock:
      try OneSide.run(spec, clock) {
        { _ = FloorLines.readClock(count: $0) }
      }.result()
    default: throw .unknownSetting("floor: \(spec.workload.rawValue)")
    }
  }

  private func lineBounce() throws(TrialError) -> TrialResult {
    let lines = FloorLines()
    let times = TimeSamples()
    let summary = try TwoSides(spec, clock, limit: TimeSamples.burstLimit).run {
      var flights: UInt64 = 0
      return { lines.sendBack(&flights, count: $0, yields: spec.oversubscribed) }
    } consumer: {
      var flights: UInt64 = 0
      return { lines.serve(&flights, times: times.room(for: $0), yields: spec.oversubscribed) }
    } afterBurst: {
      times.fold()
    }
    return summary.result(
      nsPerOperation: times.spread(of: summary.counting, clock), latency: times.summary(clock))
  }

  private func freshLine() throws(TrialError) -> TrialResult {
    let lines = FloorLines()
    return try TwoSides(spec, clock).run {
      var next = 0
      return { lines.send(&next, count: $0, yields: spec.oversubscribed) }
    } consumer: {
      var next = 0
      return { _ = lines.receive(&next, count: $0, yields: spec.oversubscribed) }
    }.result()
  }
}
