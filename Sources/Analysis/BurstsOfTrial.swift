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
    let gauges = bursts.map(\.noise)
    func middle(_ reading: KeyPath<NoiseGauge, Double?>) -> Double? {
      median(of: gauges.compactMap { $0[keyPath: reading] })
    }
    var noise = NoiseGauge(
      bounceBeforeNs: middle(\.bounceBeforeNs), bounceAfterNs: middle(\.bounceAfterNs),
      calibrationBeforeNs: middle(\.calibrationBeforeNs), calibrationAfterNs: middle(\.calibrationAfterNs),
      elapsedMilliseconds: self.noise?.elapsedMilliseconds ?? 0, stalledMilliseconds: nil,
      stolenMilliseconds: self.noise?.stolenMilliseconds)
    noise.consumerCalibrationBeforeNs = middle(\.consumerCalibrationBeforeNs)
    noise.consumerCalibrationAfterNs = middle(\.consumerCalibrationAfterNs)
    result.noise = noise
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
