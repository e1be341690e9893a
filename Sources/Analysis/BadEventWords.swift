import AIORing
import RunRecord

extension BadEventRecord {
  /// What was due and what was read instead, in a sentence. An event's first word is its sequence number.
  var inWords: String {
    let due = "event \(expectedSequence) (lap \(expectedLap) of the ring) was due"
    let holdsNothing = words.allSatisfy { $0 == "0x0" }
    let sequence = words.first.flatMap { UInt64($0.dropFirst(2), radix: 16) }
    let read = sequence.map { "event \($0)" } ?? "an event"
    switch BadEventKind(rawValue: kind) {
    case .staleLap:
      return due
        + (holdsNothing
          ? ", and the slot still held zeroes: it had not been written yet"
          : ", and the slot still held \(read) of an earlier lap: it had not been written yet")
    case .torn:
      return due + ", and the words read were of two events: it was being written, first word that of \(read)"
    case .futureLap:
      return due + ", and the slot already held \(read) of a later lap: it had been overwritten"
    case .duplicate: return due + ", and \(read) came a second time"
    case .lost: return due + ", and \(read) came: those before it never did"
    case .checksum: return due + ", and the words read belong to no event of this slot"
    case nil: return due + ", and something else was read (\(kind))"
    }
  }
}
