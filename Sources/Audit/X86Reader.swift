import AIORing
import WeakMemory

/// x86-64, AT&T syntax.
struct X86Reader: InstructionReader {
  let baseRegister = "rdi"

  /// Moves. The streaming stores (movnti, movntdq and so on) are weakly ordered and must not be in this table.
  private static let moves: Set<String> = [
    "movb", "movw", "movl", "movq", "movabsq", "movups", "movaps", "movdqu", "movdqa", "movupd", "movapd",
    "movss", "movsd", "movd", "vmovups", "vmovaps", "vmovdqu", "vmovdqa", "movzbl", "movzwl", "movsbl",
    "movswl", "movslq",
  ]
  /// Instructions with two or three operands whose last is what they change.
  private static let arithmetic: Set<String> = [
    "add", "sub", "and", "or", "xor", "adc", "sbb", "shl", "shr", "sar", "rol", "ror", "imul", "not", "neg",
    "inc",
    "dec", "bswap",
  ]
  private static let registerOnly: Set<String> = ["xorps", "vxorps", "pxor", "vpxor"]
  private static let nothing: Set<String> = ["pause", "cltq", "cqto", "leave"]

  func effects(of instruction: MachineInstruction) -> [Effect]? {
    let (name, operands) = (instruction.mnemonic, instruction.operands)
    switch name {
    case "mfence", "sfence", "lfence": return InstructionSet.x86.memoryInstruction(name)?.barrier
    case "retq", "ret": return [.leave(isConditional: false)]
    case "int3", "ud2": return [.trap]
    case "jmp": return jump(operands.first, isConditional: false)
    case "pushq": return []
    case "popq": return operands.first.map { [.compute(register($0), from: [])] }
    default: break
    }
    if Self.nothing.contains(name) || name.hasPrefix("nop") { return [] }
    if name.hasPrefix("j") { return jump(operands.first, isConditional: true) }
    if name.hasPrefix("lea"), operands.count == 2 {
      let to = register(operands[1])
      guard let memory = Memory(operands[0], reader: self) else { return nil }
      guard let offset = memory.offset else { return [.compute(to, from: memory.registers)] }
      return [.move(to, from: memory.base, plus: offset)]
    }
    let index = operands.firstIndex { $0.contains("(") }
    let memory = index.flatMap { Memory(operands[$0], reader: self) }
    if index != nil, memory == nil { return nil }
    let others = operands.indices.filter { $0 != index }.map { register(operands[$0]) }
    let changed = operands.last.map { $0.hasPrefix("%") ? register($0) : "" } ?? ""
    let change: [Effect] = changed.isEmpty ? [] : [.compute(changed, from: others)]
    func access(_ kind: Effect.Kind, _ by: Instruction) -> [Effect] {
      guard let memory else { return [] }
      return [
        .access(
          kind, by, base: memory.base, offset: memory.offset, bytes: width(name, operands))
      ]
    }
    if name.hasPrefix("lock ") {
      // A locked add of zero is a barrier, whatever its address.
      if operands.first == "$0x0" || operands.first == "$0" { return [.barrier(.lockAdd)] }
      let read = others.first.map { [Effect.compute($0, from: [])] } ?? []
      return access(.update, .lockedAtomic) + read
    }
    if name.hasPrefix("xchg"), memory != nil {
      // A sequentially consistent store ignores the value read; a lock uses it.
      return access(.update, .xchg) + others.prefix(1).map { .compute($0, from: []) }
    }
    if Self.moves.contains(name) {
      if let index {
        return index == operands.count - 1
          ? access(.store, .store) : access(.load, .load) + [.compute(changed, from: [])]
      }
      if let from = operands.first, from.hasPrefix("%"), !from.contains("mm") {
        return [.move(changed, from: register(from), plus: 0)]
      }
      return change
    }
    if name.hasPrefix("cmp") || name.hasPrefix("test") { return access(.load, .load) }
    if name.hasPrefix("set") { return memory == nil ? change : access(.store, .store) }
    if name.hasPrefix("cmov") { return access(.load, .load) + change }
    if Self.registerOnly.contains(name), memory == nil { return change }
    guard Self.arithmetic.contains(name) || Self.arithmetic.contains(String(name.dropLast())) else {
      return nil
    }
    if index == operands.count - 1 { return access(.load, .load) + access(.store, .store) }
    return access(.load, .load) + change
  }

  /// `offset(base,index,scale)`.
  private struct Memory {
    let base: String
    let registers: [String]
    let offset: Int?

    init?(_ operand: String, reader: X86Reader) {
      guard let open = operand.firstIndex(of: "(") else { return nil }
      let inside = operand[operand.index(after: open)...].prefix { $0 != ")" }
      registers = inside.split(separator: ",").filter { $0.hasPrefix("%") }.map { reader.register($0) }
      guard let first = registers.first else { return nil }
      base = first
      let displacement = operand[..<open].isEmpty ? 0 : reader.number(operand[..<open])
      offset = registers.count == 1 ? displacement : nil
    }
  }

  private func width(_ name: String, _ operands: [String]) -> Int {
    if operands.contains(where: { $0.contains("ymm") }) { return 32 }
    if operands.contains(where: { $0.contains("xmm") }) { return 16 }
    return switch name.last {
    case "q": 8
    case "l": 4
    case "w": 2
    default: 1
    }
  }

  /// eax and rax are one register, and so are al and rax.
  private func register(_ text: some StringProtocol) -> String {
    let name = text.drop { $0 == "%" }
    if name.hasPrefix("e") { return "r" + name.dropFirst() }
    if name.count == 2, name.hasSuffix("l"), let letter = name.first, "abcd".contains(letter) {
      return "r\(letter)x"
    }
    return String(name)
  }
}
