/// One instruction of a disassembly.
struct MachineInstruction: Sendable {
  let address: UInt64
  /// Encoded length, bytes.
  let bytes: Int
  let mnemonic: String
  let operands: [String]
  /// As printed.
  var text: String { ([mnemonic] + [operands.joined(separator: ", ")]).joined(separator: " ") }
}

/// The functions of a disassembly by llvm-objdump.
///
/// Text is read here, on purpose: the toolchain brings llvm-objdump for every target, its columns (address, bytes,
/// mnemonic, operands) have not changed in years, and a disassembler library would be a dependency that no package
/// in reach offers. An instruction that a reader does not know makes no access.
enum MachineCode {
  static func functions(in disassembly: String) -> [String: [MachineInstruction]] {
    var functions: [String: [MachineInstruction]] = [:]
    var name = ""
    var isLocked = false
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
      // x86's prefix is printed as an instruction of its own.
      if mnemonic == "lock", columns.count == 2 {
        isLocked = true
        continue
      }
      if isLocked { mnemonic = "lock " + mnemonic }
      var operands = columns.count > 2 ? columns[2...].joined(separator: " ") : ""
      for comment in ["//", "@ ", "# "] {
        if let range = operands.firstRange(of: comment) { operands = String(operands[..<range.lowerBound]) }
      }
      functions[name, default: []].append(
        MachineInstruction(
          address: address, bytes: bytes + (isLocked ? 1 : 0), mnemonic: mnemonic, operands: split(operands)))
      isLocked = false
    }
    return functions
  }

  /// Operands are separated by commas that stand in no bracket.
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
