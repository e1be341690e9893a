import AIORing

/// x86 with 32 bits as herd7 reads it: Intel's order of operands, `[x]` for a variable.
enum X86Decoder: AssemblyDecoder {
  static func register(_ name: String) -> RegisterName? {
    let upper = name.uppercased()
    return ["EAX", "EBX", "ECX", "EDX", "ESI", "EDI", "EBP", "ESP"].contains(upper)
      ? RegisterName(name: upper) : nil
  }

  static func decode(_ thread: inout MachineThreadBuilder) throws(LitmusError) {
    try X86Instruction.decode(&thread, operands: thread.operands, stem: thread.mnemonic)
  }
}

/// x86-64 as herd7 reads it: AT&T's order of operands and suffixes, `(x)` for a variable.
enum X8664Decoder: AssemblyDecoder {
  static func register(_ name: String) -> RegisterName? {
    let lower = name.drop { $0 == "%" }.lowercased()
    for stem in ["ax", "bx", "cx", "dx", "si", "di", "bp", "sp"] {
      if lower == "r" + stem { return RegisterName(name: lower) }
      if lower == "e" + stem { return RegisterName(name: "r" + stem, isNarrow: true) }
    }
    let digits = lower.hasSuffix("d") ? lower.dropLast() : lower[...]
    guard digits.hasPrefix("r"), let number = Int(digits.dropFirst()), (8...15).contains(number) else {
      return nil
    }
    return RegisterName(name: "r\(number)", isNarrow: lower.hasSuffix("d"))
  }

  /// Accesses of four and of eight bytes. movq and the rest are whole words to the models.
  private static let stems = [
    "mov", "add", "sub", "and", "or", "xor", "inc", "dec", "cmp", "test", "xchg", "lock add", "lock sub",
    "lock xadd",
    "lock and", "lock or", "lock xor", "lock inc", "lock dec", "lock xchg", "lock cmpxchg",
  ]

  static func decode(_ thread: inout MachineThreadBuilder) throws(LitmusError) {
    let name = thread.mnemonic
    let suffixed = stems.first { name == $0 + "l" || name == $0 + "q" || name == $0 }
    if name == suffixed.map({ $0 + "l" })
      || thread.operands.contains(where: { register($0)?.isNarrow == true })
    {
      thread.width = .zeroExtended
    }
    if let bytes = ["movb": 1, "movw": 2][name] {
      // A load would leave the rest of its register as it was.
      guard let place = thread.operands.last, place.hasSuffix(")") else {
        throw thread.refusal("a load of a part of a register")
      }
      thread.bytes = bytes
      return try X86Instruction.decode(&thread, operands: thread.operands.reversed(), stem: "mov")
    }
    try X86Instruction.decode(&thread, operands: thread.operands.reversed(), stem: suffixed ?? name)
  }
}

/// An x86 instruction with its operands in Intel's order.
private enum X86Instruction {
  private static let arithmetic: [String: MachineThread.Operation] = [
    "add": .add, "sub": .subtract, "and": .and, "or": .or, "xor": .xor,
  ]
  private static let jumps: [String: MachineFlags.Condition] = [
    "je": .equal, "jz": .equal, "jne": .notEqual, "jnz": .notEqual, "jl": .less, "jle": .lessOrEqual,
    "jg": .greater, "jge": .greaterOrEqual, "jb": .lower, "jbe": .lowerOrSame, "ja": .higher,
    "jae": .higherOrSame, "jc": .lower, "jnc": .higherOrSame, "js": .negative, "jns": .notNegative,
  ]

  static func decode(
    _ thread: inout MachineThreadBuilder, operands: [String], stem: String
  ) throws(LitmusError) {
    if let condition = jumps[stem] {
      return try thread.branchOnFlags(condition)
    }
    if operands.isEmpty, case .barrier(let barrier)? = InstructionSet.x86.memoryInstruction(stem)?.kind {
      if let barrier { thread.add(.barrier(barrier)) }
      return
    }
    switch stem {
    case "nop", "endbr64": try thread.expect(operands: 0)
    // With an address that is not looked at.
    case "nopl", "nopw": try thread.expect(operands: 1)
    case "ret":
      try thread.expect(operands: 0)
      thread.leave()
    case "shl", "sal", "shr":
      try thread.expect(operands: 2)
      let shift = try thread.number(operands[1])
      guard (1..<32).contains(shift) else { throw thread.refusal() }
      try change(&thread, operands[0], stem == "shr" ? .shiftRight : .shiftLeft, .number(shift))
    case "jmp":
      try thread.expect(operands: 1)
      thread.jump(to: operands[0])
    case "mov":
      try thread.expect(operands: 2)
      if let place = try address(&thread, operands[0]) {
        thread.add(.store(.store, try thread.value(operands[1]), place))
      } else if let place = try address(&thread, operands[1]) {
        thread.add(.load(.load, try thread.target(operands[0]), place, isExclusive: false))
      } else {
        thread.compute(try thread.target(operands[0]), .first, try thread.value(operands[1]))
      }
    case "cmp", "test":
      try thread.expect(operands: 2)
      let (left, right) = (try loaded(&thread, operands[0]), try loaded(&thread, operands[1]))
      if stem == "cmp" {
        thread.setFlags(left, right)
      } else {
        thread.setFlags(left, right, by: .logic)
      }
    case "inc", "dec":
      try thread.expect(operands: 1)
      try change(&thread, operands[0], stem == "inc" ? .add : .subtract, .number(1))
    case "lock inc", "lock dec", "lock sub":
      try thread.expect(operands: stem == "lock sub" ? 2 : 1)
      var operand = MachineThread.Operand.number(stem == "lock inc" ? 1 : -1)
      if stem == "lock sub" {
        guard let number = MachineThreadBuilder.number(operands[1]) else { throw thread.refusal() }
        operand = .number(0 &- number)
      }
      try update(&thread, "lock add", at: operands[0], operand, old: thread.slot("(old)"))
    case "lock add", "lock and", "lock or", "lock xor":
      try thread.expect(operands: 2)
      try update(
        &thread, stem, at: operands[0], try thread.value(operands[1]), old: thread.slot("(old)"))
    case "lock xadd", "xchg", "lock xchg":
      try thread.expect(operands: 2)
      // An exchange takes its operands in either order.
      let isPlaceFirst = try address(&thread, operands[0]) != nil
      let (place, register) = isPlaceFirst ? (operands[0], operands[1]) : (operands[1], operands[0])
      guard isPlaceFirst || stem != "lock xadd" else { throw thread.refusal() }
      try update(&thread, stem, at: place, try thread.source(register), old: try thread.target(register))
    case "lock cmpxchg":
      try thread.expect(operands: 2)
      // herd7 takes the place first on x86-64 too.
      let isPlaceFirst = try address(&thread, operands[0]) != nil
      let (place, register) = isPlaceFirst ? (operands[0], operands[1]) : (operands[1], operands[0])
      let accumulator = thread.slot(thread.language == .x86 ? "EAX" : "rax")
      let old = thread.slot("(old)")
      try update(
        &thread, stem, at: place, try thread.source(register), expected: .slot(accumulator), old: old)
      thread.setFlags(.slot(accumulator), .slot(old))
      thread.compute(accumulator, .first, .slot(old))
    default:
      guard let operation = arithmetic[stem] else { throw thread.refusal(reason(stem)) }
      try thread.expect(operands: 2)
      try change(&thread, operands[0], operation, try loaded(&thread, operands[1]))
    }
  }

