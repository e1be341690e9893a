import Synchronization

/// Judges litmus tests under a memory model, as herd7 does.
public struct LitmusChecker: Sendable {
  /// nil: the model that each test is written for.
  public var model: Model?
  public var bounds: SearchBounds

  public init(model: Model? = nil, bounds: SearchBounds = SearchBounds()) {
    (self.model, self.bounds) = (model, bounds)
  }

  /// Partial executions after which, unless bounds are given, the search for all states makes way for that for the
  /// question's answer.
  public static let usualSteps = 30_000

  /// All final states of the test that the model allows. If these are too many for the bounds, the question is searched
  /// for by itself: whether any execution has the outcome that is asked about, and whether any has not. Of a timeout half
  /// is left for that.
  public func judge(_ test: LitmusTest) throws(LitmusError) -> LitmusJudgement {
    let start = ContinuousClock.now
    let model = self.model ?? test.ownModel
    let compiled = try CompiledLitmusTest(test, for: model)
    let census = Census()
    var explorer = Explorer(model, bounds: bounds)
    explorer.bounds.timeout = bounds.timeout.map { $0 / 2 }
    if bounds.timeout == nil { explorer.bounds.steps = min(bounds.steps, Self.usualSteps) }
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
      exploration.hasPlainAccesses = exploration.hasPlainAccesses || variant.hasPlainAccesses
      exploration.incompleteness = exploration.incompleteness ?? variant.incompleteness
    }
    var hasPositive: Bool? = census.total.positive > 0
    var hasNegative: Bool? = census.total.negative > 0
    if exploration.incompleteness != nil {
      explorer.bounds.steps = bounds.steps
      let deadline = bounds.timeout.map { start + $0 }
      hasPositive = decide(compiled, holds: true, explorer, census, until: deadline)
      hasNegative = decide(compiled, holds: false, explorer, census, until: deadline)
      if case .timeout? = exploration.incompleteness, hasPositive == nil || hasNegative == nil {
        exploration.incompleteness = bounds.timeout.map { .timeout($0) }
      }
    }
    let (states, positive, negative, fault) = census.total
    if let fault { throw fault.error }
    return LitmusJudgement(
      name: test.name, model: model, condition: test.condition, columns: compiled.columns,
      states: states.map { zip(compiled.columns, $0).map(compiled.shown) }
        .sorted(by: LitmusJudgement.precedes),
      positive: positive, negative: negative,
      hasPositive: hasPositive, hasNegative: hasNegative, flags: exploration.flags.sorted(),
      mayRace: exploration.hasPlainAccesses && model.page.raceFinder != nil,
      completes: exploration.executions > 0,
      incompleteness: exploration.incompleteness, statedResult: test.statedResult,
      duration: ContinuousClock.now - start)
  }

  /// Whether the model allows an execution in which the question's proposition holds, or does not; nil if the bounds do
  /// not suffice. Executions in which what the threads have read settles that it is otherwise are not followed.
  private func decide(
    _ test: CompiledLitmusTest, holds: Bool, _ explorer: Explorer, _ census: Census,
    until deadline: ContinuousClock.Instant?
  ) -> Bool? {
    let total = census.total
    if (holds ? total.positive : total.negative) > 0 { return true }
    var explorer = explorer
    explorer.findsFlags = false
    explorer.isOfInterest = { test.isOfInterest($0, holds: holds) }
    for program in test.programs {
      explorer.bounds.timeout = deadline.map { $0 - .now }
      let exploration = explorer.explore(program) { state in
        census.keeps(state, of: test)
      } where: { state in
        guard test.holds(in: state) == holds else { return false }
        census.count(state, of: test)
        return true
      }
      if exploration.matching > 0 { return true }
      if exploration.incompleteness != nil { return nil }
    }
    return false
  }
}

