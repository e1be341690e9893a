/// Splits the text of a litmus file into tokens. A litmus file is C in its threads and herd's own language around
/// them; both share one set of tokens, but `(*` starts a comment only outside of the threads: `READ_ONCE(*x)`.
struct LitmusLexer {
  private let bytes: [UInt8]
  private var position = 0
  private var line = 1
  /// Line and text of each comment, in order: the `Result:` lines stand there.
  private(set) var comments: [(line: Int, text: String)] = []
  private var openBraces = 0
  /// Whether the initial state, the first block of the file, is behind.
  private var initialStateRead = false

  init(_ text: String) { bytes = Array(text.utf8) }

  /// Longest first, so that the first match is the token.
  private static let symbols: [[UInt8]] = [
    "<<=", ">>=", "<=>", "<>", "/\\", "\\/", "=>", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "->", "++",
    "--",
    "+=",
    "-=", "*=", "/=", "%=", "&=", "|=", "^=", "(", ")", "{", "}", "[", "]", ";", ",", ":", "=", "+", "-", "*",
    "/",
    "%", "&", "|", "^", "~", "!", "<", ">", "?", ".",
  ].map { Array($0.utf8) }

  /// The header: the architecture's name and the test's, with whatever text stands before the initial state.
  mutating func header() throws(LitmusError) -> (architecture: String, name: String) {
    try skipBlanks()
    let architecture = word()
    skip { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    // A test's name holds +, -, dots and brackets: whatever is not a blank.
    let name = word()
    guard !architecture.isEmpty, !name.isEmpty else {
      throw .syntax(
        "a litmus test starts with its language and its name, as in 'C MP+poonceonces'", line: line)
    }
    // Up to the initial state stand a quoted line of text and lines of the form Key=Value, which say nothing.
    while let byte = peek(), byte != UInt8(ascii: "{") {
      let isQuote = byte == UInt8(ascii: "\"")
      // A quote that its line does not close stands in one test of herd7's catalogue.
      if isQuote, bytes[(position + 1)...].prefix(while: { $0 != UInt8(ascii: "\n") }).contains(byte) {
        skipString()
      } else if try !skipComment() {
        advance()
      }
    }
    return (architecture, name)
  }

  /// All tokens from here to the end of the file.
  mutating func tokens() throws(LitmusError) -> [LitmusToken] {
    var tokens: [LitmusToken] = []
    while let token = try token() { tokens.append(token) }
    return tokens + [LitmusToken(kind: .end, line: line)]
  }

  /// The tokens of the initial state.
  mutating func initialStateTokens() throws(LitmusError) -> [LitmusToken] {
    var tokens: [LitmusToken] = []
    while !initialStateRead, let token = try token() { tokens.append(token) }
    return tokens + [LitmusToken(kind: .end, line: line)]
  }

  /// The next token; nil at the end of the file.
  private mutating func token() throws(LitmusError) -> LitmusToken? {
    try skipBlanks()
    guard let byte = peek() else { return nil }
    if byte.isDigit { return try number() }
    if byte.startsIdentifier {
      let start = position
      skip(while: \.continuesIdentifier)
      return LitmusToken(kind: .identifier(text(from: start)), line: line)
    }
    if let symbol = Self.symbols.first(where: { bytes[position...].starts(with: $0) }) {
      position += symbol.count
      track(brace: byte)
      return LitmusToken(kind: .symbol(String(decoding: symbol, as: UTF8.self)), line: line)
    }
    if byte == UInt8(ascii: "\"") {
      throw .unsupported("text in quotes: an instruction as a value, or a message", line: line)
    }
    let shown = byte.isPrintable ? "'\(Character(Unicode.Scalar(byte)))'" : "byte \(byte)"
    throw .syntax("\(shown) has no meaning in a litmus test", line: line)
  }

  /// A cell of the table of instructions in a test in assembly.
  struct Cell {
    var text: String
    var line: Int
  }

  /// The words that end the table of instructions.
  private static let closingWords: Set<String> = [
    "exists", "forall", "not", "locations", "filter", "final", "with", "cases",
  ]

  /// The rows of the table of instructions, up to what the test asks: `P0 | P1 ;`, and then one instruction a cell.
  mutating func rows() throws(LitmusError) -> [[Cell]] {
    var rows: [[Cell]] = []
    while true {
      try skipBlanks()
      guard let byte = peek(), byte != UInt8(ascii: "~") else { return rows }
      let start = (position, line)
      if byte.startsIdentifier {
        skip(while: \.continuesIdentifier)
        let word = text(from: start.0)
        if Self.closingWords.contains(word) {
          (position, line) = start
          return rows
        }
      }
      (position, line) = start
      rows.append(try row())
    }
  }

  /// One row, up to its `;`.
  private mutating func row() throws(LitmusError) -> [Cell] {
    let start = line
    var cells: [Cell] = []
    var cell: [UInt8] = []
    var cellLine = line
    while let byte = peek() {
      if try skipComment() { continue }
      if byte == UInt8(ascii: "|") || byte == UInt8(ascii: ";") {
        cells.append(
          Cell(text: String(decoding: cell, as: UTF8.self).trimmingBlanks, line: cellLine))
        cell = []
        advance()
        if byte == UInt8(ascii: ";") { return cells }
      } else {
        if cell.allSatisfy(\.isBlank), !byte.isBlank { cellLine = line }
        cell.append(byte.isBlank ? 0x20 : byte)
        advance()
      }
    }
    throw .syntax("the row of instructions that starts here has no ';'", line: start)
  }

  private func peek(_ offset: Int = 0) -> UInt8? {
    position + offset < bytes.count ? bytes[position + offset] : nil
  }

  private func text(from start: Int) -> String { String(decoding: bytes[start..<position], as: UTF8.self) }

  private mutating func advance() {
    if bytes[position] == UInt8(ascii: "\n") { line += 1 }
    position += 1
  }

  private mutating func skip(while condition: (UInt8) -> Bool) {
    while let byte = peek(), condition(byte) { advance() }
  }

  private mutating func word() -> String {
    let start = position
    skip { !$0.isBlank && $0 != UInt8(ascii: "{") }
    return text(from: start)
  }

  private mutating func number() throws(LitmusError) -> LitmusToken {
    let start = position
    skip(while: \.continuesIdentifier)
    let spelling = text(from: start)
    var digits = Substring(spelling.lowercased())
    while let last = digits.last, last == "u" || last == "l" { digits.removeLast() }
    let value: Int? =
      if digits.hasPrefix("0x") {
        UInt(digits.dropFirst(2), radix: 16).map { Int(bitPattern: $0) }
      } else if digits.hasPrefix("0"), digits.count > 1 {
        Int(digits.dropFirst(), radix: 8)
      } else {
        // Up to 2^64 - 1, and behind a sign -2^63.
        Int(digits) ?? UInt(digits).map { Int(bitPattern: $0) }
      }
    guard let value else { throw .syntax("'\(spelling)' is not a number", line: line) }
    return LitmusToken(kind: .number(value), line: line)
  }

  private mutating func track(brace: UInt8) {
    switch brace {
    case UInt8(ascii: "{"): openBraces += 1
    case UInt8(ascii: "}"):
      openBraces = max(0, openBraces - 1)
      if openBraces == 0 { initialStateRead = true }
    default: break
    }
  }

  private mutating func skipBlanks() throws(LitmusError) {
    while let byte = peek() {
      if byte.isBlank {
        advance()
      } else if try !skipComment() {
        return
      }
    }
  }

  private mutating func skipString() {
    advance()
    skip { $0 != UInt8(ascii: "\"") }
    advance()
  }

  /// Skips a comment if one starts here. Those of herd nest.
  private mutating func skipComment() throws(LitmusError) -> Bool {
    switch (peek(), peek(1)) {
    case (UInt8(ascii: "("), UInt8(ascii: "*")) where openBraces == 0 || !initialStateRead:
      try skipComment(closing: ")", opening: "(")
    case (UInt8(ascii: "/"), UInt8(ascii: "*")): try skipComment(closing: "/", opening: nil)
    case (UInt8(ascii: "/"), UInt8(ascii: "/")):
      let start = position
      skip { $0 != UInt8(ascii: "\n") }
      comments.append((line, text(from: start)))
    default: return false
    }
    return true
  }

  private mutating func skipComment(closing: Unicode.Scalar, opening: Unicode.Scalar?) throws(LitmusError) {
    let (start, startLine) = (position, line)
    var depth = 0
    repeat {
      guard let byte = peek() else {
        throw .syntax("the comment that starts here has no end", line: startLine)
      }
      if let opening, byte == UInt8(ascii: opening), peek(1) == UInt8(ascii: "*") {
        depth += 1
        position += 2
      } else if opening == nil, depth == 0 {
        depth = 1
        position += 2
      } else if byte == UInt8(ascii: "*"), peek(1) == UInt8(ascii: closing) {
        depth -= 1
        position += 2
      } else {
        advance()
      }
    } while depth > 0
    comments.append((startLine, text(from: start)))
  }
}

extension String {
  /// Without blanks at either end.
  var trimmingBlanks: String {
    let start = drop { $0 == " " || $0 == "\t" }
    return String(start.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }
}

extension UInt8 {
  fileprivate var isBlank: Bool { self == 0x20 || (0x09...0x0d).contains(self) }
  fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
  fileprivate var startsIdentifier: Bool {
    (0x41...0x5a).contains(self) || (0x61...0x7a).contains(self) || self == 0x5f
  }
  fileprivate var continuesIdentifier: Bool { startsIdentifier || isDigit }
  fileprivate var isPrintable: Bool { (0x21...0x7e).contains(self) }
}
