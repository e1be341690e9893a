import AIORing

/// What an instruction does, as far as the ring's accesses and their order go.
enum Effect: Equatable, Sendable {
  enum Kind: Sendable { case load, store, update }
  /// An access to `base` plus `offset`, `bytes` long.
  case access(Kind, Instruction, base: String, offset: Int, bytes: Int)
  case barrier(Instruction)
  /// A register becomes another plus a constant.
  case move(String, from: String, plus: Int)
  /// A register becomes something else.
  case clobber(String)
  case jump(UInt64, isConditional: Bool)
  case leave(isConditional: Bool)
}

/// One instruction set's table of instructions.
protocol InstructionReader: Sendable {
  /// The register that the ring's address comes in.
  var baseRegister: String { get }
  func effects(of instruction: MachineInstruction) -> [Effect]
}

extension InstructionReader {
  func number(_ text: some StringProtocol) -> Int? {
    let digits = text.drop { "#$".contains($0) }
    let (sign, rest) = digits.hasPrefix("-") ? (-1, digits.dropFirst()) : (1, digits)
    let value = rest.hasPrefix("0x") ? Int(rest.dropFirst(2), radix: 16) : Int(rest)
    return value.map { sign * $0 }
  }

  /// A branch target, printed as 0x… and a symbol.
  func target(_ operand: String?) -> UInt64? {
    guard let operand, operand.hasPrefix("0x") else { return nil }
    return UInt64(operand.dropFirst(2).prefix { $0.isHexDigit }, radix: 16)
  }

  /// `[base, #offset]` of the ARM assemblers, with what the access adds to the base before or after it.
  func bracketed(_ operands: [String]) -> (base: String, offset: Int, before: Int, after: Int)? {
    guard let index = operands.firstIndex(where: { $0.hasPrefix("[") }) else { return nil }
    let writesBack = operands[index].hasSuffix("!")
    let inside = operands[index].drop { $0 == "[" }.prefix { $0 != "]" && $0 != ":" }
    let parts = inside.split(separator: ",")
    guard let base = parts.first else { return nil }
    var offset = 0
    if parts.count > 1 {
      guard let known = number(parts[1]) else { return nil }
      offset = known
    }
    let after = operands.indices.contains(index + 1) ? number(operands[index + 1]) ?? 0 : 0
    return (String(base), offset, writesBack ? offset : 0, after)
  }
}

/// x86-64, AT&T spelling.
struct X86Reader: InstructionReader {
  let baseRegister = "rdi"

  func effects(of instruction: MachineInstruction) -> [Effect] {
    let (name, operands) = (instruction.mnemonic, instruction.operands)
    if name == "mfence" { return [.barrier(.mfence)] }
    if name == "sfence" { return [.barrier(.sfence)] }
    if name.hasPrefix("ret") { return [.leave(isConditional: false)] }
    if name.hasPrefix("j") {
      return target(operands.first).map { [.jump($0, isConditional: name != "jmp")] } ?? []
    }
    let isLocked = name.hasPrefix("lock ")
    let index = operands.firstIndex { $0.contains("(") }
    guard let index, !name.hasPrefix("nop"), !name.hasPrefix("lea") else {
      guard let last = operands.last, last.hasPrefix("%") else { return [] }
      if name.hasPrefix("lea"), let index, let (base, offset) = memory(operands[index]) {
        return [.move(register(last), from: base, plus: offset)]
      }
      if name.hasPrefix("mov"), operands[0].hasPrefix("%") {
        return [.move(register(last), from: register(operands[0]), plus: 0)]
      }
      return name.hasPrefix("cmp") || name.hasPrefix("test") || name.hasPrefix("push")
        ? [] : [.clobber(register(last))]
    }
    guard let (base, offset) = memory(operands[index]) else { return [] }
    let other = operands.indices.contains(1 - index) ? operands[1 - index] : ""
    let bytes = width(name, other)
    if isLocked, base == "rsp" { return [.barrier(.lockAdd)] }
    if name.hasPrefix("xchg") {
      // What it stored to is what a sequentially consistent store is for; what it read, a lock wants.
      return [.access(.update, .xchg, base: base, offset: offset, bytes: bytes), .clobber(register(other))]
    }
    if isLocked { return [.access(.update, .lockedAtomic, base: base, offset: offset, bytes: bytes)] }
    let isStore = index == operands.count - 1 && name.hasPrefix("mov")
    if isStore { return [.access(.store, .store, base: base, offset: offset, bytes: bytes)] }
    let load = Effect.access(.load, .load, base: base, offset: offset, bytes: bytes)
    let isCompare = name.hasPrefix("cmp") || name.hasPrefix("test")
    return isCompare || !other.hasPrefix("%") ? [load] : [load, .clobber(register(other))]
  }

  private func memory(_ operand: String) -> (String, Int)? {
    guard let open = operand.firstIndex(of: "(") else { return nil }
    let inside = operand[operand.index(after: open)...].prefix { $0 != ")" }
    guard !inside.contains(",") else { return nil }
    let offset = operand[..<open].isEmpty ? 0 : number(operand[..<open])
    return offset.map { (register(String(inside)), $0) }
  }

