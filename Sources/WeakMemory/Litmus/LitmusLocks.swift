/// Which words of a litmus test are spinlocks. The model gives a lock functions of its own and nothing else (lock.cat
/// flags any other access as `mixed-lock-accesses`), so a word that is used both ways is refused.
struct LitmusLocks: Sendable {
  private(set) var locations: Set<Int> = []

  /// The words that a lock function names, and those declared as spinlocks if one takes its lock from a variable.
  init(_ test: LitmusTest, layout: LitmusLayout) {
    for thread in test.threads {
      var locks: [LitmusTest.Expression] = []
      for statement in thread.body { statement.collectLocks(&locks) }
      for lock in locks {
        if let location = layout.location(of: lock, in: thread) {
          locations.insert(location)
        } else {
          let declared =
            test.initialState.filter(\.isLock).compactMap(\.target.sharedName)
            + test.threads.flatMap(\.parameters).filter(\.isLock).map(\.name)
          for case let variable? in declared.map({ layout.variables[$0] }) {
            locations.formUnion(variable.location..<(variable.location + variable.cells))
          }
        }
      }
    }
  }
}

extension LitmusLayout {
  /// The location that an expression of a thread names by itself, as in `s`, `&a[1]` and `a + 1`; nil if that takes a
  /// private variable or memory.
  func location(of expression: LitmusTest.Expression, in thread: LitmusTest.Thread) -> Int? {
    constant(expression, thread).flatMap(location(at:))
  }

  private func constant(_ expression: LitmusTest.Expression, _ thread: LitmusTest.Thread) -> Int64? {
    switch expression {
    case .number(let number): return Int64(number)
    case .name(let name, _):
      // A parameter is a variable of its thread: it may be given another address.
      let isParameter = thread.parameters.contains { $0.name == name }
      return isParameter && !thread.body.contains { $0.assigns(name) } ? address(of: name) : nil
    case .binary(.add, let left, let right):
      guard let left = constant(left, thread), let right = constant(right, thread) else { return nil }
      return left &+ right
    case .binary(.subtract, let left, let right):
      guard let left = constant(left, thread), let right = constant(right, thread) else { return nil }
      return left &- right
    case .unary, .binary, .dereference, .call: return nil
    }
  }
}

extension LitmusTest.Observable {
  fileprivate var sharedName: String? { if case .shared(let name, _) = self { name } else { nil } }
}

extension LitmusTest.Statement {
  fileprivate func assigns(_ name: String) -> Bool {
    switch self {
    case .declare, .store, .evaluate, .leave: false
    case .assign(let other, _, _): other == name
    case .branch(_, let then, let otherwise, _): (then + otherwise).contains { $0.assigns(name) }
    }
  }

  fileprivate func collectLocks(_ locks: inout [LitmusTest.Expression]) {
    switch self {
    case .declare, .leave: break
    case .assign(_, let value, _), .evaluate(let value, _): value.collectLocks(&locks)
    case .store(let address, let value, _):
      address.collectLocks(&locks)
      value.collectLocks(&locks)
    case .branch(let condition, let then, let otherwise, _):
      condition.collectLocks(&locks)
      for statement in then + otherwise { statement.collectLocks(&locks) }
    }
  }
}

extension LitmusTest.Expression {
  fileprivate func collectLocks(_ locks: inout [LitmusTest.Expression]) {
    switch self {
    case .number, .name: break
    case .unary(_, let operand), .dereference(let operand, _): operand.collectLocks(&locks)
    case .binary(_, let left, let right):
      left.collectLocks(&locks)
      right.collectLocks(&locks)
    case .call(let function, let arguments, _):
      if KernelPrimitive.named(function)?.actsOnLock == true, let lock = arguments.first {
        locks.append(lock)
      }
      for argument in arguments { argument.collectLocks(&locks) }
    }
  }
}
