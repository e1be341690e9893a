import AIORing

/// AArch64, as herd7 reads it: addresses in X10 and up, what reads return in W0 and up.
enum AArch64Assembly: AssemblyDialect {
  static var header: String { "AArch64" }
  static func addressRegister(_ index: Int) -> String? { "X\(10 + index)" }
  static func readRegister(_ index: Int) -> (operand: String, observed: String) { ("W\(index)", "X\(index)") }
  static func preset(thread: Int) -> [String] { [] }

  static func load(_ instruction: Instruction, _ register: String, _ address: String) -> [String]? {
    switch instruction {
    case .load: ["LDR \(register),[\(address)]"]
    case .ldar: ["LDAR \(register),[\(address)]"]
    case .ldapr: ["LDAPR \(register),[\(address)]"]
    default: nil
    }
  }

  /// W20 holds what is stored.
  private static func value(_ value: StoredValue) -> String {
    switch value {
    case .number(let number): "MOV W20,#\(number)"
    case .sum(let register, let difference): "ADD W20,\(register),#\(difference)"
    }
  }

  static func store(_ instruction: Instruction, _ value: StoredValue, _ address: String) -> [String]? {
    switch instruction {
    case .store: [Self.value(value), "STR W20,[\(address)]"]
    case .stlr: [Self.value(value), "STLR W20,[\(address)]"]
    default: nil
    }
  }

  static func update(
    _ kind: AtomicUpdate.Kind, load: Instruction, store: Instruction, _ register: String, _ address: String,
    index: Int, label: () -> String
  ) -> (lines: [String], failure: String?)? {
    guard let loads = [.atomic: "LDXR", .ldaxr: "LDAXR"][load],
      let stores = [.atomic: "STXR", .stlxr: "STLXR"][store]
    else { return nil }
    let new: StoredValue =
      switch kind {
      case .exchange(let number): .number(number)
      case .increment: .sum(register: register, 1)
      }
    // A store-exclusive that fails is tried again: the executions in which it does not are all there are.
    return (
      ["\(loads) \(register),[\(address)]", value(new), "\(stores) W\(21 + index),W20,[\(address)]"],
      "X\(21 + index)"
    )
  }

  static func fence(_ instruction: Instruction) -> [String]? {
    switch instruction {
    case .dmbIsh, .dmbIshld, .dmbIshst: [instruction.rawValue.uppercased()]
    default: nil
    }
  }

  static func branchUnless(_ register: String, equals number: Int64, to label: String) -> [String] {
    ["CMP \(register),#\(number)", "B.NE \(label)"]
  }
}
