/// `break` and `continue` in a `do … while (0)`: both go to its end. What stands behind an `if` that may leave moves
/// into the ways of the `if` that do not, so that it hangs on the condition, as it does in C.
extension LitmusTest.Statement {
  /// How many statements a body may become: each `if` that leaves on some of its inner ways doubles what follows.
  private static let mostStatements = 10_000

  /// The statements of a body, none of which leaves it.
  static func straightened(
    _ body: [LitmusTest.Statement], line: Int
  ) throws(LitmusError) -> [LitmusTest.Statement] {
    var budget = mostStatements
    return try straightened(body[...], line: line, budget: &budget)
  }

  private static func straightened(
    _ body: ArraySlice<LitmusTest.Statement>, line: Int, budget: inout Int
  ) throws(LitmusError) -> [LitmusTest.Statement] {
    var result: [LitmusTest.Statement] = []
    for (index, statement) in zip(body.indices, body) {
      budget -= 1
      guard budget > 0 else { throw .unsupported("a 'do' with too many ways to leave it", line: line) }
      switch statement {
      case .leave: return result
      case .branch(let condition, let then, let otherwise, let start)
      where (then + otherwise).contains(where: \.mayLeave):
        let rest = body[(index + 1)...]
        let ways = [
          try straightened((then + rest)[...], line: line, budget: &budget),
          try straightened((otherwise + rest)[...], line: line, budget: &budget),
        ]
        return result + [.branch(condition: condition, then: ways[0], else: ways[1], line: start)]
      default: result.append(statement)
      }
    }
    return result
  }

  private var mayLeave: Bool {
    switch self {
    case .leave: true
    case .branch(_, let then, let otherwise, _): (then + otherwise).contains(where: \.mayLeave)
    case .declare, .assign, .store, .evaluate: false
    }
  }
}
