/// The assembly languages of herd7 that are read, by the names that a test starts with.
public enum AssemblyLanguage: String, CaseIterable, Sendable {
  case aarch64 = "AArch64"
  case arm = "ARM"
  case power = "PPC"
  case riscv = "RISCV"
  case x86 = "X86"
  case amd64 = "X86_64"

  /// The model of the machine.
  public var model: Model {
    switch self {
    case .aarch64: .armv8
    case .arm: .armv7
    case .power: .power
    case .riscv: .riscv
    case .x86, .amd64: .x86TSO
    }
  }

  /// The models that give its instructions a meaning: the machine's own; sequential consistency, to which all
  /// barriers are nothing; and ARMv8 for ARM, whose barriers it kept.
  var models: [Model] { self == .arm ? [model, .armv8, .sc] : [model, .sc] }

  var instructionSet: InstructionSet {
    switch self {
    case .aarch64: .aarch64
    case .arm: .arm
    case .power: .power
    case .riscv: .riscv
    case .x86, .amd64: .x86
    }
  }

  /// What a computation does to a whole register: those of the 32-bit machines hold words, read by their sign.
  var registerWidth: WordWidth { self == .arm || self == .x86 ? .signExtended : .all }

  /// How its instructions become steps.
  var decoder: any AssemblyDecoder.Type {
    switch self {
    case .aarch64: AArch64Decoder.self
    case .arm: ARMDecoder.self
    case .power: PowerDecoder.self
    case .riscv: RISCVDecoder.self
    case .x86: X86Decoder.self
    case .amd64: X8664Decoder.self
    }
  }

  /// The shared variables that an instruction names: on x86 an address is a name in brackets.
  func variables(of instruction: AssemblyInstruction) -> [String] {
    guard self == .x86 || self == .amd64 else { return [] }
    return instruction.operands.compactMap { operand in
      guard let name = operand.bracketed, name.first?.isLetter ?? false, decoder.register(name) == nil,
        name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
      else { return nil }
      return name
    }
  }
}

extension String {
  /// What stands in the brackets if the text is nothing but brackets: `[x]`, `(x)`.
  var bracketed: String? {
    guard let first, let last, (first == "[" && last == "]") || (first == "(" && last == ")") else {
      return nil
    }
    return String(dropFirst().dropLast()).trimmingBlanks
  }
}
