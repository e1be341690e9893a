import AIORing

/// The memory models by name. To add one, write its page in Models and add a case and a line here.
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

  /// The page it is written on: its rules and everything else that the checker knows of it.
  var page: any MemoryModel.Type {
    switch self {
    case .sc: SequentialConsistency.self
    case .x86TSO: TotalStoreOrder.self
    case .sparcPSO: PartialStoreOrder.self
    case .sparcRMO: RelaxedMemoryOrder.self
    case .alpha: Alpha.self
    case .ia64: Itanium.self
    case .mips: MIPS.self
    case .armv7: ARMv7.self
    case .armv8: ARMv8.self
    case .power: Power.self
    case .riscv: RISCV.self
    case .lkmm: LinuxKernel.self
    case .rc11: RC11.self
    }
  }

  /// The other names that commands take for it: those of the architectures it is the model of, and its own.
  public var aliases: [String] {
    (page.architectures.flatMap { [$0.rawValue] + $0.aliases } + page.aliases).filter { $0 != rawValue }
  }

  /// The model of that name or alias; nil if there is none.
  public init?(named name: String) {
    let match = Self(rawValue: name) ?? Self.allCases.first { $0.aliases.contains(name) }
    guard let match else { return nil }
    self = match
  }

  /// Whether it is the model of processors; false for one of source code, and for the order in which nothing is reordered.
  public var isOfHardware: Bool { !page.architectures.isEmpty }

  /// The model of an architecture.
  public init?(of architecture: Architecture) {
    guard let model = Self.allCases.first(where: { $0.page.architectures.contains(architecture) }) else {
      return nil
    }
    self = model
  }
}

extension Model {
  /// The model's axioms, with the rule of that name left out.
  func checker(omitting rule: String?) -> @Sendable (Relations) -> Bool {
    func checker<M: MemoryModel>(_: M.Type) -> @Sendable (Relations) -> Bool {
      let omitted = rule.flatMap(M.Rule.init)
      return { M.permits($0, without: omitted) }
    }
    return checker(page)
  }

  /// The names of the model's axioms and terms.
  var rules: [String] {
    func names<M: MemoryModel>(_: M.Type) -> [String] { M.Rule.allCases.map(\.rawValue) }
    return names(page)
  }
}

extension CorrectnessClaim {
  /// Whether a strategy with this claim claims to be correct under a model.
  public func covers(_ model: Model) -> Bool {
    switch self {
    case .everywhere: true
    case .totalStoreOrder: model.page.isTotalStoreOrder
    case .nowhere: false
    }
  }
}
