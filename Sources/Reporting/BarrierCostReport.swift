import AIORing
import RunRecord

/// What barriers cost on this machine, for people.
public enum BarrierCostReport {
  /// Three tables, without a last line's end.
  public static func text(_ costs: BarrierCosts) -> String {
    let edges = Edge.allCases.filter { edge in costs.edges.contains { $0.edge == edge } }
    let orderings = Ordering.allCases.filter { ordering in costs.edges.contains { $0.ordering == ordering } }
    let byEdge = TextTable<Ordering>(
      columns: [.word("ordering alone, ns over none", minimumWidth: width) { $0.rawValue }]
        + edges.map { edge in
          .number("at \(edge.rawValue)") { ordering in
            Figures.plain(costs.edges.first { $0.edge == edge && $0.ordering == ordering }?.overNone)
          }
        })
    let how =
      costs.workload == .handOff
      ? "two threads that take turns (hand-off)" : "one thread, since only one CPU is allowed"
    return """
      Measured on this machine (\(costs.arch)); on a shared machine figures vary. Rings: layout aio, a push and a pop by \
      \(how)

      \(TextTable<BarrierCosts.InstructionCost>(columns: [
        .word("instruction, in a loop of nothing else", minimumWidth: width) { $0.instruction },
        .number("ns") { Figures.plain($0.ns) },
      ]).text(costs.instructions))

      \(byEdge.text(orderings))

      \(TextTable<BarrierCosts.RingCost>(columns: [
        .word("strategy", minimumWidth: width) { $0.strategy }, .number("ns") { Figures.plain($0.ns) },
        .number("over none") { Figures.plain($0.overNone) },
      ]).text(costs.ring))
      """
  }

  private static let width = 38
}
