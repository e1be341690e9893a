import AIORing

/// A thread of a litmus test in assembly as steps: registers are slots, labels are places.
struct MachineThread: Sendable {
  /// A value that an instruction takes.
  enum Operand: Sendable {
    case slot(Int, WordWidth = .all)
    case number(Int64)

    /// The register's lower part, extended so; a number stays what it is.
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
    case first, add, subtract, and, or, xor, orNot, xorNot, clear, multiply
    case shiftLeft, shiftRight, shiftRightSigned
    /// Of the lower half; above it are zeros.
    case rotateLeftWord
    case maximum, minimum, unsignedMaximum, unsignedMinimum
    /// 1 if it is so, else 0.
    case isLess, isLower

    func callAsFunction(_ left: Int64, _ right: Int64) -> Int64 {
      switch self {
      case .first: left
      case .add: left &+ right
      case .subtract: left &- right
      case .and: left & right
      case .or: left | right
      case .xor: left ^ right
      case .orNot: left | ~right
      case .xorNot: left ^ ~right
      case .clear: left & ~right
      case .multiply: left &* right
      case .shiftLeft: left << right
      case .shiftRight: Int64(bitPattern: UInt64(bitPattern: left) >> UInt64(bitPattern: right))
      case .shiftRightSigned: left >> right
      case .rotateLeftWord:
        Int64(
          UInt32(truncatingIfNeeded: left) << UInt32(right) | UInt32(truncatingIfNeeded: left)
            >> UInt32(32 - right))
      case .maximum: max(left, right)
      case .minimum: min(left, right)
      case .unsignedMaximum: Condition.higher(left, right) ? left : right
      case .unsignedMinimum: Condition.lower(left, right) ? left : right
      case .isLess: left < right ? 1 : 0
      case .isLower: Condition.lower(left, right) ? 1 : 0
      }
    }
  }

