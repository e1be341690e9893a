import AIORing

/// ARMv7 as herd7 reads it.
enum ARMDecoder: AssemblyDecoder {
  static func register(_ name: String) -> RegisterName? {
    let upper = aliases[name.uppercased()] ?? name.uppercased()
    guard upper.hasPrefix("R"), let number = Int(upper.dropFirst()), (0...14).contains(number) else {
      return nil
    }
    return RegisterName(name: "R\(number)")
  }

  private static let aliases = ["FP": "R11", "IP": "R12", "SP": "R13", "LR": "R14"]

  private static let arithmetic: [String: MachineThread.Operation] = [
    "add": .add, "sub": .subtract, "and": .and, "orr": .or, "eor": .xor, "bic": .clear, "adds": .add,
    "subs": .subtract, "ands": .and, "eors": .xor,
  ]

  private static let branches: [String: MachineFlags.Condition] = [
    "beq": .equal, "bne": .notEqual, "blt": .less, "ble": .lessOrEqual, "bgt": .greater,
    "bge": .greaterOrEqual, "bmi": .negative, "bpl": .notNegative, "bvs": .overflow, "bvc": .noOverflow,
    "blo": .lower, "bcc": .lower,
    "bls": .lowerOrSame, "bhi": .higher, "bhs": .higherOrSame, "bcs": .higherOrSame,
  ]

  static func decode(_ thread: inout MachineThreadBuilder) throws(LitmusError) {
    let (name, operands) = (thread.mnemonic, thread.operands)
    if let condition = branches[name] {
      return try thread.branchOnFlags(condition)
    }
    if let operation = arithmetic[name] {
      try thread.expect(operands: 3)
      let target = try thread.target(operands[0])
      let (left, right) = (try thread.source(operands[1]), try thread.value(operands[2]))
      switch name {
      case "subs": thread.setFlags(left, right)
      case "adds": thread.setFlags(left, right, by: .sum)
      // The carry and the overflow stay as they were.
      case "ands":
        thread.setFlags(left, right, by: .logic, keeping: MachineFlags.carry | MachineFlags.overflow)
      case "eors":
        let result = thread.slot("(result)")
        thread.compute(result, .xor, left, right)
        thread.setFlags(
          .slot(result), .slot(result), by: .logic, keeping: MachineFlags.carry | MachineFlags.overflow)
      default: break
      }
      thread.compute(target, operation, left, right)
      return
    }
    switch name {
    case "nop": return
    case "bx":
      guard operands.count == 1, register(operands[0])?.name == "R14" else { throw thread.refusal() }
      thread.leave()
    case "movt":
      try thread.expect(operands: 2)
      let (target, upper) = (try thread.target(operands[0]), try thread.number(operands[1]))
      guard (0..<(1 << 16)).contains(upper) else { throw thread.refusal() }
      thread.compute(target, .and, try thread.source(operands[0]), .number(0xffff))
      thread.compute(target, .or, try thread.source(operands[0]), .number(upper << 16))
    case "mov", "movw":
      try thread.expect(operands: 2)
      thread.compute(try thread.target(operands[0]), .first, try thread.value(operands[1]))
    case "cmp":
      try thread.expect(operands: 2)
      thread.setFlags(try thread.source(operands[0]), try thread.value(operands[1]))
    case "cbz", "cbnz":
      try thread.expect(operands: 2)
      thread.branch(
        name == "cbz" ? .equal : .notEqual, try thread.source(operands[0]), .number(0), to: operands[1])
    case "b":
      try thread.expect(operands: 1)
      thread.jump(to: operands[0])
    case "dmb", "dsb", "isb":
      let domain = operands.first?.lowercased() ?? "sy"
      let spelt = name == "isb" ? name : "\(name) \(domain)"
      guard case .barrier(let barrier?)? = InstructionSet.arm.memoryInstruction(spelt)?.kind else {
        throw thread.refusal()
      }
      thread.add(.barrier(barrier))
    case "ldm", "ldmia", "ldmib": try loadSeveral(&thread)
    default: try access(&thread)
    }
  }

  /// `ldm R0,{R1,R2}`: the registers one after the other.
  private static func loadSeveral(_ thread: inout MachineThreadBuilder) throws(LitmusError) {
    let operands = thread.operands
    guard operands.count == 2, operands[1].hasPrefix("{"), operands[1].hasSuffix("}"),
      let load = InstructionSet.arm.memoryInstruction("ldr")
    else { throw thread.refusal() }
    let registers = operands[1].dropFirst().dropLast().split(separator: ",").map { String($0).trimmingBlanks }
    thread.bytes = 4
    try thread.accessInTurn(
      load, registers,
      MachineThread.Address(
        base: try thread.source(operands[0]), displacement: thread.mnemonic == "ldmib" ? 4 : 0))
  }

  private static func access(_ thread: inout MachineThreadBuilder) throws(LitmusError) {
    let operands = thread.operands
    guard let instruction = InstructionSet.arm.memoryInstruction(thread.mnemonic),
      let place = operands.firstIndex(where: { $0.hasPrefix("[") }), place == operands.count - 1,
      let parts = operands[place].bracketed?.split(separator: ",").map({ String($0).trimmingBlanks }),
      (1...3).contains(parts.count), let bytes = instruction.bytes
    else { throw thread.refusal() }
    if bytes < 4 { thread.width = WordWidth(bits: 8 * bytes, isSigned: instruction.isSigned) }
    thread.bytes = bytes
    var address = MachineThread.Address(base: try thread.source(parts[0]))
    if parts.count == 3 {
      let words = parts[2].lowercased().split(separator: " ")
      guard words.count == 2, words[0] == "lsl" else { throw thread.refusal() }
      let shift = try thread.number(String(words[1]))
      guard (0..<32).contains(shift) else { throw thread.refusal() }
      address.index = try thread.source(parts[1])
      address.scale = 1 << shift
    }
    if parts.count == 2 {
      if let number = MachineThreadBuilder.number(parts[1]) {
        address.displacement = number
      } else {
        address.index = try thread.source(parts[1])
      }
    }
    if ["ldrd", "strd"].contains(thread.mnemonic) {
      guard (1...2).contains(place), let first = register(operands[0]) else { throw thread.refusal() }
      // The second register is the next one, named or not.
      let second = "R\((Int(first.name.dropFirst()) ?? 0) + 1)"
      guard place == 1 || register(operands[1])?.name == second else { throw thread.refusal() }
      thread.bytes = 4
      return try thread.accessInTurn(instruction, [first.name, second], address)
    }
    if bytes > 4 { throw thread.refusal("an access of other than one word") }
    switch (instruction.kind, place) {
    case (.load(let load), 1):
      thread.add(.load(load, try thread.target(operands[0]), address, isExclusive: false))
    case (.store(let store), 1): thread.add(.store(store, try thread.source(operands[0]), address))
    case (.loadExclusive(let load), 1):
      thread.add(.load(load, try thread.target(operands[0]), address, isExclusive: true))
    case (.storeExclusive(let store), 2):
      thread.add(
        .storeExclusive(
          store, try thread.source(operands[1]), address, status: try thread.target(operands[0]),
          statusDepends: false))
    default: throw thread.refusal()
    }
  }
}
