import CBarriers
import Glibc
import RingBursts
import RunRecord
import Statistics

/// Reads the machine's noise around a trial, in less than a millisecond.
struct NoiseReading {
  private let producerCPU: Int
  private let consumerCPU: Int
  private let clock: CycleClock
  private let before: Reading

  private struct Reading {
    var bounce: Double?
    var calibration: Double?
    var consumerCalibration: Double?
    var stolen: StolenTime
  }

  /// Round trips of the line: a few microseconds.
  private static let bounces = 64
  /// Dependent additions: a few microseconds.
  private static let additions = 8192

  /// Takes the first reading.
  ///
  /// - Throws: ``TrialError`` when a thread could not be made or bound.
  init(_ spec: TrialSpec, _ clock: CycleClock) throws(TrialError) {
    (producerCPU, consumerCPU, self.clock) = (spec.row.producerCpu, spec.row.consumerCpu, clock)
    let hasTwo = spec.row.producerCpu != spec.row.consumerCpu
    let stolen = StolenTime()
    before = Reading(
      bounce: hasTwo ? try Self.bounce(spec.row.producerCpu, spec.row.consumerCpu, clock) : nil,
      calibration: try Self.calibration(spec.row.producerCpu, clock),
      consumerCalibration: hasTwo ? try Self.calibration(spec.row.consumerCpu, clock) : nil,
      stolen: stolen)
  }

  /// Takes the second reading and puts both together.
  ///
  /// - Throws: ``TrialError`` when a thread could not be made or bound.
  func end() throws(TrialError) -> NoiseGauge {
    let bounce = before.bounce == nil ? nil : try Self.bounce(producerCPU, consumerCPU, clock)
    let calibration = try Self.calibration(producerCPU, clock)
    var gauge = before.stolen.end(clock)
    (gauge.bounceBeforeNs, gauge.bounceAfterNs) = (before.bounce, bounce)
    (gauge.calibrationBeforeNs, gauge.calibrationAfterNs) = (before.calibration, calibration)
    if let consumerCalibration = before.consumerCalibration {
      gauge.consumerCalibrationBeforeNs = consumerCalibration
      gauge.consumerCalibrationAfterNs = try Self.calibration(consumerCPU, clock)
    }
    return gauge
  }

  /// The median round trip of one line between two CPUs, ns.
  ///
  /// - Throws: ``TrialError`` when a thread could not be made or bound.
  static func bounce(_ producer: Int, _ consumer: Int, _ clock: CycleClock) throws(TrialError)
    -> Double
  {
    let lines = LowerBoundLines()
    var times = [UInt64](repeating: 0, count: bounces)
    try times.withUnsafeMutableBufferPointer { times throws(TrialError) in
      // Both threads run to their end before `run` returns; only the first closure touches `times`.
      nonisolated(unsafe) let times = times
      try PinnedThreads.run(
        (
          consumer,
          {
            var flights: UInt64 = 0
            lines.serve(&flights, times: times, yields: false)
          }
        ),
        (
          producer,
          {
            var flights: UInt64 = 0
            lines.sendBack(&flights, count: bounces, yields: false)
          }
        ))
    }
    return (median(of: times.map { Double($0) }) ?? 0) * 1e9 / clock.ticksPerSecond
  }

  /// The fastest of three runs of dependent additions on `cpu`, ns.
  private static func calibration(_ cpu: Int, _ clock: CycleClock) throws(TrialError) -> Double {
    var fastest = UInt64.max
    try PinnedThreads.run((cpu, { fastest = calibrationTicks() }))
    return clock.nanoseconds(fastest)
  }

  /// The fastest of three runs of dependent additions on this thread's CPU, ticks.
  static func calibrationTicks() -> UInt64 {
    var fastest = UInt64.max
    for _ in 0..<3 {
      let start = CycleClock.now()
      var sum = 0
      while sum < additions {
        // Without a barrier the compiler would fold the loop into one addition.
        rb_compiler_barrier()
        sum &+= 1
      }
      fastest = min(fastest, CycleClock.now() - start)
    }
    return fastest
  }
}

/// The time that the host takes from all CPUs.
struct StolenTime {
  private let ticks = CPUTicks.now()
  private let begin = CycleClock.now()

  /// A gauge with the time since this was made, and how much of it the host took.
  func end(_ clock: CycleClock) -> NoiseGauge {
    let tickMilliseconds = 1000 / Double(max(1, sysconf(Int32(_SC_CLK_TCK))))
    let stolen = ticks.flatMap { earlier in
      CPUTicks.now().map { max(0, Double($0.stolen) - Double(earlier.stolen)) * tickMilliseconds }
    }
    return NoiseGauge(
      bounceBeforeNs: nil, bounceAfterNs: nil, calibrationBeforeNs: nil, calibrationAfterNs: nil,
      elapsedMilliseconds: clock.nanoseconds(CycleClock.now() - begin) / 1e6, stalledMilliseconds: nil,
      stolenMilliseconds: stolen)
  }
}
