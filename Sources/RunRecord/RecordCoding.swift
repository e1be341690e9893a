import Foundation

/// How records become text: JSON with snake_case names, keys sorted, so that a file differs only where its
/// content does.
public enum RecordCoding {
  /// Reads what ``line(_:)`` and ``document(_:)`` write.
  public static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return decoder
  }

  /// Reads documents of an older schema.
  static func decoder(schema: Int) -> JSONDecoder {
    guard schema < SchemaVersion.current else { return decoder }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .custom { path in
      let key = path.last.map(\.stringValue) ?? ""
      return Key(stringValue: SchemaVersion.renamed[key] ?? camelCase(key))
    }
    return decoder
  }

  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// A name in snake case as `JSONDecoder` converts it.
  private static func camelCase(_ name: String) -> String {
    let words = name.split(separator: "_")
    return words.prefix(1).joined() + words.dropFirst().map(\.capitalized).joined()
  }

  /// One line without its end.
  public static func line(_ value: some Encodable) throws -> Data {
    try encoder([.sortedKeys, .withoutEscapingSlashes]).encode(value)
  }

  /// A document for people to look at too.
  public static func document(_ value: some Encodable) throws -> Data {
    try encoder([.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]).encode(value)
  }

  private static func encoder(_ formatting: JSONEncoder.OutputFormatting) -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = formatting
    return encoder
  }
}
