import AIORing

/// What an instruction does, as far as it concerns the ring's accesses and their order.
enum Effect: Equatable, Sendable {
  enum Kind: Sendable {
    case load, store, update
    /// An update whose result is thrown away. Its read is behind nothing that waits for loads (Arm ARM, B2.3: DMB LD;
    /// NoRet in herdtools7's aarch64.cat).
    case unreturnedUpdate
  }
  /// An access to `base` plus `offset`, `bytes` long; the offset is nil where another register is added.
  case access(Kind, Instruction, base: String, offset: Int?, bytes: Int)
  case barrier(Instruction)
  /// A register becomes another plus a constant.
  case move(String, from: String, plus: Int)
  /// A register becomes something computed from others; if one held an address of the ring, that is no longer known.
  case compute(String, from: [String])
  case jump(UInt64, isConditional: Bool)
  /// The effects that follow may be skipped, without a branch: a conditional instruction between registers.
  case skip(to: UInt64)
  case leave(isConditional: Bool)
  /// The program ends here.
  case trap
}
