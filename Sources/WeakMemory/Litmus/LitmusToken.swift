/// A token of a litmus file and the line it stands on.
struct LitmusToken: Equatable, Sendable {
  enum Kind: Equatable, Sendable {
    case identifier(String)
    case number(Int)
    /// An operator or a piece of punctuation.
    case symbol(String)
    case end
  }

  var kind: Kind
  var line: Int

  /// As written, if it is a name or a symbol.
  var word: String? {
    switch kind {
    case .identifier(let word), .symbol(let word): word
    case .number, .end: nil
    }
  }

  /// As a message shows it.
  var text: String {
    switch kind {
    case .identifier(let name): "'\(name)'"
    case .number(let number): "'\(number)'"
    case .symbol(let symbol): "'\(symbol)'"
    case .end: "the end of the file"
    }
  }
}
