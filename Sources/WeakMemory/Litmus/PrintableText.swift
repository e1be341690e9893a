extension String {
  /// The text as it may go to a terminal: what would move the cursor, break the line or turn the direction of writing
  /// is shown by its number, as in `\\u{1b}`.
  public var printable: String {
    var result = ""
    for scalar in unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
        result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
