import AIORing

/// How the source's accesses and fences reach a model: as they are, or as an architecture's instructions.
enum Lowering: Sendable {
  /// The kernel's own primitives.
  case kernel
  /// C11: the kernel's barriers become the fences that stand for them.
  case c11
  /// Instructions. With `volatileAccesses` a relaxed access becomes an acquire load or a release store, as gcc compiled
  /// volatile accesses on IA-64 (`ld.acq` and `st.rel`).
  case instructions(InstructionMapping, volatileAccesses: Bool = false)
}
