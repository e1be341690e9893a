import AIORing
import RunRecord
import WeakMemory

extension SummaryRow {
  /// The instructions that order the row's push and pop on the machine that measured it, edge by edge, or the lock around
  /// them: why rows fall into one group. `none` where plain accesses are enough; nil for a lower bound, and for a strategy
  /// or a machine that no table has.
  public static func orderingInstructions(of row: RowKey, machine: String) -> String? {
    guard let name = row.ring?.strategy, let architecture = Architecture(named: machine),
      let barriers = Catalogue.entry(named: name)?.barriers ?? (try? EdgeAssignment(name))?.barriers
    else { return nil }
    let mapping = InstructionMapping(architecture)
    if let lock = barriers.lock { return lock.rawValue }
    let edges = [Edge.claim, .publish, .observe, .retire].compactMap { edge -> String? in
      let instructions = mapping.ordering(barriers, at: edge)
      guard !instructions.isEmpty else { return nil }
      return "\(edge.rawValue) \(instructions.map(\.rawValue).joined(separator: " + "))"
    }
    return edges.isEmpty ? "none" : edges.joined(separator: ", ")
  }
}
