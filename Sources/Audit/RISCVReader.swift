import AIORing

/// RISC-V, 64-bit.
struct RISCVReader: InstructionReader {
  let baseRegister = "a0"

  /// Instructions of registers only, the first of which they change.
  private static let computing: Set<String> = [
    "li", "lui", "auipc", "mv", "add", "addi", "addw", "addiw", "sub", "subw", "and", "andi", "or", "ori",
    "xor",
    "xori", "not", "neg", "negw", "sll", "slli", "slliw", "srl", "srli", "srliw", "sra", "srai", "slt",
    "slti",
    "sltu", "sltiu", "seqz", "snez", "sltz", "sgtz", "sext.w", "zext.b", "mul",
  ]
  private static let branches: Set<String> = [
    "beq", "bne", "blt", "bge", "bltu", "bgeu", "beqz", "bnez", "blez", "bgez", "bltz", "bgtz", "bgt", "ble",
    "bgtu",
    "bleu",
  ]
  private static let loads = ["lb": 1, "lbu": 1, "lh": 2, "lhu": 2, "lw": 4, "lwu": 4, "ld": 8, "fld": 8]
  private static let stores = ["sb": 1, "sh": 2, "sw": 4, "sd": 8, "fsd": 8]
  private static let atomics = ["amoswap", "amoadd", "amoor", "amoand", "amoxor"]

  func effects(of instruction: MachineInstruction) -> [Effect]? {
    let (name, operands) = (instruction.mnemonic, instruction.operands)
    switch name {
    case "fence":
      let spelt = "fence " + operands.joined(separator: ",")
      // The hint PAUSE lies in the encodings of FENCE (Zihintpause).
      return spelt == "fence w,0" ? [] : Instruction(rawValue: spelt).map { [.barrier($0)] }
    case "pause", "nop": return []
    case "ret": return [.leave(isConditional: false)]
    case "unimp", "ebreak": return [.trap]
    case "j", "jr": return jump(operands.first, isConditional: false)
    case "mv" where operands.count == 2: return [.move(operands[0], from: operands[1], plus: 0)]
    case "addi" where operands.count == 3:
      if let plus = number(operands[2]) { return [.move(operands[0], from: operands[1], plus: plus)] }
    default: break
    }
    if Self.branches.contains(name) { return jump(operands.last, isConditional: true) }
    if Self.computing.contains(name) {
      return operands.first.map { [.compute($0, from: Array(operands.dropFirst()))] }
    }
    guard let operand = operands.last, let first = operands.first, let (base, offset) = memory(operand) else {
      return nil
    }
    if let bytes = Self.loads[name] {
      return [.access(.load, .load, base: base, offset: offset, bytes: bytes), .compute(first, from: [])]
    }
    if let bytes = Self.stores[name] {
      return [.access(.store, .store, base: base, offset: offset, bytes: bytes)]
    }
    let parts = name.split(separator: ".")
    guard parts.count >= 2, let bytes = ["w": 4, "d": 8][parts[1]],
      let by = atomic(parts.dropFirst(2).joined())
    else { return nil }
    let kind: Effect.Kind
    switch parts[0] {
    case "lr": kind = .load
    case "sc": kind = .store
    case let operation where Self.atomics.contains(String(operation)): kind = .update
    default: return nil
    }
    return [.access(kind, by, base: base, offset: offset, bytes: bytes), .compute(first, from: [])]
  }

  private func atomic(_ suffix: String) -> Instruction? {
    ["": .atomic, "aq": .amoAq, "rl": .amoRl, "aqrl": .amoAqRl][suffix]
  }

  /// `offset(base)`.
  private func memory(_ operand: String) -> (String, Int)? {
    guard let open = operand.firstIndex(of: "(") else { return nil }
    let base = operand[operand.index(after: open)...].prefix { $0 != ")" }
    let offset = operand[..<open].isEmpty ? 0 : number(operand[..<open])
    return offset.map { (String(base), $0) }
  }
}