  /// What a branch asks of two values.
  enum Condition: Sendable {
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
    // Of values without a sign.
    case lower, lowerOrSame, higher, higherOrSame
    // Of the first alone.
    case negative, notNegative

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
      case .negative: left < 0
      case .notNegative: left >= 0
      }
    }

    /// What is so where this is not.
    var opposite: Condition {
      switch self {
      case .equal: .notEqual
      case .notEqual: .equal
      case .less: .greaterOrEqual
      case .lessOrEqual: .greater
      case .greater: .lessOrEqual
      case .greaterOrEqual: .less
      case .lower: .higherOrSame
      case .lowerOrSame: .higher
      case .higher: .lowerOrSame
      case .higherOrSame: .lower
      case .negative: .notNegative
      case .notNegative: .negative
      }
    }
  }

  /// What one instruction, or a part of it, does. A slot of nil throws the value away.
  enum Action: Sendable {
    case compute(Int?, Operation, Operand, Operand)
    /// One of two values, by a condition of two others.
    case select(Int?, Condition, Operand, Operand, ifSo: Operand, ifNot: Operand)
    case load(Instruction, Int?, Address, isExclusive: Bool)
    case store(Instruction, Operand, Address)
    /// The status is 0 if it succeeds, else 1; `statusDepends` says whether it depends on the store.
    case storeExclusive(Instruction, Operand, Address, status: Int?, statusDepends: Bool)
    case update(
      MemoryInstruction.AtomicOperation, load: Instruction, store: Instruction, operand: Operand,
      expected: Operand?, old: Int?, Address)
    case barrier(Instruction)
    /// To the step of that number.
    case branch(Condition, Operand, Operand, Int)
  }

  struct Step: Sendable {
    var action: Action
    /// What a store or an update takes of its operands, and what a result does to the whole register.
    var width: WordWidth
    /// How many bytes an access to memory has.
    var bytes: Int
    /// Of a compare-and-swap that leaves what it found: an instruction may use that, so that it matters where the
    /// register gets it from if the swap succeeds.
    var isResultUsed = false
    var line: Int

    /// It has two outcomes that the values read do not decide between.
    var hasAlternatives: Bool {
      if case .storeExclusive = action { true } else { isResultUsed }
    }
  }

  private(set) var steps: [Step] = []
  /// The registers by slot, by their names.
  private(set) var slots: [String: Int] = [:]
  /// What each register holds at first.
  private(set) var initial: [Int64] = []

  /// How often a thread may take one branch back: as often as herd7 unrolls a loop.
  static let mostRounds = 2

  /// How many steps that have alternatives it may come to: store-exclusives, each of which may fail, and
  /// compare-and-swaps whose result is used. In a loop one counts once for each round.
  var alternatives: Int {
    var count = 0
    for (index, step) in steps.enumerated() where step.hasAlternatives {
      var times = 1
      for (end, other) in steps[index...].enumerated() {
        if case .branch(_, _, _, let target) = other.action, target <= index, target <= index + end {
          times *= Self.mostRounds + 1
        }
      }
      count += times
    }
    return count
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
      let isSymbolic = name.hasPrefix("%") && decoder.register(name) == nil
      guard let register = isSymbolic ? RegisterName(name: name) : decoder.register(name) else {
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

/// What set the flags.
enum FlagSource {
  case none
  /// The difference of the two values.
  case comparison
  /// A result compared with 0: of a logical operation, of a sum.
  case logic, sum

  /// What may be said where either has set them.
  func joined(with other: FlagSource) -> FlagSource {
    self == other || other == .none ? self : self == .none ? other : .sum
  }
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
  /// The steps of compare-and-swaps, by the registers that they leave what they found in.
  private var swaps: [Int: Int] = [:]
  /// How many bits the instruction works on.
  var width: WordWidth
  /// How many bytes it accesses; nil if that is what it works on.
  var bytes: Int?
  /// What set the flags last, and what may be said where any of all that has set them did.
  private var flagSource = FlagSource.none
  private var allFlagSources = FlagSource.none

  init(language: AssemblyLanguage, layout: LitmusLayout) {
    (self.language, self.layout, width) = (language, layout, language.registerWidth)
  }

  var mnemonic: String { instruction.mnemonic ?? "" }
  var operands: [String] { instruction.operands }
  var line: Int { instruction.line }

  mutating func begin(_ instruction: AssemblyInstruction) {
    (self.instruction, width, bytes) = (instruction, language.registerWidth, nil)
    // Where ways meet, the flags may be of either.
    if !instruction.labels.isEmpty, flagSource != .none {
      flagSource = flagSource.joined(with: allFlagSources)
    }
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
    if let swap = swaps[slot] { steps[swap].isResultUsed = true }
    return .slot(slot, register.isNarrow ? .zeroExtended : .all)
  }

  /// Notes that the last step is a compare-and-swap that leaves what it found in that register.
  mutating func noteSwap(into slot: Int) { swaps[slot] = steps.count - 1 }

  /// A register by its name, or one that the initial state names: `%x0`.
  func register(_ text: String) throws(LitmusError) -> RegisterName {
    if text.hasPrefix("%"), slots[text] != nil { return RegisterName(name: text) }
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

  /// `offset(base)` of PPC and RISC-V, and x86's `offset(base,index,scale)`.
  mutating func displaced(_ text: String) throws(LitmusError) -> MachineThread.Address {
    guard let open = text.firstIndex(of: "("), text.hasSuffix(")") else {
      throw refusal("'\(text)' is no address, as in 0(\(language == .power ? "r1" : "x1"))")
    }
    let offset = text[..<open].allSatisfy { $0 == " " } ? 0 : try number(String(text[..<open]))
    let parts = text[text.index(after: open)...].dropLast().split(separator: ",").map {
      String($0).trimmingBlanks
    }
    guard let base = parts.first, parts.count == 1 || (language == .amd64 && parts.count <= 3) else {
      throw refusal()
    }
    var address = MachineThread.Address(base: try source(base), displacement: offset)
    if parts.count > 1 { address.index = try source(parts[1]) }
    if parts.count > 2 { address.scale = try number(parts[2]) }
    return address
  }

  // MARK: Steps

  mutating func add(_ action: MachineThread.Action) {
    steps.append(
      MachineThread.Step(
        action: action, width: width, bytes: bytes ?? (width == .all ? 8 : 4), line: line))
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
  mutating func setFlags(
    _ left: MachineThread.Operand, _ right: MachineThread.Operand, by source: FlagSource = .comparison
  ) {
    flagSource = source
    allFlagSources = allFlagSources.joined(with: source)
    let outer = width
    if width == .zeroExtended { width = .signExtended }
    compute(slot(Self.flags.left), .first, left)
    compute(slot(Self.flags.right), .first, right)
    compute(
      slot(Self.flags.difference), .subtract, .slot(slot(Self.flags.left)), .slot(slot(Self.flags.right)))
    width = outer
  }

  private static let flags = (
    left: "(flags, left)", right: "(flags, right)", difference: "(flags, difference)"
  )

  /// A branch on the flags, whose one operand is the label.
  mutating func branchOnFlags(_ condition: MachineThread.Condition) throws(LitmusError) {
    try expect(operands: 1)
    try branchOnFlags(condition, to: operands[0])
  }

  mutating func branchOnFlags(
    _ condition: MachineThread.Condition, to label: String
  ) throws(LitmusError) {
    let (left, right) = try flags(for: condition)
    branch(condition, left, right, to: label)
  }

  /// One of two values, by the flags.
  mutating func selectByFlags(
    _ target: Int?, _ condition: MachineThread.Condition, _ ifSo: MachineThread.Operand,
    _ ifNot: MachineThread.Operand
  ) throws(LitmusError) {
    let (left, right) = try flags(for: condition)
    add(.select(target, condition, left, right, ifSo: ifSo, ifNot: ifNot))
  }

  /// What a condition of the flags compares. After an addition or a logical operation that is the result and 0, which
  /// tells Z and N, not always C and V.
  private mutating func flags(
    for condition: MachineThread.Condition
  ) throws(LitmusError) -> (MachineThread.Operand, MachineThread.Operand) {
    let compared = (
      MachineThread.Operand.slot(slot(Self.flags.left)), MachineThread.Operand.slot(slot(Self.flags.right))
    )
    switch condition {
    case .negative, .notNegative: return (.slot(slot(Self.flags.difference)), .number(0))
    case .equal, .notEqual: return compared
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      if flagSource != .sum { return compared }
    case .lower, .lowerOrSame, .higher, .higherOrSame:
      if flagSource == .comparison || flagSource == .none { return compared }
      if flagSource == .logic, clearsCarry { return compared }
    }
    throw refusal("what a sum or a logical operation makes of the flags C and V is not read")
  }

  /// x86 has "below" clear after a logical operation, as a comparison with 0 does.
  private var clearsCarry: Bool { language == .x86 || language == .amd64 }

  mutating func branch(
    _ condition: MachineThread.Condition, _ left: MachineThread.Operand, _ right: MachineThread.Operand,
    to label: String
  ) {
    targets.append((steps.count, label, line))
    add(.branch(condition, left, right, 0))
  }

  /// The thread is over: a return.
  mutating func leave() { jump(to: "") }

  mutating func jump(to label: String) { branch(.equal, .number(0), .number(0), to: label) }

  /// The steps with their branches' targets.
  func resolved() throws(LitmusError) -> [MachineThread.Step] {
    var steps = steps
    for (index, label, line) in targets {
      guard let target = label.isEmpty ? steps.count : labels[label] else {
        throw .syntax("there is no label '\(label)'", line: line)
      }
      if case .branch(let condition, let left, let right, _) = steps[index].action {
        steps[index].action = .branch(condition, left, right, target)
      }
    }
    return steps
  }
}
