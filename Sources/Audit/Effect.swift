import AIORing

/// What an instruction does, as far as the ring's accesses and their order go.
enum Effect: Equatable, Sendable {
  enum Kind: Sendable { case load, store, update }
  /// An access to `base` plus `offset`, `bytes` long; the offset is nil where another register is added.
  case access(Kind, Instruction, base: String, offset: Int?, bytes: Int)
  case barrier(Instruction)
  /// A register becomes another plus a constant.
  case move(String, from: String, plus: Int)
  /// A register becomes something computed from others: an address of the ring among them is lost track of.
  case compute(String, from: [String])
  case jump(UInt64, isConditional: Bool)
  /// What follows may not happen, and whether it does is no branch: a conditional instruction between registers.
  case skip(to: UInt64)
  case leave(isConditional: Bool)
  /// The program ends here.
  case trap
}
