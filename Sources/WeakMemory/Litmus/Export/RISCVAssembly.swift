import AIORing

/// RISC-V, as herd7 reads it: addresses in x10 and up, what reads return in x1 and up.
enum RISCVAssembly: AssemblyDialect {
  static var header: String { "RISCV" }
  static func addressRegister(_ index: Int) -> String? { "x\(10 + index)" }
  static func readRegister(_ index: Int) -> (operand: String, observed: String) {
    ("x\(1 + index)", "x\(1 + index)")
  }
  static func preset(thread: Int) -> [String] { [] }

  static func load(_ instruction: Instruction, _ register: String, _ address: String) -> [String]? {
    instruction == .load ? ["lw \(register),0(\(address))"] : nil
  }

  /// x20 holds what is stored.
  private static func value(_ value: StoredValue) -> String {
    switch value {
    case .number(let number): "ori x20,x0,\(number)"
    case .sum(let register, let difference): "addi x20,\(register),\(difference)"
    }
  }

  static func store(_ instruction: Instruction, _ value: StoredValue, _ address: String) -> [String]? {
    instruction == .store ? [Self.value(value), "sw x20,0(\(address))"] : nil
  }

  static func update(
    _ kind: AtomicUpdate.Kind, load: Instruction, store: Instruction, _ register: String, _ address: String,
    index: Int, label: () -> String
  ) -> (lines: [String], failure: String?)? {
    guard load == store, let order = [.atomic: "", .amoAq: ".aq", .amoRl: ".rl", .amoAqRl: ".aq.rl"][load]
    else {
      return nil
    }
    return switch kind {
    case .exchange(let number):
      (["ori x20,x0,\(number)", "amoswap.w\(order) \(register),x20,(\(address))"], nil)
    case .increment: (["ori x20,x0,1", "amoadd.w\(order) \(register),x20,(\(address))"], nil)
    }
  }

  static func fence(_ instruction: Instruction) -> [String]? {
    switch instruction {
    case .fenceRWRW, .fenceRRW, .fenceRWW, .fenceRR, .fenceWW: [instruction.rawValue]
    default: nil
    }
  }

  static func branchUnless(_ register: String, equals number: Int64, to label: String) -> [String] {
    if number == 0 { return ["bne \(register),x0,\(label)"] }
    return ["ori x21,x0,\(number)", "bne \(register),x21,\(label)"]
  }
}
