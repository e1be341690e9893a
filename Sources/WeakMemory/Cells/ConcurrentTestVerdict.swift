import Cells
import Foundation
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
    /// In one, a thread waits for what never comes: each thread has ended or waits.
    case deadlock(CellWitness)
    /// A bound was hit before anything wrong was found.
    case unknown(String)

    public var description: String {
      switch self {
      case .forbidden: "forbidden"
      case .allowed(let witness): "allowed: \(witness.summary)"
      case .race(let witness), .deadlock(let witness): witness.summary
      case .unknown(let why): "unknown: \(why)"
      }
    }

    /// The verdict in a word, for tables.
    public var word: String {
      switch self {
      case .forbidden: "forbidden"
      case .allowed: "allowed"
      case .race: "race"
      case .deadlock: "deadlock"
      case .unknown: "unknown"
      }
    }

    /// The execution that shows it.
    public var witness: CellWitness? {
      switch self {
      case .allowed(let witness), .race(let witness), .deadlock(let witness): witness
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
      state.choiceLimit = 0
      return (state.threads, state.initial)
    }
    if threads.isEmpty { throw .noThread }
    if initial.count > Self.mostCells { throw .tooManyCells(initial.count, most: Self.mostCells) }
    if threads.count > Self.mostThreads { throw .tooManyThreads(threads.count, most: Self.mostThreads) }
    let exploration = onOwnThread(within: bounds.timeout) { [self] in
      let start = ContinuousClock.now
      let search = Search(test: self, threads: threads, initial: initial, changes: changes, model: model)
      search.rehearse()
      if state.withLock({ $0.error != nil }) { return Exploration() }
      var exploration = search.run(bounds) { state in
        threads.indices.contains { state.register(thread: $0, Self.faultRegister) != nil }
          || isWrong(Outcome(state: state))
      }
      guard exploration.verdict == .forbidden, exploration.race == nil,
        state.withLock({ $0.hasWaits && $0.error == nil })
      else { return exploration }
      // Nothing is wrong with the executions that end. Do all?
      var rest = bounds
      rest.timeout = bounds.timeout.map { $0 - (ContinuousClock.now - start) }
      let waits = search.run(rest, findsDeadlocks: true) {
        DeadlockReport.isDeadlock($0, threads: threads.indices)
      }
      (exploration.witness, exploration.incompleteness) = (waits.witness, waits.incompleteness)
      return exploration
    }
    if let error = state.withLock({ $0.error }) { throw error }
    guard let exploration else { throw .neverEnds(nil) }
    if let witness = exploration.witness {
      if let deadlock = DeadlockReport(witness) {
        return .deadlock(CellWitness(witness, self, model, deadlock: deadlock))
      }
      let fault = witness.outputs.lazy.compactMap { $0[Self.faultRegister] }.first
      return .allowed(CellWitness(witness, self, model, fault: fault))
    }
    if let race = exploration.race { return .race(CellWitness(race, self, model)) }
    if let why = exploration.incompleteness {
      if case .events = why, let place = state.withLock({ $0.longest }) {
        return .unknown(
          "\(why), at \(place): call spin() in a loop that waits or tries again, and bound others")
      }
      return .unknown(why.description)
    }
    if state.withLock({ $0.choices > $0.choiceLimit }) {
      return .unknown(
        "a thread has more than \(Self.mostChoices) weak exchanges, and only so many were tried with failing for no reason"
      )
    }
    return .forbidden
  }
}

/// The searches of one verdict.
private struct Search: Sendable {
  let test: ConcurrentTest
  let threads: [@Sendable (SymbolicRun) -> Void]
  let initial: [Int64]
  let changes: [OrderSite: OrderSite.Order]
  let model: Model

  /// Runs each thread twice, to find one that does something else the second time, and to count weak exchanges.
  func rehearse() {
    let program = program(choices: 0, false)
    for thread in program.threads.prefix(threads.count) {
      for _ in 0..<2 {
        thread.run(
          on: ThreadRecorder(
            script: [], initial: program.initial, lowering: model.page.lowering(ia64: .plain)))
      }
    }
  }

  /// Searches until no run has come to more weak exchanges than were counted on.
  func run(
    _ bounds: SearchBounds, findsDeadlocks: Bool = false,
    where predicate: @escaping @Sendable (FinalState) -> Bool
  ) -> Exploration {
    let start = ContinuousClock.now
    while true {
      let limit = test.state.withLock { state in
        state.choiceLimit = min(state.choices, ConcurrentTest.mostChoices)
        return state.choiceLimit
      }
      // A bound of steps is hit at the same place each time by one worker only.
      var explorer = Explorer(
        model, bounds: bounds,
        workers: bounds.steps == .max ? ProcessInfo.processInfo.activeProcessorCount : 1,
        progress: test.state.withLock { $0.progress })
      explorer.findsWaits = findsDeadlocks
      explorer.bounds.timeout = bounds.timeout.map { $0 - (ContinuousClock.now - start) }
      let exploration = explorer.explore(program(choices: limit, findsDeadlocks), where: predicate)
      let (choices, hasFailed) = test.state.withLock { ($0.choices, $0.error != nil) }
      let isDone = limit == min(choices, ConcurrentTest.mostChoices)
      if isDone || hasFailed || exploration.witness != nil { return exploration }
    }
  }

  private func program(choices: Int, _ findsDeadlocks: Bool) -> Program {
    var programs: [any ThreadProgram] = threads.indices.map {
      CellThread(
        test: test, number: $0, body: threads[$0], changes: changes, findsDeadlocks: findsDeadlocks,
        seen: SeenRuns())
    }
    guard choices > 0 else { return Program(threads: programs, initial: initial) }
    // Whether a weak exchange fails for no reason is what it reads from a location that nobody else looks at.
    let count = threads.count * choices
    programs.append(
      ClosureProgram { recorder in
        for choice in 0..<count { recorder.write(initial.count + choice, .constant(1), .relaxed) }
      })
    return Program(threads: programs, initial: initial + Array(repeating: 0, count: count))
  }
}

/// One thread of a test, as the explorer runs it.
private struct CellThread: ThreadProgram {
  let test: ConcurrentTest
  let number: Int
  let body: @Sendable (SymbolicRun) -> Void
  let changes: [OrderSite: OrderSite.Order]
  let findsDeadlocks: Bool
  let seen: SeenRuns

  func run(on recorder: ThreadRecorder) {
    let run = SymbolicRun(
      test, thread: number, recorder: recorder, changes: changes, findsDeadlocks: findsDeadlocks)
    run.perform { body(run) }
    run.end()
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
