import AIORing

/// POWER, as herd7 reads it: addresses in r10 and up, what reads return in r1 and up.
enum PowerAssembly: AssemblyDialect {
  static var header: String { "PPC" }
  static func addressRegister(_ index: Int) -> String? { "r\(10 + index)" }
  static func readRegister(_ index: Int) -> (operand: String, observed: String) {
    ("r\(1 + index)", "r\(1 + index)")
  }
  static func preset(thread: Int) -> [String] { [] }

  static func load(_ instruction: Instruction, _ register: String, _ address: String) -> [String]? {
    instruction == .load ? ["lwz \(register),0(\(address))"] : nil
  }

  /// r20 holds what is stored.
  private static func value(_ value: StoredValue) -> String {
    switch value {
    case .number(let number): "li r20,\(number)"
    case .sum(let register, let difference): "addi r20,\(register),\(difference)"
    }
  }

  static func store(_ instruction: Instruction, _ value: StoredValue, _ address: String) -> [String]? {
    instruction == .store ? [Self.value(value), "stw r20,0(\(address))"] : nil
  }

  static func update(
    _ kind: AtomicUpdate.Kind, load: Instruction, store: Instruction, _ register: String, _ address: String,
    index: Int, label: () -> String
  ) -> (lines: [String], failure: String?)? {
    guard load == .atomic, store == .atomic else { return nil }
    let new: StoredValue =
      switch kind {
      case .exchange(let number): .number(number)
      case .increment: .sum(register: register, 1)
      }
    // A store-conditional that fails is tried again: the executions in which it does not are all there are.
    let (end, failure) = (label(), "r\(21 + index)")
    return (
      [
        "lwarx \(register),r0,\(address)", value(new), "stwcx. r20,r0,\(address)", "beq \(end)",
        "li \(failure),1",
        "\(end):",
      ], failure
    )
  }

  static func fence(_ instruction: Instruction) -> [String]? {
    switch instruction {
    case .sync, .lwsync: [instruction.rawValue]
    default: nil
    }
  }

  static func branchUnless(_ register: String, equals number: Int64, to label: String) -> [String] {
    ["cmpwi \(register),\(number)", "bne \(label)"]
  }
}
