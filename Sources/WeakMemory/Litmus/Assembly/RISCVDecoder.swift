import AIORing

/// RISC-V as herd7 reads it.
enum RISCVDecoder: AssemblyDecoder {
  /// The calling convention's names, by number.
  private static let names =
    ["zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "s0", "s1"] + (0...7).map { "a\($0)" }
    + (2...11).map { "s\($0)" } + (3...6).map { "t\($0)" }

  static func register(_ name: String) -> RegisterName? {
    let lower = name.lowercased()
    let number = lower.hasPrefix("x") ? Int(lower.dropFirst()) : names.firstIndex(of: lower)
    guard let number, (0...31).contains(number) else { return nil }
    return RegisterName(name: number == 0 ? "" : "x\(number)")
  }

  private static let arithmetic: [String: MachineThread.Operation] = [
    "add": .add, "addw": .add, "sub": .subtract, "subw": .subtract, "and": .and, "or": .or, "xor": .xor,
    "mul": .multiply, "mulw": .multiply, "slt": .isLess, "sltu": .isLower,
  ]
  private static let immediate: [String: MachineThread.Operation] = [
    "addi": .add, "addiw": .add, "andi": .and, "ori": .or, "xori": .xor, "slli": .shiftLeft,
    "srli": .shiftRight, "srai": .shiftRightSigned, "slti": .isLess, "sltiu": .isLower,
  ]
  /// Instructions of two registers: what is computed from the second and a number.
  private static let unary: [String: (MachineThread.Operation, Int64)] = [
    "mv": (.first, 0), "not": (.xor, -1), "sext.w": (.first, 0), "zext.w": (.and, 0xffff_ffff),
    "zext.b": (.and, 0xff), "seqz": (.isLower, 1),
  ]
  private static let branches: [String: MachineThread.Condition] = [
    "beq": .equal, "bne": .notEqual, "blt": .less, "ble": .lessOrEqual, "bgt": .greater,
    "bge": .greaterOrEqual,
    "bltu": .lower, "bgeu": .higherOrSame, "bgtu": .higher, "bleu": .lowerOrSame,
  ]

  static func decode(_ thread: inout MachineThreadBuilder) throws(LitmusError) {
    let (name, operands) = (thread.mnemonic, thread.operands)
    if let condition = branches[name] {
      try thread.expect(operands: 3)
      thread.branch(
        condition, try thread.source(operands[0]), try thread.source(operands[1]), to: operands[2])
      return
    }
    if name.hasSuffix("z"), let condition = branches[String(name.dropLast())] {
      try thread.expect(operands: 2)
      thread.branch(condition, try thread.source(operands[0]), .number(0), to: operands[1])
      return
    }
    if let operation = arithmetic[name] {
      // A computation on words fills the register with the sign.
      if name.hasSuffix("w") { thread.width = .signExtended }
      return try thread.computeFromRegisters(operation)
    }
    if let operation = immediate[name] {
      try thread.expect(operands: 3)
      if name.hasSuffix("w") { thread.width = .signExtended }
      let number = try thread.number(operands[2])
      if [.shiftLeft, .shiftRight, .shiftRightSigned].contains(operation), !(0..<64).contains(number) {
        throw thread.refusal()
      }
      return thread.compute(
        try thread.target(operands[0]), operation, try thread.source(operands[1]), .number(number))
    }
    if let (operation, number) = unary[name] {
      try thread.expect(operands: 2)
      if name == "sext.w" { thread.width = .signExtended }
      return thread.compute(
        try thread.target(operands[0]), operation, try thread.source(operands[1]), .number(number))
    }
    switch name {
    case "nop": return
    case "li":
      try thread.expect(operands: 2)
      thread.compute(try thread.target(operands[0]), .first, .number(try thread.number(operands[1])))
    case "lui":
      try thread.expect(operands: 2)
      let upper = try thread.number(operands[1])
      guard (0..<(1 << 20)).contains(upper) else { throw thread.refusal("lui takes 20 bits") }
      thread.compute(
        try thread.target(operands[0]), .first, .number(Int64(Int32(truncatingIfNeeded: upper << 12))))
    case "neg", "snez":
      try thread.expect(operands: 2)
      thread.compute(
        try thread.target(operands[0]), name == "neg" ? .subtract : .isLower, .number(0),
        try thread.source(operands[1]))
    case "ret":
      try thread.expect(operands: 0)
      thread.leave()
    case "j":
      try thread.expect(operands: 1)
      thread.jump(to: operands[0])
    default: try memory(&thread)
    }
  }

  private static func memory(_ thread: inout MachineThreadBuilder) throws(LitmusError) {
    let operands = thread.operands
    let isFence = thread.mnemonic == "fence" && !operands.isEmpty
    let spelt =
      isFence ? "fence " + operands.joined(separator: ",").lowercased() : thread.mnemonic
    guard let instruction = InstructionSet.riscv.memoryInstruction(spelt) else { throw thread.refusal() }
    if let bytes = instruction.bytes, bytes < 8 {
      let isLoad = if case .load = instruction.kind { true } else { false }
      thread.width = WordWidth(bits: 8 * bytes, isSigned: instruction.isSigned || !isLoad)
    }
    thread.bytes = instruction.bytes
    switch instruction.kind {
    case .barrier(let barrier):
      if let barrier { thread.add(.barrier(barrier)) }
    case .load(let load):
      try thread.expect(operands: 2)
      thread.add(
        .load(load, try thread.target(operands[0]), try thread.displaced(operands[1]), isExclusive: false))
    case .store(let store):
      try thread.expect(operands: 2)
      thread.add(.store(store, try thread.source(operands[0]), try thread.displaced(operands[1])))
    case .loadExclusive(let load):
      try thread.expect(operands: 2)
      thread.add(
        .load(load, try thread.target(operands[0]), try thread.displaced(operands[1]), isExclusive: true))
    case .storeExclusive(let store):
      try thread.expect(operands: 3)
      // RVWMO's dependencies may start at a store-conditional (riscv-defs.cat in herdtools7, rules 9 to 13).
      thread.add(
        .storeExclusive(
          store, try thread.source(operands[1]), try thread.displaced(operands[2]),
          status: try thread.target(operands[0]), statusDepends: true))
    case .update(let operation, let load, let store):
      try thread.expect(operands: 3)
      thread.add(
        .update(
          operation, load: load, store: store, operand: try thread.source(operands[1]), expected: nil,
          old: try thread.target(operands[0]), try thread.displaced(operands[2])))
    }
  }
}
