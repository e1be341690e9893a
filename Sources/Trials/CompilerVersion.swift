import Foundation

/// The version of the Swift compiler that built a program.
enum CompilerVersion {
  private static let marker = Array("Swift version ".utf8)
  /// Longer text after the marker is no version.
  private static let longest = 120

  /// The version as the compiler wrote it into the debug information (DW_AT_producer), for example
  /// `6.3.1 (swift-6.3.1-RELEASE)`. The language has no other way to learn it: `#if compiler` only compares.
  ///
  /// - Returns: Nil where the debug information was stripped, or the file cannot be read.
  static func swift(of executable: URL) -> String? {
    guard let file = try? Data(contentsOf: executable, options: .alwaysMapped) else { return nil }
    return file.withUnsafeBytes { swift(in: $0) }
  }

  /// Looks for a C string that begins with the marker and goes on with a number.
  static func swift(in bytes: UnsafeRawBufferPointer) -> String? {
    guard let base = bytes.baseAddress else { return nil }
    var start = 1
    while start + marker.count < bytes.count,
      let found = memchr(base + start, Int32(marker[0]), bytes.count - marker.count - start)
    {
      start = UnsafeRawPointer(found) - base
      if bytes[start - 1] == 0, memcmp(found, marker, marker.count) == 0 {
        let version = bytes[(start + marker.count)...].prefix(longest).prefix { $0 != 0 }
        if version.count < longest, version.first.map(isDigit) ?? false,
          version.allSatisfy({ (0x20..<0x7F).contains($0) })
        {
          return String(decoding: version, as: UTF8.self)
        }
      }
      start += 1
    }
    return nil
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