  private static func reason(_ stem: String) -> String? {
    stem.hasPrefix("movnt") ? "x86-tso gives non-temporal stores no meaning" : nil
  }

  /// The place that an operand names; nil if it is a register or a number.
  private static func address(
    _ thread: inout MachineThreadBuilder, _ text: String
  ) throws(LitmusError) -> MachineThread.Address? {
    if let inside = text.bracketed {
      if thread.language.decoder.register(inside) != nil {
        return MachineThread.Address(base: try thread.source(inside))
      }
      guard let address = thread.layout.address(of: inside) else { throw thread.refusal() }
      return MachineThread.Address(base: .number(address))
    }
    guard text.hasSuffix(")") else { return nil }
    return try thread.displaced(text)
  }

  /// A register, a number, or what a load returns.
  private static func loaded(
    _ thread: inout MachineThreadBuilder, _ text: String
  ) throws(LitmusError) -> MachineThread.Operand {
    guard let place = try address(&thread, text) else { return try thread.value(text) }
    let slot = thread.slot("(loaded)")
    thread.add(.load(.load, slot, place, isExclusive: false))
    return .slot(slot)
  }

  /// Computes into a register, or loads, computes and stores, which is not one step.
  private static func change(
    _ thread: inout MachineThreadBuilder, _ target: String, _ operation: MachineThread.Operation,
    _ operand: MachineThread.Operand
  ) throws(LitmusError) {
    let result = thread.slot("(result)")
    let place = try address(&thread, target)
    let before: MachineThread.Operand
    if let place {
      let loaded = thread.slot("(changed)")
      thread.add(.load(.load, loaded, place, isExclusive: false))
      before = .slot(loaded)
    } else {
      before = try thread.source(target)
    }
    thread.compute(result, operation, before, operand)
    switch operation {
    case .add, .subtract:
      // INC and DEC leave the carry as it was.
      let isStep = thread.mnemonic.hasPrefix("inc") || thread.mnemonic.hasPrefix("dec")
      thread.setFlags(
        before, operand, by: operation == .add ? .sum : .difference, keeping: isStep ? MachineFlags.carry : 0)
    case .shiftLeft, .shiftRight: thread.forgetFlags()
    default: thread.setFlags(.slot(result), .slot(result), by: .logic)
    }
    if let place {
      thread.add(.store(.store, .slot(result), place))
    } else {
      thread.compute(try thread.target(target), .first, .slot(result))
    }
  }

  private static func update(
    _ thread: inout MachineThreadBuilder, _ name: String, at place: String, _ operand: MachineThread.Operand,
    expected: MachineThread.Operand? = nil, old: Int?
  ) throws(LitmusError) {
    guard
      case .update(let operation, let load, let store)? = InstructionSet.x86.memoryInstruction(name)?.kind,
      let address = try address(&thread, place)
    else { throw thread.refusal() }
    thread.add(
      .update(
        operation, load: load, store: store, operand: operand, expected: expected, old: old, address))
    guard let old else { return }
    // INC and DEC leave the carry as it was.
    let kept = thread.mnemonic.hasPrefix("lock inc") || thread.mnemonic.hasPrefix("lock dec")
    switch (operation, operand) {
    case (.exchange, _), (.compareExchange, _): return
    case (.add, .number(let number)):
      let isSum = !thread.mnemonic.hasPrefix("lock sub") && !thread.mnemonic.hasPrefix("lock dec")
      thread.setFlags(
        .slot(old), .number(isSum ? number : 0 &- number), by: isSum ? .sum : .difference,
        keeping: kept ? MachineFlags.carry : 0)
    // The register may hold what was found by now.
    default: thread.forgetFlags()
    }
  }
}
