/// Why a litmus file was not judged.
public struct LitmusError: Error, Equatable, Sendable {
  /// What stood in the way.
  public enum Kind: String, Sendable {
    /// The text is not a litmus test.
    case syntax
    /// A construct this checker has no meaning for: named rather than guessed at.
    case unsupported
  }

  public var kind: Kind
  /// Line of the file, from 1.
  public var line: Int
  /// What is wrong, without the file's name.
  public var message: String

  /// The text is not a litmus test.
  static func syntax(_ message: String, line: Int) -> LitmusError {
    LitmusError(kind: .syntax, line: line, message: message)
  }

  /// The construct is understood by herd7 or C, not here.
  static func unsupported(_ construct: String, line: Int) -> LitmusError {
    LitmusError(kind: .unsupported, line: line, message: construct)
  }
}

extension LitmusError: CustomStringConvertible {
  /// One line, to stand behind the file's name.
  public var description: String {
    switch kind {
    case .syntax: "line \(line): \(printable)"
    case .unsupported: "line \(line): not supported: \(printable)"
    }
  }

  /// Without control characters, and without a file's worth of text.
  private var printable: String {
    let most = 300
    return String(message.prefix(most)).printable + (message.count > most ? "…" : "")
  }
}