/// A litmus test as the explorer runs it.
struct CompiledLitmusTest: Sendable {
  let layout: LitmusLayout
  /// Programs whose executions are the test's together: one for each way in which the steps that have alternatives may
  /// take them.
  let programs: [Program]
  /// What a state shows, in herd's order.
  let columns: [LitmusTest.Observable]
  let filter: Proposition?
  let proposition: Proposition
  private let types: PlaceTypes
  /// Where to find each place's final value.
  private let sources: [LitmusTest.Observable: Source]
  /// The number under which each thread gives out its fault.
  private let faultOutputs: [Int]

  private enum Source: Sendable {
    case register(thread: Int, output: Int)
    case memory(Location)
  }

  /// How many steps with alternatives a test may have.
  private static let mostAlternatives = 8

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
    var whole: [Set<Int>] = Array(repeating: [], count: code.registers.count)
    let places = Set(columns).union(filter?.observables ?? [])
    types = PlaceTypes(places, of: test, layout: layout)
    for place in places {
      switch place {
      case .register(let thread, let name):
        guard let slot = code.registers[thread].slot(of: name) else { continue }
        observed[thread].append(slot)
        sources[place] = .register(thread: thread, output: slot)
        if types[place].bytes == 8 { whole[thread].insert(slot) }
      case .shared(let name, let cell):
        sources[place] = layout.location(of: name, cell: cell).map { .memory($0) }
      }
    }
    self.sources = sources
    faultOutputs = code.faultOutputs
    guard code.alternatives <= Self.mostAlternatives else {
      throw .unsupported(
        "more than \(Self.mostAlternatives) store-exclusives, and compare-and-swaps whose result is used",
        line: test.conditionLine)
    }
    let (layout, alternatives, wholeRegisters) = (layout, code.alternatives, whole)
    programs = (0..<(1 << alternatives)).map { variant in
      Program(
        threads: code.threads(
          layout: layout, observed: observed, whole: wholeRegisters,
          alternatives: (0..<alternatives).map { variant >> $0 & 1 != 0 }),
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

  /// The final value of a place, as its type has it.
  func value(_ place: LitmusTest.Observable, in state: FinalState) -> Int64 {
    switch sources[place] {
    case .register(let thread, let output):
      layout.number(state.register(thread: thread, output) ?? 0, as: types[place])
    case .memory(let location): layout.number(state.memory(location), as: types[place])
    case nil: 0
    }
  }

  /// A value as a place that it is compared with has it.
  func literal(_ literal: LitmusTest.Literal, at place: LitmusTest.Observable) -> Int64 {
    layout.number(literal, as: types[place])
  }

  /// Whether the question's proposition holds.
  func holds(in state: FinalState) -> Bool { proposition.holds({ value($0, in: state) }, literal) }

  /// Whether what is certain of an execution leaves open that it ends with the proposition's truth so, or with a fault.
  func isOfInterest(_ state: PartialState, holds: Bool) -> Bool {
    func value(_ place: LitmusTest.Observable) -> Int64? {
      switch sources[place] {
      case .register(let thread, let output):
        state.register(thread: thread, output).map { layout.number($0, as: types[place]) }
      case .memory: nil
      case nil: 0
      }
    }
    let prospects = proposition.prospects(value, literal)
    let isKept = filter?.prospects(value, literal).mayHold ?? true
    if isKept, holds ? prospects.mayHold : prospects.mayFail { return true }
    return faultOutputs.enumerated().contains { state.register(thread: $0, $1) != 0 }
  }

  /// The value of a place as herd7 shows it.
  func shown(_ place: LitmusTest.Observable, _ value: Int64) -> String {
    layout.shown(value, as: types[place])
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
    return test.filter?.holds({ test.value($0, in: state) }, test.literal) ?? true
  }

  func count(_ state: FinalState, of test: CompiledLitmusTest) {
    let value = { test.value($0, in: state) }
    let holds = test.holds(in: state)
    counts.withLock { counts in
      counts.states.insert(test.columns.map(value))
      if holds { counts.positive += 1 } else { counts.negative += 1 }
    }
  }
}
