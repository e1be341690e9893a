import RingBursts
import RunRecord

/// Trials of rows that are compared with one another, on one pair of threads. Each pass makes one burst of each row, in random
/// order, so that what the host does to the two CPUs within tens of milliseconds happens to every row. Between any two bursts
/// the threads gauge both CPUs, in some 20 microseconds: a burst with the same readings before and after it ran in one state.
struct AlternatingTrials {
  let specs: [TrialSpec]
  let clock: CycleClock

  /// The trials' results, in their order.
  func run() -> [Result<TrialResult, TrialError>] {
    let memory = TimeBuffers()
    let made = specs.map { spec in
      Result { () throws(TrialError) in try bursts(of: spec, in: memory) }
    }
    let rows = made.indices.compactMap { index in
      (try? made[index].get()).map { AlternatingRow(specs[index], $0, clock) }
    }
    let stolen = StolenTime()
    let results: [Result<TrialResult, TrialError>]
    do throws(TrialError) {
      let run = try AlternatingRun(rows, clock)
      let noise = stolen.end(clock)
      results = rows.indices.map { .success(run.result(of: $0, noise)) }
    } catch {
      results = rows.map { _ in .failure(error) }
    }
    var left = results[...]
    return made.map { $0.flatMap { _ in left.removeFirst() } }
  }

  private func bursts(of spec: TrialSpec, in memory: TimeBuffers) throws(TrialError) -> TwoSidedBursts {
    let trial = RingTrial(spec: spec, clock: clock)
    switch try spec.bursts([]) {
    case .handOff(let bursts): return try trial.handOff(bursts, in: memory)
    case .roundTrip(let bursts): return trial.roundTrip(bursts, in: memory)
    default: throw .unknownSetting("alternating trial: \(spec.row.workload.rawValue)")
    }
  }
}

extension TrialSpec {
  /// Bytes of the largest ring's events. One that a burst goes round seldom would be measured as it comes back into the caches,
  /// from which the other rows' bursts pushed it.
  private static let mostAlternatingBytes = 1 << 16

  /// Whether the trial's bursts may alternate with those of other rows. A peer runs in a process of its own, and threads that share a
  /// CPU have to give it to each other.
  public var mayAlternate: Bool {
    (row.workload == .handOff || row.workload == .roundTrip) && row.ring != nil && row.sharing == nil
      && !row.oversubscribed && row.producerCpu != row.consumerCpu
      && row.slots * row.eventSize.bytes <= Self.mostAlternatingBytes
  }

  /// Whether the bursts of these trials may alternate on one pair of threads.
  public static func mayAlternate(_ specs: [TrialSpec]) -> Bool {
    specs.count > 1
      && specs.allSatisfy {
        $0.mayAlternate && $0.row.producerCpu == specs[0].row.producerCpu
          && $0.row.consumerCpu == specs[0].row.consumerCpu
      }
  }
}

/// One of the rows.
private struct AlternatingRow {
  let spec: TrialSpec
  let bursts: TwoSidedBursts
  let size: BurstSize

  init(_ spec: TrialSpec, _ bursts: TwoSidedBursts, _ clock: CycleClock) {
    (self.spec, self.bursts) = (spec, bursts)
    size = BurstSize(
      first: bursts.firstOperations, limit: TwoSidedBursts.limit,
      ticks: clock.ticks(nanoseconds: spec.burstMilliseconds * 1e6))
  }
}

/// What the two threads of alternating trials do next.
///
/// `@unchecked Sendable`: the leader writes the plain fields before its arrival (release), and the follower reads them after it has
/// seen that arrival (acquire). The meeting that ends each burst keeps the leader from planning the next one until the follower
/// has read this one.
private final class AlternatingSchedule: @unchecked Sendable {
  /// The row of the next burst; nil when there is none.
  private(set) var row: Int?
  private(set) var operations = 0

  private let meeting = Meeting()
  private let deadline: UInt64
  private var sizes: [BurstSize]
  private var passes = 0
  /// The rows that are left of the pass.
  private var left: [Int] = []

  /// A schedule that begins now.
  init(_ rows: [AlternatingRow], _ clock: CycleClock) {
    sizes = rows.map(\.size)
    let nanoseconds = rows.reduce(0) { $0 + $1.spec.durationMilliseconds * 1e6 }
    deadline = CycleClock.now() + clock.ticks(nanoseconds: nanoseconds)
  }

  /// Plans the next burst. Called by the leader.
  ///
  /// - Parameter last: How long the last one took, ticks.
  func plan(after last: UInt64?) {
    if let row, let last { sizes[row].fit(to: last) }
    if left.isEmpty, passes < BurstSchedule.fewestBursts || CycleClock.now() < deadline {
      left = sizes.indices.shuffled()
      passes += 1
    }
    row = left.popLast()
    operations = row.map { sizes[$0].operations } ?? 0
  }

  func meet(_ side: Meeting.Side) { meeting.meet(side, yields: false) }
}

