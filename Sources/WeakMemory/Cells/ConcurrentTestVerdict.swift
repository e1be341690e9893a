import Cells
import Synchronization

extension ConcurrentTest {
  /// What a model says of a test.
  public enum Verdict: Sendable, CustomStringConvertible {
    /// No execution is wrong.
    case forbidden
    /// One is, and here it is.
    case allowed(CellWitness)
    /// Two accesses race, at least one of them plain: such a program means nothing.
    case race(CellWitness)
    /// A bound was hit before anything wrong was found.
    case unknown(String)

    public var description: String {
      switch self {
      case .forbidden: "forbidden"
      case .allowed(let witness): "allowed: \(witness.summary)"
      case .race(let witness): witness.summary
      case .unknown(let why): "unknown: \(why)"
      }
    }

    /// The verdict in a word, for tables.
    public var word: String {
      switch self {
      case .forbidden: "forbidden"
      case .allowed: "allowed"
      case .race: "race"
      case .unknown: "unknown"
      }
    }

    /// The execution that shows it.
    public var witness: CellWitness? {
      switch self {
      case .allowed(let witness), .race(let witness): witness
      case .forbidden, .unknown: nil
      }
    }
  }

  /// What a search may cost before it ends in ``Verdict/unknown(_:)``: 10 seconds.
  public static let usualBounds = SearchBounds(timeout: .seconds(10))

  /// Looks for an execution in which a check fails, or for which `isWrong` says so, and for a data race.
  ///
  /// - Parameters:
  ///   - model: RC11, which is Swift's model, by default.
  ///   - bounds: Where the search ends without an answer.
  ///   - isWrong: A condition on what the threads return and on what the cells hold in the end.
  /// - Throws: What is wrong with the test itself.
  public func verdict(
    _ model: Model = .rc11, bounds: SearchBounds = usualBounds,
    where isWrong: @escaping @Sendable (Outcome) -> Bool = { _ in false }
  ) throws(ConcurrentTestError) -> Verdict {
    try verdict(model, bounds: bounds, changes: [:], where: isWrong)
  }

  func verdict(
    _ model: Model, bounds: SearchBounds, changes: [OrderSite: OrderSite.Order],
    where isWrong: @escaping @Sendable (Outcome) -> Bool
  ) throws(ConcurrentTestError) -> Verdict {
    let (threads, initial) = state.withLock { state in
      state.error = nil
      state.longest = nil
      return (state.threads, state.initial)
    }
    if threads.isEmpty { throw .noThread }
    if initial.count > Self.mostCells { throw .tooManyCells(initial.count, most: Self.mostCells) }
    if threads.count > Self.mostThreads { throw .tooManyThreads(threads.count, most: Self.mostThreads) }
    let fault = SharedFault()
    let exploration = onOwnThread(within: bounds.timeout) { [self] in
      // The first run of each thread tells how many choices there are.
      let first = program(threads, initial, changes: changes, choices: true)
      for thread in first.threads.prefix(threads.count) {
        for _ in 0..<2 {
          thread.run(
            on: ThreadRecorder(
              script: [], initial: first.initial, lowering: model.page.lowering(ia64: .plain)))
        }
      }
      let hasChoices = state.withLock { $0.choices > 0 }
      if state.withLock({ $0.error != nil }) { return Exploration() }
      let program = hasChoices ? first : program(threads, initial, changes: changes, choices: false)
      return Explorer(model, bounds: bounds).explore(program) { state in
        for thread in threads.indices {
          guard let number = state.register(thread: thread, Self.faultRegister) else { continue }
          fault.number.withLock { $0 = $0 ?? number }
          return true
        }
        return isWrong(Outcome(state: state))
      }
    }
    if let error = state.withLock({ $0.error }) { throw error }
    guard let exploration else { throw .neverEnds(nil) }
    if let witness = exploration.witness {
      return .allowed(CellWitness(witness, self, model, fault: fault.number.withLock { $0 }))
    }
    if let race = exploration.race { return .race(CellWitness(race, self, model)) }
    guard let why = exploration.incompleteness else { return .forbidden }
    if case .events = why, let place = state.withLock({ $0.longest }) {
      return .unknown(
        "\(why), at \(place): call spin() in a loop that waits or tries again, and bound others")
    }
    return .unknown(why.description)
  }

