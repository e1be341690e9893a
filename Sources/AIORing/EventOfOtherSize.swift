// Events of other sizes than `struct io_event`, of which a consumer checks as much:
//
//     8 bytes    data; the lap follows from it
//     16 bytes   data and obj
//     24 bytes   data, obj and the checksum
//     more       all four words, and behind them words that follow from res

extension IOEvent {
  /// Words of an event.
  @inlinable public static var words: Int { 4 }

  /// Word number `index` of an event in a slot that has more than four: `res`, turned left by `index` bits.
  @inlinable @inline(__always)
  func furtherWord(_ index: Int) -> UInt64 { Self.turn(res, left: index) }

  /// The `res` that word number `index` belongs to.
  @inlinable @inline(__always)
  static func res(ofFurtherWord word: UInt64, _ index: Int) -> UInt64 { turn(word, left: 64 - index) }

  @inlinable @inline(__always)
  static func turn(_ word: UInt64, left bits: Int) -> UInt64 {
    word &<< UInt64(truncatingIfNeeded: bits) | word &>> UInt64(truncatingIfNeeded: 64 - bits)
  }
}

extension HardwareMemory {
  /// Writes as many words of an event as a slot has. The first is stored inverted where the slot has no checksum, so that no
  /// event looks like a slot that was never written.
  @inlinable @inline(__always)
  func writeWords(of event: IOEvent, to place: UnsafeMutablePointer<IOEvent>) {
    let words = UnsafeMutableRawPointer(place).assumingMemoryBound(to: UInt64.self)
    let count = stores.eventWords
    words[0] = count < 3 ? ~event.data : event.data
    if count < 2 { return }
    if case .tagged = Layout.kind {
      Self.lowerHalfOfObj(place).pointee = UInt32(truncatingIfNeeded: event.obj)
    } else {
      words[1] = event.obj
    }
    if count < 3 { return }
    if count == 3 {
      words[2] = event.res2
      return
    }
    words[2] = event.res
    words[3] = event.res2
    for index in 4..<count { words[index] = event.furtherWord(index) }
  }

  /// Reads an event that ``writeWords(of:to:)`` wrote. Words that were left out are made of the others; further words that do
  /// not belong to the event show in `res`, which then fits to nothing else.
  @inlinable @inline(__always)
  func readWords(from place: UnsafeMutablePointer<IOEvent>) -> IOEvent {
    let words = UnsafeMutableRawPointer(place).assumingMemoryBound(to: UInt64.self)
    let count = stores.eventWords
    // Never written. Nothing that is written inverted is 0, and no checksum is.
    if count < 4, words[count < 3 ? 0 : 2] == 0 { return IOEvent(data: 0, obj: 0, res: 0, res2: 0) }
    let data = count < 3 ? ~words[0] : words[0]
    if count < 2 { return IOEvent(sequence: data, lap: lap(of: data)) }
    let obj =
      if case .tagged = Layout.kind { UInt64(Self.lowerHalfOfObj(place).pointee) } else { words[1] }
    if count < 3 { return IOEvent(sequence: data, lap: obj) }
    if count == 3 {
      return IOEvent(data: data, obj: obj, res: IOEvent.payload(sequence: data, lap: obj), res2: words[2])
    }
    var event = IOEvent(data: data, obj: obj, res: words[2], res2: words[3])
    // Of an event that is not intact nobody takes the first four words for right.
    for index in 4..<count where words[index] != event.furtherWord(index) {
      if event.isIntact { event.res = IOEvent.res(ofFurtherWord: words[index], index) }
      break
    }
    return event
  }

  /// How often the ring has wrapped before an event. Most rings have a power of two of slots, and need no division.
  @inlinable @inline(__always)
  func lap(of sequence: UInt64) -> UInt64 {
    let slots = UInt64(slots)
    return slots & (slots - 1) == 0
      ? sequence >> UInt64(slots.trailingZeroBitCount) : sequence / slots
  }
}
