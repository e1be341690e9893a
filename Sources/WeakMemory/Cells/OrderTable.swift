import Cells

extension ConcurrentTest {
  /// A test that is not correct under a model: the execution that shows it, and the order that is missing.
  public struct Failure: Error, Sendable, CustomStringConvertible {
    public let model: Model
    public let verdict: Verdict
    /// The changes of orders with which the model would forbid it, in words; none if no such change is known.
    public let missing: [String]

    public var description: String {
      var lines = ["\(model.rawValue): \(verdict)"]
      if let witness = verdict.witness { lines.append(witness.description) }
      if !missing.isEmpty { lines.append("missing: " + missing.joined(separator: ", and ")) }
      return lines.joined(separator: "\n")
    }
  }

  /// Checks that no model allows an execution in which a check fails or the condition holds, and that no two accesses race.
  ///
  /// A failure's description shows the execution in columns, the line of source of each access, the order that is
  /// missing, and the model. So does the error in Swift Testing and XCTest.
  ///
  /// - Parameters:
  ///   - models: RC11, which is Swift's model, by default. A program that is correct under it is correct on every machine
  ///     that it is compiled for; the machines' models are for what is not meant to be portable.
  ///   - bounds: Where the search under each model ends without an answer.
  ///   - isWrong: What must not be, of what the threads return and what the cells hold in the end.
  /// - Throws: ``Failure``, also where a bound was hit; ``ConcurrentTestError`` if the test itself is wrong.
  public func requireCorrect(
    under models: [Model] = [.rc11], bounds: SearchBounds = usualBounds,
    never isWrong: @escaping @Sendable (Outcome) -> Bool = { _ in false }
  ) throws {
    for model in models {
      let verdict = try verdict(model, bounds: bounds, where: isWrong)
      switch verdict {
      case .forbidden: continue
      case .unknown: throw Failure(model: model, verdict: verdict, missing: [])
      case .allowed, .race, .deadlock:
        throw Failure(
          model: model, verdict: verdict, missing: try missingOrders(model, bounds: bounds, where: isWrong))
      }
    }
  }

  /// The changes of one order, or of two, that make a test correct under a model, in words.
  func missingOrders(
    _ model: Model, bounds: SearchBounds, where isWrong: @escaping @Sendable (Outcome) -> Bool
  ) throws(ConcurrentTestError) -> [String] {
    let sites = sortedSites
    let deadline = bounds.timeout.map { ContinuousClock.now + $0 }
    func isCorrect(_ changes: [OrderSite: OrderSite.Order]) throws(ConcurrentTestError) -> Bool {
      if let deadline, ContinuousClock.now > deadline { return false }
      if case .forbidden = try verdict(model, bounds: bounds, changes: changes, where: isWrong) {
        return true
      }
      return false
    }
    let steps = sites.flatMap { site in site.order.stronger.map { (site: site, to: $0) } }
    for step in steps where try isCorrect([step.site: step.to]) {
      return [describe(step.site, to: step.to)]
    }
    for (index, first) in steps.enumerated() {
      for second in steps[(index + 1)...] where second.site != first.site {
        if try isCorrect([first.site: first.to, second.site: second.to]) {
          return [
            describe(first.site, to: first.to),
            describe(second.site, to: second.to),
          ]
        }
      }
    }
    return []
  }

  /// The operations of the last search, in the order of the source.
  private var sortedSites: [OrderSite] {
    let (sites, places) = state.withLock { ($0.sites, $0.places) }
    return sites.sorted { left, right in
      let (one, other) = (places[Int(left.place)], places[Int(right.place)])
      return (one.fileID, one.line, left.order.kind.rawValue, left.order.name)
        < (other.fileID, other.line, right.order.kind.rawValue, right.order.name)
    }
  }

  private func place(of site: OrderSite) -> TestPlace { state.withLock { $0.places[Int(site.place)] } }

  private func describe(_ site: OrderSite, to order: OrderSite.Order) -> String {
    "\(order.name) instead of \(site.order.name) of the \(order.kind.name) at \(place(of: site))"
  }

  /// One order of a test's source, weakened by one step, and what the models say then.
  public struct WeakenedOrder: Sendable, CustomStringConvertible {
    public let place: TestPlace
    /// load, store, exchange, failed exchange or fence.
    public let operation: String
    /// The order that stands there, and the one it was weakened to.
    public let from, to: String
    public let verdicts: [(model: Model, verdict: Verdict)]

    /// Whether a model needs the stronger order; nil if a bound was hit.
    public func isNeeded(under model: Model) -> Bool? {
      switch verdicts.first(where: { $0.model == model })?.verdict {
      case .forbidden: false
      case .allowed, .race, .deadlock: true
      case .unknown, nil: nil
      }
    }

    public var description: String {
      let words = verdicts.map { model, _ in
        "\(model.rawValue) \(isNeeded(under: model).map { $0 ? "needed" : "not needed" } ?? "unknown")"
      }
      return "\(place.fileID):\(place.line) \(operation) \(from) -> \(to): \(words.joined(separator: ", "))"
    }
  }

  /// Weakens each order of a correct test by one step, one at a time, and asks the models whether it was needed.
  public func weakenedOrders(
    under models: [Model] = [.rc11], bounds: SearchBounds = usualBounds,
    never isWrong: @escaping @Sendable (Outcome) -> Bool = { _ in false }
  ) throws(ConcurrentTestError) -> [WeakenedOrder] {
    // Every operation is met in a search that finds nothing wrong.
    _ = try verdict(models.first ?? .rc11, bounds: bounds, where: isWrong)
    var table: [WeakenedOrder] = []
    for site in sortedSites {
      for weaker in site.order.weaker {
        var verdicts: [(model: Model, verdict: Verdict)] = []
        for model in models {
          verdicts.append(
            (model, try verdict(model, bounds: bounds, changes: [site: weaker], where: isWrong)))
        }
        table.append(
          WeakenedOrder(
            place: place(of: site), operation: weaker.kind.name, from: site.order.name, to: weaker.name,
            verdicts: verdicts))
      }
    }
    return table
  }
}
