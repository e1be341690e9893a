import AIORing
import WeakMemory

/// ARMv7, A32 encoding.
struct ARMReader: InstructionReader {
  let baseRegister = "r0"

  private static let conditions = ["eq", "ne", "hs", "lo", "mi", "pl", "hi", "ls", "ge", "lt", "gt", "le"]
  /// Instructions of registers only, the first of which they change.
  private static let computing: Set<String> = [
    "mov", "mvn", "movw", "movt", "add", "adds", "sub", "subs", "rsb", "and", "orr", "eor", "bic", "lsl",
    "lsr",
    "asr", "clz", "uxtb", "mul", "adr", "vmov",
  ]
  private static let comparing: Set<String> = ["cmp", "cmn", "tst", "teq", "yield", "nop", "push"]
  private static let others: Set<String> = ["b", "bx", "dmb", "dsb", "pop", "trap", "udf", "ldm", "stm"]

  func effects(of instruction: MachineInstruction) -> [Effect]? {
    let operands = instruction.operands
    let next = instruction.address + UInt64(instruction.bytes)
    guard let (name, isConditional) = unconditional(instruction.mnemonic) else { return nil }
    switch name {
    case "dmb", "dsb", "isb":
      let spelt = name == "isb" ? name : "\(name) \(operands.first ?? "")"
      return isConditional ? nil : InstructionSet.arm.memoryInstruction(spelt)?.barrier
    case "trap", "udf": return [.trap]
    case "bx": return [.leave(isConditional: isConditional)]
    case "b": return jump(operands.first, isConditional: isConditional)
    case "pop":
      let popped = registers(operands[...])
      return popped.contains("pc")
        ? [.leave(isConditional: isConditional)] : popped.map { .compute($0, from: []) }
    case "mov" where operands.count == 2 && !operands[1].hasPrefix("#") && !isConditional:
      return [.move(operands[0], from: operands[1], plus: 0)]
    case "add" where operands.count == 3 && operands[1] != "pc" && !isConditional:
      if let plus = number(operands[2]) { return [.move(operands[0], from: operands[1], plus: plus)] }
    default: break
    }
    if Self.comparing.contains(name) { return [] }
    if Self.computing.contains(name) {
      return operands.first.map { first in
        (isConditional ? [.skip(to: next)] : []) + [.compute(first, from: Array(operands.dropFirst()))]
      }
    }
    // strne is a branch around a store.
    let skip: [Effect] = isConditional ? [.jump(next, isConditional: true)] : []
    if name == "ldm" || name == "stm" {
      return multiple(instruction.mnemonic, operands).map { skip + $0 }
    }
    guard let memory = InstructionSet.arm.memoryInstruction(name), let access = memory.access,
      let width = memory.bytes, let address = BracketedAddress(operands, reader: self)
    else {
      return nil
    }
    let isVector = name.hasPrefix("vld1") || name.hasPrefix("vst1")
    let bytes = isVector ? 8 * registers(operands[..<1]).count : width
    var effects = skip
    effects.append(
      .access(access.kind, access.by, base: address.base, offset: address.offset, bytes: bytes))
    if access.kind == .load, !name.hasPrefix("v") {
      effects += operands.prefix { !$0.hasPrefix("[") }.map { .compute($0, from: []) }
    }
    if memory.isStoreExclusive, let status = operands.first { effects.append(.compute(status, from: [])) }
    // A vector access that writes back moves the base by what it accessed.
    let writesBack = isVector && operands.contains { $0.hasSuffix("!") }
    let moved = writesBack ? bytes : address.moved
    if moved != 0 { effects.append(.move(address.base, from: address.base, plus: moved)) }
    return effects
  }

  /// The mnemonic without its condition; nil if it is in no table.
  private func unconditional(_ mnemonic: String) -> (name: String, isConditional: Bool)? {
    if let name = known(mnemonic) { return (name, false) }
    guard Self.conditions.contains(where: mnemonic.hasSuffix) else { return nil }
    return known(String(mnemonic.dropLast(2))).map { ($0, true) }
  }

  private func known(_ name: String) -> String? {
    let isKnown =
      Self.computing.contains(name) || Self.comparing.contains(name) || Self.others.contains(name)
      || InstructionSet.arm.memoryInstruction(name) != nil
    if isKnown { return name }
    return ["ldmia", "ldmib", "ldmda", "ldmdb", "stmia", "stmib", "stmda", "stmdb"].contains(name)
      ? String(name.prefix(3)) : nil
  }

  private func registers(_ operands: ArraySlice<String>) -> [String] {
    operands.flatMap { $0.filter { !"{}".contains($0) }.split(separator: ",").map(String.init) }
  }

  private func multiple(_ name: String, _ operands: [String]) -> [Effect]? {
    guard operands.count == 2, !name.contains("da") else { return nil }
    let base = String(operands[0].prefix { $0 != "!" })
    let listed = registers(operands[1...])
    let bytes = 4 * listed.count
    let start = name.contains("ib") ? 4 : name.contains("db") ? -bytes : 0
    let isStore = name.hasPrefix("st")
    var effects: [Effect] = [
      .access(isStore ? .store : .load, isStore ? .store : .load, base: base, offset: start, bytes: bytes)
    ]
    if !isStore { effects += listed.map { .compute($0, from: []) } }
    if operands[0].hasSuffix("!") {
      effects.append(.move(base, from: base, plus: name.contains("db") ? -bytes : bytes))
    }
    return effects
  }
}
