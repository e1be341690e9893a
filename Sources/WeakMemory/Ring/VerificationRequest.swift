import AIORing

/// What somebody asked to have verified, checked.
public struct VerificationRequest: Sendable {
  public var subjects: [Subject]
  public var models: [Model]
  public var shapes: [RingShape]
  public var settings = VerificationSettings()

  /// Why a request makes no sense, in a line.
  public struct Mistake: Error, CustomStringConvertible, Equatable {
    public var description: String
  }

  /// `architectures` and `shapes` are lists separated by commas, or `all`; `edges` is as ``EdgeAssignment`` reads it.
  public init(
    strategies: [String], ablate: String?, edges: String?, architectures: String, shapes: String?,
    pushes: Int?,
    pops: Int?, capacity: Int, words: Int, bound: Int?, timeout: Double?
  ) throws(Mistake) {
    subjects = []
    for name in strategies + (ablate.map { [$0] } ?? []) {
      guard let entry = Catalogue.entry(named: name) else {
        throw Mistake(
          description: NearestName.complaint("strategy", name, among: Catalogue.entries.map(\.name))
            + "; see ringbench list")
      }
      subjects.append(Subject(entry))
    }
    if let edges {
      do {
        subjects.append(Subject(edges: try EdgeAssignment.parse(edges)))
      } catch {
        throw Mistake(description: "--edges: \(error)")
      }
    }
    if subjects.isEmpty { subjects = Catalogue.entries.map { Subject($0) } }
    models = try Self.list(architectures, "architecture")
    self.shapes = try Self.list(shapes ?? (pushes == nil && pops == nil ? "all" : "ring"), "shape")
    let largest = 1 << 16
    for (option, number) in [
      ("pushes", pushes), ("pops", pops), ("capacity", capacity), ("words", words), ("bound", bound),
    ] {
      guard let number else { continue }
      if number < 1 || (option != "bound" && number > largest) {
        throw Mistake(
          description:
            "--\(option) takes a number from 1\(option == "bound" ? " up" : " to \(largest)"), not \(number)")
      }
    }
    if let timeout, !SearchBounds.timeouts.contains(timeout) {
      throw Mistake(description: "--timeout takes \(SearchBounds.timeoutsInWords), not \(timeout)")
    }
    settings.sizes = RingSizes(pushes: pushes ?? 2, pops: pops ?? 2, capacity: capacity, words: words)
    settings.bounds = SearchBounds(steps: bound ?? .max, timeout: timeout.map { .seconds($0) })
  }

  /// Each once, in the order named.
  private static func list<T: RawRepresentable<String> & CaseIterable & Equatable>(
    _ text: String, _ what: String
  ) throws(Mistake) -> [T] {
    if text == "all" { return Array(T.allCases) }
    var result: [T] = []
    for name in text.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
      guard let value = T(rawValue: name) else {
        throw Mistake(description: NearestName.complaint(what, name, among: T.allCases.map(\.rawValue)))
      }
      if !result.contains(value) { result.append(value) }
    }
    return result
  }

  // MARK: The cheapest assignments

  private func minimalAssignments(
    _ settings: VerificationSettings, _ cost: OrderingCost
  ) -> [(Model, MinimalAssignment)] {
    models.flatMap { model in
      MinimalAssignment.search(under: model, cost: cost, settings: settings).map { (model, $0) }
    }
  }

  /// The cheapest assignments for people.
  public func minimalReport(settings: VerificationSettings, cost: OrderingCost = OrderingCost()) -> String {
    let assignments = minimalAssignments(settings, cost)
    var lines: [String] = []
    for model in models {
      let found = assignments.filter { $0.0 == model }.map(\.1)
      lines.append(
        "\(model.rawValue): \(found.count) cheapest, cost \(((found.first?.cost ?? 0) * 100).rounded() / 100) (\(cost.unit))"
      )
      lines += found.map { "  " + EdgeAssignment.text($0.barriers) }
    }
    return lines.joined(separator: "\n")
  }

  /// The cheapest assignments for machines.
  public func minimalRows(settings: VerificationSettings, cost: OrderingCost = OrderingCost()) -> [MinimalRow]
  {
    minimalAssignments(settings, cost).map { MinimalRow($0.1, model: $0.0, unit: cost.unit) }
  }
}

extension VerdictTable {
  /// The table, what is violated, and, if asked for, an execution for each violation.
  public func report(withWitnesses: Bool) -> String {
    var text = self.text
    // One sentence a violation is too much for the whole catalogue.
    if subjects.count < Catalogue.entries.count, !findings.isEmpty {
      text += "\n\n" + findings.joined(separator: "\n")
    }
    guard withWitnesses else { return text }
    for cell in cells {
      let verification = cell.verification
      for witness in [verification.witness, verification.race].compactMap(\.self) {
        text +=
          "\n\n\(verification.subject.name), \(verification.model.rawValue), \(verification.shape.rawValue): "
          + witness.trace(missing: cell.missing)
      }
    }
    return text
  }

  /// The witnesses as graphs.
  public var graphs: [String] {
    cells.compactMap { cell in cell.verification.witness?.dot(missing: cell.missing) }
  }

  /// How the strategies in the table fare against what they claim.
  public enum Outcome: Sendable { case correct, violated, inconclusive }

  /// Violated if a strategy is where it claims to be correct; the sleeping consumer counts where the strategy claims
  /// that sleepers are woken. Orderings that somebody typed claim to be correct everywhere.
  public var outcome: Outcome {
    var outcome = Outcome.correct
    for cell in cells {
      let verification = cell.verification
      if let name = verification.subject.strategy, let entry = Catalogue.entry(named: name) {
        if !entry.correctnessClaim.covers(verification.model) { continue }
        if verification.shape == .wakeSleep, !entry.claimsWakeUps { continue }
      }
      switch verification.verdict {
      case .allowed: return .violated
      case .unknown: outcome = .inconclusive
      case .forbidden: break
      }
    }
    return outcome
  }
}
