import AIORing
import Algorithms
import WeakMemory

/// An execution of the ring as text and as a graph.
struct WitnessReport {
  let witness: RingWitness
  /// The edges that lack an order.
  let missing: [Edge]

  init(_ witness: RingWitness, missing: [Edge]) { (self.witness, self.missing) = (witness, missing) }

  /// A column's heading: the side, and its number where there are several of them.
  private func heading(_ thread: Int) -> String {
    let side = witness.side(ofThread: thread)
    return side == .producer && witness.steps.count > 2 ? "\(side.rawValue) \(thread + 1)" : side.rawValue
  }

  /// A line of what went wrong, a sentence for each edge that lacks an order, and what both sides did, in columns.
  var text: String { (findings + [columns]).joined(separator: "\n") }

  private var findings: [String] {
    if witness.isRace { return [witness.summary] }
    let sentences = missing.map { "missing at \($0.rawValue): \(witness.sentence(for: $0))" }
    if !sentences.isEmpty { return [witness.summary] + sentences }
    return [
      witness.summary,
      witness.storesTailFirst
        ? "the tail is stored before the event is written, in the source itself"
        : "no barrier at one of the edges would help",
    ]
  }

  private var columns: String {
    let steps = witness.steps
    let columns = steps.indices.map { side in
      TextTable<Int>.Column.word(heading(side)) { $0 < steps[side].count ? steps[side][$0] : "" }
    }
    return TextTable(columns: columns).text(Array(0..<(steps.map(\.count).max() ?? 0)))
  }

  /// A graph for Graphviz: program order, reads-from, coherence and from-reads.
  var dot: String {
    let label = ([witness.summary] + missing.map(witness.sentence)).joined(separator: "\\n")
    var lines = [
      "digraph witness {", "  node [shape=plaintext, fontname=\"monospace\"];", "  label=\"\(label)\";",
    ]
    for (side, steps) in witness.numberedSteps.enumerated() {
      lines.append("  subgraph cluster_\(side) {")
      lines.append("    label=\"\(heading(side))\";")
      for step in steps { lines.append("    e\(step.event) [label=\"\(step.text)\"];") }
      for (first, second) in steps.adjacentPairs() {
        lines.append("    e\(first.event) -> e\(second.event) [label=\"po\"];")
      }
      lines.append("  }")
    }
    for arrow in witness.arrows {
      let (name, colour) =
        switch arrow.relation {
        case .rf: ("rf", "red")
        case .fr: ("fr", "orange")
        case .co: ("co", "blue")
        }
      lines.append("  e\(arrow.from) -> e\(arrow.to) [label=\"\(name)\", color=\(colour)];")
    }
    return (lines + ["}"]).joined(separator: "\n")
  }
}
