import AIORing

/// AArch64 as herd7 reads it.
enum AArch64Decoder: AssemblyDecoder {
  static func register(_ name: String) -> RegisterName? {
    let upper = name.uppercased()
    if upper == "SP" { return RegisterName(name: "SP") }
    guard let first = upper.first, first == "X" || first == "W" else { return nil }
    if upper == "XZR" || upper == "WZR" { return RegisterName(name: "", isNarrow: first == "W") }
    if upper == "WSP" { return RegisterName(name: "SP", isNarrow: true) }
    guard let number = Int(upper.dropFirst()), (0...30).contains(number), upper.count <= 3 else { return nil }
    return RegisterName(name: "X\(number)", isNarrow: first == "W")
  }

  private static let arithmetic: [String: MachineThread.Operation] = [
    "add": .add, "sub": .subtract, "and": .and, "orr": .or, "orn": .orNot, "eor": .xor, "eon": .xorNot,
    "bic": .clear, "lsl": .shiftLeft, "lsr": .shiftRight, "asr": .shiftRightSigned, "mul": .multiply,
    "adds": .add, "subs": .subtract, "ands": .and,
  ]
  /// What an operand may be shifted by on the way.
  private static let shifts: [String: MachineThread.Operation] = [
    "lsl": .shiftLeft, "lsr": .shiftRight, "asr": .shiftRightSigned,
  ]
  /// What an operand may be extended from on the way.
  private static let extensions: [String: WordWidth] = [
    "uxtb": WordWidth(bits: 8, isSigned: false), "sxtb": WordWidth(bits: 8, isSigned: true),
    "uxth": WordWidth(bits: 16, isSigned: false), "sxth": WordWidth(bits: 16, isSigned: true),
    "uxtw": .zeroExtended, "sxtw": .signExtended, "uxtx": .all, "sxtx": .all,
  ]

  private static let conditions: [String: MachineFlags.Condition] = [
    "eq": .equal, "ne": .notEqual, "lt": .less, "le": .lessOrEqual, "gt": .greater, "ge": .greaterOrEqual,
    "lo": .lower, "cc": .lower, "ls": .lowerOrSame, "hi": .higher, "hs": .higherOrSame, "cs": .higherOrSame,
    "mi": .negative, "pl": .notNegative, "vs": .overflow, "vc": .noOverflow,
  ]

