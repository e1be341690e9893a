/// One instruction of a litmus test in assembly, or a label, as written.
public struct AssemblyInstruction: Sendable {
  /// The labels in front of it.
  public var labels: [String]
  /// In lower case, with the `lock` prefix of x86; nil where only labels stand.
  public var mnemonic: String?
  public var operands: [String]
  public var line: Int

  /// The instructions of each thread, from the rows of the test's table, which name the threads first.
  static func threads(_ rows: [[LitmusLexer.Cell]], line: Int) throws(LitmusError) -> [[AssemblyInstruction]]
  {
    guard let head = rows.first else {
      throw .syntax("expected the table of instructions, as in 'P0 | P1 ;'", line: line)
    }
    for (number, cell) in head.enumerated() where cell.text != "P\(number)" {
      throw .syntax(
        "the table of instructions starts with its threads, as in 'P0 | P1 ;'; this is '\(cell.text)', not "
          + "'P\(number)'", line: cell.line)
    }
    var threads: [[AssemblyInstruction]] = head.map { _ in [] }
    for row in rows.dropFirst() {
      guard row.count == head.count else {
        throw .syntax(
          "a row of \(row.count) cells in a table of \(head.count) threads", line: row.first?.line ?? line)
      }
      for (number, cell) in row.enumerated() {
        let instruction = AssemblyInstruction(cell)
        if instruction.mnemonic != nil || !instruction.labels.isEmpty { threads[number].append(instruction) }
      }
    }
    return threads
  }

  /// Nothing.
  init() { (labels, mnemonic, operands, line) = ([], nil, [], 0) }

  private init(_ cell: LitmusLexer.Cell) {
    var rest = cell.text[...]
    labels = []
    while let colon = rest.firstIndex(of: ":"),
      rest[..<colon].allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." || $0 == " " })
    {
      labels.append(String(rest[..<colon]).trimmingBlanks)
      rest = rest[rest.index(after: colon)...]
    }
    var words = rest.split(separator: " ", omittingEmptySubsequences: true)
    line = cell.line
    guard let first = words.first else {
      (mnemonic, operands) = (nil, [])
      return
    }
    words.removeFirst()
    var name = first.lowercased()
    if name == "lock", !words.isEmpty { name += " " + words.removeFirst().lowercased() }
    mnemonic = name
    operands = Self.operands(words.joined(separator: " "))
  }

  /// Splits at the commas outside of brackets.
  private static func operands(_ text: String) -> [String] {
    var operands: [String] = []
    var depth = 0
    var operand = ""
    for character in text {
      if "[({".contains(character) { depth += 1 }
      if "])}".contains(character) { depth -= 1 }
      if character == ",", depth <= 0 {
        operands.append(operand.trimmingBlanks)
        operand = ""
      } else {
        operand.append(character)
      }
    }
    if !operand.trimmingBlanks.isEmpty || !operands.isEmpty { operands.append(operand.trimmingBlanks) }
    return operands
  }

  /// As written, more or less.
  var text: String {
    ([mnemonic ?? ""] + [operands.joined(separator: ",")]).joined(separator: " ").trimmingBlanks
  }
}
