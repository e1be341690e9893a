import Synchronization

/// Why a litmus test's outcome is allowed or forbidden: an execution that has it, and, if the model forbids it, the
/// cycle in it and the rules that forbid it.
public struct LitmusExplanation: Codable, Sendable, Equatable {
  /// What each thread does, a line an event, in program order.
  public var threads: [[String]]
  /// Events and, between two of them, what leads from one to the next; empty for an execution that the model allows.
  public var cycle: [String]
  /// The model's axioms and terms without any one of which it would allow the execution.
  public var rules: [String]
  /// Whether the model allows the execution.
  public var isAllowed: Bool

  init(_ x: Relations, model: Model, layout: LitmusLayout) {
    let witness = Witness(x.execution)
    threads = witness.threads.map { $0.map { witness.line($0, layout) } }
    isAllowed = model.checker(omitting: nil)(x)
    (cycle, rules) = ([], [])
    if !isAllowed {
      rules = model.rules.filter { model.checker(omitting: $0)(x) }
      cycle = x.shortestCycle.flatMap { [witness.letter(of: $0.event), $0.label] }
      if let first = cycle.first { cycle.append(first) }
    }
  }

  /// For people, under herd's report.
  var text: String {
    var lines = [isAllowed ? "Witness" : "Forbidden execution"]
    for (number, thread) in threads.enumerated() {
      lines.append("P\(number)")
      lines += thread.map { "  \($0)" }
    }
    if !cycle.isEmpty {
      let steps = cycle.enumerated().map { index, word in index % 2 == 0 ? word : "-\(word)->" }
      lines.append("Cycle \(steps.joined(separator: " "))")
    }
    if !rules.isEmpty { lines.append("Forbidden by \(rules.joined(separator: ", "))") }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension Witness {
  /// What an event did: `a: W x=1`, `b: R y=1 from a`.
  fileprivate func line(_ id: Int, _ layout: LitmusLayout) -> String {
    let event = events[id]
    if event.event.action == .fence { return "   \(event.event.fenceName)" }
    let place = layout.name(of: event.event.location)
    let verb = event.event.action == .write ? "W" : "R"
    let kind = event.event.isPlain && event.event.instruction == nil ? " [plain]" : event.event.form
    let origin =
      event.source.map { events[$0].thread < 0 ? " from the initial state" : " from \(letter(of: $0))" } ?? ""
    return "\(letter(of: id)): \(verb) \(place)=\(layout.shown(event.number))\(kind)\(origin)"
  }
}

extension Relations {
  /// The shortest cycle of program order and communication, each event with what leads to the next.
  fileprivate var shortestCycle: [(event: Int, label: String)] {
    let edges = poAccesses | com
    var best: [Int] = []
    for start in 0..<count where !edges.rows[start].isEmpty {
      // Breadth first: each event's predecessor on a shortest way from the start.
      var previous: [Int: Int] = [:]
      var reached = EventSet.none
      var front = [start]
      search: while !front.isEmpty {
        var next: [Int] = []
        for event in front {
          var isClosed = false
          edges.rows[event].forEachMember { target in
            if target == start { isClosed = true }
            if !reached.contains(target) {
              reached |= .only(target)
              previous[target] = event
              if target != start { next.append(target) }
            }
          }
          if isClosed {
            var cycle = [event]
            while let last = cycle.last, last != start, let before = previous[last] { cycle.append(before) }
            if best.isEmpty || cycle.count < best.count { best = cycle.reversed() }
            break search
          }
        }
        front = next
      }
    }
    return best.indices.map { (best[$0], label(best[$0], best[($0 + 1) % best.count])) }
  }

  /// What leads from one event to another: communication, or what keeps program order.
  private func label(_ from: Int, _ to: Int) -> String {
    if rf.contains(from, to) { return "rf" }
    if fr.contains(from, to) { return "fr" }
    if co.contains(from, to) { return "co" }
    let between = execution.threads[execution.events[from].thread].filter {
      execution.fences.contains($0) && po.contains(from, $0) && po.contains($0, to)
    }.map { execution.events[$0].event.fenceName }
    let dependencies = [("addr", address), ("data", data), ("ctrl", control)].filter {
      $0.1.contains(from, to)
    }
    .map(\.0)
    let words = dependencies.prefix(1) + between
    return words.isEmpty ? "po" : words.joined(separator: " ")
  }
}

extension LitmusChecker {
  /// An execution with the outcome that the test asks about (for `forall`, one without it): one that the model allows if
  /// there is one, else one that it forbids. Nil if no execution has it, or none is found within the bounds.
  public func explain(_ test: LitmusTest) throws(LitmusError) -> LitmusExplanation? {
    let model = self.model ?? test.ownModel
    let compiled = try CompiledLitmusTest(test, for: model)
    let isForAll = test.condition.quantifier == .forAll
    for ignoresModel in [false, true] {
      for program in compiled.programs {
        let found = Mutex(LitmusExplanation?.none)
        var explorer = Explorer(model, bounds: bounds)
        explorer.ignoresModel = ignoresModel
        explorer.isOfInterest = { compiled.isOfInterest($0, holds: !isForAll) }
        _ = explorer.explore(program) { state in
          compiled.filter?.holds({ compiled.value($0, in: state) }, compiled.literal) ?? true
        } where: { state in
          guard compiled.holds(in: state) != isForAll else { return false }
          let explanation = LitmusExplanation(
            Relations(state.execution), model: model, layout: compiled.layout)
          found.withLock { $0 = explanation }
          return true
        }
        if let explanation = found.withLock({ $0 }) { return explanation }
      }
    }
    return nil
  }
}
