import AIORing

/// What an instruction does to memory and to the order of accesses, whatever its operands: the one table that the
/// litmus checker and the audit of compiled code both look a mnemonic up in.
public struct MemoryInstruction: Equatable, Sendable {
  /// What it does.
  public enum Kind: Equatable, Sendable {
    case load(Instruction)
    case store(Instruction)
    /// Load-exclusive, load-linked, load-and-reserve, and the store that succeeds only if nothing came between.
    case loadExclusive(Instruction)
    case storeExclusive(Instruction)
    /// A read and a write in one atomic step.
    case update(AtomicOperation, load: Instruction, store: Instruction)
    /// A barrier; nil if it orders nothing that a model knows of.
    case barrier(Instruction?)
  }

  /// What an atomic instruction makes of the old value and its operand.
  public enum AtomicOperation: Sendable {
    case exchange, compareExchange, add, and, or, xor, clear
    /// The larger or the smaller of the two, with or without a sign.
    case maximum, minimum, unsignedMaximum, unsignedMinimum
  }

  public var kind: Kind
  /// The bytes it accesses; nil if its registers say so.
  public var bytes: Int?
  /// What a load of so few bytes does to the rest of its register: copies of the sign, else zeros.
  public var isSigned: Bool

  init(_ kind: Kind, bytes: Int? = nil, isSigned: Bool = false) {
    (self.kind, self.bytes, self.isSigned) = (kind, bytes, isSigned)
  }
}

/// The instruction sets whose machine code is read, by their assemblers' mnemonics in lower case.
public enum InstructionSet: Sendable {
  case aarch64, arm, power, riscv, x86

  /// The memory instruction of that mnemonic; nil if there is none in the table. A barrier's operand belongs to its
  /// mnemonic: `dmb ish`, `fence r,rw`.
  public func memoryInstruction(_ mnemonic: String) -> MemoryInstruction? {
    switch self {
    case .aarch64: AArch64Instructions.table[mnemonic]
    case .arm: ARMInstructions.table[mnemonic]
    case .power: PowerInstructions.table[mnemonic]
    case .riscv: RISCVInstructions.table[mnemonic]
    case .x86: X86Instructions.table[mnemonic]
    }
  }
}
