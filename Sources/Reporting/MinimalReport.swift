import AIORing
import WeakMemory

/// The cheapest correct orderings under each model, as `ringbench verify --minimal` prints them.
public struct MinimalReport {
  /// What was found under one model.
  public struct Section {
    let model: Model
    let assignments: [MinimalAssignment]

    public init(_ model: Model, _ assignments: [MinimalAssignment]) {
      (self.model, self.assignments) = (model, assignments)
    }
  }

  /// One assignment as JSON has it.
  public struct Row: Encodable, Sendable {
    let model: Model
    let edges: String
    let cost: Double
    /// `ns`, or `relative`.
    let unit: String
  }

  let sections: [Section]
  let unit: String

  /// `unit` is what the costs are in.
  public init(_ sections: [Section], unit: String) { (self.sections, self.unit) = (sections, unit) }

  public var text: String {
    sections.flatMap { section in
      let cost = ((section.assignments.first?.cost ?? 0) * 100).rounded() / 100
      return ["\(section.model.rawValue): \(section.assignments.count) cheapest, cost \(cost) (\(unit))"]
        + section.assignments.map { "  " + EdgeAssignment($0.barriers).text }
    }.joined(separator: "\n")
  }

  public var rows: [Row] {
    sections.flatMap { section in
      section.assignments.map {
        Row(model: section.model, edges: EdgeAssignment($0.barriers).text, cost: $0.cost, unit: unit)
      }
    }
  }
}