/// What one side saw.
private struct AlternatingSide {
  /// Its view of each burst, in the order they were made.
  var samples: [BurstSide.Sample] = []
  /// Of its CPU, before each burst and after the last one, ticks.
  var calibrations: [UInt64] = []
  /// The same of the line between the two CPUs; only the leader's.
  var bounces: [UInt64] = []
}

/// All bursts of alternating trials.
private struct AlternatingRun {
  private let rows: [AlternatingRow]
  private let clock: CycleClock
  private let producer: AlternatingSide
  private let consumer: AlternatingSide
  /// The row of each burst.
  private let order: [Int]

  /// Round trips of the line in a gauge.
  private static let bounces = 32

  /// Makes them, on two threads.
  ///
  /// - Throws: ``TrialError`` when a thread could not be made or bound.
  init(_ rows: [AlternatingRow], _ clock: CycleClock) throws(TrialError) {
    (self.rows, self.clock) = (rows, clock)
    var (producer, consumer, order) = (AlternatingSide(), AlternatingSide(), [Int]())
    if let spec = rows.first?.spec {
      let schedule = AlternatingSchedule(rows, clock)
      let lines = LowerBoundLines()
      try PinnedThreads.run(
        (
          spec.row.producerCpu,
          { producer = Self.follow(rows, schedule, lines, cpu: spec.row.producerCpu) }
        ),
        (
          spec.row.consumerCpu,
          { (consumer, order) = Self.lead(rows, schedule, lines, cpu: spec.row.consumerCpu) }
        ))
    }
    (self.producer, self.consumer, self.order) = (producer, consumer, order)
  }

  private static func follow(
    _ rows: [AlternatingRow], _ schedule: AlternatingSchedule, _ lines: LowerBoundLines, cpu: Int
  ) -> AlternatingSide {
    let bursts = rows.map { $0.bursts.producer() }
    var side = AlternatingSide()
    var flights: UInt64 = 0
    while true {
      schedule.meet(.follower)
      let calibration = NoiseReading.calibrationTicks()
      schedule.meet(.follower)
      lines.sendBack(&flights, count: Self.bounces, yields: false)
      side.calibrations.append(calibration)
      guard let row = schedule.row else { return side }
      schedule.meet(.follower)
      var sample = BurstSide.Sample(on: cpu)
      bursts[row](schedule.operations)
      sample.end(made: schedule.operations, on: cpu)
      side.samples.append(sample)
      schedule.meet(.follower)
    }
  }

  private static func lead(
    _ rows: [AlternatingRow], _ schedule: AlternatingSchedule, _ lines: LowerBoundLines, cpu: Int
  ) -> (side: AlternatingSide, order: [Int]) {
    let bursts = rows.map { $0.bursts.consumer() }
    var side = AlternatingSide()
    var order: [Int] = []
    var flights: UInt64 = 0
    var times = [UInt64](repeating: 0, count: Self.bounces)
    while true {
      schedule.plan(after: side.samples.last?.ticks)
      schedule.meet(.leader)
      let calibration = NoiseReading.calibrationTicks()
      schedule.meet(.leader)
      times.withUnsafeMutableBufferPointer { lines.serve(&flights, times: $0, yields: false) }
      side.calibrations.append(calibration)
      side.bounces.append(times.sorted()[Self.bounces / 2])
      guard let row = schedule.row else { return (side, order) }
      schedule.meet(.leader)
      var sample = BurstSide.Sample(on: cpu)
      bursts[row](schedule.operations)
      sample.end(made: schedule.operations, on: cpu)
      side.samples.append(sample)
      order.append(row)
      schedule.meet(.leader)
      rows[row].bursts.afterBurst()
    }
  }

  /// The result of one row's trial.
  func result(of row: Int, _ noise: NoiseGauge) -> TrialResult {
    let places = order.indices.filter { order[$0] == row }
    let summary = BurstSummary(
      producers: [places.map { producer.samples[$0] }], consumer: places.map { consumer.samples[$0] },
      clock: clock)
    var result = rows[row].bursts.result(summary)
    let bursts = zip(summary.counting, rows[row].bursts.figures(summary)).map { burst, figures in
      GaugedBurst(
        nsPerOperation: figures.ns.rounded(toDigits: 4), pushNs: figures.pushNs?.rounded(toDigits: 4),
        popNs: figures.popNs?.rounded(toDigits: 4), latency: figures.latency,
        before: readings(places[burst]), after: readings(places[burst] + 1))
    }
    result.gaugedBursts = bursts
    result.noise = noise.around(bursts)
    return result
  }

  private func readings(_ place: Int) -> CPUReadings {
    func ns(_ ticks: UInt64) -> Double { clock.nanoseconds(ticks).rounded(toDigits: 1) }
    return CPUReadings(
      bounceNs: ns(consumer.bounces[place]), calibrationNs: ns(producer.calibrations[place]),
      consumerCalibrationNs: ns(consumer.calibrations[place]))
  }
}

extension Double {
  /// With so many digits behind the point: a trial has many such numbers.
  fileprivate func rounded(toDigits digits: Int) -> Double {
    let scale = [1, 10, 100, 1e3, 1e4][digits]
    return (self * scale).rounded() / scale
  }
}