  static func decode(_ thread: inout MachineThreadBuilder) throws(LitmusError) {
    let (name, operands) = (thread.mnemonic, thread.operands)
    switch name {
    case "nop": return
    case "dmb", "dsb", "isb":
      let spelt = name == "isb" ? name : "\(name) \((operands.first ?? "").lowercased())"
      guard case .barrier(let barrier?)? = InstructionSet.aarch64.memoryInstruction(spelt)?.kind else {
        throw thread.refusal()
      }
      thread.add(.barrier(barrier))
      return
    case "mov", "movz", "mvn", "neg", "movn":
      try thread.expect(operands: 2, 3)
      let target = try thread.target(operands[0])
      let value = try self.value(&thread, operands[1...])
      switch name {
      case "mvn", "movn": thread.compute(target, .xorNot, value, .number(0))
      case "neg": thread.compute(target, .subtract, .number(0), value)
      default: thread.compute(target, .first, value)
      }
      return
    case "movk":
      try thread.expect(operands: 2, 3)
      let words = operands.count == 3 ? operands[2].split(separator: " ") : []
      let shift = words.isEmpty ? 0 : try thread.number(String(words[words.count - 1]))
      guard [0, 16, 32, 48].contains(shift), words.isEmpty || words[0].lowercased() == "lsl" else {
        throw thread.refusal()
      }
      let target = try thread.target(operands[0])
      thread.compute(target, .clear, try thread.source(operands[0]), .number(0xffff << shift))
      thread.compute(
        target, .or, try thread.source(operands[0]), .number(try thread.number(operands[1]) << shift))
      return
    case "sxtw", "uxtw", "sxtb", "uxtb", "sxth", "uxth":
      try thread.expect(operands: 2)
      thread.compute(
        try thread.target(operands[0]), .first,
        try thread.source(operands[1]).extended(by: extensions[name] ?? .all))
      return
    // herd7 loads a variable's address from a constant beside the code that has the variable's name.
    case "adr",
      "ldr" where operands.count == 2 && !operands[1].hasPrefix("["):
      try thread.expect(operands: 2)
      // The address of code is a label as a value.
      guard let address = thread.layout.address(of: operands[1]) else { throw thread.refusal() }
      thread.compute(try thread.target(operands[0]), .first, .number(address))
      return
    case "ubfm", "sbfm", "ubfx", "sbfx", "ubfiz", "sbfiz": return try moveField(&thread)
    case "cmp":
      try thread.expect(operands: 2, 3)
      try thread.takeWidth(of: operands[0])
      thread.setFlags(try thread.source(operands[0]), try value(&thread, operands[1...]))
      return
    case "csel", "csinc", "csinv", "csneg", "cset", "csetm", "cinc", "cinv", "cneg":
      return try select(&thread)
    case "ret":
      try thread.expect(operands: 0)
      thread.leave()
      return
    case "tst":
      try thread.expect(operands: 2)
      try thread.takeWidth(of: operands[0])
      thread.setFlags(try thread.source(operands[0]), try thread.value(operands[1]), by: .logic)
      return
    case "cmn":
      try thread.expect(operands: 2, 3)
      try thread.takeWidth(of: operands[0])
      thread.setFlags(try thread.source(operands[0]), try value(&thread, operands[1...]), by: .sum)
      return
    case "cbz", "cbnz":
      try thread.expect(operands: 2)
      thread.branch(
        name == "cbz" ? .equal : .notEqual, try thread.source(operands[0]), .number(0), to: operands[1])
      return
    case "tbz", "tbnz":
      try thread.expect(operands: 3)
      let bit = try thread.number(operands[1])
      guard (0...63).contains(bit) else { throw thread.refusal() }
      let result = thread.slot("(result)")
      thread.compute(result, .and, try thread.source(operands[0]), .number(1 << bit))
      thread.branch(name == "tbz" ? .equal : .notEqual, .slot(result), .number(0), to: operands[2])
      return
    case "b":
      try thread.expect(operands: 1)
      thread.jump(to: operands[0])
      return
    default: break
    }
    if name.hasPrefix("b"), name.count >= 3,
      let condition = conditions[String(name.dropFirst().drop { $0 == "." })]
    {
      try thread.branchOnFlags(condition)
    } else if let operation = arithmetic[name] {
      try thread.expect(operands: 3, 4)
      let target = try thread.target(operands[0])
      var left = try thread.source(operands[1])
      if operation == .shiftRightSigned, thread.width == .zeroExtended {
        left = left.extended(by: .signExtended)
      }
      let right = try value(&thread, operands[2...])
      switch name {
      case "subs": thread.setFlags(left, right)
      case "adds": thread.setFlags(left, right, by: .sum)
      case "ands": thread.setFlags(left, right, by: .logic)
      default: break
      }
      thread.compute(target, operation, left, right)
    } else {
      try access(&thread)
    }
  }

  /// A register or a number, shifted or extended as the operand behind it says: `X2,LSL #1`, `W2,SXTW #2`.
  private static func value(
    _ thread: inout MachineThreadBuilder, _ operands: ArraySlice<String>
  ) throws(LitmusError) -> MachineThread.Operand {
    guard let first = operands.first else { throw thread.refusal() }
    var value = try thread.value(first)
    guard operands.count == 2, let last = operands.last else { return value }
    let words = last.split(separator: " ")
    guard let word = words.first?.lowercased(), words.count <= 2 else { throw thread.refusal() }
    let number = words.count == 2 ? try thread.number(String(words[1])) : 0
    guard (0..<64).contains(number) else { throw thread.refusal() }
    var operation = shifts[word]
    if let width = extensions[word] {
      value = value.extended(by: width)
      operation = .shiftLeft
    } else if operation == .shiftRightSigned, thread.width == .zeroExtended {
      value = value.extended(by: .signExtended)
    }
    guard let operation else { throw thread.refusal() }
    let result = thread.slot("(shifted)")
    thread.compute(result, operation, value, .number(number))
    return .slot(result)
  }

