import RingBursts
import RunRecord

/// Trials of something simpler than a ring, on the same CPUs: lower bounds of a ring's figures.
struct LowerBoundTrial {
  let spec: TrialSpec
  let clock: CycleClock

  /// Runs the lower bound that the specification names.
  func run() throws(TrialError) -> TrialResult {
    switch spec.row.workload {
    case .lineBounce: try lineBounce()
    case .freshLine: try freshLine()
    case .freshRoundTrip: try freshRoundTrip()
    case .clock:
      try OneSide.run(spec, clock) {
        { _ = LowerBoundLines.readClock(count: $0) }
      }.result()
    default: throw .unknownSetting("lower bound: \(spec.row.workload.rawValue)")
    }
  }

  private func lineBounce() throws(TrialError) -> TrialResult {
    let lines = LowerBoundLines()
    return try roundTrips {
      var flights: UInt64 = 0
      return { lines.serve(&flights, times: $0, yields: spec.row.oversubscribed) }
    } answer: {
      var flights: UInt64 = 0
      return { lines.sendBack(&flights, count: $0, yields: spec.row.oversubscribed) }
    }
  }

  private func freshRoundTrip() throws(TrialError) -> TrialResult {
    let lines = LowerBoundLines()
    return try roundTrips {
      var asked: UInt64 = 0
      return { _ = lines.ask(&asked, times: $0, yields: spec.row.oversubscribed) }
    } answer: {
      var answered: UInt64 = 0
      return { _ = lines.answer(&answered, count: $0, yields: spec.row.oversubscribed) }
    }
  }

  private func roundTrips(
    ask: @escaping () -> (UnsafeMutableBufferPointer<UInt64>) -> Void,
    answer: @escaping () -> (Int) -> Void
  ) throws(TrialError) -> TrialResult {
    let times = TimeSamples()
    let summary = try TwoSides(spec, clock, limit: TimeSamples.burstLimit).run {
      answer()
    } consumer: {
      let burst = ask()
      return { burst(times.room(for: $0)) }
    } afterBurst: {
      times.fold()
    }
    // The mean over a burst, as for a ring's round trip.
    return summary.result(latency: times.summary(clock))
  }

  private func freshLine() throws(TrialError) -> TrialResult {
    let lines = LowerBoundLines()
    return try TwoSides(spec, clock).run {
      var next = 0
      return { lines.send(&next, count: $0, yields: spec.row.oversubscribed) }
    } consumer: {
      var next = 0
      return { _ = lines.receive(&next, count: $0, yields: spec.row.oversubscribed) }
    }.result()
  }
}
