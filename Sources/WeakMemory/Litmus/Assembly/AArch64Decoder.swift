import AIORing

/// AArch64 as herd7 reads it.
enum AArch64Decoder: AssemblyDecoder {
  static func register(_ name: String) -> RegisterName? {
    let upper = name.uppercased()
    guard let first = upper.first, first == "X" || first == "W" else { return nil }
    if upper == "XZR" || upper == "WZR" { return RegisterName(name: "", isNarrow: first == "W") }
    guard let number = Int(upper.dropFirst()), (0...30).contains(number), upper.count <= 3 else { return nil }
    return RegisterName(name: "X\(number)", isNarrow: first == "W")
  }

  private static let arithmetic: [String: MachineThread.Operation] = [
    "add": .add, "sub": .subtract, "and": .and, "orr": .or, "eor": .xor, "bic": .clear, "lsl": .shiftLeft,
    "lsr": .shiftRight, "mul": .multiply, "adds": .add, "subs": .subtract, "ands": .and,
  ]

  private static let conditions: [String: MachineThread.Condition] = [
    "eq": .equal, "ne": .notEqual, "lt": .less, "le": .lessOrEqual, "gt": .greater, "ge": .greaterOrEqual,
    "lo": .lower, "cc": .lower, "ls": .lowerOrSame, "hi": .higher, "hs": .higherOrSame, "cs": .higherOrSame,
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
    case "mov", "movz":
      try thread.expect(operands: 2)
      thread.compute(try thread.target(operands[0]), .first, try thread.value(operands[1]))
      return
    case "sxtw", "uxtw":
      try thread.expect(operands: 2)
      thread.compute(
        try thread.target(operands[0]), .first,
        try thread.source(operands[1]).extended(by: name == "sxtw" ? .signExtended : .zeroExtended))
      return
    case "cmp":
      try thread.expect(operands: 2)
      try thread.takeWidth(of: operands[0])
      thread.setFlags(try thread.source(operands[0]), try thread.value(operands[1]))
      return
    case "tst":
      try thread.expect(operands: 2)
      try thread.takeWidth(of: operands[0])
      let result = thread.slot("(result)")
      thread.compute(result, .and, try thread.source(operands[0]), try thread.value(operands[1]))
      thread.setFlags(.slot(result), .number(0))
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
      try thread.expect(operands: 3)
      let target = try thread.target(operands[0])
      let (left, right) = (try thread.source(operands[1]), try thread.value(operands[2]))
      if name == "subs" { thread.setFlags(left, right) }
      thread.compute(target, operation, left, right)
      if name == "adds" || name == "ands" {
        guard let target else { throw thread.refusal() }
        thread.setFlags(.slot(target), .number(0))
      }
    } else {
      try access(&thread)
    }
  }

  private static func access(_ thread: inout MachineThreadBuilder) throws(LitmusError) {
    let operands = thread.operands
    guard let instruction = InstructionSet.aarch64.memoryInstruction(thread.mnemonic) else {
      throw thread.refusal()
    }
    if instruction.bytes != nil { throw thread.refusal("an access to part of a word") }
    if thread.mnemonic.hasSuffix("p"), thread.mnemonic != "swp" {
      throw thread.refusal("an access to two words")
    }
    guard let place = operands.firstIndex(where: { $0.hasPrefix("[") }) else { throw thread.refusal() }
    func expect(_ count: Int) throws(LitmusError) {
      guard place == count else { throw thread.refusal() }
    }
    let (address, writeBack) = try self.address(&thread, at: place)
    // The register of the datum, or of what is loaded.
    if place > 0 { try thread.takeWidth(of: operands[place - 1]) }
    switch instruction.kind {
    case .load(let load):
      try expect(1)
      thread.add(.load(load, try thread.target(operands[0]), address, isExclusive: false))
    case .store(let store):
      try expect(1)
      thread.add(.store(store, try thread.source(operands[0]), address))
    case .loadExclusive(let load):
      try expect(1)
      thread.add(.load(load, try thread.target(operands[0]), address, isExclusive: true))
    case .storeExclusive(let store):
      try expect(2)
      thread.add(
        .storeExclusive(
          store, try thread.source(operands[1]), address, status: try thread.target(operands[0]),
          statusDepends: false))
    case .update(let operation, var load, let store):
      let source = try thread.source(operands[0])
      var old: Int?
      if operation == .compareExchange {
        try expect(2)
        old = try thread.target(operands[0])
        thread.add(
          .update(
            operation, load: load, store: store, operand: try thread.source(operands[1]), expected: source,
            old: old, address))
        if let old { thread.picked.insert(old) }
        return
      }
      if thread.mnemonic.hasPrefix("st") {
        try expect(1)
      } else {
        try expect(2)
        old = try thread.target(operands[1])
      }
      // What is thrown away is not acquired (Arm ARM, LDADDA: "if the destination register is not XZR").
      if old == nil, load == .ldaxr { load = .atomic }
      thread.add(
        .update(operation, load: load, store: store, operand: source, expected: nil, old: old, address))
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
        action: .compute(slot, .add, base, .number(moved)), width: .all, line: thread.line)
    )
  }
}
