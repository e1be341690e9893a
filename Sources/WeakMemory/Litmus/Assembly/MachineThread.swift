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
  enum Operation: Sendable, Equatable {
    case first, add, subtract, and, or, xor, orNot, xorNot, clear, multiply
    case shiftLeft, shiftRight, shiftRightSigned
    /// Of the lower half; above it are zeros.
    case rotateLeftWord
    case maximum, minimum, unsignedMaximum, unsignedMinimum
    /// 1 if it is so, else 0.
    case isLess, isLower
    /// The flags of a computation.
    case flags(MachineFlags)

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
      case .flags(let flags): flags(left, right)
      }
    }
  }

  /// What a branch asks of two values.
  enum Condition: Sendable {
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
    // Of values without a sign.
    case lower, lowerOrSame, higher, higherOrSame
    /// Whether the first value is flags of which that is so; the second is not looked at.
    case flags(MachineFlags.Condition)

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
      case .flags(let condition): condition(left)
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
          // So many that the exact number is no matter.
          times = min(times * (Self.mostRounds + 1), 1000)
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
  /// Whether the flags are those of what set them last; and whether any instruction so far left them unknown.
  private var flagsAreKnown = true
  private var flagsWereForgotten = false

  init(language: AssemblyLanguage, layout: LitmusLayout) {
    (self.language, self.layout, width) = (language, layout, language.registerWidth)
  }

  var mnemonic: String { instruction.mnemonic ?? "" }
  var operands: [String] { instruction.operands }
  var line: Int { instruction.line }

  mutating func begin(_ instruction: AssemblyInstruction) {
    (self.instruction, width, bytes) = (instruction, language.registerWidth, nil)
    // Where ways meet, the flags may be of either.
    if !instruction.labels.isEmpty, flagsWereForgotten { flagsAreKnown = false }
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
      ? UInt64(digits.dropFirst(2), radix: 16).map { Int64(bitPattern: $0) }
      : Int64(digits) ?? UInt64(digits).map { Int64(bitPattern: $0) }
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

  /// Loads or stores several registers, from an address on. Nothing orders the accesses with each other, so that it makes
  /// no difference that one comes first.
  mutating func accessInTurn(
    _ instruction: MemoryInstruction, _ registers: some Sequence<String>, _ start: MachineThread.Address
  ) throws(LitmusError) {
    // The first load may replace the base.
    let base = slot("(base)")
    let outer = width
    width = .all
    compute(base, .first, start.base)
    width = outer
    var address = start
    address.base = .slot(base)
    for register in registers {
      switch instruction.kind {
      case .load(let load): add(.load(load, try target(register), address, isExclusive: false))
      case .store(let store): add(.store(store, try source(register), address))
      default: throw refusal()
      }
      address.displacement &+= Int64(bytes ?? 4)
    }
  }

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

  /// Has the instruction set the flags, by what it does to two values. Of those to keep the flags stay as they were.
  mutating func setFlags(
    _ left: MachineThread.Operand, _ right: MachineThread.Operand,
    by kind: MachineFlags.Kind = .difference, keeping kept: Int64 = 0
  ) {
    let outer = width
    let flags = MachineFlags(
      kind: kind, isWord: width != .all, carryIsBorrow: language == .x86 || language == .amd64)
    // The values of a word by their sign.
    if width != .all { width = .signExtended }
    flagsAreKnown = true
    let (first, second) = (slot("(left)"), slot("(right)"))
    compute(first, .first, left)
    compute(second, .first, right)
    width = .all
    let (all, new) = (slot(Self.flags), slot("(flags)'"))
    compute(new, .flags(flags), .slot(first), .slot(second))
    if kept == 0 {
      compute(all, .first, .slot(new))
    } else {
      compute(new, .clear, .slot(new), .number(kept))
      compute(all, .and, .slot(all), .number(kept))
      compute(all, .or, .slot(all), .slot(new))
    }
    width = outer
  }

  private static let flags = "(flags)"

  /// The instruction sets flags that are not computed here.
  mutating func forgetFlags() { (flagsAreKnown, flagsWereForgotten) = (false, true) }

  private func checkFlags() throws(LitmusError) {
    if !flagsAreKnown { throw refusal("it asks for flags of an instruction that is not read for them") }
  }

  /// A branch on the flags, whose one operand is the label.
  mutating func branchOnFlags(_ condition: MachineFlags.Condition) throws(LitmusError) {
    try expect(operands: 1)
    try branchOnFlags(condition, to: operands[0])
  }

  mutating func branchOnFlags(
    _ condition: MachineFlags.Condition, to label: String
  ) throws(LitmusError) {
    try checkFlags()
    branch(.flags(condition), .slot(slot(Self.flags)), .number(0), to: label)
  }

  /// One of two values, by the flags.
  mutating func selectByFlags(
    _ target: Int?, _ condition: MachineFlags.Condition, _ ifSo: MachineThread.Operand,
    _ ifNot: MachineThread.Operand
  ) throws(LitmusError) {
    try checkFlags()
    add(.select(target, .flags(condition), .slot(slot(Self.flags)), .number(0), ifSo: ifSo, ifNot: ifNot))
  }

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
