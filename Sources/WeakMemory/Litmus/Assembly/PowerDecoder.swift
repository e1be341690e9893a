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
    "add": .add, "and": .and, "or": .or, "xor": .xor, "andc": .clear, "orc": .orNot, "eqv": .xorNot,
    "mullw": .multiply, "mulld": .multiply,
  ]
  private static let immediate: [String: MachineThread.Operation] = [
    "addi": .add, "ori": .or, "xori": .xor, "mulli": .multiply, "addis": .add, "oris": .or, "xoris": .xor,
    "sldi": .shiftLeft, "srdi": .shiftRight,
  ]
  /// Copies of the sign above so many bits.
  private static let extensions: [String: WordWidth] = [
    "extsb": WordWidth(bits: 8, isSigned: true), "extsh": WordWidth(bits: 16, isSigned: true),
    "extsw": .signExtended,
  ]
  private static let branches: [String: MachineFlags.Condition] = [
    "beq": .equal, "bne": .notEqual, "blt": .less, "ble": .lessOrEqual, "bgt": .greater,
    "bge": .greaterOrEqual,
  ]

  static func decode(_ thread: inout MachineThreadBuilder) throws(LitmusError) {
    let (name, operands) = (thread.mnemonic, thread.operands)
    // What a branch is expected to do is no matter, and comparisons leave their result in CR0.
    if let condition = branches[String(name.prefix { $0 != "+" && $0 != "-" })] {
      if operands.count == 2, operands[0] == "cr0" || operands[0] == "0" {
        return try thread.branchOnFlags(condition, to: operands[1])
      }
      return try thread.branchOnFlags(condition)
    }
    if let width = extensions[name] {
      try thread.expect(operands: 2)
      return thread.compute(
        try thread.target(operands[0]), .first, try thread.source(operands[1]).extended(by: width))
    }
    if let operation = arithmetic[name] {
      return try thread.computeFromRegisters(operation)
    }
    if let operation = immediate[name] {
      try thread.expect(operands: 3)
      // Of addi, r0 as the base is zero.
      let left = name.hasPrefix("addi") ? try base(&thread, operands[1]) : try thread.source(operands[1])
      var number = try thread.number(operands[2])
      if name.hasSuffix("is") { number = shifted(number, isSigned: name == "addis") }
      if name.hasPrefix("s"), !(0..<64).contains(number) { throw thread.refusal() }
      thread.compute(try thread.target(operands[0]), operation, left, .number(number))
      return
    }
    switch name {
    case "nop": return
    case "lis":
      try thread.expect(operands: 2)
      thread.compute(
        try thread.target(operands[0]), .first,
        .number(shifted(try thread.number(operands[1]), isSigned: true)))
    case "clrldi", "clrlwi":
      try thread.expect(operands: 3)
      let cleared = try thread.number(operands[2])
      let bits = name == "clrldi" ? 64 : 32
      guard (0..<Int64(bits)).contains(cleared) else { throw thread.refusal() }
      thread.compute(
        try thread.target(operands[0]), .and, try thread.source(operands[1]),
        .number(Int64(bitPattern: UInt64.max >> (UInt64(64 - bits) + UInt64(cleared)))))
    case "slwi", "srwi":
      try thread.expect(operands: 3)
      let shift = try thread.number(operands[2])
      guard (0..<32).contains(shift) else { throw thread.refusal() }
      let (target, source) = (try thread.target(operands[0]), try thread.source(operands[1]))
      thread.width = .zeroExtended
      thread.compute(
        target, name == "slwi" ? .shiftLeft : .shiftRight, source.extended(by: .zeroExtended), .number(shift))
    case "rlwinm", "rlwimi": try rotateAndMask(&thread)
    case "neg", "not":
      try thread.expect(operands: 2)
      let (target, source) = (try thread.target(operands[0]), try thread.source(operands[1]))
      if name == "neg" {
        thread.compute(target, .subtract, .number(0), source)
      } else {
        thread.compute(target, .xorNot, source, .number(0))
      }
    case "blr":
      try thread.expect(operands: 0)
      thread.leave()
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
    case "cmpw", "cmpwi", "cmpd", "cmpdi", "cmplw", "cmplwi", "cmpld", "cmpldi":
      var compared = operands[...]
      if compared.count == 3, compared[0] == "cr0" || compared[0] == "0" { compared = compared.dropFirst() }
      guard compared.count == 2, let left = compared.first, let right = compared.last else {
        throw thread.refusal()
      }
      let isWord = name.contains("w")
      var values = (
        try thread.source(left),
        name.hasSuffix("i") ? .number(try thread.number(right)) : try thread.source(right)
      )
      if name.hasPrefix("cmpl") {
        // Without a sign: as with one, once the sign's bits are turned round.
        func turned(_ value: MachineThread.Operand, _ name: String) -> MachineThread.Operand {
          let slot = thread.slot(name)
          thread.compute(
            slot, .xor, isWord ? value.extended(by: .zeroExtended) : value, .number(.min))
          return .slot(slot)
        }
        values = (turned(values.0, "(compared, left)"), turned(values.1, "(compared, right)"))
      } else if isWord {
        thread.width = .signExtended
      }
      thread.setFlags(values.0, values.1)
    case "b":
      try thread.expect(operands: 1)
      thread.jump(to: operands[0])
    default: try memory(&thread)
    }
  }

  /// An immediate of the upper half of a word.
  private static func shifted(_ number: Int64, isSigned: Bool) -> Int64 {
    (isSigned ? WordWidth.signExtended : .zeroExtended)(number << 16)
  }

  /// `rlwinm target,source,shift,first,last`: a word turned left, and of that the bits from first to last, counted from
  /// the word's top; `rlwimi` leaves the target's others.
  private static func rotateAndMask(_ thread: inout MachineThreadBuilder) throws(LitmusError) {
    let operands = thread.operands
    try thread.expect(operands: 5)
    let (shift, first) = (try thread.number(operands[2]), try thread.number(operands[3]))
    let last = try thread.number(operands[4])
    guard (0..<32).contains(shift), (0..<32).contains(first), (first..<32).contains(last) else {
      throw thread.refusal()
    }
    let mask = Int64(UInt32.max >> UInt32(first) & UInt32.max << UInt32(31 - last))
    let target = try thread.target(operands[0])
    let turned = thread.slot("(turned)")
    thread.compute(turned, .rotateLeftWord, try thread.source(operands[1]), .number(shift))
    if thread.mnemonic == "rlwinm" {
      thread.compute(target, .and, .slot(turned), .number(mask))
    } else {
      thread.compute(turned, .and, .slot(turned), .number(mask))
      thread.compute(target, .clear, try thread.source(operands[0]), .number(mask))
      thread.compute(target, .or, try thread.source(operands[0]), .slot(turned))
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
    if let bytes = instruction.bytes, bytes < 8 {
      thread.width = WordWidth(bits: 8 * bytes, isSigned: instruction.isSigned)
    }
    thread.bytes = instruction.bytes
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
      thread.width = .all
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
