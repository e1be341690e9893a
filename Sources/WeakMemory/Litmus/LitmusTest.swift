/// A litmus test of herd7, as written: in C or in an assembly language.
public struct LitmusTest: Sendable {
  /// What the test is called: by convention its file's name without `.litmus`.
  public var name: String
  /// Shared variables with their initial values, and private variables set before the test.
  public var initialState: [Initialisation]
  public var code: Code
  /// Further variables whose final values are shown.
  public var locations: [Observable]
  /// Executions whose final state does not satisfy this are not counted.
  public var filter: Proposition?
  public var condition: Condition
  /// The lines on which the locations, the filter and the condition start.
  public var locationsLine, filterLine, conditionLine: Int
  /// What the file's own `Result:` comment says.
  public var statedResult: StatedResult?

  /// What the threads are written in, and the threads.
  public enum Code: Sendable {
    /// The C dialect of the Linux kernel's model.
    case c([Thread])
    case assembly(AssemblyLanguage, [[AssemblyInstruction]])
  }

  /// The threads of a test in C.
  var threads: [Thread] { if case .c(let threads) = code { threads } else { [] } }

  /// The model whose machine or language the test is written for.
  public var ownModel: Model { if case .assembly(let language, _) = code { language.model } else { .lkmm } }

  /// One line of the initial state.
  public struct Initialisation: Equatable, Sendable {
    public var target: Observable
    /// Several for an array; empty for a declaration without a value.
    public var values: [Literal]
    /// Cells of an array; nil for a scalar.
    public var cells: Int?
    /// Of a cell.
    var type: LitmusType
    public var isLock: Bool
    public var line: Int
  }

  /// A thread: `P0(int *x) { … }`.
  public struct Thread: Sendable {
    /// The shared variables it names.
    public var parameters: [Parameter]
    public var body: [Statement]
  }

  /// A parameter: a pointer to the shared variable of the same name.
  public struct Parameter: Equatable, Sendable {
    public var name: String
    public var isLock: Bool
    public var line: Int
  }

  /// Something whose final value can be asked for.
  public enum Observable: Hashable, Sendable {
    case register(thread: Int, name: String)
    case shared(name: String, cell: Int?)
  }

  /// A value in the initial state or in the condition.
  public enum Literal: Equatable, Sendable {
    case number(Int)
    /// The address of a shared variable.
    case address(name: String, cell: Int?)
  }

  /// The question the file asks of the final states.
  public struct Condition: Sendable {
    public var quantifier: Quantifier
    public var proposition: Proposition
  }

  /// How the proposition is meant.
  public enum Quantifier: String, Sendable {
    case exists
    case notExists = "~exists"
    case forAll = "forall"
  }
}

extension LitmusTest {
  /// A statement of a thread.
  public indirect enum Statement: Sendable {
    /// A private variable without a value: it keeps the one it has, which is 0 unless the initial state says else.
    case declare(name: String)
    /// An assignment to a private variable.
    case assign(name: String, value: Expression, line: Int)
    /// A plain store through a pointer.
    case store(address: Expression, value: Expression, line: Int)
    /// A call for its effect.
    case evaluate(Expression, line: Int)
    case branch(condition: Expression, then: [Statement], else: [Statement], line: Int)
    /// `break` or `continue` in a `do … while (0)`: goes to its end. None is left once that is read.
    case leave
  }

  /// An expression of a thread.
  public indirect enum Expression: Sendable {
    case number(Int)
    /// A private variable, or a parameter: the address of a shared variable.
    case name(String, line: Int)
    case unary(UnaryOperator, Expression)
    case binary(BinaryOperator, Expression, Expression)
    /// A plain load through a pointer; as an operand of `&` and of READ_ONCE() and its kin, the place itself.
    case dereference(Expression, line: Int)
    case call(String, [Expression], line: Int)
  }

  /// `-`, `!`, `~`.
  public enum UnaryOperator: String, Sendable {
    case negate = "-"
    case not = "!"
    case complement = "~"
  }

  /// The binary operators, by their spelling in C.
  public enum BinaryOperator: String, CaseIterable, Sendable {
    case multiply = "*"
    case divide = "/"
    case remainder = "%"
    case add = "+"
    case subtract = "-"
    case shiftLeft = "<<"
    case shiftRight = ">>"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "=="
    case notEqual = "!="
    case bitAnd = "&"
    case bitXor = "^"
    case bitOr = "|"
    case and = "&&"
    case or = "||"

    /// How tightly it binds, as in C (C11 6.5).
    var precedence: Int {
      switch self {
      case .multiply, .divide, .remainder: 10
      case .add, .subtract: 9
      case .shiftLeft, .shiftRight: 8
      case .less, .lessOrEqual, .greater, .greaterOrEqual: 7
      case .equal, .notEqual: 6
      case .bitAnd: 5
      case .bitXor: 4
      case .bitOr: 3
      case .and: 2
      case .or: 1
      }
    }
  }
}
