import RunRecord
import Statistics

extension TrialResult {
  /// The same trial by some of its gauged bursts alone: its figures and the readings around it are theirs. How much it checked,
  /// and for how long it ran, stays that of the whole trial.
  func of(_ bursts: [GaugedBurst]) -> TrialResult {
    var result = self
    result.gaugedBursts = bursts
    result.nsPerOperation = Spread(of: bursts.map(\.nsPerOperation))
    if turns != nil {
      result.turns = TurnTimes(
        pushNs: Spread(of: bursts.compactMap(\.pushNs)), popNs: Spread(of: bursts.compactMap(\.popNs)))
    }
    if latency != nil { result.latency = LatencySummary(medianOf: bursts.compactMap(\.latency)) }
    result.noise = noise?.around(bursts)
    return result
  }
}

extension TrialRecord {
  /// The same trial by some of its gauged bursts alone.
  func of(_ bursts: [GaugedBurst]) -> TrialRecord {
    var trial = self
    trial.result = result?.of(bursts)
    return trial
  }
}

extension TrialResult {
  /// The readings around each of its bursts, where they were gauged one by one; else those around the trial.
  var gauges: [NoiseGauge] {
    guard let gaugedBursts, !gaugedBursts.isEmpty else { return noise.map { [$0] } ?? [] }
    return gaugedBursts.map(\.noise)
  }
}
