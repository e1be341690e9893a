import AIORing

/// Everything the ring's threads may do, as trees, and when what they leave behind is a violation.
struct ExportedRing: Sendable {
  let trees: [ThreadTree]
  /// The name of each location as herd7 reads it.
  let names: [String]
  let initial: [Int64]
  /// What holds in the executions that count: a wait that is not over is none.
  let filter: ReadCondition?
  let violation: ReadCondition

  init(_ ring: RingProgram, lowering: Lowering) throws(LitmusExport.Refusal) {
    let (program, extraNames) = Self.program(of: ring)
    let built: ThreadTrees
    do {
      built = try ThreadTrees(
        program, lowering: lowering, limit: SearchLimit(SearchBounds()), assumesCoherence: false)
    } catch {
      throw LitmusExport.Refusal(description: "\(error)")
    }
    trees = built.trees.compactMap(\.self)
    guard trees.count == program.threads.count else {
      throw LitmusExport.Refusal(description: "a thread waits in every execution")
    }
    names = ring.locations.names.map(Self.name) + extraNames
    initial = program.initial
    filter = ReadCondition.all(
      trees.enumerated().flatMap { Self.waits(in: $1, thread: $0, values: built.values, path: [], depth: 0) })
    violation = ring.violation.condition(in: trees) ?? .never
  }

  /// The program to print. Where membarrier(2) may interrupt the producer at several points there is one program for
  /// each; a word that a third thread counts up then chooses between them.
  private static func program(of ring: RingProgram) -> (Program, extraNames: [String]) {
    let programs = ring.programs
    guard programs.count > 1, let first = programs.first else { return (programs[0], []) }
    let choice = first.initial.count
    let producers = programs.map { $0.threads[RingProgram.producer] }
    let chosen = ClosureProgram { recorder in
      let point = recorder.read(choice, .relaxed)
      for (number, producer) in producers.enumerated()
      where recorder.branch(on: point.map { $0 == Int64(number) ? 1 : 0 }) {
        producer.run(on: recorder)
        return
      }
      recorder.block()
    }
    let chooser = ClosureProgram { recorder in
      for number in producers.indices.dropFirst() {
        recorder.write(choice, .constant(Int64(number)), .relaxed)
      }
    }
    return (
      Program(threads: [chosen, first.threads[ring.consumer], chooser], initial: first.initial + [0]),
      ["point"]
    )
  }

  /// Not `lock` and `mutex`, which are words of herd's C.
  private static func name(_ location: RingLocations.Name) -> String {
    switch location {
    case .word(.lock): "spin"
    case .word, .slot(_, word: 0): "\(location)".filter { $0 != " " }
    case .systemLock: "syslock"
    case .interrupt: "interrupt"
    case .interruptDone: "answer"
    case .slot(let slot, let word): "slot\(slot)word\(word)"
    }
  }

  /// For each branch that leaves out a value its read may return: that it returned none of those.
  private static func waits(
    in tree: ThreadTree, thread: Int, values: [[Int64]], path: [ReadCondition], depth: Int
  ) -> [ReadCondition] {
    switch tree.next {
    case nil: return []
    case .anyValue(let child):
      return waits(in: child, thread: thread, values: values, path: path, depth: depth + 1)
    case .byValue(let children):
      var result: [ReadCondition] = []
      if let read = tree.events.last, values[read.location].contains(where: { children[$0] == nil }) {
        let allowed = children.keys.sorted().map { ReadCondition.equal(thread: thread, read: depth, $0) }
        let returned = ReadCondition.any(allowed) ?? .never
        result.append(ReadCondition.all(path).map { .any([.not($0), returned]) ?? returned } ?? returned)
      }
      for (value, child) in children.sorted(by: { $0.key < $1.key }) {
        result += waits(
          in: child, thread: thread, values: values,
          path: path + [.equal(thread: thread, read: depth, value)], depth: depth + 1)
      }
      return result
    }
  }
}

/// A condition on what the threads' reads returned; reads are counted along a thread's way.
indirect enum ReadCondition: Sendable {
  case never
  case equal(thread: Int, read: Int, Int64)
  case not(ReadCondition)
  case allOf([ReadCondition])
  case anyOf([ReadCondition])

  /// Nil for no condition at all.
  static func all(_ conditions: [ReadCondition]) -> ReadCondition? {
    conditions.count > 1 ? .allOf(conditions) : conditions.first
  }
  static func any(_ conditions: [ReadCondition]) -> ReadCondition? {
    conditions.count > 1 ? .anyOf(conditions) : conditions.first
  }

  /// In herd's condition language, where a read is a register.
  func text(_ register: (_ thread: Int, _ read: Int) -> String) -> String {
    switch self {
    case .never: "false"
    case .equal(let thread, let read, let number): "\(register(thread, read))=\(number)"
    case .not(let condition): "~(\(condition.text(register)))"
    case .allOf(let conditions): Self.joined(conditions, "/\\", register)
    case .anyOf(let conditions): Self.joined(conditions, "\\/", register)
    }
  }

  private static func joined(
    _ conditions: [ReadCondition], _ word: String, _ register: (Int, Int) -> String
  ) -> String {
    conditions.map { condition in
      switch condition {
      case .allOf, .anyOf: "(\(condition.text(register)))"
      case .never, .equal, .not: condition.text(register)
      }
    }.joined(separator: " \(word) ")
  }
}

extension RingProgram.Violation {
  /// In terms of what the reads returned; nil if no way through the threads leads there.
  func condition(in trees: [ThreadTree]) -> ReadCondition? {
    let conditions = outcomes.map { outcome in
      ReadCondition.any(outcome.ways(in: trees[outcome.thread], path: [], reads: [:], depth: 0, position: 0))
    }
    if takesAll, conditions.contains(where: { $0 == nil }) { return nil }
    let possible = conditions.compactMap(\.self)
    return takesAll ? ReadCondition.all(possible) : ReadCondition.any(possible)
  }
}

extension RingProgram.Violation.Outcome {
  /// The ways through a thread on which the result is bad. `reads` maps the events so far that are reads to how
  /// many came before.
  fileprivate func ways(
    in tree: ThreadTree, path: [ReadCondition], reads: [Int: Int], depth: Int, position: Int
  ) -> [ReadCondition] {
    var reads = reads
    let end = position + tree.events.count
    if tree.next != nil { reads[end - 1] = depth }
    var result: [ReadCondition] = []
    for output in tree.outputs where output.register == register {
      switch output.source {
      case .number(let given):
        if (given == number) == isEqual { result += ReadCondition.all(path).map { [$0] } ?? [] }
      case .read(let event):
        guard let read = reads[event] else { continue }
        let equal = ReadCondition.equal(thread: thread, read: read, number)
        result += ReadCondition.all(path + [isEqual ? equal : .not(equal)]).map { [$0] } ?? []
      }
    }
    switch tree.next {
    case nil: break
    case .anyValue(let child):
      result += ways(in: child, path: path, reads: reads, depth: depth + 1, position: end)
    case .byValue(let children):
      for (value, child) in children.sorted(by: { $0.key < $1.key }) {
        let branch = ReadCondition.equal(thread: thread, read: depth, value)
        result += ways(in: child, path: path + [branch], reads: reads, depth: depth + 1, position: end)
      }
    }
    return result
  }
}
