extension String {
  /// The text with its control characters as `\u{1b}`: what comes from a command line or a file must not reach the
  /// terminal as commands. Line ends stay.
  var visible: String {
    unicodeScalars.map { scalar in
      let isControl = scalar.properties.generalCategory == .control && scalar != "\n"
      return isControl ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
    }.joined()
  }
}
