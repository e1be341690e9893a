import AIORing

/// A memory model as axioms over an execution's relations.
///
/// Every axiom must stay broken once it is: the explorer drops a partial execution that breaks one.
protocol MemoryModel {
  /// The model's axioms and the terms they are made of, each of which a test can leave out.
  associatedtype Rule: RawRepresentable<String> & CaseIterable & Equatable & Sendable
  /// Whether the model allows an execution, with one rule left out if so asked.
  static func permits(_ x: Relations, without omitted: Rule?) -> Bool
}

extension MemoryModel {
  /// A relation, or nothing if the rule it stands for is left out.
  @inline(__always)
  static func term(_ rule: Rule, _ omitted: Rule?, _ relation: @autoclosure () -> Relation, _ x: Relations)
    -> Relation
  {
    if let omitted, omitted == rule { return x.empty }
    return relation()
  }

  /// Whether an axiom holds, or is left out.
  @inline(__always)
  static func axiom(_ rule: Rule, _ omitted: Rule?, _ holds: @autoclosure () -> Bool) -> Bool {
    if let omitted, omitted == rule { return true }
    return holds()
  }
}

/// The memory models by name.
public enum Model: String, CaseIterable, Sendable, Codable {
  case sc
  case x86TSO = "x86-tso"
  case sparcPSO = "sparc-pso"
  case sparcRMO = "sparc-rmo"
  case alpha
  case ia64
  case mips
  case armv7
  case armv8
  case power
  case riscv
  case lkmm
  case rc11
}

/// How gcc compiled the ring's indices on IA-64.
public enum IA64Accesses: String, CaseIterable, Sendable {
  /// Plain loads and stores, of which those of one variable may be reordered.
  case plain
  /// Volatile accesses, which became `ld.acq` and `st.rel`.
  case volatile
}

extension Model {
  /// How the source's accesses and barriers reach the model.
  func lowering(ia64: IA64Accesses) -> Lowering {
    switch self {
    case .sc, .lkmm: .kernel
    case .rc11: .c11
    case .x86TSO: .instructions(InstructionMapping(.x86), volatileAccesses: false)
    case .sparcPSO: .instructions(InstructionMapping(.sparcPSO), volatileAccesses: false)
    case .sparcRMO: .instructions(InstructionMapping(.sparcRMO), volatileAccesses: false)
    case .alpha: .instructions(InstructionMapping(.alpha), volatileAccesses: false)
    case .ia64: .instructions(InstructionMapping(.ia64), volatileAccesses: ia64 == .volatile)
    case .mips: .instructions(InstructionMapping(.mips), volatileAccesses: false)
    case .armv7: .instructions(InstructionMapping(.armv7), volatileAccesses: false)
    case .armv8: .instructions(InstructionMapping(.armv8), volatileAccesses: false)
    case .power: .instructions(InstructionMapping(.power), volatileAccesses: false)
    case .riscv: .instructions(InstructionMapping(.riscv), volatileAccesses: false)
    }
  }

  /// Whether program order and reads-from make no cycle in any execution that the model allows: then no read returns
  /// what is written later.
  var forbidsLoadBuffering: Bool {
    switch self {
    case .sc, .x86TSO, .sparcPSO, .rc11: true
    default: false
    }
  }

  /// Whether a plain access that the model keeps behind a read stays behind what that read returns, too. The kernel's
  /// happens-before has marked accesses only.
  var keepsPlainAccessesBehind: Bool { self != .lkmm }

  /// Whether two loads of one location by one thread stay in order.
  var ordersSameLocationLoads: Bool { self != .ia64 }

  /// The model's axioms, with one rule left out if so asked.
  func checker(omitting rule: String?) -> (Relations) -> Bool {
    func checker<M: MemoryModel>(_: M.Type) -> (Relations) -> Bool {
      let omitted = rule.flatMap(M.Rule.init)
      return { M.permits($0, without: omitted) }
    }
    switch self {
    case .sc: return checker(SequentialConsistency.self)
    case .x86TSO: return checker(TotalStoreOrder.self)
    case .sparcPSO: return checker(PartialStoreOrder.self)
    case .sparcRMO: return checker(RelaxedMemoryOrder.self)
    case .alpha: return checker(Alpha.self)
    case .ia64: return checker(Itanium.self)
    case .mips: return checker(MIPS.self)
    case .armv7: return checker(ARMv7.self)
    case .armv8: return checker(ARMv8.self)
    case .power: return checker(Power.self)
    case .riscv: return checker(RISCV.self)
    case .lkmm: return checker(LinuxKernel.self)
    case .rc11: return checker(RC11.self)
    }
  }

  /// Finds a data race, where the model knows of such.
  var raceFinder: ((Relations) -> (Int, Int)?)? {
    switch self {
    case .lkmm: LinuxKernel.race
    case .rc11: RC11.race
    default: nil
    }
  }

  /// The names of the model's axioms and terms.
  var rules: [String] {
    func names<M: MemoryModel>(_: M.Type) -> [String] { M.Rule.allCases.map(\.rawValue) }
    return switch self {
    case .sc: names(SequentialConsistency.self)
    case .x86TSO: names(TotalStoreOrder.self)
    case .sparcPSO: names(PartialStoreOrder.self)
    case .sparcRMO: names(RelaxedMemoryOrder.self)
    case .alpha: names(Alpha.self)
    case .ia64: names(Itanium.self)
    case .mips: names(MIPS.self)
    case .armv7: names(ARMv7.self)
    case .armv8: names(ARMv8.self)
    case .power: names(Power.self)
    case .riscv: names(RISCV.self)
    case .lkmm: names(LinuxKernel.self)
    case .rc11: names(RC11.self)
    }
  }
}
