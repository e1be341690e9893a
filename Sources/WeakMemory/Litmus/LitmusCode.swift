/// The threads of a litmus test with their names resolved, in C or in assembly.
enum LitmusCode {
  case c([LitmusThread], LitmusLocks)
  case assembly(AssemblyLanguage, [MachineThread])

  /// Resolves the threads, if the model gives what they are written in a meaning.
  init(_ test: LitmusTest, layout: LitmusLayout, model: Model) throws(LitmusError) {
    switch test.code {
    case .c(let threads):
      let locks = LitmusLocks(test, layout: layout)
      var resolved: [LitmusThread] = []
      for (number, thread) in threads.enumerated() {
        resolved.append(
          try LitmusThread(thread, number: number, of: test, layout: layout, locks: locks, model: model))
      }
      self = .c(resolved, locks)
    case .assembly(let language, let threads):
      guard language.models.contains(model) else {
        let meant = language.models.map(\.rawValue).joined(separator: ", ")
        throw .unsupported(
          "\(language.rawValue) under \(model.rawValue): its instructions have a meaning under \(meant)",
          line: 1)
      }
      var resolved: [MachineThread] = []
      for (number, thread) in threads.enumerated() {
        resolved.append(
          try MachineThread(thread, number: number, of: test, language: language, layout: layout))
      }
      self = .assembly(language, resolved)
    }
  }

  /// The private variables or registers of a thread.
  struct Registers {
    /// Their slots by name.
    let slots: [String: Int]
    /// nil in C, where a name is a name.
    let language: AssemblyLanguage?

    /// The slot of a name that a question asks for; nil if the thread has none, which reads as 0.
    func slot(of name: String) -> Int? { slots[language?.decoder.register(name)?.name ?? name] }

    /// Whether there is a variable or register of that name.
    func contains(_ name: String) -> Bool {
      language.map { $0.decoder.register(name) != nil } ?? (slots[name] != nil)
    }
  }

  /// One a thread.
  var registers: [Registers] {
    switch self {
    case .c(let threads, _): threads.map { Registers(slots: $0.slots, language: nil) }
    case .assembly(let language, let threads): threads.map { Registers(slots: $0.slots, language: language) }
    }
  }

  /// The locations that are spinlocks, whose values mean nothing outside of the lock functions.
  var locks: Set<Int> { if case .c(_, let locks) = self { locks.locations } else { [] } }

  /// The number under which each thread gives out its fault.
  var faultOutputs: [Int] {
    switch self {
    case .c(let threads, _): threads.map(\.initial.count)
    case .assembly(_, let threads): threads.map(\.initial.count)
    }
  }

  /// How many steps have alternatives.
  var alternatives: Int {
    switch self {
    case .c: 0
    case .assembly(_, let threads): threads.reduce(0) { $0 + $1.alternatives }
    }
  }

  /// The threads as the explorer runs them. `observed` are the slots whose final values are asked for, `whole` those of
  /// registers of which that is all 64 bits, `alternatives` says which steps take theirs, thread by thread.
  func threads(
    layout: LitmusLayout, observed: [[Int]], whole: [Set<Int>], alternatives: [Bool]
  ) -> [any ThreadProgram] {
    switch self {
    case .c(let threads, let locks):
      return threads.enumerated().map { number, thread in
        LitmusInterpreter(
          thread: thread, layout: layout, locks: locks, observed: observed[number],
          faultOutput: thread.initial.count)
      }
    case .assembly(_, let threads):
      var alternatives = alternatives[...]
      let narrowed = NarrowStores.locations(threads, layout: layout)
      return threads.enumerated().map { number, thread in
        defer { alternatives = alternatives.dropFirst(thread.alternatives) }
        return MachineInterpreter(
          thread: thread, layout: layout, observed: observed[number], observedWhole: whole[number],
          narrowed: narrowed, faultOutput: thread.initial.count,
          alternatives: Array(alternatives.prefix(thread.alternatives)))
      }
    }
  }
}
