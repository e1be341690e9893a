import Campaigns
import Foundation
import RunRecord
import Synchronization

/// A campaign's progress: one line that is overwritten on a terminal, an occasional plain line elsewhere.
final class ProgressLine: Sendable {
  private let lastPercent = Atomic<Int>(0)
  private let isSettling = Atomic<Bool>(false)
  /// Trials beyond the plan get no line of their own.
  private var hasEnded: Bool { lastPercent.load(ordering: .relaxed) == 100 }
  /// Between two plain lines, per cent.
  private static let step = 20

  init(total: Int, seconds: Double, folder: String) {
    StandardError.write("\(total) trials in about \(Int(seconds.rounded())) s; results go to \(folder)\n")
  }

  /// Shows that trials have ended.
  func show(_ state: Campaign.Progress) {
    let percent = 100 * state.done / max(1, state.total)
    let left = "\(Int(state.secondsLeft.rounded(.up))) s left"
    let name = state.ended.last.map(Self.name) ?? ""
    if let open = state.openRows {
      if StandardError.canWriteOver {
        StandardError.writeOver("rows to settle: \(open), at most \(left): \(name)")
      } else if !isSettling.exchange(true, ordering: .relaxed) {
        StandardError.write("rows to settle: \(open), at most \(left)\n")
      }
    } else if StandardError.canWriteOver {
      StandardError.writeOver("\(state.done)/\(state.total) trials, \(percent) %, \(left): \(name)")
    } else if percent >= min(100, lastPercent.load(ordering: .relaxed) + Self.step), !hasEnded {
      lastPercent.store(percent, ordering: .relaxed)
      StandardError.write("\(state.done) of \(state.total) trials, \(percent) %, \(left)\n")
    }
    for trial in state.ended where trial.outcome != .completed {
      clear()
      StandardError.write(
        "\(Self.name(trial)): \(trial.outcome.rawValue)" + (trial.message.map { ": \($0)" } ?? "") + "\n")
    }
  }

  /// A trial in three words; a lower bound has neither strategy nor layout.
  private static func name(_ trial: TrialRecord) -> String {
    let row = trial.spec.row
    return [row.strategy, row.ring?.layout.rawValue, row.workload.rawValue].compactMap(\.self)
      .joined(separator: " ")
  }

  /// Clears the line.
  func clear() {
    if StandardError.canWriteOver { StandardError.writeOver() }
  }
}
