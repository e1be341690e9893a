import AIORing

/// POWER as herd7 reads it.
enum PowerDecoder: AssemblyDecoder {
  static func register(_ name: String) -> RegisterName? {
    let lower = name.lowercased()
    guard lower.hasPrefix("r"), let number = Int(lower.dropFirst()), (0...31).contains(number) else {
      return nil
    }
    return RegisterName(name: "r\(number)")
  }

  private static let arithmetic: [String: MachineThread.Operation] = [
    "add": .add, "and": .and, "or": .or, "xor": .xor, "mullw": .multiply,
  ]
  private static let immediate: [String: MachineThread.Operation] = [
    "addi": .add, "ori": .or, "xori": .xor,
  ]
  private static let branches: [String: MachineThread.Condition] = [
    "beq": .equal, "bne": .notEqual, "blt": .less, "ble": .lessOrEqual, "bgt": .greater,
    "bge": .greaterOrEqual,
  ]

  static func decode(_ thread: inout MachineThreadBuilder) throws(LitmusError) {
    let (name, operands) = (thread.mnemonic, thread.operands)
    if let condition = branches[name] {
      return try thread.branchOnFlags(condition)
    }
    if let operation = arithmetic[name] {
      return try thread.computeFromRegisters(operation)
    }
    if let operation = immediate[name] {
      try thread.expect(operands: 3)
      // Of addi, r0 as the base is zero.
      let left = name == "addi" ? try base(&thread, operands[1]) : try thread.source(operands[1])
      thread.compute(
        try thread.target(operands[0]), operation, left, .number(try thread.number(operands[2])))
      return
    }
    switch name {
    case "nop": return
    case "li":
      try thread.expect(operands: 2)
      thread.compute(try thread.target(operands[0]), .first, .number(try thread.number(operands[1])))
    case "mr":
      try thread.expect(operands: 2)
      thread.compute(try thread.target(operands[0]), .first, try thread.source(operands[1]))
    case "sub", "subf":
      try thread.expect(operands: 3)
      let (left, right) = name == "sub" ? (operands[1], operands[2]) : (operands[2], operands[1])
      thread.compute(
        try thread.target(operands[0]), .subtract, try thread.source(left), try thread.source(right))
    case "cmpw", "cmpwi", "cmpd", "cmpdi":
      var compared = operands[...]
      if compared.count == 3, compared[0] == "cr0" || compared[0] == "0" { compared = compared.dropFirst() }
      guard compared.count == 2, let left = compared.first, let right = compared.last else {
        throw thread.refusal()
      }
      if name.hasPrefix("cmpw") { thread.width = .signExtended }
      let isImmediate = name.hasSuffix("i")
      thread.setFlags(
        try thread.source(left), isImmediate ? .number(try thread.number(right)) : try thread.source(right))
    case "b":
      try thread.expect(operands: 1)
      thread.jump(to: operands[0])
    default: try memory(&thread)
    }
  }

  private static func memory(_ thread: inout MachineThreadBuilder) throws(LitmusError) {
    let operands = thread.operands
    guard let instruction = InstructionSet.power.memoryInstruction(thread.mnemonic) else {
      throw thread.refusal()
    }
    if case .barrier(let barrier) = instruction.kind {
      try thread.expect(operands: 0)
      if let barrier { thread.add(.barrier(barrier)) }
      return
    }
    if instruction.bytes == 4 { thread.width = .zeroExtended }
    let isIndexed = thread.mnemonic.drop { $0 != "x" }.count > 0
    try thread.expect(operands: isIndexed ? 3 : 2)
    let address: MachineThread.Address =
      isIndexed
      ? MachineThread.Address(base: try base(&thread, operands[1]), index: try thread.source(operands[2]))
      : try thread.displaced(operands[1])
    switch instruction.kind {
    case .load(let load):
      thread.add(.load(load, try thread.target(operands[0]), address, isExclusive: false))
    case .store(let store): thread.add(.store(store, try thread.source(operands[0]), address))
    case .loadExclusive(let load):
      thread.add(.load(load, try thread.target(operands[0]), address, isExclusive: true))
    case .storeExclusive(let store):
      // CR0 then says "equal" if it succeeded.
      let status = thread.slot("(status)")
      thread.add(
        .storeExclusive(
          store, try thread.source(operands[0]), address, status: status, statusDepends: false))
      thread.setFlags(.slot(status), .number(0))
    case .update, .barrier: throw thread.refusal()
    }
  }

  /// The first register of an address: r0 stands for zero there.
  private static func base(
    _ thread: inout MachineThreadBuilder, _ text: String
  ) throws(LitmusError) -> MachineThread.Operand {
    try thread.register(text).name == "r0" ? .number(0) : try thread.source(text)
  }
}
