import AIORing
import WeakMemory

/// An instruction set that the ring is compiled for. To add one, add a row to `all` and a reader of its instructions.
public struct AuditTarget: Sendable {
  /// Its name in options and reports.
  public let name: String
  /// The compiler's target triple: Embedded Swift, no operating system.
  let triple: String
  /// Further compiler options.
  let options: [String]
  /// Instruction set extensions as llvm-objdump's `--mattr` takes them.
  let features: String?
  /// The instructions that each ordering should become.
  let mapping: InstructionMapping
  /// The memory model that judges the compiled code.
  public let model: Model
  let reader: any InstructionReader
  /// How its code is run under qemu-user; nil where it is not.
  let systemCalls: SmokeProgram.SystemCalls?

  /// All of them.
  public static let all: [AuditTarget] = [
    AuditTarget(
      name: "x86-64", triple: "x86_64-unknown-none-elf", mapping: InstructionMapping(.x86), model: .x86TSO,
      reader: X86Reader()),
    AuditTarget(
      name: "aarch64", triple: "aarch64-none-none-elf", mapping: InstructionMapping(.armv8), model: .armv8,
      reader: AArch64Reader(), systemCalls: .aarch64),
    AuditTarget(
      name: "aarch64-lse", triple: "aarch64-none-none-elf", options: ["-Xcc", "-march=armv8.1-a"],
      features: "+lse", mapping: InstructionMapping(.armv8), model: .armv8, reader: AArch64Reader(),
      systemCalls: .aarch64),
    AuditTarget(
      name: "aarch64-rcpc", triple: "aarch64-none-none-elf", options: ["-Xcc", "-march=armv8.3-a"],
      features: "+lse,+rcpc", mapping: releaseConsistent, model: .armv8, reader: AArch64Reader(),
      systemCalls: .aarch64),
    AuditTarget(
      name: "riscv64", triple: "riscv64-none-none-eabi", mapping: InstructionMapping(.riscv), model: .riscv,
      reader: RISCVReader(), systemCalls: .riscv64),
    AuditTarget(
      name: "armv7", triple: "armv7-none-none-eabi", mapping: InstructionMapping(.armv7), model: .armv7,
      reader: ARMReader()),
  ]

  /// Its name, and those that its architecture has elsewhere.
  public var names: [String] {
    let architecture = Architecture(named: name)
    return [name] + (architecture.map { [$0.rawValue] + $0.aliases } ?? []).filter { $0 != name }
  }

  /// Whether an option that has this name means it.
  public func isNamed(_ name: String) -> Bool { names.contains(name) }

  /// The options meant for clang, without the `-Xcc` that passes them through swiftc.
  var clangOptions: [String] { options.filter { $0 != "-Xcc" } }

  /// FEAT_LRCPC: an acquire load may be ldapr, which may be performed before an earlier stlr.
  private static var releaseConsistent: InstructionMapping {
    var mapping = InstructionMapping(.armv8)
    mapping.acquireLoad.access = .ldapr
    return mapping
  }

  private init(
    name: String, triple: String, options: [String] = [], features: String? = nil,
    mapping: InstructionMapping, model: Model, reader: any InstructionReader,
    systemCalls: SmokeProgram.SystemCalls? = nil
  ) {
    (self.name, self.triple, self.options, self.features) = (name, triple, options, features)
    (self.mapping, self.model, self.reader) = (mapping, model, reader)
    self.systemCalls = systemCalls
  }
}
