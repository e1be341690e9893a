import AIORing

/// x86-64, as herd7 reads it: locations by name, what reads return in eax, ebx, and so on.
enum X86Assembly: AssemblyDialect {
  static var header: String { "X86_64" }
  static func addressRegister(_ index: Int) -> String? { nil }

  private static let registers = [
    ("eax", "rax"), ("ebx", "rbx"), ("ecx", "rcx"), ("edx", "rdx"), ("esi", "rsi"), ("edi", "rdi"),
    ("r8d", "r8"),
    ("r9d", "r9"), ("r10d", "r10"), ("r11d", "r11"), ("r12d", "r12"),
  ]
  static func readRegister(_ index: Int) -> (operand: String, observed: String) {
    let register = registers[min(index, registers.count - 1)]
    return ("%\(register.0)", register.1)
  }

  /// The stack that `lock addl $0,-4(%rsp)` touches: a word that no other thread sees.
  static func preset(thread: Int) -> [String] { ["\(thread):rsp=stack\(thread);"] }

  static func load(_ instruction: Instruction, _ register: String, _ address: String) -> [String]? {
    instruction == .load ? ["movl (\(address)),\(register)"] : nil
  }

  static func store(_ instruction: Instruction, _ value: StoredValue, _ address: String) -> [String]? {
    switch (instruction, value) {
    case (.store, .number(let number)): ["movl $\(number),(\(address))"]
    case (.store, .sum(let register, let difference)):
      ["movl \(register),%r13d", "addl $\(difference),%r13d", "movl %r13d,(\(address))"]
    case (.xchg, .number(let number)): ["movl $\(number),%r13d", "xchgl %r13d,(\(address))"]
    default: nil
    }
  }

  static func update(
    _ kind: AtomicUpdate.Kind, load: Instruction, store: Instruction, _ register: String, _ address: String,
    index: Int, label: () -> String
  ) -> (lines: [String], failure: String?)? {
    guard load == .lockedAtomic, store == .lockedAtomic else { return nil }
    switch kind {
    case .exchange(let number):
      return (["movl $\(number),\(register)", "xchgl \(register),(\(address))"], nil)
    // herd7 has no xadd. A comparison with what was just loaded does the same, in the executions in which it
    // succeeds; cmpxchg compares with eax, the first read's register.
    case .increment:
      guard register == "%eax" else { return nil }
      let end = label()
      return (
        [
          "movl (\(address)),%eax", "movl %eax,%r13d", "addl $1,%r13d", "lock cmpxchgl (\(address)),%r13d",
          "je \(end)",
          "movl $1,%r14d", "\(end):",
        ], "r14"
      )
    }
  }

  static func fence(_ instruction: Instruction) -> [String]? {
    switch instruction {
    case .mfence, .sfence: [instruction.rawValue]
    case .lockAdd: ["lock addl $0,(%rsp)"]
    default: nil
    }
  }

  static func branchUnless(_ register: String, equals number: Int64, to label: String) -> [String] {
    ["cmpl $\(number),\(register)", "jne \(label)"]
  }
}