  private func program(
    _ threads: [@Sendable (SymbolicRun) -> Void], _ initial: [Int64], changes: [OrderSite: OrderSite.Order],
    choices: Bool
  ) -> Program {
    var programs: [any ThreadProgram] = threads.indices.map {
      CellThread(test: self, number: $0, body: threads[$0], changes: changes, seen: SeenRuns())
    }
    guard choices else { return Program(threads: programs, initial: initial) }
    // Whether a weak exchange fails for no reason is what it reads from a location that nobody else looks at.
    let count = threads.count * Self.mostChoices
    programs.append(
      ClosureProgram { recorder in
        for choice in 0..<count { recorder.write(initial.count + choice, .constant(1), .relaxed) }
      })
    return Program(threads: programs, initial: initial + Array(repeating: 0, count: count))
  }
}

/// The fault of the execution that was found.
private final class SharedFault: Sendable {
  let number = Mutex(Int64?.none)
}

/// One thread of a test, as the explorer runs it.
private struct CellThread: ThreadProgram {
  let test: ConcurrentTest
  let number: Int
  let body: @Sendable (SymbolicRun) -> Void
  let changes: [OrderSite: OrderSite.Order]
  let seen: SeenRuns

  func run(on recorder: ThreadRecorder) {
    let run = SymbolicRun(test, thread: number, recorder: recorder, changes: changes)
    run.perform { body(run) }
    if case .overflowed = recorder.end {
      test.state.withLock { state in
        let place = recorder.place
        state.longest = place < 0 ? nil : state.places[Int(place)]
      }
    }
    if let place = seen.difference(from: recorder) {
      test.state.withLock { state in
        let place = place < 0 ? nil : state.places[Int(place)]
        state.error = state.error ?? .notDeterministic(thread: number, place)
      }
    }
  }
}

/// What the runs of a thread did for the same values, to find the thread that does not do the same again.
private final class SeenRuns: Sendable {
  private struct Step: Equatable {
    var action: Action
    var location: Location
    var number: Int64
    var place: Int32
  }
  private struct Node {
    var steps: [Step]
    var children: [Int64: Int] = [:]
  }
  private let nodes = Mutex<[Node]>([])

  /// Compares a run with those before it, and adds it to them; the place of the first difference.
  func difference(from recorder: ThreadRecorder) -> Int32? {
    let positions = recorder.readPositions
    return nodes.withLock { nodes in
      var parent: (node: Int, value: Int64)?
      var start = 0
      for depth in 0...positions.count {
        let end = depth < positions.count ? positions[depth] + 1 : recorder.events.count
        let steps = recorder.events[start..<end].map {
          Step(
            action: $0.action, location: $0.location, number: $0.action == .write ? $0.number : 0,
            place: $0.place)
        }
        start = end
        let known = parent.map { nodes[$0.node].children[$0.value] } ?? (nodes.isEmpty ? nil : 0)
        if let known {
          if nodes[known].steps != steps {
            let index = zip(nodes[known].steps, steps).enumerated().first { $1.0 != $1.1 }?.offset
            return index.map { steps[$0].place } ?? (steps.last ?? nodes[known].steps.last)?.place ?? -1
          }
        } else {
          nodes.append(Node(steps: steps))
          if let parent { nodes[parent.node].children[parent.value] = nodes.count - 1 }
        }
        let node = known ?? nodes.count - 1
        if depth < positions.count { parent = (node, recorder.readValues[depth]) }
      }
      return nil
    }
  }
}
