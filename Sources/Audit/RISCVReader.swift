import AIORing
import WeakMemory

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

  func effects(of instruction: MachineInstruction) -> [Effect]? {
    let (name, operands) = (instruction.mnemonic, instruction.operands)
    switch name {
    case "fence":
      let spelt = operands.isEmpty ? name : "fence " + operands.joined(separator: ",")
      return InstructionSet.riscv.memoryInstruction(spelt)?.barrier
    case "fence.tso": return InstructionSet.riscv.memoryInstruction(name)?.barrier
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
    guard let operand = operands.last, let first = operands.first, let (base, offset) = address(operand)
    else {
      return nil
    }
    guard let memory = InstructionSet.riscv.memoryInstruction(name), let access = memory.access,
      let bytes = memory.bytes
    else { return nil }
    let effect = Effect.access(access.kind, access.by, base: base, offset: offset, bytes: bytes)
    return access.kind == .store && !memory.isStoreExclusive ? [effect] : [effect, .compute(first, from: [])]
  }

  /// `offset(base)`.
  private func address(_ operand: String) -> (String, Int)? {
    guard let open = operand.firstIndex(of: "(") else { return nil }
    let base = operand[operand.index(after: open)...].prefix { $0 != ")" }
    let offset = operand[..<open].isEmpty ? 0 : number(operand[..<open])
    return offset.map { (String(base), $0) }
  }
}
