import Foundation
import RunRecord

/// What barriers cost on this machine, for people.
public enum BarrierCostReport {
  /// Two tables, without a last line's end.
  public static func text(_ costs: BarrierCosts) -> String {
    func line(_ name: String, _ figures: [Double]) -> String {
      let columns = figures.map { String(format: "%10.2f", $0) }.joined()
      return name.padding(toLength: 40, withPad: " ", startingAt: 0) + columns
    }
    return
      (["Measured on this machine (\(costs.arch)), one thread, ns; on a shared machine they vary", ""]
      + ["instruction, in a loop of nothing else         ns"]
      + costs.instructions.map { line($0.instruction, [$0.ns]) }
      + ["", "ring, a push and a pop                         ns over none"]
      + costs.ring.map { line($0.strategy, [$0.ns, $0.overNone]) }).joined(separator: "\n")
  }
}
