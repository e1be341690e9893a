/// What a model says of a litmus test.
public struct LitmusJudgement: Sendable {
  public let name: String
  public let model: Model
  public let condition: LitmusTest.Condition
  let columns: [LitmusTest.Observable]
  /// The final states, values in the order of the columns.
  let states: [[String]]
  /// Executions in which the proposition holds, and in which it does not.
  public let positive, negative: Int
  /// Whether there is an execution in which the proposition holds, and one in which it does not; nil if that is not
  /// known. A search for these alone may tell where not all executions could be counted.
  let hasPositive, hasNegative: Bool?
  /// What the model warns of in executions that the test's filter keeps (LKMM, and data races under C11).
  public let flags: [ModelFlag]
  /// Whether the model knows races, and the test has plain accesses, which alone take part in them.
  let mayRace: Bool
  /// Whether any execution ends, whatever the filter says of it; if none does, the test deadlocks.
  public let completes: Bool
  /// Why not all executions were looked at; nil if they were.
  public let incompleteness: Incompleteness?
  /// What is said of the test, by its file or by another.
  public internal(set) var statedResult: StatedResult?
  public let duration: Duration

  /// herd's word for how often the proposition holds.
  public enum Observation: String, Sendable {
    case never = "Never"
    case sometimes = "Sometimes"
    case always = "Always"
    /// The search was cut short before it could tell.
    case unknown = "Unknown"
  }

  /// How often the proposition holds. Without any execution: never, as in herd7.
  public var observation: Observation {
    switch (hasPositive, hasNegative) {
    case (true, true): .sometimes
    case (true, false): .always
    case (false, _): .never
    case (nil, _), (_, nil): .unknown
    }
  }

  /// Two accesses, at least one of them plain, race.
  public var hasDataRace: Bool { flags.contains(.dataRace) }

  /// Why there is no execution to observe; nil if there is one, or if the search was cut short.
  public var emptiness: String? {
    guard positive == 0, negative == 0, incompleteness == nil else { return nil }
    return completes ? "the filter keeps no execution" : "no execution completes: the test deadlocks"
  }

  /// Whether what the quantifier says is so; nil if that is not known.
  public var isValidated: Bool? {
    switch condition.quantifier {
    case .exists: hasPositive
    case .notExists: hasPositive.map { !$0 }
    case .forAll: hasNegative.map { !$0 }
    }
  }

  /// How the judgement compares with what the file says.
  public enum Comparison: Sendable, Equatable {
    case agrees
    case disagrees(String)
    /// The file states no result.
    case unstated
    /// The search was cut short.
    case unknown
  }

  /// What the model says is wrong with the test itself.
  var invalidity: [ModelFlag] { flags.filter(\.isInvalidTest) }

  /// Compares with what is said of the test; a `Result:` comment by the rules of the kernel's judgelitmus.sh.
  public var comparison: Comparison {
    guard case .disagrees(let reason) = plainComparison, !invalidity.isEmpty else { return plainComparison }
    let flags = invalidity.map(\.rawValue).joined(separator: ", ")
    return .disagrees("\(reason); the model flags the test itself: \(flags)")
  }

  private var plainComparison: Comparison {
    guard let statedResult else { return .unstated }
    if observation == .unknown { return .unknown }
    // The question was decided, but not all executions were looked at for data races.
    if incompleteness != nil, mayRace, !hasDataRace { return .unknown }
    let isComment = StatedResult.Word.ofComments.contains(statedResult.word)
    if model == .lkmm, isComment, statedResult.dataRace != hasDataRace {
      return .disagrees(
        hasDataRace ? "a data race that the file does not mention" : "no data race, though the file says so")
    }
    let deadlocks = hasPositive == false && hasNegative == false
    switch statedResult.word {
    case .deadlock:
      return deadlocks ? .agrees : .disagrees("the file says DEADLOCK, but there are executions")
    case .never where deadlocks, .sometimes where deadlocks, .always where deadlocks:
      return .disagrees(emptiness ?? "there is no execution")
    case .maybe: return .agrees
    case .allowed:
      return hasPositive == true ? .agrees : .disagrees("it is said to be allowed, the model forbids it")
    case .holds, .fails:
      let isSo = statedResult.word == .holds
      return isValidated == isSo
        ? .agrees : .disagrees("the condition is said \(isSo ? "" : "not ")to hold, the model says otherwise")
    case .never, .sometimes, .always:
      // What a racy program does is nobody's promise.
      if hasDataRace || statedResult.word.rawValue == observation.rawValue { return .agrees }
      return .disagrees("the file says \(statedResult.word.rawValue), the model \(observation.rawValue)")
    }
  }

  /// herd's order of states: numbers by size, addresses after them by name.
  static func precedes(_ left: [String], _ right: [String]) -> Bool {
    for (one, other) in zip(left, right) where one != other {
      return switch (Int64(one), Int64(other)) {
      case (let one?, let other?): one < other
      case (.some, nil): true
      case (nil, .some): false
      case (nil, nil): one < other
      }
    }
    return false
  }
}

extension LitmusJudgement {
  /// The judgement as herd7 prints it (https://diy.inria.fr/doc/herd.html).
  public var report: String {
    let kind =
      switch condition.quantifier {
      case .exists: "Allowed"
      case .notExists: "Forbidden"
      case .forAll: "Required"
      }
    let name = name.printable
    var lines = ["Test \(name) \(kind)", "States \(states.count)"]
    for state in states {
      lines.append(zip(columns, state).map { "\($0.bracketed)=\($1);" }.joined(separator: " "))
    }
    lines.append(isValidated.map { $0 ? "Ok" : "No" } ?? "Unknown")
    lines += ["Witnesses", "Positive: \(positive) Negative: \(negative)"]
    lines += flags.map { "Flag \($0.rawValue)" }
    lines.append("Condition \(condition)")
    lines.append("Observation \(name) \(observation.rawValue) \(positive) \(negative)")
    lines.append("Time \(name) \(seconds.formattedSeconds)")
    if let incompleteness {
      let scope = observation == .unknown ? "" : "the states and their numbers: "
      lines.append("Incomplete: \(scope)\(incompleteness)")
    }
    if let emptiness { lines.append("Note: \(emptiness)") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Wall time, seconds.
  public var seconds: Double {
    let (seconds, attoseconds) = duration.components
    return Double(seconds) + Double(attoseconds) / 1e18
  }

  /// The final states as text, one mapping of places to values each.
  public var stateValues: [[String: String]] {
    states.map { state in
      Dictionary(zip(columns.map(\.description), state)) { first, _ in first }
    }
  }
}

extension Double {
  /// Two digits behind the point, as herd7 has it.
  fileprivate var formattedSeconds: String {
    let hundredths = Int((self * 100).rounded())
    let fraction = hundredths % 100
    return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
  }
}
