import AIORing
import RingBursts

/// What events and the memory of rings are like.
enum MemoryOptions {
  static let pagesHelp =
    "What the memory of rings consists of: \(NameList.help(PageKind.allCases)) (default: \(PageKind.usual.rawValue))."

  /// The size of events; the usual one where none is asked for.
  static func eventSize(bytes: Int?) throws(InputError) -> EventSize {
    guard let bytes else { return .usual }
    guard let size = EventSize(bytes: bytes) else {
      let limits = EventSize.limits
      throw InputError(
        "--event-bytes takes a multiple of 8 from \(limits.lowerBound) to \(limits.upperBound), not \(bytes)")
    }
    return size
  }

  /// Ascending sizes of events, as an axis takes them.
  static func eventSizes(_ text: String) throws(InputError) -> [EventSize] {
    try SizeList.values(text, in: EventSize.limits, "--event-bytes", "bytes").map {
      bytes throws(InputError) in
      try eventSize(bytes: bytes)
    }
  }

  /// Maps a ring in such pages, once, so that a machine that has none of them is found out before anything is measured.
  static func check(_ pages: [PageKind]) throws(TrialError) {
    for kind in pages where kind != .usual {
      do throws(RingError) { _ = try MappedRing<PaddedLayout>(slots: 2, pages: kind) } catch {
        throw .ring(error)
      }
    }
  }
}