  private func width(_ name: String, _ other: String) -> Int {
    if other.contains("ymm") { return 32 }
    if other.contains("xmm") { return 16 }
    return switch name.last {
    case "q": 8
    case "l": 4
    case "w": 2
    default: 1
    }
  }

  /// eax and rax are one register.
  private func register(_ text: String) -> String {
    let name = text.drop { $0 == "%" }
    return name.hasPrefix("e") ? "r" + name.dropFirst() : String(name)
  }
}

/// AArch64.
struct AArch64Reader: InstructionReader {
  let baseRegister = "x0"

  func effects(of instruction: MachineInstruction) -> [Effect] {
    let (name, operands) = (instruction.mnemonic, instruction.operands)
    switch name {
    case "dmb": return barrier(operands.first)
    case "ret": return [.leave(isConditional: false)]
    case "b": return target(operands.first).map { [.jump($0, isConditional: false)] } ?? []
    case "cbz", "cbnz", "tbz", "tbnz":
      return target(operands.last).map { [.jump($0, isConditional: true)] } ?? []
    case "mov" where operands.count == 2 && operands[1].hasPrefix("x"):
      return [.move(operands[0], from: operands[1], plus: 0)]
    case "add" where operands.count == 3 && operands[0].hasPrefix("x"):
      if let plus = number(operands[2]) { return [.move(operands[0], from: operands[1], plus: plus)] }
    case "cmp", "tst": return []
    default: break
    }
    if name.hasPrefix("b.") { return target(operands.first).map { [.jump($0, isConditional: true)] } ?? [] }
    guard let (base, offset, before, after) = bracketed(operands) else {
      return operands.first.map { [.clobber(register($0))] } ?? []
    }
    let isPair = ["ldp", "stp", "ldnp", "stnp"].contains(name)
    let isUpdate = ["swp", "ldadd", "ldset", "cas"].contains { name.hasPrefix($0) }
    let isStore = name.hasPrefix("st")
    let datum = name.hasPrefix("stx") || name.hasPrefix("stlx") ? operands[1] : operands[0]
    let bytes = (width(datum) * (isPair ? 2 : 1))
    let kind: Effect.Kind = isUpdate ? .update : isStore ? .store : .load
    var effects: [Effect] = [
      .access(kind, instructionNamed(name), base: base, offset: offset, bytes: bytes)
    ]
    if !isStore { effects += operands.prefix(isPair ? 2 : 1).map { .clobber(register($0)) } }
    if before + after != 0 { effects.append(.move(base, from: base, plus: before + after)) }
    return effects
  }

  private func barrier(_ domain: String?) -> [Effect] {
    switch domain {
    case "ishst": [.barrier(.dmbIshst)]
    case "ishld": [.barrier(.dmbIshld)]
    default: [.barrier(.dmbIsh)]
    }
  }

  private func instructionNamed(_ name: String) -> Instruction {
    if let exact = Instruction(rawValue: name), [.ldar, .ldapr, .stlr, .ldaxr, .stlxr].contains(exact) {
      return exact
    }
    if ["ldxr", "stxr"].contains(name) { return .atomic }
    if name.hasPrefix("swp") || name.hasPrefix("ldadd") || name.hasPrefix("cas") {
      return name.hasSuffix("al") ? .lockedAtomic : name.hasSuffix("a") ? .ldaxr : .atomic
    }
    return name.hasPrefix("st") ? .store : .load
  }

  private func width(_ register: String) -> Int {
    switch register.first {
    case "q": 16
    case "x", "d": 8
    default: 4
    }
  }

  /// w8 and x8 are one register.
  private func register(_ name: String) -> String { name.hasPrefix("w") ? "x" + name.dropFirst() : name }
}

/// RISC-V, 64-bit.
struct RISCVReader: InstructionReader {
  let baseRegister = "a0"

  func effects(of instruction: MachineInstruction) -> [Effect] {
    let (name, operands) = (instruction.mnemonic, instruction.operands)
    switch name {
    case "fence", "fence.tso": return barrier(operands)
    case "ret": return [.leave(isConditional: false)]
    case "j", "jr": return target(operands.first).map { [.jump($0, isConditional: false)] } ?? []
    case "mv": return [.move(operands[0], from: operands[1], plus: 0)]
    case "addi" where operands.count == 3:
      if let plus = number(operands[2]) { return [.move(operands[0], from: operands[1], plus: plus)] }
    default: break
    }
    if name.hasPrefix("b") { return target(operands.last).map { [.jump($0, isConditional: true)] } ?? [] }
    guard let operand = operands.first(where: { $0.contains("(") }), let (base, offset) = memory(operand)
    else { return operands.first.map { [.clobber($0)] } ?? [] }
    let bytes = name == "ld" || name == "sd" ? 8 : 4
    if name.hasPrefix("amo") {
      return [
        .access(.update, atomic(name), base: base, offset: offset, bytes: 4), .clobber(operands[0]),
      ]
    }
    if name.hasPrefix("sc.") { return [.access(.store, atomic(name), base: base, offset: offset, bytes: 4)] }
    if name.hasPrefix("lr.") {
      return [.access(.load, atomic(name), base: base, offset: offset, bytes: 4), .clobber(operands[0])]
    }
    if name.hasPrefix("s") { return [.access(.store, .store, base: base, offset: offset, bytes: bytes)] }
    return [.access(.load, .load, base: base, offset: offset, bytes: bytes), .clobber(operands[0])]
  }

