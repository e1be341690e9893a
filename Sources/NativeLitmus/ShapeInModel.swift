import AIORing
import WeakMemory

extension LitmusShape {
  /// Whether `model` allows the weak outcome; nil if a bound ended its search.
  ///
  /// - Throws: `LitmusError` if the shape is not a valid litmus test.
  public func isAllowed(by model: Model) throws(LitmusError) -> Bool? {
    let judgement = try LitmusChecker(model: model).judge(LitmusParser.parse(litmusTest))
    return judgement.positive > 0 ? true : judgement.observation == .unknown ? nil : false
  }

  /// The test in herd7's C dialect, which has no streaming stores: as one is not ordered with the other accesses of its
  /// thread, it becomes a thread of its own.
  var litmusTest: String {
    let streamed = threads.joined().filter { $0.kind == .streamingStore }.map { [$0] }
    let ordered = threads.map { thread in thread.filter { $0.kind != .streamingStore } }
    let processes = (ordered + streamed).enumerated().map { number, thread in
      "P\(number)(int *x, int *y)\n{\n\(Self.statements(thread))\n}\n"
    }
    let condition = weakOutcome.map { observation in
      switch observation {
      case .register(let thread, let number, let value): "\(thread):r\(number)=\(value)"
      case .memory(let place, let value): "\(place)=\(value)"
      }
    }
    return "C \(name)\n\n{}\n\n\(processes.joined(separator: "\n"))\n"
      + "exists (\(condition.joined(separator: " /\\ ")))\n"
  }

  private static func statements(_ thread: [LitmusAccess]) -> String {
    var registers = 0
    return thread.map { access in
      guard access.kind == .load else { return "  WRITE_ONCE(*\(access.place), \(access.value));" }
      defer { registers += 1 }
      return "  int r\(registers) = READ_ONCE(*\(access.place));"
    }.joined(separator: "\n")
  }

  /// Whether this machine has its instructions: a streaming store that is weakly ordered, or a hint of one.
  public var isAvailable: Bool { !streams || PayloadStoreKind.streaming.isAvailable }
}
