import Campaigns
import Foundation
import Synchronization

/// How far a campaign is: one line that is written over on a terminal, a plain line now and then elsewhere.
final class ProgressLine: Sendable {
  private let lastPercent = Atomic<Int>(0)
  /// What is run beyond the plan, at its end, needs no line each.
  private var hasEnded: Bool { lastPercent.load(ordering: .relaxed) == 100 }
  /// Between two plain lines, per cent.
  private static let step = 20

  init(total: Int, seconds: Double, folder: String) {
    StandardError.write("\(total) trials in about \(Int(seconds.rounded())) s; results go to \(folder)\n")
  }

  /// Shows a trial's end.
  func show(_ state: Campaign.Progress) {
    let percent = 100 * state.done / max(1, state.total)
    let left = "\(Int(state.secondsLeft.rounded(.up))) s left"
    let spec = state.last.spec
    // A lower bound has neither strategy nor layout.
    let name = [spec.row.strategy, spec.row.ring?.layout.rawValue, spec.row.workload.rawValue].compactMap(
      \.self
    )
    .joined(separator: " ")
    if StandardError.canWriteOver {
      StandardError.writeOver("\(state.done)/\(state.total) trials, \(percent) %, \(left): \(name)")
    } else if percent >= min(100, lastPercent.load(ordering: .relaxed) + Self.step), !hasEnded {
      lastPercent.store(percent, ordering: .relaxed)
      StandardError.write("\(state.done) of \(state.total) trials, \(percent) %, \(left)\n")
    }
    if state.last.outcome != .completed {
      clear()
      StandardError.write(
        "\(name): \(state.last.outcome.rawValue)" + (state.last.message.map { ": \($0)" } ?? "") + "\n")
    }
  }

  /// Takes the line away.
  func clear() {
    if StandardError.canWriteOver { StandardError.writeOver() }
  }
}
