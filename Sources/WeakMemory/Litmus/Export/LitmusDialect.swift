import AIORing

/// The languages of herd7 in which the ring can be printed.
public enum LitmusDialect: String, CaseIterable, Sendable {
  /// The Linux-kernel C dialect.
  case lkmm
  case aarch64
  case power
  case riscv
  case x86 = "x86-64"

  /// The other names that commands take for it: those of its architecture.
  public var aliases: [String] { ([model.rawValue] + model.aliases).filter { $0 != rawValue } }

  /// The dialect of that name or alias; nil if there is none.
  public init?(named name: String) {
    let match = Self(rawValue: name) ?? Self.allCases.first { $0.aliases.contains(name) }
    guard let match else { return nil }
    self = match
  }

  /// The model whose instructions the dialect spells.
  public var model: Model {
    switch self {
    case .lkmm: .lkmm
    case .aarch64: .armv8
    case .power: .power
    case .riscv: .riscv
    case .x86: .x86TSO
    }
  }
}

/// A run of the ring as a litmus test that herd7 accepts: printed from what the ring's own push and pop did on the
/// recorder, in the instructions that the architectures' table gives.
public struct LitmusExport: Sendable {
  /// Why a ring cannot be printed.
  public struct Refusal: Error, CustomStringConvertible, Sendable {
    public let description: String
  }

  private let ring: ExportedRing
  private let dialect: LitmusDialect
  private let name: String

  /// Runs the ring with these orderings.
  public init(
    _ subject: Subject, shape: RingShape, dialect: LitmusDialect, layout: LayoutKind = .padded,
    indexUse: IndexUseKind = .fresh
  ) throws(Refusal) {
    self.dialect = dialect
    let program = RingProgram(
      subject.barriers, shape: shape, layout: layout, indexUse: indexUse, sizes: RingSizes(),
      payload: .relaxed)
    ring = try ExportedRing(program, lowering: dialect.model.page.lowering(ia64: .plain))
    let ringName = [
      layout == .padded ? nil : layout.rawValue, indexUse == .fresh ? nil : indexUse.rawValue,
    ].compactMap(\.self)
    name = ([shape.rawValue, subject.strategy ?? Self.name(of: subject.barriers)] + ringName)
      .joined(separator: "+")
  }

  private static func name(of barriers: AssignedBarriers) -> String {
    Edge.allCases.filter { barriers[$0] != .none }.map { "\($0.rawValue)-\(barriers[$0].rawValue)" }
      .joined(separator: "+")
  }

  /// The test's text.
  public func text() throws(Refusal) -> String {
    switch dialect {
    case .lkmm: try KernelCPrinter.text(ring, named: name)
    case .aarch64: try AssemblyPrinter<AArch64Assembly>.text(ring, named: name)
    case .power: try AssemblyPrinter<PowerAssembly>.text(ring, named: name)
    case .riscv: try AssemblyPrinter<RISCVAssembly>.text(ring, named: name)
    case .x86: try AssemblyPrinter<X86Assembly>.text(ring, named: name)
    }
  }
}
