import AIORing
import WeakMemory

/// AArch64.
struct AArch64Reader: InstructionReader {
  let baseRegister = "x0"

  /// Instructions of registers only, the first of which they change.
  private static let computing: Set<String> = [
    "mov", "movk", "movn", "movz", "movi", "fmov", "add", "adds", "sub", "subs", "and", "ands", "orr", "eor",
    "bic",
    "mvn", "neg", "lsl", "lsr", "asr", "ubfx", "sbfx", "bfi", "uxtw", "sxtw", "csel", "cset", "csetm",
    "csinc",
    "cinc", "mul", "madd", "adr", "adrp", "dup", "ins",
  ]
  private static let comparing: Set<String> = ["cmp", "cmn", "tst", "ccmp", "yield", "nop"]
  func effects(of instruction: MachineInstruction) -> [Effect]? {
    let (name, operands) = (instruction.mnemonic, instruction.operands)
    switch name {
    case "dmb", "dsb":
      return InstructionSet.aarch64.memoryInstruction("\(name) \(operands.first ?? "")")?.barrier
    case "isb": return InstructionSet.aarch64.memoryInstruction(name)?.barrier
    case "ret": return [.leave(isConditional: false)]
    case "brk", "udf": return [.trap]
    case "b": return jump(operands.first, isConditional: false)
    case "cbz", "cbnz", "tbz", "tbnz": return jump(operands.last, isConditional: true)
    case "mov" where operands.count == 2 && operands[1].hasPrefix("x"):
      return [.move(operands[0], from: register(operands[1]), plus: 0)]
    case "add" where operands.count == 3 && operands[0].hasPrefix("x"):
      if let plus = number(operands[2]) {
        return [.move(operands[0], from: register(operands[1]), plus: plus)]
      }
    case "sub" where operands.count == 3 && operands[0].hasPrefix("x"):
      if let minus = number(operands[2]) {
        return [.move(operands[0], from: register(operands[1]), plus: -minus)]
      }
    default: break
    }
    if name.hasPrefix("b.") { return jump(operands.first, isConditional: true) }
    if Self.comparing.contains(name) { return [] }
    if Self.computing.contains(name) {
      return operands.first.map { [.compute(register($0), from: operands.dropFirst().map(register))] }
    }
    guard let memory = InstructionSet.aarch64.memoryInstruction(name), let access = memory.access,
      let first = operands.first
    else { return nil }
    let isPair = ["ldp", "stp", "ldnp", "stnp"].contains(name)
    let isConditionalStore = memory.isStoreExclusive
    let isCompare = name.hasPrefix("cas")
    // A swap reads into its second operand, a compare-and-swap into its first.
    let changed: [String] =
      switch access.kind {
      case .load: operands.prefix(isPair ? 2 : 1).map(register)
      case .update: [register(isCompare ? first : operands.count < 3 ? "xzr" : operands[1])]
      case .unreturnedUpdate: []
      case .store: isConditionalStore ? [register(first)] : []
      }
    guard let address = BracketedAddress(operands, reader: self) else {
      // A constant beside the code.
      return access.by == .load ? changed.map { .compute($0, from: []) } : nil
    }
    let datum = isConditionalStore && operands.count > 1 ? operands[1] : first
    let bytes = memory.bytes ?? width(datum) * (isPair ? 2 : 1)
    // An atomic whose result is thrown away acquires nothing (Arm ARM, LDADDA: "if the destination register is not XZR").
    let isUnreturned = access.kind == .update && changed == ["xzr"]
    var effects: [Effect] = [
      .access(
        isUnreturned ? .unreturnedUpdate : access.kind,
        isUnreturned && access.by == .ldaxr ? .atomic : access.by,
        base: address.base, offset: address.offset, bytes: bytes)
    ]
    effects += changed.map { .compute($0, from: []) }
    if address.moved != 0 { effects.append(.move(address.base, from: address.base, plus: address.moved)) }
    return effects
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
