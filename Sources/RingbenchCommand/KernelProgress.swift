import KernelMeasurement
import Synchronization

/// How far `ringbench kernel` is: one line that is written over on a terminal, a plain line now and then elsewhere.
final class KernelProgress: Sendable {
  private let seconds: Double
  private let lastPercent = Atomic<Int>(0)
  /// Between two plain lines, per cent.
  private static let step = 20
  /// A run shorter than this, s, needs no plain lines.
  private static let short = 10.0

  /// Says how long the run takes.
  init(seconds: Double) {
    self.seconds = seconds
    if seconds >= Self.short || StandardError.canWriteOver {
      StandardError.write("about \(Int(seconds.rounded(.up))) s\n")
    }
  }

  func show(_ progress: KernelCampaign.Progress) {
    let percent = Int(100 * progress.done)
    let left = "about \(Int((seconds * (1 - progress.done)).rounded(.up))) s left"
    let last = lastPercent.load(ordering: .relaxed)
    if StandardError.canWriteOver {
      StandardError.writeOver("\(percent) %, \(left): \(progress.next)")
    } else if seconds >= Self.short, percent >= last + Self.step {
      lastPercent.store(percent, ordering: .relaxed)
      StandardError.write("\(percent) %, \(left): \(progress.next)\n")
    }
  }

  /// Takes the line away.
  func clear() {
    if StandardError.canWriteOver { StandardError.writeOver() }
  }
}
