import AIORing

/// A thread of a litmus test in assembly as steps: registers are slots, labels are places.
struct MachineThread: Sendable {
  /// A value that an instruction takes.
  enum Operand: Sendable {
    case slot(Int, WordWidth = .all)
    case number(Int64)

    /// The register's lower half, extended so; a number stays what it is.
    func extended(by width: WordWidth) -> Operand {
      if case .slot(let slot, _) = self { .slot(slot, width) } else { self }
    }
  }

  /// Where an access goes: the sum of its parts.
  struct Address: Sendable {
    var base: Operand
    var index: Operand = .number(0)
    /// What the index is multiplied by.
    var scale: Int64 = 1
    var displacement: Int64 = 0
  }

  /// What an instruction computes from two values.
  enum Operation: Sendable {
    case first, add, subtract, and, or, xor, clear, shiftLeft, shiftRight, multiply

    func callAsFunction(_ left: Int64, _ right: Int64) -> Int64 {
      switch self {
      case .first: left
      case .add: left &+ right
      case .subtract: left &- right
      case .and: left & right
      case .or: left | right
      case .xor: left ^ right
      case .clear: left & ~right
      case .shiftLeft: left << right
      case .shiftRight: Int64(bitPattern: UInt64(bitPattern: left) >> UInt64(bitPattern: right))
      case .multiply: left &* right
      }
    }
  }

  /// What a branch asks of two values.
  enum Condition: Sendable {
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
    // Of values without a sign.
    case lower, lowerOrSame, higher, higherOrSame

    func callAsFunction(_ left: Int64, _ right: Int64) -> Bool {
      let (low, high) = (UInt64(bitPattern: left), UInt64(bitPattern: right))
      return switch self {
      case .equal: left == right
      case .notEqual: left != right
      case .less: left < right
      case .lessOrEqual: left <= right
      case .greater: left > right
      case .greaterOrEqual: left >= right
      case .lower: low < high
      case .lowerOrSame: low <= high
      case .higher: low > high
      case .higherOrSame: low >= high
      }
    }
  }

  /// What one instruction, or a part of it, does. A slot of nil throws the value away.
  enum Action: Sendable {
    case compute(Int?, Operation, Operand, Operand)
    case load(Instruction, Int?, Address, isExclusive: Bool)
    case store(Instruction, Operand, Address)
    /// The status is 0 if it succeeds, else 1; `statusDepends` says whether it depends on the store.
    case storeExclusive(Instruction, Operand, Address, status: Int?, statusDepends: Bool)
    case update(
      MemoryInstruction.AtomicOperation, load: Instruction, store: Instruction, operand: Operand,
      expected: Operand?, old: Int?, Address)
    case barrier(Instruction)
    /// To the step of that number, which comes later.
    case branch(Condition, Operand, Operand, Int)
  }

  struct Step: Sendable {
    var action: Action
    /// What a store or an update takes of its operands, and what a result does to the whole register.
    var width: WordWidth
    /// A result is that of a computation on 32 bits, which fills the register with its sign: what does not fit would
    /// become another number.
    var isSignedWord = false
    var line: Int
  }

  private(set) var steps: [Step] = []
  /// The registers by slot, by their names.
  private(set) var slots: [String: Int] = [:]
  /// What each register holds at first.
  private(set) var initial: [Int64] = []

  /// How many store-exclusives it has, each of which may fail.
  var exclusiveStores: Int {
    steps.count { if case .storeExclusive = $0.action { true } else { false } }
  }

