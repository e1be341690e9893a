/// One instruction of a disassembly.
struct MachineInstruction: Sendable {
  let address: UInt64
  /// Encoded length, bytes.
  let bytes: Int
  let mnemonic: String
  let operands: [String]
  /// As printed.
  var text: String { operands.isEmpty ? mnemonic : "\(mnemonic) \(operands.joined(separator: ", "))" }
}

/// The functions of a disassembly by llvm-objdump.
///
/// The text of a tool is parsed on purpose: the toolchain has llvm-objdump for every target, its columns (address, bytes,
/// mnemonic, operands) have not changed in years, and there is no Swift package of a disassembler. Code that reaches an
/// instruction which is in no table is not judged.
enum MachineCode {
  static func functions(in disassembly: String) -> [String: [MachineInstruction]] {
    var functions: [String: [MachineInstruction]] = [:]
    var name = ""
    var lock: UInt64?
    for line in disassembly.split(separator: "\n") {
      if line.hasSuffix(">:"), let start = line.firstIndex(of: "<") {
        name = String(line[line.index(after: start)...].dropLast(2))
        continue
      }
      guard let colon = line.firstIndex(of: ":"),
        let address = UInt64(line[..<colon].drop { $0 == " " }, radix: 16)
      else { continue }
      let columns = line[line.index(after: colon)...].split(separator: "\t", omittingEmptySubsequences: true)
      guard columns.count >= 2 else { continue }
      let bytes = columns[0].filter { !$0.isWhitespace }.count / 2
      var mnemonic = columns[1].filter { $0 != " " }
      // The prefix `lock` is printed as an instruction of its own.
      if mnemonic == "lock", columns.count == 2 {
        lock = address
        continue
      }
      if lock != nil { mnemonic = "lock " + mnemonic }
      var operands = columns.count > 2 ? columns[2...].joined(separator: " ") : ""
      for comment in ["//", "@ ", "# "] {
        if let range = operands.firstRange(of: comment) { operands = String(operands[..<range.lowerBound]) }
      }
      functions[name, default: []].append(
        MachineInstruction(
          address: lock ?? address, bytes: bytes + (lock == nil ? 0 : 1), mnemonic: mnemonic,
          operands: split(operands)))
      lock = nil
    }
    return functions.mapValues { $0.map { resolved($0, functions) } }
  }

  /// RISC-V's far jump names its target only as a symbol plus an offset.
  private static func resolved(
    _ instruction: MachineInstruction, _ functions: [String: [MachineInstruction]]
  ) -> MachineInstruction {
    guard instruction.mnemonic == "jr", let operand = instruction.operands.first,
      let open = operand.firstIndex(of: "<")
    else { return instruction }
    let parts = operand[operand.index(after: open)...].dropLast().split(separator: "+")
    guard let symbol = parts.first, let start = functions[String(symbol)]?.first?.address else {
      return instruction
    }
    let offset = parts.count > 1 ? UInt64(parts[1].dropFirst(2), radix: 16) ?? 0 : 0
    return MachineInstruction(
      address: instruction.address, bytes: instruction.bytes, mnemonic: "jr",
      operands: ["0x" + String(start + offset, radix: 16)])
  }

  /// Operands are separated by commas outside brackets.
  private static func split(_ operands: String) -> [String] {
    var found: [String] = []
    var depth = 0
    var current = ""
    for character in operands {
      if "[({".contains(character) { depth += 1 }
      if "])}".contains(character) { depth -= 1 }
      if character == ",", depth == 0 {
        found.append(current)
        current = ""
      } else if character != " " || depth > 0 {
        current.append(character)
      }
    }
    return (found + [current]).map { $0.filter { $0 != " " } }.filter { !$0.isEmpty }
  }
}
