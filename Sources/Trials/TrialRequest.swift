import Glibc
import RingBursts
import RunRecord

/// What a child is told, as the argument of `ringbench trial`.
public struct TrialRequest: Codable, Sendable {
  public var schema: Int
  public var spec: TrialSpec
  /// The parent's calibration of the cycle counter, Hz, so that no child spends time on it.
  public var ticksPerSecond: Double

  /// How long a child may take before it counts as hung, s: far longer than a trial takes even on a loaded machine.
  public static func timeLimit(of spec: TrialSpec) -> Double {
    let factor = spec.row.oversubscribed ? 40.0 : 10.0
    return 10 + factor * spec.durationMilliseconds / 1000
  }

  public init(spec: TrialSpec, ticksPerSecond: Double) {
    schema = SchemaVersion.current
    (self.spec, self.ticksPerSecond) = (spec, ticksPerSecond)
  }

  /// Whether it can be run: it may have been written by another program.
  public var isPlausible: Bool {
    spec.isPlausible && spec.row.slots <= 1 << 24 && spec.row.batch <= 1 << 24
      && spec.durationMilliseconds <= 86_400_000
      && (1e3...1e12).contains(ticksPerSecond)
  }

  /// Runs the trial in this process.
  ///
  /// - Parameter injectedPercent: Work to add to each operation, per cent of what one takes without it, which is
  ///   measured first. How the gate is tested; a lower bound has no edge to add it at.
  /// - Throws: ``TrialError``; the child's main program prints it.
  public func run(injectedPercent: Double = 0) throws(TrialError) -> TrialResult {
    // A parent that was killed cannot end a child that hangs: the child's own alarm does.
    alarm(UInt32(Self.timeLimit(of: spec)) + 5)
    let clock = CycleClock(ticksPerSecond: ticksPerSecond)
    var spec = spec
    if injectedPercent > 0, !spec.row.workload.isLowerBound {
      let plain = try Trial.run(spec, clock: clock).nsPerOperation.median
      spec.injectedDelayNanoseconds = plain * injectedPercent / 100
    }
    var result = try Trial.run(spec, clock: clock)
    result.build = ThisMachine.build
    return result
  }
}