  /// A field of bits of a register, moved down or up, with zeros or copies of its sign above it and zeros below (Arm ARM,
  /// UBFM and SBFM, whose aliases the others are).
  private static func moveField(_ thread: inout MachineThreadBuilder) throws(LitmusError) {
    let operands = thread.operands
    try thread.expect(operands: 4)
    let target = try thread.target(operands[0])
    let source = try thread.source(operands[1])
    let size: Int64 = thread.width == .all ? 64 : 32
    let (first, second) = (try thread.number(operands[2]), try thread.number(operands[3]))
    guard (0..<size).contains(first), (0...size).contains(second) else { throw thread.refusal() }
    let (rotation, last) =
      switch thread.mnemonic.suffix(2) {
      case "fx": (first, first + second - 1)
      case "iz": ((size - first) % size, second - 1)
      default: (first, second)
      }
    guard (0..<size).contains(last) else { throw thread.refusal() }
    // The field goes to the upper end of 64 bits, and from there to its place.
    let up = 63 - last
    let down = last >= rotation ? up + rotation : up + rotation - size
    let field = thread.slot("(field)")
    let outer = thread.width
    thread.width = .all
    thread.compute(field, .shiftLeft, source, .number(up))
    thread.compute(
      field, thread.mnemonic.hasPrefix("s") ? .shiftRightSigned : .shiftRight, .slot(field), .number(down))
    thread.width = outer
    thread.compute(target, .first, .slot(field))
  }

  /// The instructions that leave one of two values, by the flags. What they do not pick they do not depend on, and the
  /// flags decide as a branch does (Arm ARM, B2.3, "pick dependency").
  private static func select(_ thread: inout MachineThreadBuilder) throws(LitmusError) {
    let (name, operands) = (thread.mnemonic, thread.operands)
    let sources = name.hasPrefix("cs") && !name.hasPrefix("cset") ? 2 : name.hasPrefix("cset") ? 0 : 1
    try thread.expect(operands: sources + 2)
    guard let condition = conditions[operands[sources + 1].lowercased()] else { throw thread.refusal() }
    let target = try thread.target(operands[0])
    func changed(
      _ value: MachineThread.Operand, _ thread: inout MachineThreadBuilder
    ) -> MachineThread.Operand {
      let result = MachineThread.Operand.slot(thread.slot("(changed)"))
      guard case .slot(let slot, _) = result else { return value }
      switch name {
      case "csinc", "cinc": thread.compute(slot, .add, value, .number(1))
      case "csinv", "cinv": thread.compute(slot, .xorNot, value, .number(0))
      case "csneg", "cneg": thread.compute(slot, .subtract, .number(0), value)
      default: return value
      }
      return result
    }
    switch sources {
    case 0:
      try thread.selectByFlags(target, condition, .number(name == "cset" ? 1 : -1), .number(0))
    case 1:
      let source = try thread.source(operands[1])
      let other = changed(source, &thread)
      try thread.selectByFlags(target, condition, other, source)
    default:
      let (ifSo, ifNot) = (try thread.source(operands[1]), try thread.source(operands[2]))
      try thread.selectByFlags(target, condition, ifSo, changed(ifNot, &thread))
    }
  }