  /// Decodes a thread.
  init(
    _ instructions: [AssemblyInstruction], number: Int, of test: LitmusTest, language: AssemblyLanguage,
    layout: LitmusLayout
  ) throws(LitmusError) {
    let decoder = language.decoder
    var builder = MachineThreadBuilder(language: language, layout: layout)
    for entry in test.initialState {
      guard case .register(number, let name) = entry.target else { continue }
      guard let register = decoder.register(name) else {
        throw .syntax("\(language.rawValue) has no register '\(name)'", line: entry.line)
      }
      let slot = builder.slot(register.name)
      if let value = entry.values.first { builder.initial[slot] = layout.number(value) }
    }
    for instruction in instructions {
      builder.begin(instruction)
      for label in instruction.labels {
        guard builder.labels.updateValue(builder.steps.count, forKey: label) == nil else {
          throw .syntax("the label '\(label)' stands twice", line: instruction.line)
        }
      }
      if instruction.mnemonic != nil { try decoder.decode(&builder) }
    }
    steps = try builder.resolved()
    (slots, initial) = (builder.slots, builder.initial)
  }
}

/// A register's name, by which it is one register whatever part of it an operand names.
struct RegisterName {
  var name: String
  /// Only its lower 32 bits are meant.
  var isNarrow = false
}

/// Turns an assembly language's instructions into steps.
protocol AssemblyDecoder {
  /// The register of that name; nil if there is none. The register that reads as zero has an empty name.
  static func register(_ name: String) -> RegisterName?
  /// Adds the steps of the builder's instruction.
  static func decode(_ thread: inout MachineThreadBuilder) throws(LitmusError)
}

/// Collects the steps of one thread.
struct MachineThreadBuilder {
  let language: AssemblyLanguage
  let layout: LitmusLayout
  var steps: [MachineThread.Step] = []
  var slots: [String: Int] = [:]
  var initial: [Int64] = []
  /// The step in front of which each label stands.
  var labels: [String: Int] = [:]
  /// Branches by the number of their step, with the label they go to.
  private var targets: [(step: Int, label: String, line: Int)] = []
  private(set) var instruction = AssemblyInstruction()
  /// Registers that a compare-and-swap has left: whether such a value depends on what the instruction read is a matter of
  /// its own (Arm's pick dependencies), which is why nothing may use it.
  var picked: Set<Int> = []
  /// How many bits the instruction works on.
  var width: WordWidth

  init(language: AssemblyLanguage, layout: LitmusLayout) {
    (self.language, self.layout, width) = (language, layout, language.registerWidth)
  }

  var mnemonic: String { instruction.mnemonic ?? "" }
  var operands: [String] { instruction.operands }
  var line: Int { instruction.line }

  mutating func begin(_ instruction: AssemblyInstruction) {
    (self.instruction, width) = (instruction, language.registerWidth)
  }

  // MARK: Refusals

  /// The models give the instruction no meaning, or this one of its forms.
  func refusal(_ reason: String? = nil) -> LitmusError {
    .unsupported(
      "the \(language.rawValue) instruction '\(instruction.text)'" + (reason.map { ": \($0)" } ?? ""),
      line: line)
  }

  func expect(operands count: Int...) throws(LitmusError) {
    if count.contains(operands.count) { return }
    throw refusal(
      "\(mnemonic) takes \(count.map(String.init).joined(separator: " or ")) operands here, not \(operands.count)"
    )
  }

  // MARK: Operands

  mutating func slot(_ name: String) -> Int {
    if let slot = slots[name] { return slot }
    slots[name] = initial.count
    initial.append(0)
    return initial.count - 1
  }

  /// The slot of a register that is written; nil for the one that throws values away.
  mutating func target(_ text: String) throws(LitmusError) -> Int? {
    let register = try register(text)
    if register.isNarrow { width = .zeroExtended }
    return register.name.isEmpty ? nil : slot(register.name)
  }

  /// Has the instruction work on as many bits as the register has.
  mutating func takeWidth(of text: String) throws(LitmusError) {
    if try register(text).isNarrow { width = .zeroExtended }
  }

  /// A register that is read.
  mutating func source(_ text: String) throws(LitmusError) -> MachineThread.Operand {
    let register = try register(text)
    if register.name.isEmpty { return .number(0) }
    let slot = slot(register.name)
    if picked.contains(slot) { throw refusal("it uses what a compare-and-swap left in '\(text)'") }
    return .slot(slot, register.isNarrow ? .zeroExtended : .all)
  }