  private func barrier(_ operands: [String]) -> [Effect] {
    let name = "fence " + operands.joined(separator: ",")
    // An ordering the table has no name for (.tso among them) is taken for the weakest it contains.
    return [.barrier(Instruction(rawValue: name) ?? .fenceRWW)]
  }

  private func atomic(_ name: String) -> Instruction {
    name.hasSuffix(".aqrl")
      ? .amoAqRl : name.hasSuffix(".aq") ? .amoAq : name.hasSuffix(".rl") ? .amoRl : .atomic
  }

  private func memory(_ operand: String) -> (String, Int)? {
    guard let open = operand.firstIndex(of: "(") else { return nil }
    let base = operand[operand.index(after: open)...].prefix { $0 != ")" }
    let offset = operand[..<open].isEmpty ? 0 : number(operand[..<open])
    return offset.map { (String(base), $0) }
  }
}

/// ARMv7, A32 encoding.
struct ARMReader: InstructionReader {
  let baseRegister = "r0"
  private static let conditions = ["eq", "ne", "hs", "lo", "mi", "pl", "hi", "ls", "ge", "lt", "gt", "le"]

  func effects(of machineInstruction: MachineInstruction) -> [Effect] {
    let (name, operands) = (machineInstruction.mnemonic, machineInstruction.operands)
    let isConditional = Self.conditions.contains { name.hasSuffix($0) }
    if name == "dmb" {
      return [.barrier(operands.first == "ishst" ? .dmbIshst : .dmbIsh)]
    }
    if name.hasPrefix("bx") || name.hasPrefix("pop") && operands.contains(where: { $0.contains("pc") }) {
      return [.leave(isConditional: isConditional)]
    }
    if name == "b" || name.hasPrefix("b") && name.count == 3 && isConditional {
      return target(operands.first).map { [.jump($0, isConditional: isConditional)] } ?? []
    }
    if name == "mov", operands.count == 2, !operands[1].hasPrefix("#") {
      return [.move(operands[0], from: operands[1], plus: 0)]
    }
    if name == "add", operands.count == 3, let plus = number(operands[2]) {
      return [.move(operands[0], from: operands[1], plus: plus)]
    }
    if name.hasPrefix("cmp") || name.hasPrefix("push") || name.hasPrefix("tst") { return [] }
    if name.hasPrefix("ldm") || name.hasPrefix("stm") { return multiple(name, operands) }
    guard let (base, offset, before, after) = bracketed(operands) else {
      return operands.first.map { [.clobber($0)] } ?? []
    }
    let isStore = name.hasPrefix("st") || name.hasPrefix("vst")
    let isVector = name.hasPrefix("v")
    let registers = isVector ? operands[0].split(separator: ",").count : 1
    let bytes = isVector ? 8 * registers : name.hasPrefix("ldrd") || name.hasPrefix("strd") ? 8 : 4
    let instruction: Instruction = name.contains("ex") ? .atomic : isStore ? .store : .load
    // strne is a branch around a store.
    let next = machineInstruction.address + UInt64(machineInstruction.bytes)
    var effects: [Effect] = isConditional ? [.jump(next, isConditional: true)] : []
    effects.append(.access(isStore ? .store : .load, instruction, base: base, offset: offset, bytes: bytes))
    if !isStore, !isVector { effects += operands.prefix { !$0.hasPrefix("[") }.map { .clobber($0) } }
    // A vector access that writes back moves the base by what it accessed.
    let writesBack = isVector && operands.contains { $0.hasSuffix("!") }
    let moved = writesBack ? bytes : before + after
    if moved != 0 { effects.append(.move(base, from: base, plus: moved)) }
    return effects
  }

  private func multiple(_ name: String, _ operands: [String]) -> [Effect] {
    guard operands.count == 2 else { return [] }
    let base = String(operands[0].prefix { $0 != "!" })
    let registers = operands[1].filter { !"{}".contains($0) }.split(separator: ",").map(String.init)
    let bytes = 4 * registers.count
    let start = name.hasSuffix("ib") ? 4 : name.hasSuffix("db") ? -bytes : 0
    let isStore = name.hasPrefix("st")
    var effects: [Effect] = [
      .access(isStore ? .store : .load, isStore ? .store : .load, base: base, offset: start, bytes: bytes)
    ]
    if !isStore { effects += registers.map { .clobber($0) } }
    if operands[0].hasSuffix("!") {
      effects.append(.move(base, from: base, plus: name.hasSuffix("db") ? -bytes : bytes))
    }
    return effects
  }
}