  private static func access(_ thread: inout MachineThreadBuilder) throws(LitmusError) {
    let operands = thread.operands
    guard let instruction = InstructionSet.aarch64.memoryInstruction(thread.mnemonic) else {
      throw thread.refusal()
    }
    guard let place = operands.firstIndex(where: { $0.hasPrefix("[") }) else { throw thread.refusal() }
    func expect(_ count: Int) throws(LitmusError) {
      guard place == count else { throw thread.refusal() }
    }
    let (address, writeBack) = try self.address(&thread, at: place)
    // The register of the datum, or of what is loaded.
    if place > 0 { try thread.takeWidth(of: operands[place - 1]) }
    thread.bytes = instruction.bytes ?? (thread.width == .all ? 8 : 4)
    if ["ldp", "ldnp", "stp", "stnp"].contains(thread.mnemonic) {
      try expect(2)
      try thread.accessInTurn(instruction, operands[..<2], address)
      if let writeBack { thread.steps.append(writeBack) }
      return
    }
    switch instruction.kind {
    case .load(let load):
      try expect(1)
      let target = try thread.target(operands[0])
      let isNarrow = thread.width == .zeroExtended
      if let bytes = instruction.bytes {
        thread.width = WordWidth(bits: 8 * bytes, isSigned: instruction.isSigned)
      }
      thread.add(.load(load, target, address, isExclusive: false))
      // The sign goes up to the register's end, and above W there are zeros.
      if instruction.isSigned, isNarrow, let target {
        thread.width = .zeroExtended
        thread.compute(target, .first, .slot(target, .zeroExtended))
      }
    case .store(let store):
      try expect(1)
      thread.add(.store(store, try thread.source(operands[0]), address))
    case .loadExclusive(let load):
      try expect(1)
      let target = try thread.target(operands[0])
      if let bytes = instruction.bytes { thread.width = WordWidth(bits: 8 * bytes, isSigned: false) }
      thread.add(.load(load, target, address, isExclusive: true))
    case .storeExclusive(let store):
      try expect(2)
      thread.add(
        .storeExclusive(
          store, try thread.source(operands[1]), address, status: try thread.target(operands[0]),
          statusDepends: false))
    case .update(let operation, var load, let store):
      let source = try thread.source(operands[0])
      var old: Int?
      let compares = operation == .compareExchange
      if thread.mnemonic.hasPrefix("st") {
        try expect(1)
      } else {
        try expect(2)
        old = try thread.target(operands[compares ? 0 : 1])
      }
      let operand = compares ? try thread.source(operands[1]) : source
      if let bytes = instruction.bytes { thread.width = WordWidth(bits: 8 * bytes, isSigned: false) }
      // What is thrown away is not acquired (Arm ARM, LDADDA: "if the destination register is not XZR"; so do CASA and
      // herd7's MP+rel+CASacq-noret-ok).
      if old == nil, load == .ldaxr { load = .atomic }
      thread.add(
        .update(
          operation, load: load, store: store, operand: operand, expected: compares ? source : nil, old: old,
          address))
      if compares, let old { thread.noteSwap(into: old) }
    case .barrier: throw thread.refusal()
    }
    if let writeBack { thread.steps.append(writeBack) }
  }

  /// `[X1]`, `[X1,#4]`, `[X1,X2]`, `[X1,W2,SXTW #2]`, `[X1,#4]!`, `[X1],#4`; with it the step that moves the base.
  private static func address(
    _ thread: inout MachineThreadBuilder, at place: Int
  ) throws(LitmusError) -> (MachineThread.Address, writeBack: MachineThread.Step?) {
    var text = thread.operands[place]
    let isPreIndexed = text.hasSuffix("!")
    if isPreIndexed { text.removeLast() }
    guard let inside = text.bracketed else { throw thread.refusal() }
    let parts = inside.split(separator: ",").map { String($0).trimmingBlanks }
    guard let first = parts.first, parts.count <= 3 else { throw thread.refusal() }
    let base = try thread.source(first)
    var address = MachineThread.Address(base: base)
    if parts.count > 1 {
      if let number = MachineThreadBuilder.number(parts[1]) {
        address.displacement = number
      } else {
        address.index = try thread.source(parts[1])
      }
    }
    if parts.count == 3 {
      let words = parts[2].split(separator: " ")
      guard case .slot = address.index, let word = words.first?.lowercased(),
        ["sxtw", "uxtw", "lsl", "sxtx"].contains(word), words.count <= 2
      else { throw thread.refusal() }
      if word == "sxtw" { address.index = address.index.extended(by: .signExtended) }
      if word == "uxtw" { address.index = address.index.extended(by: .zeroExtended) }
      let shift = words.count == 2 ? try thread.number(String(words[1])) : 0
      guard (0...4).contains(shift) else { throw thread.refusal() }
      address.scale = 1 << shift
    }
    var moved: Int64?
    if isPreIndexed { moved = address.displacement }
    if thread.operands.count == place + 2 {
      guard parts.count == 1, !isPreIndexed else { throw thread.refusal() }
      moved = try thread.number(thread.operands[place + 1])
    } else if thread.operands.count > place + 2 {
      throw thread.refusal()
    }
    guard let moved, case .slot(let slot, _) = base else { return (address, nil) }
    return (
      address,
      MachineThread.Step(
        action: .compute(slot, .add, base, .number(moved)), width: .all, bytes: 8, line: thread.line)
    )
  }
}
