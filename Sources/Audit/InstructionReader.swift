import AIORing
import WeakMemory

/// Reads one instruction set. What accesses memory or orders accesses stands in the checker's table (InstructionSets);
/// a reader knows the operands, and the instructions that do neither.
protocol InstructionReader: Sendable {
  /// The register in which a function gets the ring's address.
  var baseRegister: String { get }
  /// What an instruction does; nil if it is not in the table. An unknown instruction may access memory or order
  /// accesses, so that code which reaches one is not judged.
  func effects(of instruction: MachineInstruction) -> [Effect]?
}

extension MemoryInstruction {
  /// The access that it is; nil for a barrier, and for an update that orders by both its halves, which the audit has no
  /// step for.
  var access: (kind: Effect.Kind, by: Instruction)? {
    switch kind {
    case .load(let load), .loadExclusive(let load): (.load, load)
    case .store(let store), .storeExclusive(let store): (.store, store)
    case .update(_, let load, let store):
      load == store || store == .atomic ? (.update, load) : load == .atomic ? (.update, store) : nil
    case .barrier: nil
    }
  }

  /// The barrier that it is, if any: nothing where it orders nothing.
  var barrier: [Effect]? {
    if case .barrier(let instruction) = kind { instruction.map { [.barrier($0)] } ?? [] } else { nil }
  }

  var isStoreExclusive: Bool { if case .storeExclusive = kind { true } else { false } }
}

extension InstructionReader {
  func number(_ text: some StringProtocol) -> Int? {
    let digits = text.drop { "#$".contains($0) }
    let (sign, rest) = digits.hasPrefix("-") ? (-1, digits.dropFirst()) : (1, digits)
    let value = rest.hasPrefix("0x") ? Int(rest.dropFirst(2), radix: 16) : Int(rest)
    return value.map { sign * $0 }
  }

  /// A branch to the operand's address, printed as 0x… and a symbol; nil if the address is in a register.
  func jump(_ operand: String?, isConditional: Bool) -> [Effect]? {
    guard let operand, operand.hasPrefix("0x") else { return nil }
    return UInt64(operand.dropFirst(2).prefix { $0.isHexDigit }, radix: 16)
      .map { [.jump($0, isConditional: isConditional)] }
  }
}

/// `[base, #offset]` of the ARM assemblers, with its write-back.
struct BracketedAddress {
  let base: String
  /// In bytes; nil where another register is added.
  let offset: Int?
  /// The write-back increment of the base, pre- or post-index, in bytes.
  let moved: Int

  init?(_ operands: [String], reader: some InstructionReader) {
    guard let index = operands.firstIndex(where: { $0.hasPrefix("[") }) else { return nil }
    let inside = operands[index].drop { $0 == "[" }.prefix { $0 != "]" && $0 != ":" }
    let parts = inside.split(separator: ",")
    guard let base = parts.first else { return nil }
    self.base = String(base)
    let offset = parts.count > 1 ? reader.number(parts[1]) : 0
    let after = operands.indices.contains(index + 1) ? reader.number(operands[index + 1]) ?? 0 : 0
    moved = (operands[index].hasSuffix("!") ? offset ?? 0 : 0) + after
    self.offset = offset
  }
}
