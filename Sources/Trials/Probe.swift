import AIORing
import NativeLitmus
import RingBursts
import RunRecord
import Statistics
import Topology
import WeakMemory

/// What a pair of CPUs reorders, by the classic two-thread shapes run on them.
public struct Probe {
  /// Both CPUs, and how far apart.
  public var pair: CPUPair
  /// Seconds for all shapes together.
  public var seconds: Double
  /// Seed of the order of instances and of the threads' starting delays.
  public var seed: UInt64

  /// Seconds of the probe that every campaign has: long enough to see what an ordinary machine reorders.
  public static let quickSeconds = 1.2

  public init(pair: CPUPair, seconds: Double = quickSeconds, seed: UInt64) {
    (self.pair, self.seconds, self.seed) = (pair, seconds, seed)
  }

  /// Runs all shapes, one after the other, in this process, on two threads of its own.
  ///
  /// - Parameter machine: The machine that the pair belongs to.
  /// - Throws: ``TrialError`` when a thread could not be made or bound.
  public func run(on machine: Machine) throws(TrialError) -> ProbeRecord {
    let model = Architecture(named: ThisMachine.architecture).flatMap(Model.init(of:))
    let available = LitmusShape.all.filter(\.isAvailable)
    let share = seconds / Double(max(1, available.count))
    var generator = SeededGenerator(seed: seed)
    var shapes: [ShapeCount] = []
    for shape in LitmusShape.all {
      let count =
        try shape.isAvailable ? count(shape, seconds: share, seed: generator.next()) : (instances: 0, weak: 0)
      shapes.append(
        ShapeCount(
          name: shape.name, threads: shape.threadTexts, weakOutcome: shape.weakOutcomeText,
          reorderings: shape.reorderings.map(\.rawValue),
          isAllowed: model.flatMap { model in (try? shape.isAllowed(by: model)) ?? nil },
          isAvailable: shape.isAvailable, instances: count.instances, weak: count.weak))
    }
    return ProbeRecord(
      cpuModel: machine.cpuModel, model: model?.rawValue, cpus: [pair.producer.index, pair.consumer.index],
      distance: pair.pairClass.name, canTell: pair.producer != pair.consumer, shapes: shapes)
  }

  /// One shape's instances and weak outcomes.
  func count(
    _ shape: LitmusShape, seconds: Double, seed: UInt64
  ) throws(TrialError) -> (instances: UInt64, weak: UInt64) {
    let walks = ShapeWalks(shape, seconds: seconds, seed: seed, yields: pair.producer == pair.consumer)
    try PinnedThreads.run(
      (pair.producer.index, { walks.work(thread: 0) }), (pair.consumer.index, { walks.work(thread: 1) }))
    return (walks.walks * UInt64(LitmusInstances.count), walks.weak)
  }
}

/// One shape's walks by two threads.
///
/// `@unchecked Sendable`: the leader plans a walk, and reads the counts, only while the follower waits at the next
/// meeting; each thread writes only its own count.
private final class ShapeWalks: @unchecked Sendable {
  private let shape: LitmusShape
  private let instances = LitmusInstances()
  private let meeting = Meeting()
  private let yields: Bool
  private let deadline: ContinuousClock.Instant
  private var generator: SeededGenerator
  private var plan: Plan
  private(set) var walks: UInt64 = 0
  /// Weak outcomes that each thread counted.
  private let counts: [LitmusCount]

  init(_ shape: LitmusShape, seconds: Double, seed: UInt64, yields: Bool) {
    (self.shape, self.yields) = (shape, yields)
    generator = SeededGenerator(seed: seed)
    deadline = .now + .seconds(seconds)
    plan = Plan(random: 0)
    counts = [LitmusCount(), LitmusCount()]
  }

  var weak: UInt64 { counts.reduce(0) { $0 + $1.weak } }

  /// How a walk begins.
  private struct Plan {
    var walk: LitmusInstances.Walk
    /// How much later than the other each thread starts, in turns of a delay loop: up to a few instances' time.
    var delays: [Delay]
    /// Whether each thread clears what the other thread counted, so that the cache lines change owner.
    var changesHands: Bool
    var isLast = false

    init(random: UInt64) {
      walk = LitmusInstances.Walk(random: random)
      let late = Delay(turns: Int(random >> 8 & 0x3ff))
      delays = random & 1 == 0 ? [late, .none] : [.none, late]
      changesHands = random & 2 == 0
    }
  }

  /// One thread's part; thread 0 leads.
  func work(thread: Int) {
    let side: Meeting.Side = thread == 0 ? .leader : .follower
    while true {
      if side == .leader { planNext() }
      meeting.meet(side, yields: yields)
      let plan = plan
      if plan.isLast { return }
      plan.delays[thread].wait()
      instances.run(shape, thread: thread, plan.walk)
      meeting.meet(side, yields: yields)
      counts[thread].weak += instances.countWeak(shape, half: thread)
      meeting.meet(side, yields: yields)
      instances.clear(half: plan.changesHands ? 1 - thread : thread)
    }
  }

  private func planNext() {
    plan = Plan(random: generator.next())
    plan.isLast = ContinuousClock.now >= deadline
    if !plan.isLast { walks += 1 }
  }
}

/// One thread's count, in an object of its own so that the two threads do not share a line.
private final class LitmusCount {
  var weak: UInt64 = 0
}
