import Statistics

// What a record must keep to so that nobody who adds it up, or shows it, meets an overflow or a division by zero.
// What this program writes is far inside.

/// Rounds, slots, indices, CPUs and the like.
let plausibleCount = 0...(1 << 32)
/// Events and operations: thousands of such counts can be added.
private let plausibleTotal: ClosedRange<UInt64> = 0...(1 << 50)
/// Nanoseconds, milliseconds, hertz, ratios.
private let plausibleFigure = 0.0...1e15

extension TrialSpec {
  /// Whether nothing in it is out of range.
  public var isPlausible: Bool {
    row.isPlausible
      && [durationMilliseconds, burstMilliseconds, delayNanoseconds, injectedDelayNanoseconds]
        .allSatisfy(plausibleFigure.contains)
      && (rates ?? []).allSatisfy(plausibleFigure.contains)
  }
}

extension RowKey {
  var isPlausible: Bool {
    [slots, batch, turnEvents, producerCpu, consumerCpu].allSatisfy(plausibleCount.contains)
  }
}

extension RunEnvironment {
  var isPlausible: Bool {
    allowedCpus.allSatisfy(plausibleCount.contains) && plausibleFigure.contains(cyclesPerSecond)
      && plausibleFigure.contains(stealPercent ?? 0) && plausibleFigure.contains(clockStepNs ?? 0)
  }
}

extension TrialRecord {
  var isPlausible: Bool {
    plausibleCount.contains(index) && plausibleCount.contains(round) && plausibleFigure.contains(seconds)
      && spec.isPlausible && result?.isPlausible ?? true
  }
}

extension TrialRecord {
  /// The trial as failed: its figures are out of range, after a clock that stepped, for example.
  var withoutResult: TrialRecord {
    TrialRecord(
      index: index, round: round, spec: spec, outcome: .failed, message: "its figures are out of range",
      seconds: (0...1e9).contains(seconds) ? seconds : 0)
  }
}

extension TrialResult {
  var isPlausible: Bool {
    nsPerOperation.isPlausible && latency?.isPlausible ?? true && polls?.isPlausible ?? true
      && plausibleTotal.contains(operations) && check?.isPlausible ?? true && wakeUps?.isPlausible ?? true
      && bursts.isPlausible && involuntarySwitches.allSatisfy(plausibleCount.contains)
      && plausibleFigure.contains(abs(clockOffsetNs ?? 0)) && noise?.isPlausible ?? true
      && turns?.isPlausible ?? true && load?.isPlausible ?? true
      && (gaugedBursts ?? []).allSatisfy(\.isPlausible)
  }
}

extension GaugedBurst {
  var isPlausible: Bool {
    [nsPerOperation, pushNs ?? 0, popNs ?? 0].allSatisfy(plausibleFigure.contains)
      && latency?.isPlausible ?? true && noise.isPlausible
  }
}

extension NoiseGauge {
  var isPlausible: Bool {
    [
      bounceBeforeNs, bounceAfterNs, calibrationBeforeNs, calibrationAfterNs, consumerCalibrationBeforeNs,
      consumerCalibrationAfterNs, elapsedMilliseconds,
      stalledMilliseconds,
      stolenMilliseconds,
    ].allSatisfy { plausibleFigure.contains($0 ?? 0) }
  }
}

extension Spread {
  var isPlausible: Bool {
    [median, low, high].allSatisfy(plausibleFigure.contains) && plausibleCount.contains(count)
  }
}

extension LatencySummary {
  var isPlausible: Bool {
    [p50Ns, p90Ns, p99Ns, p999Ns, maxNs].allSatisfy(plausibleFigure.contains)
      && plausibleTotal.contains(samples)
  }
}

extension PollCounts {
  var isPlausible: Bool {
    [emptyPerEvent, fullPerEvent, meanBatch].allSatisfy(plausibleFigure.contains)
      && plausibleTotal.contains(wraps)
  }
}

extension TurnTimes {
  var isPlausible: Bool { pushNs.isPlausible && popNs.isPlausible }
}

extension LoadCurve {
  var isPlausible: Bool {
    plausibleFigure.contains(sustainedPerSecond)
      && points.allSatisfy { plausibleFigure.contains($0.eventsPerSecond) && $0.latency?.isPlausible ?? true }
  }
}

extension EventCheck {
  var isPlausible: Bool { ([checked, bad] + kinds.values).allSatisfy(plausibleTotal.contains) }
}

extension WakeUpCounts {
  var isPlausible: Bool { [rounds, missed].allSatisfy(plausibleTotal.contains) }
}

extension BurstCounts {
  var isPlausible: Bool { [all, undisturbed].allSatisfy(plausibleCount.contains) }
}

extension MeasuredFigure {
  var isPlausible: Bool {
    let ends = [low ?? median, median, high ?? median]
    return plausibleCount.contains(rounds) && ends.allSatisfy(plausibleFigure.contains)
      && ends == ends.sorted()
  }
}

extension SummaryRecord {
  /// Whether the overview speaks of rows that are there.
  var hasPlausibleOverview: Bool {
    (overview ?? []).allSatisfy {
      $0.row.map(rows.indices.contains) ?? true && $0.handOff?.isPlausible ?? true
    }
  }
}

extension OtherState {
  var isPlausible: Bool {
    rows.allSatisfy(\.isPlausible) && plausibleFigure.contains(placement.bounceNs)
      && [placement.producerCpu, placement.consumerCpu, placement.trials].allSatisfy(plausibleCount.contains)
  }
}

extension SummaryRow {
  var isPlausible: Bool {
    key.isPlausible && nsPerOperation.isPlausible && plausibleFigure.contains(operationsPerSecond)
      && ratioToLowerBound?.isPlausible ?? true && latency?.isPlausible ?? true && polls?.isPlausible ?? true
      && [eventsChecked, badEvents].allSatisfy(plausibleTotal.contains) && wakeUps?.isPlausible ?? true
      && [rounds, unfinishedRounds, movedRounds].allSatisfy(plausibleCount.contains)
      && plausibleFigure.contains(undisturbedShare)
      && (setApart ?? []).allSatisfy { part in
        part.nsPerOperation.isPlausible
          && [part.bounceNs, part.calibrationNs].allSatisfy { $0.map(plausibleFigure.contains) ?? true }
      }
      && (modes ?? []).allSatisfy { plausibleFigure.contains($0.ns) && plausibleFigure.contains($0.share) }
      && (groups ?? []).allSatisfy(plausibleCount.contains)
      && [figure, pushNs, popNs, overNone].allSatisfy { $0?.isPlausible ?? true }
      && (figuresByRound ?? []).allSatisfy(plausibleFigure.contains)
  }
}

extension NativeVerdict {
  var isPlausible: Bool {
    ([checked, bad, wraps, emptyPolls, fullPolls] + kinds.values).allSatisfy(plausibleTotal.contains)
  }
}
