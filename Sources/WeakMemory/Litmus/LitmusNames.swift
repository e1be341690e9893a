import AIORing

/// The names that a litmus test gives to things, and whether what it asks for is among them.
struct LitmusNames {
  /// Shared variables with their numbers of cells.
  let shared: [String: Int]
  /// The private variables of each thread, its parameters among them.
  let registers: [LitmusCode.Registers]

  init(layout: LitmusLayout, registers: [LitmusCode.Registers]) {
    shared = layout.variables.mapValues(\.cells)
    self.registers = registers
  }

  /// Refuses a proposition that speaks of something the test does not have.
  func check(_ proposition: Proposition, in clause: String, line: Int) throws(LitmusError) {
    for place in proposition.observables.sorted() { try check(place, in: clause, line: line) }
    for case .address(let name, let cell) in proposition.literals {
      try check(.shared(name: name, cell: cell), in: clause, line: line)
    }
  }

  /// Refuses a place that the test does not have.
  func check(_ place: LitmusTest.Observable, in clause: String, line: Int) throws(LitmusError) {
    guard let reason = complaint(about: place) else { return }
    throw .syntax("\(clause) asks for '\(place)': \(reason)", line: line)
  }

  /// Refuses a line of the initial state that sets or takes the address of something the test does not have.
  func check(_ entry: LitmusTest.Initialisation) throws(LitmusError) {
    if case .register(let thread, _) = entry.target, !registers.indices.contains(thread) {
      try check(entry.target, in: "the initial state", line: entry.line)
    }
    for case .address(let name, let cell?) in entry.values {
      try check(.shared(name: name, cell: cell), in: "the initial state", line: entry.line)
    }
  }

  /// Whether it is a private variable that its thread does not have.
  func isUnsetRegister(_ place: LitmusTest.Observable) -> Bool {
    guard case .register(let thread, let name) = place, registers.indices.contains(thread) else {
      return false
    }
    return registers[thread].language == nil && !registers[thread].contains(name)
  }

  private func complaint(about place: LitmusTest.Observable) -> String? {
    switch place {
    case .register(let thread, let name):
      guard registers.indices.contains(thread) else {
        return registers.count == 1
          ? "there is no thread \(thread), only 0"
          : "there is no thread \(thread), only 0 to \(registers.count - 1)"
      }
      if registers[thread].contains(name) { return nil }
      if let language = registers[thread].language {
        return "\(language.rawValue) has no register of that name"
      }
      return Self.complaint(
        "variable", name, among: registers[thread].slots.keys.filter { !$0.hasPrefix("?") },
        of: "thread \(thread)")
    case .shared(let name, let cell):
      guard let cells = shared[name] else {
        let threads = registers.indices.filter { registers[$0].contains(name) }
        if !threads.isEmpty {
          return "a private variable is named with its thread, as in "
            + threads.map { "\($0):\(name)" }.joined(separator: " or ")
        }
        return Self.complaint("shared variable", name, among: Array(shared.keys))
      }
      guard let cell, !(0..<cells).contains(cell) else { return nil }
      return cells == 1 ? "'\(name)' is no array" : "its cells are 0 to \(cells - 1)"
    }
  }

  /// What to say about a name that is not among those there are.
  static func complaint(_ what: String, _ name: String, among known: [String], of owner: String? = nil)
    -> String
  {
    let what = owner.map { "\(what) of \($0)" } ?? what
    return known.isEmpty
      ? "there is no \(what) '\(name)'" : NearestName.complaint(what, name, among: known.sorted())
  }
}