  func register(_ text: String) throws(LitmusError) -> RegisterName {
    guard let register = language.decoder.register(text) else {
      throw refusal("'\(text)' is no register that is known")
    }
    return register
  }

  /// A register or a number.
  mutating func value(_ text: String) throws(LitmusError) -> MachineThread.Operand {
    if let number = Self.number(text) { return .number(number) }
    return try source(text)
  }

  func number(_ text: String) throws(LitmusError) -> Int64 {
    guard let number = Self.number(text) else { throw refusal("'\(text)' is no number") }
    return number
  }

  /// `#1`, `$1`, `0x1`, `-1`.
  static func number(_ text: some StringProtocol) -> Int64? {
    var digits = text.drop { "#$ ".contains($0) }
    let sign: Int64 = digits.hasPrefix("-") ? -1 : 1
    if sign < 0 { digits = digits.dropFirst() }
    guard digits.first?.isNumber ?? false else { return nil }
    let value =
      digits.hasPrefix("0x")
      ? UInt64(digits.dropFirst(2), radix: 16).map { Int64(bitPattern: $0) } : Int64(digits)
    return value.map { sign &* $0 }
  }

  /// `offset(base)` of PPC and RISC-V.
  mutating func displaced(_ text: String) throws(LitmusError) -> MachineThread.Address {
    guard let open = text.firstIndex(of: "("), text.hasSuffix(")") else {
      throw refusal("'\(text)' is no address, as in 0(\(language == .power ? "r1" : "x1"))")
    }
    let offset = text[..<open].allSatisfy { $0 == " " } ? 0 : try number(String(text[..<open]))
    let base = String(text[text.index(after: open)...].dropLast()).trimmingBlanks
    return MachineThread.Address(base: try source(base), displacement: offset)
  }

  // MARK: Steps

  mutating func add(_ action: MachineThread.Action) {
    steps.append(MachineThread.Step(action: action, width: width, line: line))
  }

  mutating func compute(
    _ target: Int?, _ operation: MachineThread.Operation, _ left: MachineThread.Operand,
    _ right: MachineThread.Operand = .number(0)
  ) { add(.compute(target, operation, left, right)) }

  /// An instruction of three registers: the target, then what is computed from.
  mutating func computeFromRegisters(_ operation: MachineThread.Operation) throws(LitmusError) {
    try expect(operands: 3)
    compute(
      try target(operands[0]), operation, try source(operands[1]), try source(operands[2]))
  }

  /// What later conditional branches compare: two values. The order of words without a sign is that of the words
  /// extended by their signs and read without one.
  mutating func setFlags(_ left: MachineThread.Operand, _ right: MachineThread.Operand) {
    let outer = width
    if width == .zeroExtended { width = .signExtended }
    compute(slot(Self.flags.left), .first, left)
    compute(slot(Self.flags.right), .first, right)
    width = outer
  }

  private static let flags = (left: "(flags, left)", right: "(flags, right)")

  /// A branch on the flags, whose one operand is the label.
  mutating func branchOnFlags(_ condition: MachineThread.Condition) throws(LitmusError) {
    try expect(operands: 1)
    branch(condition, .slot(slot(Self.flags.left)), .slot(slot(Self.flags.right)), to: operands[0])
  }

  mutating func branch(
    _ condition: MachineThread.Condition, _ left: MachineThread.Operand, _ right: MachineThread.Operand,
    to label: String
  ) {
    targets.append((steps.count, label, line))
    add(.branch(condition, left, right, 0))
  }

  mutating func jump(to label: String) { branch(.equal, .number(0), .number(0), to: label) }

  /// The steps with their branches' targets.
  func resolved() throws(LitmusError) -> [MachineThread.Step] {
    var steps = steps
    for (index, label, line) in targets {
      guard let target = labels[label] else { throw .syntax("there is no label '\(label)'", line: line) }
      guard target > index else { throw .unsupported("a branch back to '\(label)', a loop", line: line) }
      if case .branch(let condition, let left, let right, _) = steps[index].action {
        steps[index].action = .branch(condition, left, right, target)
      }
    }
    return steps
  }
}
