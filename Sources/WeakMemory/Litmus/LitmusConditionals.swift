/// The conditional expressions `c ? a : b` of one statement. Each becomes an `if` in front of the statement that sets a
/// private variable of its own: what uses it depends on the value that was chosen, as it does on a local variable that
/// an `if` set, and the value hangs on the condition no more than there. herd7 reads no `?:`.
struct LitmusConditionals {
  fileprivate struct Conditional {
    var name: String
    var statement: LitmusTest.Statement
    var accessesMemory: Bool
    var line: Int
  }

  private var pending: [Conditional] = []
  private var count = 0

  /// The conditionals of the statement so far, set aside while the values of another are read.
  struct Outer { fileprivate let pending: [Conditional] }

  /// Starts on the values of a conditional.
  mutating func open() -> Outer {
    defer { pending = [] }
    return Outer(pending: pending)
  }

  /// Ends the values of a conditional.
  mutating func close(_ outer: Outer) { pending = outer.pending }

  /// Adds a conditional; each value comes with what has to stand before it. Returns what stands for it.
  mutating func add(
    condition: LitmusTest.Expression, then: ([LitmusTest.Statement], LitmusTest.Expression),
    else otherwise: ([LitmusTest.Statement], LitmusTest.Expression), line: Int
  ) -> LitmusTest.Expression {
    // No name that a test can spell.
    let name = "?\(count)"
    count += 1
    let ways = [then, otherwise].map { before, value in
      before + [.assign(name: name, value: value, line: line)]
    }
    let accesses =
      condition.accessesMemory || then.1.accessesMemory || otherwise.1.accessesMemory
      || !(then.0 + otherwise.0).isEmpty
    pending.append(
      Conditional(
        name: name, statement: .branch(condition: condition, then: ways[0], else: ways[1], line: line),
        accessesMemory: accesses, line: line))
    return .name(name, line: line)
  }

  /// The statements that have to stand before `statement`. Refuses what would move an access to memory before another
  /// that C leaves it unordered with, or out of the right side of `&&` and `||`.
  mutating func take(before statement: LitmusTest.Statement) throws(LitmusError) -> [LitmusTest.Statement] {
    defer { pending = [] }
    let accessing = pending.filter(\.accessesMemory)
    if let first = accessing.first, accessing.count > 1 || !statement.usesOnlyNames {
      throw .unsupported(
        "an access to memory in '?:' beside another, or inside of '&&' or '||'", line: first.line)
    }
    return pending.map(\.statement)
  }
}

extension LitmusTest.Statement {
  /// Whether the last thing it does is all that it does to memory, and nothing that it computes is conditional.
  fileprivate var usesOnlyNames: Bool {
    switch self {
    case .declare, .leave: true
    case .assign(_, let value, _): value.isPlain
    case .branch(let condition, _, _, _): condition.isPlain
    case .store(let address, let value, _): address.isPlain && value.isPlain
    case .evaluate(.call(_, let arguments, _), _):
      arguments.allSatisfy { argument in
        if case .dereference(let address, _) = argument { address.isPlain } else { argument.isPlain }
      }
    case .evaluate(let value, _): value.isPlain
    }
  }
}

extension LitmusTest.Expression {
  /// Whether evaluating it touches memory.
  fileprivate var accessesMemory: Bool {
    switch self {
    case .number, .name: false
    case .unary(_, let operand): operand.accessesMemory
    case .binary(_, let left, let right): left.accessesMemory || right.accessesMemory
    case .dereference, .call: true
    }
  }

  /// Whether it computes something from private variables, all of which it looks at.
  fileprivate var isPlain: Bool {
    switch self {
    case .number, .name: true
    case .unary(_, let operand): operand.isPlain
    case .binary(let op, let left, let right): op != .and && op != .or && left.isPlain && right.isPlain
    case .dereference, .call: false
    }
  }
}
