/// A proposition about a final state, in herd's condition language.
public indirect enum Proposition: Sendable {
  case always(Bool)
  case equal(LitmusTest.Observable, LitmusTest.Literal)
  /// Two places that hold the same value.
  case same(LitmusTest.Observable, LitmusTest.Observable)
  case not(Proposition)
  case and(Proposition, Proposition)
  case or(Proposition, Proposition)
  case implies(Proposition, Proposition)

  /// Whether it holds in a state that gives places, and literals that are compared with one, these values.
  func holds(
    _ value: (LitmusTest.Observable) -> Int64,
    _ literal: (LitmusTest.Literal, LitmusTest.Observable) -> Int64
  ) -> Bool {
    switch self {
    case .always(let truth): truth
    case .equal(let place, let other): value(place) == literal(other, place)
    case .same(let one, let other): value(one) == value(other)
    case .not(let operand): !operand.holds(value, literal)
    case .and(let left, let right): left.holds(value, literal) && right.holds(value, literal)
    case .or(let left, let right): left.holds(value, literal) || right.holds(value, literal)
    case .implies(let left, let right): !left.holds(value, literal) || right.holds(value, literal)
    }
  }

  /// Whether it may still turn out to hold, and whether it may turn out not to, where the values of some places are not
  /// certain yet.
  func prospects(
    _ value: (LitmusTest.Observable) -> Int64?,
    _ literal: (LitmusTest.Literal, LitmusTest.Observable) -> Int64
  ) -> (mayHold: Bool, mayFail: Bool) {
    switch self {
    case .always(let truth): return (truth, !truth)
    case .equal(let place, let other):
      guard let value = value(place) else { return (true, true) }
      let isEqual = value == literal(other, place)
      return (isEqual, !isEqual)
    case .same(let one, let other):
      guard let one = value(one), let other = value(other) else { return (true, true) }
      return (one == other, one != other)
    case .not(let operand):
      let prospects = operand.prospects(value, literal)
      return (prospects.mayFail, prospects.mayHold)
    case .and(let left, let right):
      let (one, other) = (left.prospects(value, literal), right.prospects(value, literal))
      return (one.mayHold && other.mayHold, one.mayFail || other.mayFail)
    case .or(let left, let right):
      let (one, other) = (left.prospects(value, literal), right.prospects(value, literal))
      return (one.mayHold || other.mayHold, one.mayFail && other.mayFail)
    case .implies(let left, let right):
      return Proposition.or(.not(left), right).prospects(value, literal)
    }
  }

  /// The values it compares with.
  var literals: [LitmusTest.Literal] {
    switch self {
    case .always, .same: []
    case .equal(_, let literal): [literal]
    case .not(let operand): operand.literals
    case .and(let left, let right), .or(let left, let right), .implies(let left, let right):
      left.literals + right.literals
    }
  }

  /// The places it speaks of.
  var observables: Set<LitmusTest.Observable> {
    switch self {
    case .always: []
    case .equal(let place, _): [place]
    case .same(let one, let other): [one, other]
    case .not(let operand): operand.observables
    case .and(let left, let right), .or(let left, let right), .implies(let left, let right):
      left.observables.union(right.observables)
    }
  }
}

extension Proposition: CustomStringConvertible {
  /// As herd7 prints it.
  public var description: String { text(inside: 0) }

  private func text(inside outer: Int) -> String {
    func joined(_ left: Proposition, _ word: String, _ right: Proposition, _ precedence: Int) -> String {
      let text = "\(left.text(inside: precedence)) \(word) \(right.text(inside: precedence))"
      return precedence < outer ? "(\(text))" : text
    }
    return switch self {
    case .always(let truth): truth ? "true" : "false"
    case .equal(let place, let literal): "\(place.bracketed)=\(literal)"
    case .same(let one, let other): "\(one.bracketed)=\(other.bracketed)"
    case .not(let operand): "not (\(operand.text(inside: 0)))"
    case .and(let left, let right): joined(left, "/\\", right, 3)
    case .or(let left, let right): joined(left, "\\/", right, 2)
    case .implies(let left, let right): joined(left, "=>", right, 1)
    }
  }
}

extension LitmusTest.Observable: CustomStringConvertible, Comparable {
  public var description: String {
    switch self {
    case .register(let thread, let name): "\(thread):\(name)"
    case .shared(let name, nil): name
    case .shared(let name, let cell?): "\(name)[\(cell)]"
    }
  }

  /// As herd7 writes a place in states and conditions since 7.57: shared variables in brackets.
  var bracketed: String {
    switch self {
    case .register: description
    case .shared(_, nil): "[\(description)]"
    case .shared: description
    }
  }

  /// herd's order of columns: private variables by thread and name, then the shared ones by name.
  public static func < (left: Self, right: Self) -> Bool { left.sortKey < right.sortKey }

  private var sortKey: (Int, String, Int) {
    switch self {
    case .register(let thread, let name): (thread, name, 0)
    case .shared(let name, let cell): (Int.max, name, cell ?? -1)
    }
  }
}

extension LitmusTest.Literal: CustomStringConvertible {
  public var description: String {
    switch self {
    case .number(let number): "\(number)"
    case .address(let name, nil): name
    case .address(let name, let cell?): "\(name)[\(cell)]"
    }
  }
}

extension LitmusTest.Condition: CustomStringConvertible {
  public var description: String { "\(quantifier.rawValue) (\(proposition))" }
}
