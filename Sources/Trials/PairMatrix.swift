import RingBursts
import Statistics
import Topology

/// How long a cache line takes between the CPUs of many pairs: what a heat map of a machine shows.
public struct PairMatrix: Sendable {
  public let pairs: [CPUPair]
  /// For all pairs together, s.
  public let seconds: Double

  /// What a pair takes at least, s: in each round two threads are made, bound and joined.
  public static let leastSecondsOfAPair = 0.002
  /// Every pair comes this often, so that a host that was busy for a while has not spoilt all there is of one.
  private static let rounds = 4

  public init(pairs: [CPUPair], seconds: Double) { (self.pairs, self.seconds) = (pairs, seconds) }

  /// Measures all pairs in this process, in the order given, on two threads of their own; those that were reached,
  /// if it is cancelled. `progress` is told how much is done, 0 to 1.
  ///
  /// - Throws: ``TrialError`` when a thread could not be made or bound.
  public func measure(
    isCancelled: () -> Bool = { false }, progress: (Double) -> Void = { _ in }
  ) throws(TrialError) -> [PairFigure] {
    let clock = CycleClock.calibrated()
    let share = seconds / Double(max(1, pairs.count * Self.rounds))
    var readings = [[Double]](repeating: [], count: pairs.count)
    measuring: for round in 0..<Self.rounds {
      for (index, pair) in pairs.enumerated() {
        if isCancelled() { break measuring }
        let begin = ContinuousClock.now
        repeat {
          readings[index].append(try NoiseReading.bounce(pair.producer.index, pair.consumer.index, clock))
        } while (ContinuousClock.now - begin) / .seconds(1) < share
        progress(Double(round * pairs.count + index + 1) / Double(Self.rounds * pairs.count))
      }
    }
    return zip(pairs, readings).compactMap { pair, readings in
      median(of: readings).map { PairFigure(pair: pair, roundTripNs: $0, readings: readings.count) }
    }
  }
}
