import Synchronization

/// Judges litmus tests under a memory model, as herd7 does.
public struct LitmusChecker: Sendable {
  /// nil: the model that each test is written for.
  public var model: Model?
  public var bounds: SearchBounds

  public init(model: Model? = nil, bounds: SearchBounds = SearchBounds()) {
    (self.model, self.bounds) = (model, bounds)
  }

  /// All final states of the test that the model allows.
  public func judge(_ test: LitmusTest) throws(LitmusError) -> LitmusJudgement {
    let start = ContinuousClock.now
    let model = self.model ?? test.ownModel
    let compiled = try CompiledLitmusTest(test, for: model)
    let census = Census()
    var explorer = Explorer(model, bounds: bounds)
    explorer.findsFlags = true
    var exploration = Exploration()
    for program in compiled.programs {
      let variant = explorer.explore(program, stopsAtMatch: false) { state in
        census.keeps(state, of: compiled)
      } where: { state in
        census.count(state, of: compiled)
        return false
      }
      exploration.executions += variant.executions
      exploration.flags.formUnion(variant.flags)
      exploration.incompleteness = exploration.incompleteness ?? variant.incompleteness
    }
    let (states, positive, negative, fault) = census.total
    if let fault { throw fault.error }
    return LitmusJudgement(
      name: test.name, model: model, condition: test.condition, columns: compiled.columns,
      states: states.map { state in state.map(compiled.layout.shown) }.sorted(by: LitmusJudgement.precedes),
      positive: positive, negative: negative, flags: exploration.flags.sorted(),
      completes: exploration.executions > 0,
      incompleteness: exploration.incompleteness, statedResult: test.statedResult,
      duration: ContinuousClock.now - start)
  }
}

/// A litmus test as the explorer runs it.
struct CompiledLitmusTest: Sendable {
  let layout: LitmusLayout
  /// Programs whose executions are the test's together: one for each way in which store-exclusives may fail.
  let programs: [Program]
  /// What a state shows, in herd's order.
  let columns: [LitmusTest.Observable]
  let filter: Proposition?
  let proposition: Proposition
  /// Where to find each place's final value.
  private let sources: [LitmusTest.Observable: Source]
  /// The number under which each thread gives out its fault.
  private let faultOutputs: [Int]

  private enum Source: Sendable {
    case register(thread: Int, output: Int)
    case memory(Location)
  }

  /// How many store-exclusives a test may have.
  private static let mostExclusives = 8

  init(_ test: LitmusTest, for model: Model = .lkmm) throws(LitmusError) {
    layout = try LitmusLayout(test)
    (filter, proposition) = (test.filter, test.condition.proposition)
    columns = Array(proposition.observables.union(test.locations)).sorted()
    let code = try LitmusCode(test, layout: layout, model: model)
    let names = LitmusNames(layout: layout, registers: code.registers)
    // A private variable that its thread does not have reads as 0, as herd7 has it: shown, and asked about nowhere.
    for place in test.locations where !names.isUnsetRegister(place) {
      try names.check(place, in: "locations", line: test.locationsLine)
    }
    if let filter { try names.check(filter, in: "the filter", line: test.filterLine) }
    try names.check(proposition, in: "the condition", line: test.conditionLine)
    for entry in test.initialState { try names.check(entry) }
    try Self.check(test.locations, askFor: code.locks, in: layout, line: test.locationsLine)
    try Self.check(test.filter?.observables, askFor: code.locks, in: layout, line: test.filterLine)
    try Self.check(proposition.observables, askFor: code.locks, in: layout, line: test.conditionLine)
    var sources: [LitmusTest.Observable: Source] = [:]
    var observed: [[Int]] = Array(repeating: [], count: code.registers.count)
    for place in Set(columns).union(filter?.observables ?? []) {
      switch place {
      case .register(let thread, let name):
        guard let slot = code.registers[thread].slot(of: name) else { continue }
        observed[thread].append(slot)
        sources[place] = .register(thread: thread, output: slot)
      case .shared(let name, let cell):
        sources[place] = layout.location(of: name, cell: cell).map { .memory($0) }
      }
    }
    self.sources = sources
    faultOutputs = code.faultOutputs
    guard code.exclusiveStores <= Self.mostExclusives else {
      throw .unsupported("more than \(Self.mostExclusives) store-exclusives", line: test.conditionLine)
    }
    let (layout, exclusives) = (layout, code.exclusiveStores)
    programs = (0..<(1 << exclusives)).map { variant in
      Program(
        threads: code.threads(
          layout: layout, observed: observed, failures: (0..<exclusives).map { variant >> $0 & 1 != 0 }),
        initial: layout.initial)
    }
  }

  /// Refuses a question about a spinlock: the model has no value for one (lock.cat, lock-final).
  private static func check(
    _ places: (some Sequence<LitmusTest.Observable>)?, askFor locks: Set<Int>, in layout: LitmusLayout,
    line: Int
  ) throws(LitmusError) {
    guard let places else { return }
    for case .shared(let name, let cell) in places {
      if let location = layout.location(of: name, cell: cell), locks.contains(location) {
        throw .unsupported(
          "the final value of '\(layout.name(of: location))', which is a spinlock", line: line)
      }
    }
  }

  /// The final value of a place.
  func value(_ place: LitmusTest.Observable, in state: FinalState) -> Int64 {
    switch sources[place] {
    case .register(let thread, let output): state.register(thread: thread, output) ?? 0
    case .memory(let location): state.memory(location)
    case nil: 0
    }
  }

  /// The first thread's fault.
  func fault(in state: FinalState) -> LitmusFault? {
    for (thread, output) in faultOutputs.enumerated() {
      if let fault = state.register(thread: thread, output).flatMap(LitmusFault.init(number:)) {
        return fault
      }
    }
    return nil
  }
}

/// Counts executions by what they leave behind.
private final class Census: Sendable {
  private struct Counts {
    var states: Set<[Int64]> = []
    var positive = 0
    var negative = 0
    var fault: LitmusFault?
  }
  private let counts = Mutex(Counts())

  var total: (states: Set<[Int64]>, positive: Int, negative: Int, fault: LitmusFault?) {
    counts.withLock { ($0.states, $0.positive, $0.negative, $0.fault) }
  }

  /// Whether the test's filter keeps a state.
  func keeps(_ state: FinalState, of test: CompiledLitmusTest) -> Bool {
    if let fault = test.fault(in: state) { counts.withLock { $0.fault = $0.fault ?? fault } }
    return test.filter?.holds({ test.value($0, in: state) }, test.layout.number) ?? true
  }

  func count(_ state: FinalState, of test: CompiledLitmusTest) {
    let value = { test.value($0, in: state) }
    let holds = test.proposition.holds(value, test.layout.number)
    counts.withLock { counts in
      counts.states.insert(test.columns.map(value))
      if holds { counts.positive += 1 } else { counts.negative += 1 }
    }
  }
}
