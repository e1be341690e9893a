/// Where the shared variables of a litmus test lie: the checker's locations have numbers, C has pointers.
struct LitmusLayout: Sendable {
  /// One shared variable.
  struct Variable: Sendable {
    var name: String
    /// The location of its first cell.
    var location: Int
    var cells: Int
    /// What its type makes of a number.
    var type: LitmusType
    /// How far apart the addresses of its cells are: 1 in C, where pointers count cells, the bytes of a cell in
    /// machine code.
    var stride: Int64
  }

  private(set) var variables: [String: Variable] = [:]
  /// The initial value of each location.
  private(set) var initial: [Int64] = []
  /// Which variable and cell a location is.
  private var owners: [(name: String, cell: Int)] = []

  /// Addresses are numbers far from all that tests count with, and a variable's lie far from the next one's, so
  /// that arithmetic on a pointer leaves its variable rather than reach another.
  private static let base: Int64 = 0x5ea_0000_0000
  private static let stride: Int64 = 0x10000

  /// The most words of shared memory that a test may have. How many of them its threads may access is a matter of the
  /// events that an execution may have.
  private static let mostWords = 4096

  /// Lays out the variables that a test declares, takes as parameters, names in an instruction or takes the address
  /// of.
  init(_ test: LitmusTest) throws(LitmusError) {
    let isC = if case .c = test.code { true } else { false }
    for entry in test.initialState {
      if case .shared(let name, _) = entry.target {
        let cells = entry.cells ?? max(1, entry.values.count)
        try add(
          name, cells: cells, type: isC ? .whole : entry.type, stride: isC ? 1 : entry.type.bytes,
          line: entry.line)
      }
    }
    for parameter in test.threads.lazy.flatMap(\.parameters) {
      try add(parameter.name, cells: 1, line: parameter.line)
    }
    for entry in test.initialState {
      for case .address(let name, _) in entry.values { try add(name, cells: 1, line: entry.line) }
    }
    if case .assembly(let language, let threads) = test.code {
      for instruction in threads.joined() {
        for name in language.variables(of: instruction) { try add(name, cells: 1, line: instruction.line) }
      }
    }
    for entry in test.initialState {
      guard case .shared(let name, _) = entry.target, let variable = variables[name] else { continue }
      for (cell, literal) in entry.values.enumerated() {
        initial[variable.location + cell] = number(literal, as: variable.type)
      }
    }
  }

  private mutating func add(
    _ name: String, cells: Int, type: LitmusType = LitmusType(), stride: Int = 1, line: Int
  ) throws(LitmusError) {
    guard variables[name] == nil else { return }
    guard cells <= Self.mostWords - initial.count else {
      throw .unsupported("more than \(Self.mostWords) words of shared memory", line: line)
    }
    variables[name] = Variable(
      name: name, location: initial.count, cells: cells, type: type, stride: Int64(stride))
    for cell in 0..<cells {
      owners.append((name, cell))
      initial.append(0)
    }
  }

  /// The address of a variable, or of a cell of it; nil if there is no such variable or cell.
  func address(of name: String, cell: Int? = nil) -> Int64? {
    guard let variable = variables[name], (0..<variable.cells).contains(cell ?? 0) else { return nil }
    return Self.base + Int64(variable.location) * Self.stride + Int64(cell ?? 0) * variable.stride
  }

  /// A value of the initial state or of the condition as the threads see it.
  func number(_ literal: LitmusTest.Literal) -> Int64 {
    switch literal {
    case .number(let number): Int64(number)
    case .address(let name, let cell): address(of: name, cell: cell) ?? 0
    }
  }

  /// The number as a place of a type holds it.
  func number(_ literal: LitmusTest.Literal, as type: LitmusType) -> Int64 {
    if case .number(let number) = literal { type(Int64(number)) } else { number(literal) }
  }

  /// What a place of a type holds; an address is none's to change.
  func number(_ number: Int64, as type: LitmusType) -> Int64 { isAddress(number) ? number : type(number) }

  /// Whether a number is an address, of a variable or of what lies beside one.
  func isAddress(_ number: Int64) -> Bool {
    number >= Self.base && number < Self.base + Int64(owners.count) * Self.stride
  }

  /// How many bytes the variable at a location has, or each of its cells.
  func bytes(of location: Int) -> Int { variables[owners[location].name]?.type.bytes ?? 4 }

  /// The location an address stands for; nil if it is none.
  func location(at address: Int64) -> Int? {
    let (first, offset) = (address &- Self.base).quotientAndRemainder(dividingBy: Self.stride)
    guard address >= Self.base, first < owners.count else { return nil }
    let owner = owners[Int(first)]
    guard owner.cell == 0, let variable = variables[owner.name] else { return nil }
    let (cell, rest) = offset.quotientAndRemainder(dividingBy: variable.stride)
    return rest == 0 && cell < variable.cells ? variable.location + Int(cell) : nil
  }

  /// The location of an observable; nil if the array is shorter.
  func location(of name: String, cell: Int?) -> Int? {
    address(of: name, cell: cell).flatMap(location(at:))
  }

  /// The variable, or the cell of one, at a location.
  func name(of location: Int) -> String {
    let owner = owners[location]
    return (variables[owner.name]?.cells ?? 1) > 1 ? "\(owner.name)[\(owner.cell)]" : owner.name
  }

  /// A value as herd7 shows it: an address by its variable's name.
  func shown(_ number: Int64, as type: LitmusType = .whole) -> String {
    location(at: number).map(name(of:)) ?? type.text(number)
  }
}
